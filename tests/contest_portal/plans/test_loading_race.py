"""Loading a plan while delegates register."""

import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from events.models import Event
from registrations.models import Registration
from registrations.services import locking
from registrations.services import registration as registration_service
from tests.factories import make_delegate
from tests.registrations.crowd import check_everything, committed, together
from tests.scratch_portal import FIRST_DAY

PLAN = Path(settings.BASE_DIR) / "contest_portal/plans/le-cong-bo-2025.toml"


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() != (0,)


@committed
def test_a_delegate_registers_under_a_delegation_that_is_just_being_deleted(tmp_path):
    call_command("load_plan", PLAN, first_day=FIRST_DAY)
    event = Event.objects.get()
    gone = event.delegations.create(text="Thành phần thử;", position=99)
    holding = threading.Event()

    def register() -> str:
        with transaction.atomic():
            locking.hold_seats(event)
            holding.set()
            while not somebody_waits_for_a_lock():
                time.sleep(0.01)
            made = registration_service.register(
                event=event, delegate=make_delegate(delegation_id=gone.pk)
            )
            return made.status

    def load() -> str:
        assert holding.wait(60)
        try:
            call_command("load_plan", PLAN, first_day=FIRST_DAY)
        except CommandError as error:
            return str(error).splitlines()[-1]
        return "loaded"

    assert together(register, load) == ["confirmed", "Chưa có gì được nạp."]
    assert Registration.objects.get().delegation == gone
    check_everything()
