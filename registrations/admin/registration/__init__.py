"""Delegates, and what an organizer does about one of them."""
