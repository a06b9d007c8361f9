"""Lengths of time and sizes of files, as laypeople read them."""


def clock(seconds: int) -> str:
    """Return a length as players write it: 0:05, 12:34, 1:02:03."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
