"""Databases beside the portal's own: made empty, given another name, dropped."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2
from django.db import connection as default_connection
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from psycopg2.extensions import connection as Connection

from contest_portal import embedded_postgres

DOORS = ("postgres", "template1")  # databases from which others are made and renamed

MAY_MAKE = """
    SELECT (role.rolcreatedb OR role.rolsuper) AND pg_has_role(own.datdba, 'USAGE')
    FROM pg_roles AS role, pg_database AS own
    WHERE role.rolname = current_user AND own.datname = %s
"""
OTHERS = """
    SELECT pid FROM pg_stat_activity WHERE datname = ANY(%s) AND pid <> pg_backend_pid()
    AND backend_type = 'client backend' AND usename = current_user
"""
LEFT_BEHIND = """
    SELECT datname FROM pg_database WHERE datname ~ %s AND NOT EXISTS (
        SELECT FROM pg_stat_activity AS one WHERE one.datname = pg_database.datname
    )
"""


@dataclass(frozen=True)
class Server:
    """The server of a database, and how the portal enters it."""

    parameters: dict[str, Any]
    url: str

    @property
    def database(self) -> str:
        return str(self.parameters["dbname"])

    def connect(self, database: str = "") -> Connection:
        """Open a connection of its own, to the portal's database or another."""
        parameters = {**self.parameters, "dbname": database or self.database}
        connection: Connection = psycopg2.connect(**parameters)
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        return connection

    def url_of(self, database: str) -> str:
        """Return the address of a database, for `DATABASE_URL`."""
        return urlunsplit(urlsplit(self.url)._replace(path="/" + quote(database, safe="")))

    def door(self) -> Connection | None:
        """Enter where databases are made and renamed; None where we may do neither."""
        for name in DOORS:
            with suppress(psycopg2.OperationalError):
                connection = self.connect(name)
                with connection.cursor() as cursor:
                    cursor.execute(MAY_MAKE, [self.database])
                    if cursor.fetchone() == (True,):
                        return connection
                connection.close()
        return None


def portals_server() -> Server:
    """Return the server that the portal uses."""
    parameters = dict(default_connection.get_connection_params())
    url = os.environ.get("DATABASE_URL") or embedded_postgres.database_url()
    return Server(parameters, url)


class Scratch:
    """An empty database beside the portal's."""

    def __init__(self, server: Server, name: str) -> None:
        self.name, self.url = name, server.url_of(name)
        # as long as somebody is in, nobody takes it for left behind
        self.connection = server.connect(name)


@contextmanager
def scratch(server: Server, door: Connection) -> Iterator[Scratch]:
    """Make one; what still has its name in the end is dropped.

    What a process that was killed has left behind is dropped first.
    """
    with door.cursor() as cursor:
        prefix = f"{server.database[:40]}_scratch_"
        cursor.execute(LEFT_BEHIND, [f"^{re.escape(prefix)}[0-9a-f]{{8}}$"])
        for (name,) in cursor.fetchall():
            drop(cursor, name)
        name = prefix + secrets.token_hex(4)
        text = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
        cursor.execute(sql.SQL(text).format(sql.Identifier(name)))
        try:
            fresh = Scratch(server, name)
            try:
                yield fresh
            finally:
                fresh.connection.close()
        finally:
            drop(cursor, name)


def drop(cursor: Any, name: str) -> None:
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def others(cursor: Any, *databases: str) -> list[int]:
    """Return the sessions of the portal in these databases, besides the one that asks."""
    cursor.execute(OTHERS, [list(databases)])
    return [pid for (pid,) in cursor.fetchall()]
