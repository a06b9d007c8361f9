"""The organizers' desk in a real browser, with the mouse and by keys alone."""
