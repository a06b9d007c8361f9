"""Whom to ask, and the way to the venue."""
