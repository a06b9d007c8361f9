"""The look of another province, without code: colours, drawings, and the files made of both."""
