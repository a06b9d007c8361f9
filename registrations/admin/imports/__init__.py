"""Lists are brought in: a file, a preview, then yes."""
