"""What stands in the way of issuing, and where it is mended."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from events import glyphs
from events.checks import VIETNAMESE
from events.documents import KINDS, fonts, obstacles, register
from events.documents.errors import NotReady
from events.invariants import violations
from events.models import Correction, Event, OfficialDocument, Plan
from sponsorship.errors import Incomplete
from sponsorship.models import Memorandum
from sponsorship.services import change_status
from tests.factories import (
    AgendaItemFactory,
    PlanFactory,
    PreparationTaskFactory,
    complete_memorandum,
    issued_paper,
    make_invitation,
    published,
    signed_memorandum,
)
from tests.papers import Reading

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 1, 15)
# one of each class of signs that people paste: private use, Hangul, Chinese, Arabic, pictures,
# a mark that no font joins, a tick, letters of mathematics
STRANGE = ["\uf0aa", "한", "漢", "ع", "😀", "\u20dd", "✓", "𝐀"]


def of(kind: str, event: Event, key: int = 0, day: datetime.date = DAY) -> list[str]:
    return [one.message for one in obstacles.of(KINDS[kind].draft(event, key), day) if one.stops]


def page(row, name: str | None = None) -> str:
    return reverse(f"admin:{name or row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def test_complete_plan_has_none():
    assert of("plan", PlanFactory().event) == []


@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        ({"issuer": ""}, ["Thiếu tên cơ quan, tổ chức ban hành văn bản."]),
        ({"symbol": ""}, ["Thiếu ký hiệu của văn bản."]),
        (
            {"place": ""},
            [
                "Thiếu địa danh ban hành văn bản.",
                "Còn chỗ trống chưa điền: “…, ngày 15 tháng 01 năm 2026”.",
            ],
        ),
        ({"kind": ""}, ["Thiếu tên loại văn bản."]),
        ({"subject": ""}, ["Thiếu trích yếu nội dung văn bản."]),
        ({"authority": ""}, ["Thiếu quyền hạn, chức vụ của người ký."]),
        ({"signer_name": ""}, ["Thiếu họ và tên người ký."]),
        ({"recipients": []}, ["Thiếu “Nơi nhận”."]),
        ({"recipients": ["UBND tỉnh."]}, ["“Nơi nhận” thiếu dòng “Lưu: VT, …”."]),
        ({"lead_in": "Số: ........ đồng."}, ["Còn chỗ trống chưa điền: “Số: ........ đồng.”."]),
        ({"lead_in": "Giao ____ chủ trì."}, ["Còn chỗ trống chưa điền: “Giao ____ chủ trì.”."]),
        (
            {"lead_in": "Hôm nay, ngày … tháng … năm …"},
            ["Còn chỗ trống chưa điền: “Hôm nay, ngày … tháng … năm …”."],
        ),
        (
            {"lead_in": "Họp lúc ... giờ, ngày …/…/2026."},
            ["Còn chỗ trống chưa điền: “Họp lúc ... giờ, ngày …/…/2026.”."],
        ),
        (
            {"lead_in": "Họp ngày 14 tháng 01 năm ..."},
            ["Còn chỗ trống chưa điền: “Họp ngày 14 tháng 01 năm ...”."],
        ),
        ({"lead_in": "Số tiền: … đồng."}, ["Còn chỗ trống chưa điền: “Số tiền: … đồng.”."]),
        (
            {"lead_in": "Hôm nay, ngày 14 tháng 01 năm 2026, Ban họp."},
            [
                "Nội dung ghi ngày khác với ngày ban hành ở phần đầu văn bản (15/01/2026): “Hôm "
                "nay, ngày 14 tháng 01 năm 2026, Ban họp.”."
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_missing_or_contradicts_is_told_and_not_issued(values, sentences):
    plan = PlanFactory(**values)

    assert of("plan", plan.event) == sentences
    with pytest.raises(NotReady):
        register.issue(register.Entry(kind=KINDS["plan"], event=plan.event, day=DAY))
    assert not OfficialDocument.objects.exists()


def test_style_is_no_obstacle():
    plan = PlanFactory(
        lead_in="Một số… v.v...; tối 15/01... và những năm… A, B, … đồng thời v.v… giờ; Hiệp Hội;"
    )
    plan.legal_bases.create(position=1, text="Căn cứ Kế hoạch số 255/KH-UBND, ngày 31/12/2024;")

    assert of("plan", plan.event) == []


def test_real_plan_is_issued_as_it_is():
    call_command("load_plan", "contest_portal/plans/le-cong-bo-2025.toml", verbosity=0)
    event = Event.objects.get(slug="le-cong-bo-2025")

    found = obstacles.of(KINDS["plan"].draft(event), DAY)

    assert [(one.message, one.stops) for one in found] == [
        (
            "Dự thảo ghi ngày, tháng khác với ngày ban hành; văn bản phát hành sẽ ghi ngày "
            "15/01/2026.",
            False,
        )
    ]
    assert of("programme", event) == []


def a_paper_of(kind: str) -> tuple[Event, int, str]:
    """Make a paper of a kind in which nothing is missing; return also the page of its own texts."""
    plan = PlanFactory()
    event = plan.event
    event.starts_at = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
    event.save()
    if kind == "programme":
        AgendaItemFactory(event=event)
        published(event)
        return event, 0, page(event, "agenda_programme")
    if kind == "progress-report":
        PreparationTaskFactory(event=event)
        return event, 0, page(event, "agenda_preparation")
    if kind == "memorandum":
        memorandum = complete_memorandum(event)
        return event, memorandum.pk, page(memorandum)
    if kind == "invitations":
        invitation = make_invitation(event)
        return event, invitation.pk, page(invitation)
    if kind == "correction":
        letter = Correction.objects.create(document=issued_paper(event), addressees="Sở Thử")
        letter.errors.create(position=1, place="trang 1", wrong="sai", right="đúng")
        return event, letter.pk, page(letter)
    return event, 0, page(plan)


def write(kind: str, event: Event, key: int, text: str) -> None:
    """Let a paper of a kind say something more."""
    if kind == "programme":
        event.agenda_items.update(title=text)
        published(event)
    elif kind == "progress-report":
        event.preparation_tasks.update(content=text)
    elif kind == "memorandum":
        event.memoranda.get().articles.filter(position=1).update(text=text)
        change_status(Memorandum.objects.get(pk=key), Memorandum.Status.AGREED)
    elif kind == "invitations":
        event.invitations.update(organisation=text)
    elif kind == "correction":
        Correction.objects.get(pk=key).errors.update(right=text)
    else:
        Plan.objects.filter(event=event).update(lead_in=text)


@pytest.mark.parametrize("kind", sorted(name for name, kind in KINDS.items() if kind.issued))
def test_no_kind_is_issued_with_a_sign_that_the_fonts_lack(kind):
    event, key, where = a_paper_of(kind)
    write(kind, event, key, f"Trước {' '.join(STRANGE)} sau")
    before = OfficialDocument.objects.count()

    found = [o for o in obstacles.of(KINDS[kind].draft(event, key), DAY) if o.stops]

    assert len(found) == len(STRANGE)
    for sign, one in zip(STRANGE, found, strict=True):
        assert f"U+{ord(sign):04X}" in one.message
        assert "Trước" in one.message
        assert one.url == where
    with pytest.raises(NotReady):
        register.issue(register.Entry(kind=KINDS[kind], event=event, key=key, day=DAY))
    assert OfficialDocument.objects.count() == before


def test_usual_signs_are_in_the_fonts_which_then_need_not_be_opened():
    assert glyphs.letters() >= glyphs.USUAL >= VIETNAMESE - {"₫"}


def test_signs_of_every_class_are_known_to_be_missing():
    assert fonts.missing_glyphs(f"Việt “ỹ” • {''.join(STRANGE)}한") == STRANGE
    assert fonts.missing_glyphs("Lễ\tcông bố\n\u200b\xa0– ▪ ► ½ №") == []


def test_bullets_of_word_are_printed_as_bullets_even_where_they_were_stored_before():
    plan = PlanFactory()
    Plan.objects.filter(pk=plan.pk).update(lead_in="x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_plan SET lead_in = %s", ["\uf0b7 Một \uf0a7 hai \uf0d8 ba."])

    document = issued_paper(plan.event)

    blocks = [block.text for block in Reading(bytes(document.file.content)).blocks]
    assert "• Một ▪ hai ► ba." in blocks
    assert list(violations()) == []


# memoranda


def test_memorandum_names_the_day_of_its_head():
    plan = PlanFactory()
    memorandum = complete_memorandum(plan.event)
    change_status(memorandum, Memorandum.Status.AGREED)

    document = issued_paper(plan.event, "memorandum", DAY, key=memorandum.pk)

    text = " ".join(block.text for block in Reading(bytes(document.file.content)).blocks)
    assert "Hôm nay, ngày 15 tháng 01 năm 2026, tại" in text
    assert "Thái Nguyên, ngày 15 tháng 01 năm 2026" in text


def test_signed_memorandum_is_issued_on_the_day_of_its_signature_only():
    plan = PlanFactory()
    memorandum = signed_memorandum(plan.event, day=DAY)
    later = DAY + datetime.timedelta(1)

    assert of("memorandum", plan.event, memorandum.pk, later) == [
        "Văn bản ghi ngày ký là 15/01/2026: vui lòng chọn ngày này làm ngày ban hành."
    ]
    assert issued_paper(plan.event, "memorandum", DAY, key=memorandum.pk).issued_on == DAY


def test_memorandum_is_not_signed_on_another_day_than_its_paper_bears():
    plan = PlanFactory()
    memorandum = complete_memorandum(plan.event)
    change_status(memorandum, Memorandum.Status.AGREED)
    issued_paper(plan.event, "memorandum", DAY, key=memorandum.pk)

    with pytest.raises(Incomplete, match="ghi ngày 15/01/2026"):
        change_status(memorandum, Memorandum.Status.SIGNED, signing_day=DAY + datetime.timedelta(1))
    signed = change_status(memorandum, Memorandum.Status.SIGNED, signing_day=DAY)
    assert signed.signing_day == DAY


def test_blank_of_a_memorandum_is_told():
    memorandum = complete_memorandum(PlanFactory().event)
    memorandum.parties.filter(side="A").update(bank="")

    assert "Còn chỗ trống chưa điền: “Tài khoản số: 0123456789 tại …”." in of(
        "memorandum", memorandum.event, memorandum.pk
    )


# programme and invitation


def test_programme_without_hours_is_only_told():
    event = PlanFactory().event

    assert of("programme", event) == ["Chương trình chưa có nội dung nào."]
    AgendaItemFactory(event=event)
    assert of("programme", event) == ["Chương trình chưa được công bố."]
    published(event)
    found = obstacles.of(KINDS["programme"].draft(event), DAY)

    assert ("Chưa ấn định ngày, giờ tổ chức buổi lễ.", False) in [
        (one.message, one.stops) for one in found
    ]
    assert of("programme", event) == []


@pytest.mark.parametrize("key", [0, 1])
def test_invitation_needs_hour_and_place(key):
    event = PlanFactory().event
    invitation = make_invitation(event)
    Event.objects.filter(pk=event.pk).update(venue="")
    event.refresh_from_db()

    found = of("invitations", event, key and invitation.pk)

    assert "Chưa ấn định ngày, giờ tổ chức buổi lễ." in found
    assert "Thiếu địa điểm tổ chức buổi lễ." in found
