"""What a thousand invitations in one file cost: printed by the command that the worker runs."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from django.contrib.auth.models import User

from events.documents import print_jobs
from events.models import Event
from registrations.documents.invitations import all_invitations
from registrations.models import Invitation
from registrations.services import invitations
from tests.scratch_portal import ROOT

INVITED = 1000


def memory_of(*command: object) -> float:
    """Run a command of the portal; return the most that it had in memory, in MiB.

    Smaller commands before it do not count, larger ones would.
    """
    words = [sys.executable, "manage.py", *map(str, command)]
    subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def measure() -> Iterator[tuple[str, str, str]]:
    """Give rows: what, seconds, MiB."""
    event = Event.objects.get()
    Invitation.objects.all().delete()
    for number in range(INVITED):
        invitations.invite(event=event, organisation=f"Cơ quan thử nghiệm số {number}", quota=2)
    user = User.objects.create_user("nguoi-in")
    job = print_jobs.ask(user, all_invitations(event))
    start, busy = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    peak = memory_of("do_long_work")
    seconds = time.perf_counter() - start
    busy = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - busy
    job.refresh_from_db()
    if (job.state, job.pages) != (job.State.DONE, INVITED):
        raise SystemExit(f"the invitations were printed wrong: {job.state}, {job.pages} pages")
    yield f"{INVITED} invitations in one file, its process", f"{seconds:.0f}", f"{peak:.0f}"
    yield "  of it the processor's own", f"{busy:.0f}", ""
    yield "  size of the file", "", f"{job.size / 2**20:.1f}"
