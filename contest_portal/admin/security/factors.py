"""Second factors: who must have one, how one is set up, proves somebody, and goes.

All changes hold the row of the account, as signing in does (`sign_in`): so nobody comes in by the
password alone at the moment in which a first factor is set up.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_otp.oath import TOTP

from contest_portal.admin.login_attempts import known_name
from contest_portal.admin.security import mail, sessions
from contest_portal.admin.security.models import AuthenticatorApp, Passkey, RecoveryCode
from contest_portal.admin.security.sealing import Unreadable, seal, unseal
from events.audit.notes import note
from events.models import AuditEntry
from events.permissions import MAY_APPROVE, has_right_somewhere
from events.web import throttle

SECRET_BYTES = 20  # as RFC 4226 recommends
DIGITS = 6
TOLERANCE = 1  # periods of 30 s by which the clock of a phone may be wrong

CODES = 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
CODE_LENGTH = 10  # 49 bits

# codes tried for one account; a browser in which it has signed in before is counted by itself
GUESSES, GUESSES_PER = 6, 15 * throttle.MINUTE
GUESSES_A_DAY = 40

CODE_USED, CODES_MADE = gettext_noop("a recovery code used"), gettext_noop("new recovery codes")

PASSED = "second_factor"  # of a session: it began with, or set up, a second factor


class FactorError(Exception):
    """Something that can't be done with a factor; `str()` of it is a sentence to show."""


def is_required(user: Any) -> bool:
    """Return whether this person has to have a second factor."""
    match settings.SECOND_FACTOR:
        case "staff":
            return bool(user.is_staff)
        case "approvers":
            return bool(user.is_superuser) or has_right_somewhere(user, MAY_APPROVE)
    return False


def has_any(user: Any) -> bool:
    """Return whether an app or a passkey is set up."""
    app = AuthenticatorApp.objects.filter(user_id=user.pk).values("pk")
    key = Passkey.objects.filter(user_id=user.pk).values("pk")
    return app.union(key, all=True).exists()


@contextmanager
def locked(user: Any) -> Iterator[None]:
    """Hold the row of an account until the end of the transaction that this opens."""
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        yield


# Proving


def count_guess(request: HttpRequest, user: Any) -> None:
    """Count that a code is tried for an account. Raises `TooMany`."""
    is_known = known_name(request) == user.get_username()
    key = f"{user.pk}, known" if is_known else str(user.pk)
    throttle.hit_each(
        throttle.Deed("second factor", key, GUESSES, GUESSES_PER),
        throttle.Deed("second factor, day", key, GUESSES_A_DAY, throttle.DAY),
    )


def proves(user: Any, typed: str) -> bool:
    """Return whether a code of the app, or a recovery code, is right; each is right only once."""
    code = "".join(sign for sign in typed.lower() if sign.isalnum())
    if len(code) == DIGITS and code.isascii() and code.isdigit():
        return _is_code_of_app(user, code)
    return _is_recovery_code(user, code)


def _is_code_of_app(user: Any, code: str) -> bool:
    app = AuthenticatorApp.objects.filter(user_id=user.pk).first()
    if app is None:
        return False
    try:
        secret = unseal(bytes(app.secret), whose=user.pk)
    except Unreadable:
        return False
    step = step_of(secret, code, after=app.last_step)
    # of two at once with one code, one changes the row
    earlier = AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step or 0)
    return bool(step and earlier.update(last_step=step, last_used_at=timezone.now()))


def step_of(secret: bytes, code: str, *, after: int = 0) -> int | None:
    """Return the period of 30 s, later than `after`, to which a code of the app belongs."""
    totp = TOTP(secret, digits=DIGITS)
    return totp.t() if totp.verify(int(code), tolerance=TOLERANCE, min_t=after + 1) else None


def _is_recovery_code(user: Any, code: str) -> bool:
    unused = RecoveryCode.objects.filter(user_id=user.pk, used_at=None, digest=_digest(user, code))
    if not unused.update(used_at=timezone.now()):
        return False
    note(AuditEntry.Act.DONE, CODE_USED, about=user)
    mail.tell(user, "code_used")
    return True


def _digest(user: Any, code: str) -> str:
    name = f"{user.pk}\n{code}"
    return salted_hmac("contest_portal.recovery_code", name, algorithm="sha256").hexdigest()


# Setting up


def new_secret() -> bytes:
    """Return a secret for an app."""
    return secrets.token_bytes(SECRET_BYTES)


def set_up_app(request: HttpRequest, secret: bytes, code: str) -> list[str] | None:
    """Let an app with this secret be the own one, instead of a former one.

    Return the recovery codes that are new with a first factor. Raises `FactorError` where `code`
    is not one of the app.
    """
    user: Any = request.user
    step = step_of(secret, code) if code.isascii() and code.isdigit() else None
    if step is None:
        raise FactorError(_("This is not the code that the app shows now. Please type the next."))
    with locked(user):
        is_first = not has_any(user)
        replaced, _rows = AuthenticatorApp.objects.filter(user=user).delete()
        AuthenticatorApp.objects.create(
            user=user, secret=seal(secret, whose=user.pk), last_step=step
        )
        mail.tell(user, "app_replaced" if replaced else "app_added")
        return _begin(request) if is_first else None


def add_passkey(request: HttpRequest, passkey: Passkey) -> list[str] | None:
    """Add a passkey that has just been made; return as `set_up_app`. Raises `FactorError`."""
    user: Any = request.user
    with locked(user):
        if Passkey.objects.filter(credential_id=passkey.credential_id).exists():
            raise FactorError(_("This passkey is set up already."))
        is_first = not has_any(user)
        passkey.user = user
        passkey.save()
        mail.tell(user, "passkey_added")
        return _begin(request) if is_first else None


def _begin(request: HttpRequest) -> list[str]:
    """From the first factor on no session holds that began without one, but this."""
    request.session[PASSED] = True
    sessions.end_all(request.user, but=request.session.session_key)
    return _new_codes(request.user)


def renew_codes(user: Any) -> list[str]:
    """Replace the recovery codes by new ones and return these. Raises `FactorError`."""
    with locked(user):
        if not has_any(user):
            raise FactorError(_("Please set up an app or a passkey first."))
        mail.tell(user, "codes_renewed")
        return _new_codes(user)


def _new_codes(user: Any) -> list[str]:
    codes: set[str] = set()
    while len(codes) < CODES:
        codes.add("".join(secrets.choice(CODE_LETTERS) for _n in range(CODE_LENGTH)))
    RecoveryCode.objects.filter(user_id=user.pk).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user.pk, digest=_digest(user, code)) for code in codes
    )
    note(AuditEntry.Act.DONE, CODES_MADE, about=user)
    half = CODE_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in sorted(codes)]


# Removing


def remove(request: HttpRequest, factor: AuthenticatorApp | Passkey) -> None:
    """Remove a factor; with the last one go the recovery codes and the sessions that it opened.

    Raises `FactorError`.
    """
    user: Any = request.user
    with locked(user):
        factor.delete()
        if not has_any(user):
            if is_required(user):
                raise FactorError(
                    _("Your account must have a second factor. Please set up another one first.")
                )
            RecoveryCode.objects.filter(user_id=user.pk).delete()
            request.session.pop(PASSED, None)
            sessions.end_all(user, but=request.session.session_key)
        is_app = isinstance(factor, AuthenticatorApp)
        mail.tell(user, "app_removed" if is_app else "passkey_removed")


def reset(user: Any) -> bool:
    """Remove all factors of somebody who has lost them, and end the sessions; return whether any
    was there."""
    with locked(user):
        if not has_any(user):
            return False
        for model in (AuthenticatorApp, Passkey, RecoveryCode):
            model.objects.filter(user_id=user.pk).delete()
        sessions.end_all(user)
        mail.tell(user, "reset")
        return True
