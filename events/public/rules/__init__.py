"""The rules of the contest: the version in force, those of before, and what they changed."""
