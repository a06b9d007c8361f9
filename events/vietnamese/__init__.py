"""Vietnamese text, names, amounts, dates and phones: pure functions that need no Django."""
