"""Passkeys by the rules of WebAuthn; the words that go to and fro are checked by `fido2`.

A passkey belongs to the name of the host (its RP ID): where the portal is opened by a bare
address, as 127.0.0.1, browsers make none.
"""

import json
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from contest_portal.admin.security.factors import FactorError
from contest_portal.admin.security.models import Passkey

ASKED = "passkey_asked"  # of a session: the challenge that is to be answered, once
ANSWER_MOST = 16_384  # letters
MOST = 10  # passkeys of one account


def is_possible(request: HttpRequest) -> bool:
    """Return whether the portal was opened by a name, over what browsers take for safe."""
    host = _host(request)
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def ask_for_new(request: HttpRequest) -> str:
    """Return what the browser needs to make a passkey for the user, as JSON."""
    user: Any = request.user
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=str(user.pk).encode(),
            name=user.get_username(),
            display_name=user.get_full_name() or user.get_username(),
        ),
        _credentials(user),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[ASKED] = state
    return json.dumps(dict(options.public_key), default=dict)


def made(request: HttpRequest, answer: str, name: str) -> Passkey:
    """Return the passkey that the browser has made, not saved yet. Raises `FactorError`."""
    user: Any = request.user
    if user.passkeys.count() >= MOST:
        raise FactorError(_("Please remove a passkey first: there are %(most)d.") % {"most": MOST})
    state = request.session.pop(ASKED, None)
    server = _server(request)
    try:
        data = server.register_complete(state, _read(answer))
    except Exception as error:  # whatever the words of a stranger make the reader stumble over
        raise FactorError(_("The passkey could not be set up. Please try again.")) from error
    found: Any = data.credential_data
    return Passkey(
        name=name,
        credential_id=found.credential_id,
        credential=bytes(found),
        sign_count=data.counter,
    )


def ask(request: HttpRequest, user: Any) -> str:
    """Return what the browser needs to answer with a passkey of this person, as JSON."""
    options, state = _server(request).authenticate_begin(
        _credentials(user), user_verification=UserVerificationRequirement.PREFERRED
    )
    request.session[ASKED] = state
    return json.dumps(dict(options.public_key), default=dict)


def proves(request: HttpRequest, user: Any, answer: str) -> bool:
    """Return whether the answer is signed by a passkey of this person, for the last question."""
    state = request.session.pop(ASKED, None)
    server, own = _server(request), _credentials(user)
    try:
        read = AuthenticationResponse.from_dict(_read(answer))
        used = server.authenticate_complete(state, own, read)
    except Exception:  # whatever the words of a stranger make the reader stumble over
        return False
    count = read.response.authenticator_data.counter
    # a number that does not grow was signed by a copy; passkeys without one always say 0
    grows = Q(sign_count__lt=count) if count else Q(sign_count=0)
    key = Passkey.objects.filter(grows, user_id=user.pk, credential_id=used.credential_id)
    return bool(key.update(sign_count=count, last_used_at=timezone.now()))


def _server(request: HttpRequest) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=_host(request), name=_host(request)))


def _host(request: HttpRequest) -> str:
    return urlsplit(f"//{request.get_host()}").hostname or ""


def _credentials(user: Any) -> list[AttestedCredentialData]:
    kept = Passkey.objects.filter(user_id=user.pk).values_list("credential", flat=True)
    return [AttestedCredentialData(bytes(each)) for each in kept]


def _read(answer: str) -> dict[str, Any]:
    read = json.loads(answer) if len(answer) <= ANSWER_MOST else None
    if not isinstance(read, dict):
        raise ValueError
    return read
