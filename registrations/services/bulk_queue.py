"""What need not be read again while many register under one lock."""

from registrations.models import Registration


class BulkQueue:
    """What is known of hall and waiting list while one lock is held and only newcomers are written.

    Where no seat is free none gets free, and who waits stands behind all others. To look and to
    count for each of ten thousand would take as long as writing them.
    """

    def __init__(self) -> None:
        self.full = False
        self.last: int | None = None

    def join(self, new: Registration) -> None:
        """Let a newcomer know the own position, if it is one on the waiting list."""
        if new.status == Registration.Status.WAITING:
            self.last = new.queue_position() if self.last is None else self.last + 1
            new.known_position = self.last
