"""The record (audit log): what was changed or done, by whom and from where."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AuditEntry(models.Model):
    """A line of the record: a row that changed, written by a trigger, or a deed, by `audit.note`.

    It points to nothing by a foreign key, so it outlives the rows and the people that it tells of.
    """

    unrecorded = "it is the record"

    class Act(models.TextChoices):
        """What was done; the first three are written by triggers."""

        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        REMOVED = "removed", _("Removed")
        SIGNED_IN = "signed-in", _("Signed in")
        SIGNED_OUT = "signed-out", _("Signed out")
        SIGN_IN_FAILED = "sign-in-failed", _("Sign-in refused")
        EXPORTED = "exported", _("Exported")
        PRINTED = "printed", _("Printed")
        SENT = "sent", _("Letters written")
        ARRANGED = "arranged", _("Hall arranged")
        DONE = "done", pgettext_lazy("of the record", "Done")

    class Way(models.TextChoices):
        """The way in that was used."""

        ADMIN = "admin", _("admin")
        PUBLIC = "public", _("public page")
        DELEGATE = "delegate", _("delegate's own link")
        OFFICE = "office", _("link of an invited office")
        UNIT = "unit", _("link of a unit")
        COMMAND = "command", _("command")
        WORKER = "worker", _("background work")
        DATABASE = "database", _("directly in the database")

    at = models.DateTimeField(_("time"), db_default=Now())
    batch = models.BigIntegerField(null=True)  # the transaction, to tell what was done together
    act = models.CharField(_("what was done"), max_length=20, choices=Act)
    table = models.CharField(max_length=63, blank=True)
    key = models.BigIntegerField(null=True)
    owner_table = models.CharField(max_length=63, null=True)  # noqa: DJ001  (as the trigger writes)
    owner_key = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)  # by column
    after = models.JSONField(null=True)  # by column; of a deed, what goes into its words
    words = models.CharField(max_length=300, blank=True)  # of a deed: a msgid
    user_id = models.BigIntegerField(null=True)
    who = models.CharField(_("who"), max_length=300, blank=True)
    way = models.CharField(_("from where"), max_length=10, choices=Way)
    source = models.CharField(max_length=100, blank=True)  # a network, or what a command is called

    class Meta:
        verbose_name = _("entry of the record")
        verbose_name_plural = _("record")
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["table", "key"], name="events_audit_object"),
            models.Index(
                fields=["owner_table", "owner_key"],
                name="events_audit_owner",
                condition=models.Q(owner_key__isnull=False),
            ),
            models.Index(
                fields=["user_id"],
                name="events_audit_user",
                condition=models.Q(user_id__isnull=False),
            ),
            models.Index(fields=["at"], name="events_audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.table} {self.key or ''}".strip()
