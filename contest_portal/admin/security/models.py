"""What proves besides the password who signs in, and the sessions of staff."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.fields import LineField

OWNER = settings.AUTH_USER_MODEL


class AuthenticatorApp(models.Model):
    """An app that shows codes by a secret that it shares with the portal (RFC 6238)."""

    user = models.OneToOneField(OWNER, on_delete=models.CASCADE, related_name="authenticator_app")
    secret = models.BinaryField()  # sealed
    last_step = models.BigIntegerField()  # the period of 30 s whose code was taken: none twice
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    def __str__(self) -> str:
        return str(_("authenticator app"))


class Passkey(models.Model):
    """A key that a computer, a phone or a stick holds (WebAuthn); here is its public half."""

    user = models.ForeignKey(OWNER, on_delete=models.CASCADE, related_name="passkeys")
    name = LineField(_("name of the passkey"), max_length=60, printed=False)
    credential_id = models.BinaryField(unique=True, max_length=1023)
    credential = models.BinaryField()  # the attested credential data, with the public key
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code on paper that signs in once; kept as a keyed digest."""

    unrecorded = "made and used together with what is told by letter"

    user = models.ForeignKey(OWNER, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"], name="contest_portal_recovery_code_once"
            )
        ]
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")

    def __str__(self) -> str:
        return str(_("recovery code"))


class WorkSession(models.Model):
    """Where somebody is signed in; goes with the session. Of the address only its network."""

    unrecorded = "signing in and out is recorded"

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="work")
    user = models.ForeignKey(OWNER, on_delete=models.CASCADE, related_name="work_sessions")
    browser = models.CharField(max_length=40)
    system = models.CharField(max_length=40)
    network = models.CharField(max_length=40)
    began_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-last_seen_at"]
        verbose_name = _("working session")
        verbose_name_plural = _("working sessions")

    def __str__(self) -> str:
        return f"{self.browser} {self.system}"
