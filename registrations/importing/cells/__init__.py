"""One cell of a list: values, persons, organisations."""
