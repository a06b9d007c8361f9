"""`script/benchmark`: print one table of measured figures, each beside its baseline."""

import argparse
import io
import os
from contextlib import nullcontext
from typing import Any

from contest_portal import embedded_postgres
from tests import scratch_portal as server
from tests.benchmark import client

CLIENTS = (16, 32)
PAGES = 3000  # requests for a page per measurement
RUSH = 400  # registrations per measurement
OFFICES = 40  # invited bodies, which name the same number of delegates together
PLAN = server.ROOT / "contest_portal/plans/le-cong-bo-2025.toml"


def say(*cells: object) -> None:
    """Print one row of the table."""
    what, *figures = cells
    print(f"{what!s:<46}" + "".join(f"{figure!s:>12}" for figure in figures), flush=True)


def prepare() -> None:
    """Fill the scratch database with the real ceremony."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_plan", PLAN, first_day=server.FIRST_DAY, stdout=io.StringIO())
    connection.cursor().execute("CREATE TABLE bare_row (id bigserial PRIMARY KEY, text text)")


def empty_seats() -> None:
    """Take all registrations away, so that each rush begins with an empty hall."""
    from django.db import connection

    connection.cursor().execute("TRUNCATE registrations_registration CASCADE")


def invite_offices() -> list[str]:
    """Invite bodies that have, all together, as many places as a rush needs; return their links."""
    from events.models import Event
    from registrations.models import Invitation
    from registrations.services import invitations

    empty_seats()
    Invitation.objects.all().delete()
    event = Event.objects.get()
    return [
        invitations.invite(
            event=event, organisation=f"Cơ quan thử số {number}", quota=RUSH // OFFICES
        ).get_absolute_url()
        for number in range(OFFICES)
    ]


def measure_web() -> None:
    """Pages and registrations, beside a bare text and a bare insert, on one gunicorn.

    A rush on the public form takes the seats of the whole hall and then the waiting list; a rush
    on the invitations names, office by office, as many delegates behind their secret links. Each
    begins with an empty hall and ends with a sweep of the database.
    """
    from tests.benchmark import statements

    number, entries = statements.of_a_registration()
    say("SQL statements of one registration", "", number)
    say("entries of the record for one registration", "", entries)
    say("", "clients", "per second", "p50 ms", "p95 ms", "of bare")
    port = server.free_port()
    with server.gunicorn(port) as process:
        for path in ("/", "/bare/text", "/dang-ky/", "/bare/insert"):
            client.run(port, 16, client.get(path), 200)  # warm up
        for clients in CLIENTS:
            text = client.run(port, clients, client.get("/bare/text"), PAGES)
            home = client.run(port, clients, client.get("/"), PAGES)
            insert = client.run(port, clients, client.get("/bare/insert"), PAGES)
            empty_seats()
            rush = client.run(port, clients, client.register, RUSH)
            check_rush()
            links = invite_offices()
            guests = client.run(port, clients, client.name_guest(links), RUSH)
            check_rush()
            check_places()
            row("bare view, text", clients, text, text)
            row("home page", clients, home, text)
            row("bare view, one row inserted", clients, insert, insert)
            row(f"registration, whole, rush of {RUSH}", clients, rush, insert)
            row(f"guests of {OFFICES} invitations, rush of {RUSH}", clients, guests, insert)
        count, mebibytes = server.memory(process)
        say(f"memory of {count} server processes (PSS)", "", f"{mebibytes:.0f} MiB")


def measure_site() -> None:
    """Pages of a contest that has told much, among 10,000 registrations, beside a bare text."""
    from tests.benchmark import site

    say("", "per second", "p50 ms", "p95 ms", "of bare", "least", "most", "kB", "statements")
    for cells in site.measure():
        say(*cells)
    say("", "ms", "processor ms", "statements")
    for cells in site.measure_first():
        say(*cells)


def measure_papers() -> None:
    """Papers, fresh, kept and issued."""
    from tests.benchmark import papers

    say("", "ms", "of bare")
    for cells in papers.measure():
        say(*cells)


def measure_bundles() -> None:
    """A thousand invitations in one file; takes some minutes."""
    from tests.benchmark import bundles

    say("", "seconds", "MiB")
    for cells in bundles.measure():
        say(*cells)


def measure_register() -> None:
    """The register of 5,000 papers as a book; takes some minutes."""
    from tests.benchmark import book

    say("", "seconds", "of bare")
    for cells in book.measure():
        say(*cells)


def measure_import() -> None:
    """A list of 10,000 delegates: read, and registered."""
    from tests.benchmark import importing

    say("", "per second", "MiB")
    for cells in importing.measure():
        say(*cells)


def measure_namesakes() -> None:
    """One more registration under the lock, among many of one name."""
    from tests.benchmark import namesakes

    say("", "ms", "of first")
    for cells in namesakes.measure():
        say(*cells)


def measure_overview() -> None:
    """The organizers' first page, in one process."""
    from tests.benchmark import overview

    say("", "ms", "portal", "database", "statements")
    for cells in overview.measure():
        say(*cells)


def measure_desk() -> None:
    """Every page of the admin with few rows and with many; named alone, in an empty database."""
    from tests.benchmark import desk

    say("", "ms", "statements", "kB", "many: ms", "statements", "kB")
    for cells in desk.measure():
        say(*cells)


def row(what: str, clients: int, measured: client.Measured, bare: client.Measured) -> None:
    """Print one measurement and its rate as a share of the baseline."""
    say(
        what,
        clients,
        f"{measured.rate:.1f}",
        f"{measured.percentile(50):.1f}",
        f"{measured.percentile(95):.1f}",
        f"{measured.rate / bare.rate:.2f}",
    )


def check_rush() -> None:
    """A fast answer that is wrong counts for nothing."""
    from django.core.management import call_command
    from django.db.models import Count

    from registrations.models import Registration

    states = dict(
        Registration.objects.order_by().values_list("status").annotate(number=Count("pk"))
    )
    if states != {"confirmed": 120, "waiting": RUSH - 120}:
        raise SystemExit(f"the rush ended wrong: {states}")
    call_command("check_invariants", stdout=io.StringIO())


def check_places() -> None:
    """Every invitation is full, and none is fuller; what nobody may, nobody did."""
    from registrations.models import Invitation

    named = [invitation.active().count() for invitation in Invitation.objects.all()]
    if named != [RUSH // OFFICES] * OFFICES:
        raise SystemExit(f"the places were given wrong: {named}")


def main() -> None:
    """Measure in a scratch database of the server that the portal uses: all, or what is named."""
    known = {
        "web": measure_web,
        "site": measure_site,
        "papers": measure_papers,
        "bundles": measure_bundles,
        "register": measure_register,
        "import": measure_import,
        "namesakes": measure_namesakes,
        "overview": measure_overview,
        "desk": measure_desk,
    }
    parser = argparse.ArgumentParser(prog="script/benchmark")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(known))
    parts = parser.parse_args().parts or list(known)
    if unknown := set(parts) - set(known):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    own = os.environ.get("DATABASE_URL")
    stage: Any = nullcontext() if own else embedded_postgres.joined()
    with stage, server.scratch_database(own or embedded_postgres.database_url()) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmark.settings"
        prepare()
        for part in parts:
            known[part]()
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
