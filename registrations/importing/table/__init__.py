"""Lines of a sheet become rows: which columns they have, what each line is."""
