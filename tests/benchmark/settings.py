"""The portal's own settings, with two bare views beside its addresses and a cache of its own."""

import tempfile

from contest_portal.settings import *  # noqa: F403
from contest_portal.settings import CACHES

ROOT_URLCONF = "tests.benchmark.urls"
CACHES["papers"]["LOCATION"] = tempfile.mkdtemp(prefix="portal-benchmark-")
# a whole city registers from one machine
REGISTRATIONS_PER_ADDRESS_AT_ONCE = REGISTRATIONS_PER_ADDRESS_A_DAY = 1_000_000
REGISTRATIONS_PER_ADDRESS = REGISTRATIONS_PER_PHONE = REGISTRATIONS_PER_EMAIL = 1_000_000
