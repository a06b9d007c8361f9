"""The days of the contest, as a page and as a calendar file."""
