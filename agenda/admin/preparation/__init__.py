"""The preparation before the day: board, list, weeks, one task with its log, lists of offices."""
