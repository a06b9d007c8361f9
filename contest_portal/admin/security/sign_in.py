"""Signing in by two steps: after the password nobody is signed in yet whose account has a factor.

Until the second step only the session knows who stands at the door; `request.user` is nobody, so
no page of staff, present or future, has to ask whether the second step was taken.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from contest_portal.admin.security import factors

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAITS = "second_step"  # of a session: who has typed the password
WAITS_FOR = 10 * 60  # seconds


@dataclass(frozen=True)
class Waiting:
    """Who has typed the password, and where they wanted to go."""

    user: User
    goes_to: str


class SignIn(LoginView):
    """Takes name and password."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Let in who has no second factor; ask all others for it."""
        user = form.get_user()
        with factors.locked(user):  # else a factor could be set up between looking and letting in
            if not factors.has_any(user):
                return super().form_valid(form)
        _wait(self.request, user, self.get_success_url())
        return redirect("admin:second_step")


def _wait(request: HttpRequest, user: Any, goes_to: str) -> None:
    request.session.flush()
    request.session[WAITS] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "goes_to": goes_to,
        "until": int(time.time()) + WAITS_FOR,
    }


def waiting(request: HttpRequest) -> Waiting | None:
    """Return who stands at the door; None for nobody, or for who came too late."""
    kept = request.session.get(WAITS)
    if not kept or kept["until"] < time.time():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    # another password meanwhile: the one that was typed opens nothing any more
    if user and constant_time_compare(user.get_session_auth_hash(), kept["password"]):
        return Waiting(user, kept["goes_to"])
    return None


def enter(request: HttpRequest, who: Waiting) -> None:
    """Sign in who has passed the second step."""
    request.session.pop(WAITS, None)
    login(request, who.user, backend=BACKEND)
    request.session[factors.PASSED] = True
