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
    composed,
    looked_up,
    register,
)
from events.mail.outbox import about_key, forget, paced, queue, send_again, withdraw
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
    "about_key",
    "compose",
    "composed",
    "forget",
    "looked_up",
    "paced",
    "queue",
    "register",
    "send_again",
    "withdraw",
]
