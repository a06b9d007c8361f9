"""Checks of texts that have more than one user."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from events.fields import LineField, LinesField
from events.validators import Placeholders, validate_printable

CHECK = Placeholders("thời gian", "địa điểm")


@pytest.mark.parametrize("text", ["", "Thời gian: {thời gian}", "{địa điểm}{thời gian}", "abc"])
def test_known_words_in_braces_pass(text):
    CHECK(text)


@pytest.mark.parametrize("text", ["{giờ}", "{", "thời gian}", "{{thời gian}}", "{ thời gian }"])
def test_anything_else_in_braces_is_refused(text):
    with pytest.raises(ValidationError) as caught:
        CHECK(text)
    assert caught.value.messages == ["Trong ngoặc nhọn chỉ được ghi {thời gian}, {địa điểm}."]


def test_equal_when_the_same_words_are_allowed():
    assert Placeholders("a", "b") == Placeholders("a", "b")
    assert Placeholders("a") != Placeholders("b")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Lê 王 An", "“王” (chữ Hán, U+738B)"),
        ("Lê An 😀", "“😀” (biểu tượng, U+1F600)"),
        ("✓ Lê An", "“✓” (dấu kiểm, U+2713)"),
        ("Lê \ue000 An", "ký hiệu của phông chữ khác, U+E000"),
        ("L\ufffd An", "“\ufffd” (ký tự hỏng, U+FFFD)"),
        ("𝐋ê An", "“𝐋” (chữ kiểu, U+1D40B)"),
        ("한 ★", "“한” (chữ Hàn Quốc, U+D55C), “★” (ngôi sao, U+2605)"),
    ],
)
def test_sign_that_papers_cannot_show_is_told_with_what_it_is(typed, told):
    with pytest.raises(ValidationError) as caught:
        validate_printable(typed)
    assert caught.value.messages == [
        f"Giấy tờ không in được {told}: vui lòng thay bằng chữ khác hoặc bỏ đi."
    ]


@pytest.mark.parametrize("typed", ["", "Nguyễn Thị Hương", "Lê\u0302 \u200bAn", "TP № 1 – ½ “Ж”"])
def test_what_papers_can_show_passes(typed):
    validate_printable(typed)


def test_only_what_stands_on_no_paper_may_hold_any_sign():
    """In each form of the admin; what is added to a model is printed until somebody says no."""
    free = set()
    for model in apps.get_models():
        for field in [] if model._meta.proxy else model._meta.concrete_fields:
            if isinstance(field, LineField | LinesField) and field.editable:
                codes = []
                try:
                    field.formfield(required=False).run_validators("王")
                except ValidationError as error:
                    codes = [one.code for one in error.error_list]
                if "unprintable" not in codes:
                    free.add(f"{model._meta.model_name}.{field.name}")
    assert free == {
        "contact.name",
        "contact.role",
        "contact.role_en",
        "download.description",
        "download.description_en",
        "download.kind",
        "download.number",
        "download.title",
        "download.title_en",
        "event.venue_address",
        "milestone.description_en",
        "milestone.title_en",
        "newspost.lead",
        "newspost.lead_en",
        "newspost.title",
        "newspost.title_en",
        "picture.alt",
        "picture.alt_en",
        "picture.caption",
        "picture.caption_en",
        "picture.credit",
        "question.question",
        "question.question_en",
        "question.subject",
        "question.subject_en",
        "rules.changes",
        "video.description",
        "video.description_en",
        "video.title",
        "video.title_en",
        "event.summary",
        "event.contact",
        "registration.reason",
        "registration.note",
        "invitation.contact_name",
        "invitation.note",
        "calllog.caller",
        "calllog.said",
        "datarequest.words",
        "datarequest.reason",
        "passkey.name",
        "sponsor.introduction",
        "preparationtask.accepted_by",
        "programmeversion.note",
        "programmeversion.published_by",
        "unit.spellings",
        "taskupdate.accepted_by",
        "taskupdate.blocked_reason",
        "taskupdate.by",
        "taskupdate.words",
        "unitcall.caller",
        "unitcall.said",
    }
