"""A page that is kept changes with every table that it reads."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Rules
from events.services import publications
from events.web import pages
from tests.contest_portal.public.test_unpublished import FIXED
from tests.factories import (
    AgendaItemFactory,
    ContactFactory,
    MilestoneFactory,
    NewsPostFactory,
    PlanFactory,
    QuestionFactory,
    SponsorFactory,
    full_rules,
    issued_paper,
    make_picture,
    make_seating,
    published,
)
from tests.films import stored

pytestmark = pytest.mark.django_db

NEVER_CHANGES = {"events_issuedfile"}
TABLE = re.compile(r'(?:FROM|JOIN) "(\w+)"')


def test_every_table_that_a_kept_page_reads_is_watched(client: Client) -> None:
    event = make_seating(PlanFactory().event).event
    contest = event.contest
    AgendaItemFactory(event=event)
    published(event)
    MilestoneFactory(contest=contest)
    ContactFactory(contest=contest)
    SponsorFactory(event=event, public=True)
    issued_paper(event)
    for row in (
        NewsPostFactory(contest=contest, slug="tin", picture=make_picture(contest)),
        QuestionFactory(contest=contest),
        stored(contest, slug="phim", poster=make_picture(contest)),
        full_rules(contest),
    ):
        publications.publish(row)
    rules = Rules.objects.get().slug
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s",
                       ["content_version"])  # fmt: skip
        watched = {name for (name,) in cursor.fetchall()}

    more = [
        "/tin-tuc/tin/", "/video/phim/", f"/the-le/{rules}/", "/chuong-trinh/",
        f"/the-le/so-sanh/{rules}/{rules}/", "/nha-tai-tro/", "/du-lieu-ca-nhan/",
        "/tiep-can/", "/sitemap.xml",
    ]  # fmt: skip
    kept = 0
    unwatched: dict[str, str] = {}
    for path in {*FIXED, *more}:
        pages.forget()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        if answer.get("Cache-Control") != "public, no-cache":
            continue
        kept += 1
        tables = {name for one in asked for name in TABLE.findall(one["sql"])}
        unwatched |= dict.fromkeys(tables - watched - NEVER_CHANGES, path)
    assert kept >= len(more)
    assert unwatched == {}
