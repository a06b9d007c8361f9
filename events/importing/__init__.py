"""A file becomes sheets of lines, whatever program wrote it."""
