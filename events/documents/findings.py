"""What speaks against a signed copy: data that pages put into words."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Finding(TextChoices):
    """One reason why a copy is not shown as a signed copy of a paper; the label is a sentence."""

    UNREADABLE = "unreadable", _("The file cannot be read as a PDF.")
    UNSIGNED = "unsigned", _("The file bears no digital signature.")
    OTHER_PAPER = "other-paper", _("The file does not contain this paper as it was issued.")
    CHANGED = (
        "changed",
        _("The file was changed after the paper was issued: more was added than signatures."),
    )
    OUTSIDE = "outside", _("A signature is drawn outside of the places that the paper has for it.")
    BROKEN = "broken", _("The signature is not valid: what was signed is damaged or was changed.")
    CHANGED_AFTER = "changed-after", _("The file was changed after this signature.")
    EXPIRED = "expired", _("The certificate was not valid on the day of signing.")
    UNTRUSTED = (
        "untrusted",
        _("The certificate does not come from an issuer that this portal trusts."),
    )
    WRONG_HOUR = (
        "wrong-hour",
        _(
            "By the clock of the signer's computer, the signature is older than the paper or is "
            "still to come."
        ),
    )
    UNJUDGED = "unjudged", _("It could not be checked, so it counts for nothing.")

    @property
    def of_certificate(self) -> bool:
        """Return whether nothing is wrong but who signed, or when."""
        return self in (Finding.EXPIRED, Finding.UNTRUSTED)


@dataclass(frozen=True)
class Signature:
    """What was found out about one signature."""

    signer: str
    organisation: str
    certified_by: str
    signed_at: str  # as the signer's computer or a time stamp says, ISO 8601; "" when nothing does
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Judgement:
    """What was found out about a copy: of its content, and of its signatures in their order."""

    findings: tuple[Finding, ...]  # what concerns the file as a whole
    signatures: tuple[Signature, ...]
    checked: bool  # whether the certificates were compared with those that the portal trusts

    @property
    def reasons(self) -> list[Finding]:
        """Return everything that speaks against the copy, each once."""
        every = [*self.findings, *(one for each in self.signatures for one in each.findings)]
        return list(dict.fromkeys(every))

    @property
    def genuine(self) -> bool:
        """Return whether it is the paper as issued with valid signatures, and nothing else."""
        return not self.reasons
