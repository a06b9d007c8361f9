"""Letters of the agenda: named functions that queue in the caller's transaction."""
