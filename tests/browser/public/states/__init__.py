"""Every state of the pages of the public; each module enters its own into `STATES`."""

from tests.browser.public.states import ceremony, content, errors, invitation, registration, units
from tests.browser.public.states.states import STATES

__all__ = ["STATES", "ceremony", "content", "errors", "invitation", "registration", "units"]
