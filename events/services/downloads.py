"""Documents that anybody can take away: a file of their own, or a paper of the register."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events.models import Download, DownloadFile, OfficialDocument
from events.models.register import ELSEWHERE
from events.services import publications
from events.services.publications import obstacles_of
from events.web.uploads import Upload

# kinds of papers that the register gives numbers for the public; all others name guests, parties
# or how the work stands, and are nobody's business outside
FOR_THE_PUBLIC = ("plan", "programme")


class DownloadError(Exception):
    """A paper is not published; `str()` of it is a sentence to show."""


def why_not(paper: OfficialDocument) -> str:
    """Return why a paper of the register must not be published; "" where it may."""
    if hasattr(paper, "recall"):
        return _("The paper was recalled: it is not published.")
    if not paper.is_current:
        return _("The paper was replaced: publish the one that replaces it.")
    kind = paper.corrects.kind if paper.corrects else paper.kind
    if kind in FOR_THE_PUBLIC or kind == ELSEWHERE:
        return ""
    return _(
        "Papers of this kind are not for the public: they name guests, parties or people. A plan, "
        "a programme and what was entered with its file can be published."
    )


def needs_confirmation(paper: OfficialDocument) -> bool:
    """Return whether somebody must have looked at the paper: the portal does not know its words."""
    return paper.kind == ELSEWHERE


def publish_paper(paper: OfficialDocument, *, was_looked_at: bool = False) -> Download:
    """Show a paper of the register among the documents, at once.

    Raises `DownloadError`, and `NotPublishable` where the text is not ready.
    """
    with transaction.atomic():
        # a recall that is entered at the same moment waits, and then finds what is published
        locked = (
            OfficialDocument.objects.select_for_update(of=("self",))
            .select_related("event", "corrects", "recall", "replaced_by")
            .get(pk=paper.pk)
        )
        if refusal := why_not(locked):
            raise DownloadError(refusal)
        if needs_confirmation(locked) and not was_looked_at:
            raise DownloadError(
                _(
                    "Please look the paper through and confirm that it names nobody whose data are "
                    "not for the public."
                )
            )
        try:
            with transaction.atomic():
                download, _created = Download.objects.get_or_create(
                    contest_id=locked.event.contest_id,
                    document=locked,
                    defaults={
                        "title": locked.subject[:300] or locked.title.capitalize(),
                        "kind": locked.title.capitalize(),
                        "number": locked.number_and_symbol[:60],
                        "dated": locked.issued_on,
                    },
                )
        except IntegrityError as error:
            raise DownloadError(_("This paper is among the documents already.")) from error
        return publications.publish(download)


def save_file(download: Download, upload: Upload) -> DownloadFile:
    """Keep the file of a document in the place of the one that it has."""
    values: dict[str, Any] = {
        "name": upload.name,
        "content": upload.content,
        "content_type": upload.content_type,
        "size": len(upload.content),
        "sha256": upload.sha256,
    }
    file, _created = DownloadFile.objects.update_or_create(download=download, defaults=values)
    return file


@obstacles_of(Download)
def _nothing_to_take_away(download: Download) -> Iterable[str]:
    """Tell of a document without a file, and of a paper that is not for the public (any more)."""
    if download.document is not None:
        if refusal := why_not(download.document):
            yield refusal
    elif not download.has_file:
        yield _("There is no file yet: choose one.")
