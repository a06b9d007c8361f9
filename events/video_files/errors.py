"""What may be wrong with the bytes of a video."""


class Damaged(Exception):
    """The bytes are not what they begin as."""
