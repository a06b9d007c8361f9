"""The portal's own settings, with two bare views beside its addresses."""

from contest_portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmark.urls"
