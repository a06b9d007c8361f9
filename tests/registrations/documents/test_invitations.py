"""The invitation as an official paper (giấy mời), and all of a ceremony in one file."""

import datetime
import io
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from events.documents import KINDS
from events.models import Event, Plan
from registrations.documents.invitations import all_invitations
from registrations.models import Invitation, Registration
from registrations.services import capacity, hall
from tests import papers
from tests.factories import (
    EventFactory,
    PlanFactory,
    make_hall,
    make_invitation,
    make_registration,
    make_seating,
    named,
)
from tests.pages import visible_text
from tests.papers import Expected
from tests.papers.expected import Table
from tests.papers.pictures import differs_from
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PICTURES = Path(__file__).parent / "pictures"
SITE = "https://doimoisangtao.example"
CONTACT = "Văn phòng Sở Thử nghiệm\n0208 3855 123"
CODE = "ABCD-2345"
LIST = reverse("admin:registrations_invitation_changelist")


@pytest.fixture
def event() -> Event:
    ceremony = EventFactory(
        title="Lễ công bố Cuộc thi thử", venue="Hội trường thử", contact=CONTACT
    )
    make_seating(ceremony, public_seats=3)
    PlanFactory(event=ceremony, recipients=["UBND tỉnh;", "Lưu: VT, QLKH."])
    return ceremony


def read(invitation: Invitation) -> papers.Reading:
    draft = KINDS["invitations"].draft(invitation.event, invitation.pk)
    return papers.Reading(draft.pdf())


def facts(event: Event, *body: Any) -> Expected:
    """Return what every invitation says, around what this one says."""
    plan = Plan.objects.get(event=event)
    return Expected(
        superior=plan.superior,
        issuer=plan.issuer.splitlines(),
        kind="GIẤY MỜI",
        subject=event.title,
        body=[
            *(part if isinstance(part, Table) else ("paragraph", part) for part in body),
            ("paragraph", "Liên hệ: Văn phòng Sở Thử nghiệm; 0208 3855 123."),
            (
                "paragraph",
                "Tại buổi lễ có chụp ảnh, ghi hình phục vụ công tác thông tin, tuyên truyền.",
            ),
            ("paragraph", "Ban Tổ chức Cuộc thi rất hân hạnh được đón tiếp./."),
        ],
        recipients=["Như trên;", "Lưu: VT, QLKH."],
        authority=plan.authority.splitlines(),
        signer=[plan.signer_name],
        number_line="Số: /GM-BTC",
        date_line=f"{plan.place}, ngày tháng năm 2030",
    )


def to_a_body(event: Event) -> tuple[Invitation, Expected]:
    """A body is invited to send two; nobody is named, and the site has no address."""
    invitation = make_invitation(event, organisation="Trường Đại học Thử", code=CODE)
    return invitation, facts(
        event,
        "Ban Tổ chức Cuộc thi trân trọng kính mời: Trường Đại học Thử.",
        "Số lượng đại biểu: 02 người.",
        "Tới dự: Lễ công bố Cuộc thi thử.",
        "Thời gian: 1/2 ngày (trong khoảng từ 10/02/2030 - 14/02/2030).",
        "Địa điểm: Hội trường thử.",
        "Để việc đón tiếp được chu đáo, trân trọng đề nghị Quý cơ quan, đơn vị xác nhận và gửi "
        f"danh sách đại biểu trước khi diễn ra buổi lễ (mã giấy mời: {CODE}).",
    )


def to_a_person(event: Event) -> tuple[Invitation, Expected]:
    """A person is invited alone, with a day to answer; the site has an address."""
    invitation = make_invitation(
        event,
        organisation="Sở Thử nghiệm",
        honorific="ms",
        name="Trần Thị Mẫu",
        position="Giám đốc",
        quota=1,
        deadline=datetime.date(2030, 2, 5),
        code=CODE,
    )
    return invitation, facts(
        event,
        "Ban Tổ chức Cuộc thi trân trọng kính mời: Bà Trần Thị Mẫu, Giám đốc Sở Thử nghiệm.",
        "Tới dự: Lễ công bố Cuộc thi thử.",
        "Thời gian: 1/2 ngày (trong khoảng từ 10/02/2030 - 14/02/2030).",
        "Địa điểm: Hội trường thử.",
        "Để việc đón tiếp được chu đáo, trân trọng đề nghị Quý cơ quan, đơn vị xác nhận và gửi "
        f"danh sách đại biểu chậm nhất ngày 05 tháng 02 năm 2030 tại địa chỉ {SITE}/moi/ "
        f"(mã giấy mời: {CODE}) hoặc quét mã QR ở cuối giấy mời này.",
    )


def with_delegates(event: Event) -> tuple[Invitation, Expected]:
    """Four are named: one has a chair, one a seat, one waits."""
    invitation = make_invitation(event, organisation="Sở Thử nghiệm", quota=4, code=CODE)
    make_hall(event, A=1)
    named(invitation, name="Trần Thị Mẫu", honorific="ms", position="Phó Giám đốc")
    hall.arrange(event)
    for name in ("Lê Văn Thử", "Đặng Ví Dụ", "Phạm Minh Họa"):
        named(invitation, name=name)
    rows = [
        ["1", "Bà Trần Thị Mẫu, Phó Giám đốc", "Hàng A, ghế 1"],
        ["2", "Lê Văn Thử", "Đã giữ chỗ"],
        ["3", "Đặng Ví Dụ", "Đã giữ chỗ"],
        ["4", "Phạm Minh Họa", "Trong danh sách chờ"],
    ]
    return invitation, facts(
        event,
        "Ban Tổ chức Cuộc thi trân trọng kính mời: Sở Thử nghiệm.",
        "Số lượng đại biểu: 04 người.",
        "Tới dự: Lễ công bố Cuộc thi thử.",
        "Thời gian: 1/2 ngày (trong khoảng từ 10/02/2030 - 14/02/2030).",
        "Địa điểm: Hội trường thử.",
        "Đại biểu đã đăng ký:",
        Table(head=["TT", "Họ và tên, chức vụ", "Chỗ ngồi"], rows=rows),
        "Nếu có thay đổi về đại biểu, trân trọng đề nghị Quý cơ quan, đơn vị thông báo trước khi "
        f"diễn ra buổi lễ (mã giấy mời: {CODE}).",
    )


MADE = {"body": to_a_body, "person": to_a_person, "delegates": with_delegates}


@pytest.mark.parametrize("name", MADE)
def test_invitation_keeps_the_rules_of_the_decree(event: Event, settings: Any, name: str) -> None:
    settings.SITE_URL = SITE if name == "person" else ""
    invitation, expected = MADE[name](event)
    reading = read(invitation)
    for check in papers.CHECKS:
        check(reading, expected)
    assert len(reading.sizes) == 1


@pytest.mark.parametrize("name", ["body", "delegates"])
def test_invitation_looks_as_it_was_approved(event: Event, settings: Any, name: str) -> None:
    settings.SITE_URL = ""
    invitation, _expected = MADE[name](event)
    assert differs_from(PICTURES, f"invitation-{name}", read(invitation).pdf) == []


def test_without_an_address_of_the_site_no_secret_is_printed(event: Event, settings: Any) -> None:
    invitation, _expected = to_a_body(event)
    settings.SITE_URL = ""
    assert "<svg" not in KINDS["invitations"].draft(event, invitation.pk).html()
    settings.SITE_URL = SITE
    page = KINDS["invitations"].draft(event, invitation.pk).html()
    assert "<svg" in page
    assert invitation.token not in page  # it stands in the QR only


def test_paper_is_vietnamese_for_an_english_reader(event: Event) -> None:
    invitation, _expected = with_delegates(event)
    with translation.override("en"):
        in_english = KINDS["invitations"].draft(event, invitation.pk).html()
    assert in_english == KINDS["invitations"].draft(event, invitation.pk).html()


def test_plan_without_a_file_copy_gets_the_usual_line(event: Event) -> None:
    Plan.objects.get(event=event).recipients.all().delete()
    invitation, _expected = to_a_body(event)
    assert read(invitation).block("- Lưu: VT, BTC.")


# all in one file


def written(tmp_path: Path, *options: str) -> list[str]:
    """Run the command; return the text of each page."""
    target = tmp_path / "giay-moi.pdf"
    call_command("print_document", "invitations", "-o", target, *options, stdout=io.StringIO())
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(target).pages]


def test_all_invitations_are_written_each_on_its_own_page_1(event: Event, tmp_path: Path) -> None:
    long = make_invitation(event, organisation="A", quota=40)
    capacity.resize(event.seating, public_seats=40, reserve_seats=0)
    for _n in range(40):
        named(long)
    make_invitation(event, organisation="B")
    make_invitation(make_seating().event, organisation="C")

    pages = written(tmp_path, "--event", event.slug)

    assert ["GIẤY MỜI" in page for page in pages] == [True, False, True]
    assert ["kính mời: A." in pages[0], "kính mời: B." in pages[-1]] == [True, True]
    numbers = papers.Reading((tmp_path / "giay-moi.pdf").read_bytes()).untagged
    assert [(glyph.page, glyph.text) for glyph in numbers] == [(2, "2")]
    assert pages[-1].startswith("UBND TỈNH THỬ")


def test_one_invitation_is_written_by_its_key(event: Event, tmp_path: Path) -> None:
    make_invitation(event, organisation="A")
    wanted = make_invitation(event, organisation="B")
    (page,) = written(tmp_path, "--event", event.slug, "--key", str(wanted.pk))
    assert "kính mời: B." in page


def test_what_there_is_not_is_told(event: Event, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Buổi lễ này chưa có văn bản đó"):
        written(tmp_path, "--event", event.slug)
    other = make_invitation(make_seating().event)
    with pytest.raises(CommandError, match="Buổi lễ này chưa có văn bản đó"):
        written(tmp_path, "--event", event.slug, "--key", str(other.pk))
    with pytest.raises(ObjectDoesNotExist):
        KINDS["invitations"].draft(other.event)


def test_invitations_cost_the_same_for_few_and_for_many(
    event: Event, django_assert_num_queries: Any
) -> None:
    for _round in range(2):
        for _n in range(3):
            named(make_invitation(event))
        with django_assert_num_queries(10):
            batch = all_invitations(event)
            assert [make(0) for make in batch.bundle.compose(batch, batch.keys)]


# in the admin


@pytest.fixture
def secretary() -> Client:
    return signed_in("secretariat")


def pages_of(response: Any) -> list[str]:
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages]


def test_page_of_papers_has_one_line_for_all_of_them(secretary: Client, event: Event) -> None:
    for _n in range(3):
        make_invitation(event)
    page = secretary.get(reverse("admin:events_papers"), {"event": event.slug})
    text = visible_text(page.content.decode())
    assert text.count("in tất cả trong một tệp; số và ngày ghi khi ký") == 1
    address = reverse("admin:events_paper_print", args=["invitations", event.pk, 0])
    assert address in page.content.decode()
    assert len(pages_of(secretary.get(address))) == 3


def test_invitations_page_prints_its_paper(secretary: Client, event: Event) -> None:
    make_invitation(event)
    wanted = make_invitation(event, organisation="Sở Mẫu")
    way = reverse("admin:registrations_invitation_paper_one", args=[wanted.pk])
    page = secretary.get(reverse("admin:registrations_invitation_change", args=[wanted.pk]))
    assert way in page.content.decode()
    (paper,) = pages_of(secretary.get(way, follow=True))
    assert "Sở Mẫu" in paper


def chosen(client: Client, *rows: Invitation) -> Any:
    data = {"action": "paper_chosen", "_selected_action": [row.pk for row in rows]}
    return client.post(LIST, data, follow=True)


def test_the_chosen_ones_are_printed_in_one_file(secretary: Client, event: Event) -> None:
    rows = [make_invitation(event, organisation=name) for name in ("B", "A", "C")]
    pages = pages_of(chosen(secretary, *rows[:2]))
    assert ["kính mời: A." in pages[0], "kính mời: B." in pages[1]] == [True, True]
    assert len(pages) == 2


def test_two_ceremonies_or_none_with_a_plan_are_told(secretary: Client, event: Event) -> None:
    other = make_invitation(make_seating().event)
    text = visible_text(chosen(secretary, make_invitation(event), other).content.decode())
    assert "Vui lòng chỉ chọn giấy mời của một buổi lễ." in text
    text = visible_text(chosen(secretary, other).content.decode())
    assert "Buổi lễ chưa có kế hoạch; giấy mời lấy tên cơ quan" in text


def test_reception_prints_no_invitation(event: Event) -> None:
    make_invitation(event)
    address = reverse("admin:events_paper_print", args=["invitations", event.pk, 0])
    assert signed_in("reception").get(address).status_code == 403


# what delegates and offices see


def test_the_office_sees_where_each_delegate_sits(client: Client, event: Event) -> None:
    invitation, _expected = with_delegates(event)
    text = visible_text(client.get(invitation.get_absolute_url()).content.decode())
    assert "Đã xác nhận, Hàng A, ghế 1" in text
    assert "Đã xác nhận · " in text


def test_own_page_and_letter_tell_the_chair_instead_of_the_number(
    client: Client, event: Event
) -> None:
    make_hall(event, A=1)
    one = make_registration(event, email="mot@thu.example")
    hall.arrange(event)
    text = visible_text(client.get(one.get_absolute_url()).content.decode())
    assert "Vị trí trong hội trường Hàng A, ghế 1" in text
    assert "Chỗ số" not in text
    from registrations import mail

    seated = Registration.objects.select_related("event", "seat").get(pk=one.pk)
    letter = mail.delegates.read_out(seated).text
    assert "Vị trí: Hàng A, ghế 1" in letter
    assert "Chỗ số" not in letter
