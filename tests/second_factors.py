"""What people hold in their hands besides the password: an app, and a security key in software."""

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django_otp.oath import TOTP
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from contest_portal.admin.security import factors
from contest_portal.admin.security.models import AuthenticatorApp, RecoveryCode
from contest_portal.admin.security.sealing import seal
from tests.people import PASSWORD

LOGIN, STEP = "/quan-tri/login/", "/quan-tri/buoc-hai/"
CODES = re.compile(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>")
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


def with_app(user: User) -> bytes:
    """Let a person have an app; return its secret."""
    secret = factors.new_secret()
    sealed = seal(secret, whose=user.pk)
    AuthenticatorApp.objects.create(user=user, secret=sealed, last_step=0)
    return secret


def with_codes(user: User) -> list[str]:
    """Let a person with an app have recovery codes; return them."""
    codes = factors.renew_codes(user)
    assert RecoveryCode.objects.filter(user=user).count() == len(codes) == 10
    return codes


def shown(secret: bytes, *, later: int = 0) -> str:
    """Return what the app shows, `later` periods of 30 s from now."""
    return f"{TOTP(secret, drift=later).token():06}"


def wrong(secret: bytes) -> str:
    """Return a code that the app shows neither now nor just before or after."""
    near = {shown(secret, later=each) for each in (-2, -1, 0, 1, 2)}
    return next(code for code in ("000000", "000001", "000002", "3", "4", "5") if code not in near)


def password_typed(user: User, goes_to: str = "", **extra: Any) -> tuple[Client, HttpResponse]:
    """Type name and password into a browser; return it, and what comes."""
    client = Client(**extra)
    query = f"?next={goes_to}" if goes_to else ""
    data = {"username": user.get_username(), "password": PASSWORD}
    return client, client.post(LOGIN + query, data)


def is_in(client: Client) -> bool:
    """Return whether a browser is let into the admin."""
    return client.get("/quan-tri/auth/user/").status_code == 200


@dataclass
class SoftKey:
    """A security key: makes one passkey and signs with it, as a browser at `host` would tell."""

    host: str = "localhost"
    origin: str = "http://localhost"
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = b"passkey of a test"

    def made(self, page: bytes) -> str:
        """Answer the question of a page that sets up a passkey."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        flags = FLAGS | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(self._host(), flags, self.count, credential)
        said = self._said("webauthn.create", page)
        attested = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=said, attestationObject=attested)

    def signed(self, page: bytes) -> str:
        """Answer the question of a page that asks for a passkey."""
        self.count += 1
        data = AuthenticatorData.create(self._host(), FLAGS, self.count)
        said = self._said("webauthn.get", page)
        signature = self.key.sign(data + said.hash, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _host(self) -> bytes:
        return sha256(self.host.encode())

    def _said(self, kind: str, page: bytes) -> CollectedClientData:
        return CollectedClientData.create(kind, question(page)["challenge"], self.origin)

    def _answer(self, **response: bytes) -> str:
        key = websafe_encode(self.credential_id)
        told = {name: websafe_encode(value) for name, value in response.items()}
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": told})


def question(page: bytes) -> Any:
    """Return what a page asks the browser for a passkey."""
    found = re.search(r'data-options="(.*?)"', page.decode())
    assert found, "the page asks for no passkey"
    return json.loads(unescape(found[1]))
