"""What anybody opens, of all rooms together."""
