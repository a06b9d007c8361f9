"""A member of staff's own account: the second factor, and where one is signed in."""
