"""Several workers, clicks and delegates at once: real connections, real locks."""

import io
from functools import partial

from events.models import Event, Letter
from registrations.importing import read_list
from registrations.models import ImportDraft, Registration
from registrations.services.import_jobs import carry_out, confirm
from registrations.services.imports import PART
from tests.factories import make_registration, make_seating
from tests.people import administrator
from tests.registrations.crowd import check_everything, committed, rush, together

pytestmark = committed
COUNT = 3 * PART + 20


def draft_of(event: Event) -> ImportDraft:
    lines = [f"Lê Thử {n};Sở;thu{n}@so.example" for n in range(COUNT)]
    file = io.BytesIO("\n".join(["Họ tên;Đơn vị;Email", *lines]).encode())
    content = read_list(file, "delegates").as_dict()
    return ImportDraft.objects.create(
        event=event, user=administrator(), kind="delegates", content=content
    )


def test_of_many_clicks_one_counts() -> None:
    draft = draft_of(make_seating().event)

    assert sorted(rush(lambda _n: confirm(draft), range(8), threads=8)) == [False] * 7 + [True]


def test_many_workers_import_everybody_once() -> None:
    event = make_seating(public_seats=50).event
    draft = draft_of(event)
    confirm(draft)
    work = [partial(carry_out, draft.pk) for _n in range(3)]

    def delegates() -> None:
        for _n in range(10):
            make_registration(event)

    together(*work, delegates)

    assert Registration.objects.count() == COUNT + 10
    assert Letter.objects.count() == COUNT
    draft.refresh_from_db()
    assert (draft.done, draft.left) == (COUNT, [])
    assert draft.finished_at is not None
    check_everything()
