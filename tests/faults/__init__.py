"""What goes wrong on a bad day, done to a portal of its own; see `script/faults`."""
