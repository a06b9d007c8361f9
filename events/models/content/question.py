"""Questions that people ask, with their answers."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.fields import LineField, MarkdownField
from events.models.content.publication import Publication
from events.ordering import Ordered, unique_position


class Question(Ordered, Publication):
    """A question and its answer, under a subject."""

    subject = LineField(
        pgettext_lazy("question", "subject"), max_length=100, blank=True, printed=False
    )
    subject_en = LineField(_("subject in English"), max_length=100, blank=True, printed=False)
    question = LineField(_("question"), max_length=300, printed=False)
    question_en = LineField(_("question in English"), max_length=300, blank=True, printed=False)
    answer = MarkdownField(
        pgettext_lazy("question", "answer"), printed=False, help_text=_("Markdown.")
    )
    answer_en = MarkdownField(_("answer in English"), blank=True, printed=False)

    class Meta(Ordered.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [unique_position("contest", "events_question_position")]

    def __str__(self) -> str:
        return self.question
