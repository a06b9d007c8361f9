"""What it looks like when the database goes away."""

from django.db import DatabaseError, InterfaceError, OperationalError


def is_away(error: BaseException | None) -> bool:
    """Return whether the connection was lost or refused, not a statement.

    Where a process of the server is killed, the server drops all others; the driver, which has no
    state to tell by, then says nothing but `DatabaseError`. Django says the same without a cause
    where a row to be saved is gone: that is another matter.
    """
    if isinstance(error, InterfaceError | OperationalError):
        return True
    return type(error) is DatabaseError and error.__cause__ is not None
