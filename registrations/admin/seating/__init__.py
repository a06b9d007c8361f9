"""How many seats there are, and where in the hall."""
