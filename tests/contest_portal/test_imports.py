"""What a process loads before it knows what it will do."""

import subprocess
import sys

from tests.scratch_portal import ROOT

PROGRAM = """
import sys
import django
from django.urls import get_resolver
django.setup()
get_resolver().url_patterns
print(sorted({"weasyprint", "pyhanko", "pypdfium2", "fontTools"} & sys.modules.keys()))
"""


def test_who_neither_prints_nor_judges_a_copy_does_not_load_what_that_needs() -> None:
    """They took nearly half of the start of every command, server and worker."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
