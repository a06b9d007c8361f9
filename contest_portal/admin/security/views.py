"""The pages of the own account: factors, recovery codes, sessions; and the second step itself."""

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME, authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contest_portal.admin import unsent
from contest_portal.admin.security import factors, passkeys, sessions, sign_in
from contest_portal.admin.security.factors import FactorError
from contest_portal.admin.security.forms import AppForm, CodeForm, PasskeyForm, PasswordForm
from contest_portal.admin.security.middleware import must_set_up
from contest_portal.admin.security.models import AuthenticatorApp, Passkey
from contest_portal.admin.security.sealing import Unreadable, seal, unseal
from events.admin.base import as_key
from events.audit.notes import note
from events.models import AuditEntry
from events.web.throttle import TooMany, throttled

View = Callable[..., HttpResponse]
WRONG = gettext_noop("wrong second step")
ELSEWHERE = gettext_noop("elsewhere, from the page of the account")
NEW_APP = "new_app"  # of a session: the secret of an app that is being set up, sealed


def fresh(view: View) -> View:
    """Let in who has proved to be there a short while ago; ask all others for the password."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sessions.is_fresh(request):
            return view(request, *args, **kwargs)
        query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return redirect(f"{reverse('admin:security_confirm')}?{query}")

    return asked


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the own account is secured, and where one is signed in."""
    user: Any = request.user
    context = {
        "app": AuthenticatorApp.objects.filter(user=user).first(),
        "passkeys": list(user.passkeys.all()),
        "codes_left": user.recovery_codes.filter(used_at=None).count(),
        "codes_all": factors.CODES,
        "is_required": factors.is_required(user),
        "passkeys_possible": passkeys.is_possible(request),
        "rows": sessions.of(user),
        "this": request.session.session_key,
    }
    return _page(request, "overview", _("Security of the account"), context)


@require_http_methods(["GET", "POST"])
@fresh
def app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app, or another one in its place."""
    secret = _new_secret(request)
    form = AppForm(request.POST if request.method == "POST" else None)
    error = None
    if form.is_valid():
        try:
            factors.count_guess(request, request.user)
            codes = factors.set_up_app(request, secret, form.cleaned_data["code"])
        except (FactorError, TooMany) as refused:
            error = refused if isinstance(refused, TooMany) else None
            form.add_error("code", str(refused))
        else:
            del request.session[NEW_APP]
            return _done(request, _("The authenticator app is set up."), codes)
    key = base64.b32encode(secret).decode()
    context = {
        "form": form,
        "picture": segno.make(_address(request, key), error="m").svg_data_uri(scale=5, border=4),
        "key": " ".join(key[start : start + 4] for start in range(0, len(key), 4)),
    }
    return throttled(_page(request, "app", _("Set up an authenticator app"), context), error)


def _new_secret(request: HttpRequest) -> bytes:
    """Return the secret that this session is setting up: the same when the page is read anew."""
    try:
        kept = base64.b64decode(request.session.get(NEW_APP, ""))
        return unseal(kept, whose=request.user.pk)
    except Unreadable:
        secret = factors.new_secret()
        sealed = seal(secret, whose=request.user.pk)
        request.session[NEW_APP] = base64.b64encode(sealed).decode()
        return secret


def _address(request: HttpRequest, key: str) -> str:
    """Return what the picture says: the form that all authenticator apps read."""
    issuer = quote(request.get_host().partition(":")[0], safe="")
    name = quote(request.user.get_username(), safe="")
    return f"otpauth://totp/{issuer}:{name}?secret={key}&issuer={issuer}"


@require_http_methods(["GET", "POST"])
@fresh
def passkey(request: HttpRequest) -> HttpResponse:
    """Set up a passkey."""
    if not passkeys.is_possible(request):
        messages.error(request, _("Passkeys need an address with a name, over HTTPS."))
        return redirect("admin:security")
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = passkeys.made(request, form.cleaned_data["answer"], form.cleaned_data["name"])
            codes = factors.add_passkey(request, made)
        except FactorError as refused:
            form.add_error("name", str(refused))
        else:
            return _done(request, _("The passkey is set up."), codes)
    context = {"form": form, "options": passkeys.ask_for_new(request)}
    return _page(request, "passkey", _("Set up a passkey"), context)


@require_http_methods(["GET", "POST"])
@fresh
def codes(request: HttpRequest) -> HttpResponse:
    """Ask, then replace the recovery codes."""
    if request.method == "POST":
        try:
            new = factors.renew_codes(request.user)
        except FactorError as refused:
            messages.error(request, str(refused))
            return redirect("admin:security")
        return _done(request, _("The recovery codes are renewed."), new)
    return _page(request, "renew", _("Renew the recovery codes"), {})


@require_http_methods(["GET", "POST"])
@fresh
def remove(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Ask, then remove a passkey, or without a key the app."""
    own: Any = Passkey if pk else AuthenticatorApp
    factor = get_object_or_404(own, user_id=request.user.pk, **({"pk": pk} if pk else {}))
    if request.method == "POST":
        try:
            factors.remove(request, factor)
        except FactorError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("“%(factor)s” is removed.") % {"factor": factor})
        return redirect("admin:security")
    return _page(request, "remove", _("Remove a second factor"), {"factor": factor})


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End a session of one's own, or all but this."""
    user: Any = request.user
    row = request.POST.get("row", "")
    this = request.session.session_key
    if row:
        ended = sessions.end_one(user, as_key(row), but=this)
    else:
        ended = bool(sessions.end_all(user, but=this))
    if ended:
        note(AuditEntry.Act.SIGNED_OUT, ELSEWHERE, about=user)
        messages.success(request, _("Signed out there."))
    else:
        messages.info(request, _("Nobody was signed in there any more."))
    return redirect("admin:security")


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password once more before a change."""
    goes_to = request.GET.get(REDIRECT_FIELD_NAME, "")
    if not url_has_allowed_host_and_scheme(goes_to, {request.get_host()}, request.is_secure()):
        goes_to = reverse("admin:security")
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = request.user.get_username()
        password = form.cleaned_data["password"]
        if authenticate(request, username=name, password=password) == request.user:
            sessions.confirm(request)
            return redirect(goes_to)
        form.add_error("password", _("The password is not right."))
    return _page(request, "confirm", _("Please enter your password once more"), {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask who has typed the password for the second factor; then sign in."""
    who = sign_in.waiting(request)
    typed = unsent.brought_by(request) if request.method == "POST" else None
    site: Any = admin.site
    if who is None:
        messages.info(request, _("Please sign in from the beginning: too much time has passed."))
        return site.ask_again(request, typed) if typed else redirect("admin:login")
    answer = request.POST.get("answer", "")
    form = CodeForm(request.POST if request.method == "POST" and not answer else None)
    error = None
    try:
        if _passes(request, who.user, form, answer):
            sign_in.enter(request, who)
            return site.go_on(request, typed) if typed else redirect(who.goes_to)
        if request.method == "POST":
            note(AuditEntry.Act.SIGN_IN_FAILED, WRONG, about=who.user)
    except TooMany as refused:
        error = refused
        form.add_error("code", str(refused))
    return throttled(show_second_step(request, who, form, typed, bool(answer)), error)


def _passes(request: HttpRequest, user: Any, form: CodeForm, answer: str) -> bool:
    if answer:
        return passkeys.proves(request, user, answer)
    if not form.is_valid():
        return False
    factors.count_guess(request, user)
    if factors.proves(user, form.cleaned_data["code"]):
        return True
    form.add_error("code", _("This code is not right, or it was used already."))
    return False


def show_second_step(
    request: HttpRequest,
    who: sign_in.Waiting,
    form: CodeForm,
    typed: unsent.Unsent | None = None,
    has_failed: bool = False,
) -> HttpResponse:
    """Return the page of the second step, with a form that waits for its user to come in."""
    has_keys = passkeys.is_possible(request) and Passkey.objects.filter(user=who.user).exists()
    context = {
        **admin.site.each_context(request),
        "title": _("Second step of signing in"),
        "form": form,
        "options": passkeys.ask(request, who.user) if has_keys else "",
        "passkey_failed": has_failed,
        "sealed": typed.sealed() if typed else "",
        "sealed_name": unsent.FIELD,
    }
    return TemplateResponse(request, "admin/security/second_step.html", context)


def _done(request: HttpRequest, text: str, codes: list[str] | None) -> HttpResponse:
    """Tell that something is set up; new recovery codes are shown this once."""
    if codes is None:
        messages.success(request, text)
        return redirect("admin:security")
    return _page(request, "codes", _("Recovery codes"), {"codes": codes, "told": text})


def _page(request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
    request.current_app = admin.site.name
    full = {**admin.site.each_context(request), "title": title, **context}
    if must_set_up(request):
        full |= {"must_set_up": True, "is_nav_sidebar_enabled": False}
    return TemplateResponse(request, f"admin/security/{name}.html", full)
