"""A memorandum begins as a draft."""

import pytest

from events.models import LegalBasis
from sponsorship import services
from tests.factories import EventFactory, PlanFactory, SponsorFactory
from tests.sponsorship.services.steps import Status

pytestmark = pytest.mark.django_db


def test_a_draft_begins_with_the_standard_text():
    event = EventFactory(
        venue="Hội trường Tỉnh ủy", contest__name="Sáng tạo trẻ", contest__edition=4
    )
    sponsor = SponsorFactory(event=event, name="Công ty Thử")
    draft = services.draft_memorandum(event=event, sponsor=sponsor)

    assert (draft.status, draft.version, draft.replaces) == (Status.DRAFT, 1, None)
    assert draft.subject == "Về việc tài trợ Cuộc thi “Sáng tạo trẻ” lần thứ tư, năm 2030"
    assert (draft.place, draft.symbol, draft.copies) == ("Hội trường Tỉnh ủy", "BGN-BTC", 4)
    assert [(p.side, p.name, p.role) for p in draft.parties.all()] == [
        ("A", "Ban Tổ chức Cuộc thi “Sáng tạo trẻ”", "Bên nhận tài trợ"),
        ("B", "Công ty Thử", "Bên tài trợ"),
    ]
    assert [basis.text for basis in draft.bases.all()] == [
        "Căn cứ Bộ luật Dân sự số 91/2015/QH13 ngày 24 tháng 11 năm 2015;",
        "Căn cứ nhu cầu và khả năng của hai bên.",
    ]
    articles = list(draft.articles.all())
    assert [article.position for article in articles] == list(range(1, 9))
    assert (articles[0].title, articles[-1].title) == ("Mục đích", "Điều khoản chung")
    assert "Cuộc thi “Sáng tạo trẻ” lần thứ tư, năm 2030 (sau đây" in articles[0].text
    assert not draft.contributions.exists()


def test_standard_articles_hold_nothing_that_printing_would_not_replace():
    for article in services.draft_memorandum(event=EventFactory()).articles.all():
        article.full_clean()
        assert "{cuộc thi}" not in article.text


def test_a_draft_rests_on_the_first_basis_of_the_plan():
    plan = PlanFactory()
    LegalBasis.objects.create(plan=plan, position=2, text="Căn cứ giấy khác.")
    LegalBasis.objects.create(
        plan=plan,
        position=1,
        text="Căn cứ Quyết định số 12/QĐ-UBND (sau đây gọi tắt là Quyết định 12).",
    )
    draft = services.draft_memorandum(event=plan.event)
    assert [basis.text for basis in draft.bases.all()][1:] == [
        "Căn cứ Quyết định số 12/QĐ-UBND;",
        "Căn cứ nhu cầu và khả năng của hai bên.",
    ]


@pytest.mark.parametrize(
    ("edition", "words"),
    [(1, "thứ nhất"), (2, "thứ hai"), (4, "thứ tư"), (10, "thứ mười"), (11, "thứ 11")],
)
def test_the_subject_counts_the_contest_in_words(edition, words):
    draft = services.draft_memorandum(event=EventFactory(contest__edition=edition))
    assert f"lần {words}, năm 2030" in draft.subject


def test_a_subject_and_no_sponsor_can_be_given():
    draft = services.draft_memorandum(event=EventFactory(), subject="Về việc hợp tác")
    assert (draft.subject, draft.sponsor) == ("Về việc hợp tác", None)
    assert draft.parties.get(side="B").name == ""


def test_names_too_long_for_the_standard_text_are_left_to_the_organizers():
    event = EventFactory(venue="Hội " * 60 + "trường", contest__name="Sáng " * 59 + "tạo")
    sponsor = SponsorFactory(event=event, name="a" * 300)
    draft = services.draft_memorandum(event=event, sponsor=sponsor)
    assert (draft.place, draft.parties.get(side="A").name) == ("", "")
    assert draft.parties.get(side="B").name == "a" * 300
    assert "Bên A: vui lòng nhập tên." in services.missing(draft, Status.AGREED)
