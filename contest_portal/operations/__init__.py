"""What the portal does by itself every day, and how it is brought back after anything."""
