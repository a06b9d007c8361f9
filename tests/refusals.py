"""What the services refuse, by the sentence that people read."""

import re
from typing import Any

import pytest

from registrations.errors import NotAllowed


def not_allowed(sentence: Any) -> Any:
    """Expect that something is not allowed, with this very sentence."""
    return pytest.raises(NotAllowed, match=rf"\A{re.escape(str(sentence))}\Z")
