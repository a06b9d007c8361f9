"""Where organizers write what the site tells about the contest."""
