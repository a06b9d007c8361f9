"""A line to the database that can be frozen: nothing is answered, and nothing is closed."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote

from django.db import connection

from tests.scratch_portal import ROOT, free_port


class Line:
    """The line while it is laid; `url` leads through it."""

    def __init__(self, process: "subprocess.Popen[bytes]", url: str) -> None:
        self.process = process
        self.url = url

    def freeze(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)


@contextlib.contextmanager
def database_line() -> Iterator[Line]:
    """Lay a line to the database that Django uses."""
    far = connection.get_connection_params()
    host, number = far.get("host") or "/var/run/postgresql", far.get("port") or 5432
    target = f"{host}/.s.PGSQL.{number}" if host.startswith("/") else f"{host}:{number}"
    port = free_port()
    command = [sys.executable, "-m", "tests.database_line", str(port), target]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout
    assert process.stdout.readline() == b"laid\n"
    user, password, name = (quote(far[key], "") for key in ("user", "password", "dbname"))
    try:
        yield Line(process, f"postgres://{user}:{password}@127.0.0.1:{port}/{name}")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


async def _lay(port: int, target: str) -> None:
    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if target.startswith("/"):
            far = await asyncio.open_unix_connection(target)
        else:
            name, _, number = target.rpartition(":")
            far = await asyncio.open_connection(name, int(number))
        await asyncio.gather(_carry(reader, far[1]), _carry(far[0], writer))

    server = await asyncio.start_server(connect, "127.0.0.1", port)
    print("laid", flush=True)
    await server.serve_forever()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    asyncio.run(_lay(int(sys.argv[1]), sys.argv[2]))
