"""Papers, checks and letters that need two rooms which know nothing of each other."""
