"""What may go wrong, each in one sentence."""


class OperationError(Exception):
    """`str()` of it is a sentence in Vietnamese for an organizer or who keeps the server."""
