"""Invitations, and what comes back of them."""
