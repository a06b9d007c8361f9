"""The only writers of what needs more than one row, or a lock."""
