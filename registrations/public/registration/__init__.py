"""A delegate registers, and comes back to the own page."""
