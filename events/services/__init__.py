"""The only writers of what the site tells about the contest."""
