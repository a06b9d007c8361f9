"""One cell of a list: values, people, bodies."""
