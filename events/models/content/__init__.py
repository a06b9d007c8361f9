"""What the site tells about the contest."""
