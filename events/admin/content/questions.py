"""Questions and answers."""

from typing import Any

from django.contrib import admin
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.base import PortalAdmin
from events.admin.content.of_contest import OfContest
from events.admin.content.publication import PublicationAdmin
from events.models import Contest, Question


@admin.register(Question)
class QuestionAdmin(PublicationAdmin, OfContest, PortalAdmin):
    """A question and its answer; the list is put in order by dragging."""

    list_display = ["question", "subject"]
    list_filter = ["subject"]
    search_fields = ["question", "answer", "subject"]
    ordering_field = "position"
    hide_ordering_field = True
    fieldsets = [
        (None, {"fields": ["contest", "subject", "question", "answer"]}),
        (_("In English"), {"fields": ["subject_en", "question_en", "answer_en"]}),
    ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the question; one that is new to its contest stands behind the others."""
        if not change or "contest" in form.changed_data:
            Contest.objects.select_for_update(no_key=True).get(pk=obj.contest_id)
            others = Question.objects.filter(contest=obj.contest_id)
            obj.position = (others.aggregate(last=Max("position"))["last"] or 0) + 1
        if change and form.changed_data == ["position"]:  # of the list, whose rows are not locked
            obj.save(update_fields=["position"])
        else:
            super().save_model(request, obj, form, change)
