"""A real mail server in a thread, which can fail in every way that mail servers fail."""

import asyncio
import email
import email.policy
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from tests.scratch_portal import free_port

Answer = Callable[[str], str | None]


class MailServer:
    """Takes letters; `on_recipient` and `on_data` may answer something else than yes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.on_recipient: Answer = lambda recipient: None
        self.on_data: Answer = lambda recipient: None
        self.on_sender: Answer = lambda sender: None
        self.breaks_off_after: int | None = None
        self.dies_with_the_answer = False  # takes the letter, but nobody hears of it
        self.lock = threading.Lock()

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, o: Any):
        if answer := self.on_sender(address):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(o)
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, o: Any):
        if answer := self.on_recipient(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.breaks_off_after is not None and len(self.letters) >= self.breaks_off_after:
            server.transport.abort()  # in the middle of the letter, without an answer
            return "451 never sent"
        if answer := await asyncio.to_thread(self.on_data, envelope.rcpt_tos[0]):
            return answer
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self.lock:
            self.letters.append(parsed)
            self.recipients += envelope.rcpt_tos
        if self.dies_with_the_answer:
            server.transport.abort()
        return "250 OK"


@contextmanager
def sends_to(port: int) -> Iterator[None]:
    """Let the portal send its letters to a port of this machine."""
    with override_settings(
        MAIL_SERVER=True,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_HOST_USER="",
        EMAIL_USE_TLS=False,
        EMAIL_TIMEOUT=60,
    ):
        yield


@contextmanager
def answering(server: MailServer) -> Iterator[None]:
    """Let a mail server answer at its port; before and after it, nobody does."""
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server, to which the portal sends meanwhile."""
    server = MailServer(free_port())
    with answering(server), sends_to(server.port):
        yield server
