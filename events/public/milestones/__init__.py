"""The days of the contest, as a page, a calendar file and a feed."""
