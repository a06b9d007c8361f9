"""Letters: their kinds and words, the outbox, and the worker that sends them.

`queue` puts a letter into the outbox, in the caller's transaction. Its words, address and files are
made by its kind when `sending` hands it to the mail server.
"""

from events.mail.kinds import (
    KINDS,
    Composed,
    File,
    Kind,
    Outlook,
    Overtaken,
    Recipient,
    UnknownKind,
    composed,
    looked_up,
    not_written_yet,
    register,
)
from events.mail.outbox import (
    Unreached,
    about_key,
    current_sending,
    expect,
    forget,
    of_sending,
    paced,
    queue,
    queue_each,
    send_again,
    unreached,
    withdraw,
    withdraw_all,
)
from events.mail.text import Text, compose

__all__ = [
    "KINDS",
    "Composed",
    "File",
    "Kind",
    "Outlook",
    "Overtaken",
    "Recipient",
    "Text",
    "UnknownKind",
    "Unreached",
    "about_key",
    "compose",
    "composed",
    "current_sending",
    "expect",
    "forget",
    "looked_up",
    "not_written_yet",
    "of_sending",
    "paced",
    "queue",
    "queue_each",
    "register",
    "send_again",
    "unreached",
    "withdraw",
    "withdraw_all",
]
