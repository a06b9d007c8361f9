"""Who must have a second factor, and has none, is nobody on every page but those to set it up."""

from collections.abc import Callable

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from contest_portal.admin.security import factors, sessions


class StaffMiddleware:
    """Tells who the user is; writes down that the session is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]
        return self.get_response(request)


def _user(request: HttpRequest) -> object:
    user = get_user(request)
    if not user.is_authenticated:
        return user
    if not request.session.get(factors.PASSED) and factors.is_required(user):
        # with a factor that this session has not seen, one signs in anew
        must_set_up = not factors.has_any(user)
        request.must_set_up = must_set_up  # type: ignore[attr-defined]
        if not (must_set_up and _is_open(request.path_info)):
            return AnonymousUser()
    sessions.touch(request, user)
    return user


def must_set_up(request: HttpRequest) -> bool:
    """Return whether who is signed in here has to set up a factor before anything else."""
    _look = request.user.is_authenticated  # who it is, is looked up only now
    return getattr(request, "must_set_up", False) and not request.session.get(factors.PASSED)


def _is_open(path: str) -> bool:
    own = (reverse("admin:logout"), reverse("admin:jsi18n"))
    return path in own or path.startswith(reverse("admin:security"))
