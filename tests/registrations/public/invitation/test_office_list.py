"""The office chooses a file: what is in it is shown and filled in, and nothing is saved."""

import io
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registrations.importing.pasted_lines import read_line
from registrations.models import ImportDraft
from registrations.public.invitation import list_views
from registrations.public.invitation.list_forms import FILE_LINES_MAX, FILE_MAX
from registrations.services import invitations
from tests.factories import make_delegate, make_invitation, make_seating, named
from tests.registrations.public.invitation.test_views import close, people, send, text
from tests.spreadsheets import HEADINGS, bomb, document, separated, workbook

pytestmark = pytest.mark.django_db

BODY = "Sở Y tế"
AN = [1, "Bà Nguyễn Thị An", "Phó Giám đốc; Bí thư", BODY, "0912345678", "an@so.example", ""]
BINH = [2, "Trần Văn Bình", "Trưởng phòng, Ủy viên", BODY, "", "", ""]


@pytest.fixture
def invitation():
    event = make_seating(public_seats=10, policy="invited").event
    return make_invitation(event, organisation=BODY, quota=3)


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def address(invitation) -> str:
    return f"/moi/{invitation.token}/danh-sach/"


def upload(browser, invitation, content: bytes, name: str = "ds.xlsx", **data):
    file = SimpleUploadedFile(name, content)
    return send(browser, address(invitation), file=file, **data)


def listed(*rows, headings=HEADINGS) -> bytes:
    return workbook([["DANH SÁCH ĐẠI BIỂU"], headings, *rows])


def filled_in(response) -> list[str]:
    return (response.context["list_form"]["lines"].value() or "").splitlines()


def left_out(response) -> list[tuple[int, str]]:
    return [(row.row, row.value["name"]) for row in response.context["preview"].left_out]


def test_file_fills_the_list_and_saves_nothing(browser, invitation):
    response = upload(browser, invitation, listed(AN, BINH))
    assert response.status_code == 200
    assert filled_in(response) == [
        'Bà Nguyễn Thị An; "Phó Giám đốc; Bí thư"; 0912 345 678; an@so.example',
        "Trần Văn Bình; Trưởng phòng, Ủy viên",
    ]
    assert not response.context["form"].errors
    assert re.search(r'<input[^>]*name="consent"[^>]*>', response.content.decode())
    assert "checked" not in response.content.decode()
    assert people(invitation) == []
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (workbook([HEADINGS, AN, BINH]), "ds.xlsx"),
        (document([HEADINGS, AN, BINH]), "ds.ods"),
        (separated([HEADINGS, AN, BINH], ";", "utf-8-sig"), "ds.csv"),
    ],
)
def test_what_was_read_is_sent_and_becomes_those_delegates(browser, invitation, content, name):
    lines = "\n".join(filled_in(upload(browser, invitation, content, name)))
    response = send(browser, address(invitation), lines=lines, consent="on")
    assert response.status_code == 303
    first, second = invitation.active()
    assert (first.name, first.honorific, first.position, first.phone, first.email) == (
        "Nguyễn Thị An", "ms", "Phó Giám đốc; Bí thư", "+84912345678", "an@so.example",
    )  # fmt: skip
    assert (second.name, second.position, second.organisation) == (
        "Trần Văn Bình", "Trưởng phòng, Ủy viên", BODY,
    )  # fmt: skip


def test_who_is_left_out_is_told_with_line_and_reason(browser, invitation):
    invitations.name_delegate(invitation, make_delegate(name="Trần Văn Bình", organisation=BODY))
    wrong = [3, "Lê Thị Chi", "", BODY, "09123", "", ""]
    response = upload(browser, invitation, listed(AN, BINH, wrong, [4, "", "Chuyên viên"]))
    assert [line.split(";")[0] for line in filled_in(response)] == ["Bà Nguyễn Thị An"]
    assert left_out(response) == [(4, "Trần Văn Bình"), (5, "Lê Thị Chi"), (6, "")]
    page = text(response)
    assert "Dòng 5 · Lê Thị Chi : Số điện thoại không hợp lệ" in page
    assert "Dòng 4 · Trần Văn Bình : Đã có trong danh sách" in page


def test_a_namesake_in_the_file_or_named_before_is_told_how_to_be_written(browser, invitation):
    known = make_delegate(name="Trần Văn Bình", organisation=BODY, position="Chuyên viên")
    invitations.name_delegate(invitation, known)
    rows = [BINH, [4, "Lê Hương", "Giáo viên Toán"], [5, "Lê Hương", "Giáo viên Văn", "Trường B"]]
    page = text(upload(browser, invitation, listed(*rows)))
    for name in ("Trần Văn Bình B", "Lê Hương B"):
        assert f"vui lòng ghi thêm một chữ cái sau họ tên để phân biệt, ví dụ: {name}." in page


def test_who_may_stand_below_the_list_or_in_place_of_a_group_is_told(browser, invitation):
    rows = [
        [1, "Lê An", "Q. Giám đốc"],
        ["", "Lê Bình", "KT. Trưởng phòng"],
        ["", "Sao Mai JSC"],
        [2, "Lê Chi", "Chuyên viên"],
        ["", "NGƯỜI LẬP", "GIÁM ĐỐC"],
        ["", "Lê Dung", "Chuyên viên"],
        ["", "Lê Ký", "Lê Giám"],
    ]
    response = upload(browser, invitation, listed(*rows))
    assert [line.split(";")[0] for line in filled_in(response)] == ["Lê An", "Lê Bình", "Lê Chi"]
    assert left_out(response) == [(5, "Sao Mai JSC"), (8, "Lê Dung")]


def test_a_position_of_signs_alone_is_refused_like_one_that_is_typed(browser, invitation):
    response = upload(browser, invitation, listed([1, "Lê An", "***", BODY, "", "", ""]))
    assert left_out(response) == [(3, "Lê An")]
    assert filled_in(response) == []


def test_deputies_in_capitals_are_taken_from_the_file_and_sent(browser, invitation):
    rows = [[1, "Lê An", "Phó Chánh VP", BODY], [2, "Lê Bình - Phó Giám Đốc", "", BODY]]
    lines = filled_in(upload(browser, invitation, listed(*rows)))
    assert lines == ["Lê An; Phó Chánh VP", "Lê Bình; Phó Giám Đốc"]
    response = send(browser, address(invitation), lines="\n".join(lines), consent="on")
    assert response.status_code == 303
    assert [one.position for one in invitation.active()] == ["Phó Chánh VP", "Phó Giám Đốc"]


def test_position_in_a_column_of_its_own_is_never_a_second_person(browser, invitation):
    positions = ["Thẩm Phán", "Thẩm Tra Viên", "Phó GĐ", "Cao Thắng", "Văn Hoá Xã Hội; Tôn Giáo"]
    rows = [[n, f"Lê Thị {'ABCDE'[n]}", text, BODY] for n, text in enumerate(positions)]
    response = upload(browser, invitation, listed(*rows))
    assert left_out(response) == []
    assert [read_line(line)["position"] for line in filled_in(response)] == positions


def test_a_list_without_organisations_is_of_the_invited(browser, invitation):
    headings = ["Họ và tên", "Chức vụ"]
    response = upload(browser, invitation, listed(["Lê Văn An", "Giám đốc"], headings=headings))
    assert filled_in(response) == ["Lê Văn An; Giám đốc"]
    assert response.context["preview"].messages == []


def test_another_organisation_is_told_and_that_of_the_invitation_is_kept(browser, invitation):
    others = [
        [1, "Lê Văn An", "Trưởng phòng", "Phòng Nghiệp vụ Y", "", "", ""],
        [2, "Lê Văn Bình", "", "Phòng Nghiệp vụ Y", "", "", "Ăn chay"],
    ]
    response = upload(browser, invitation, listed(*others))
    assert len(filled_in(response)) == 2
    said, noted = response.context["preview"].messages
    assert "“Phòng Nghiệp vụ Y” (dòng 3-4)" in said
    assert "“Sở Y tế”" in said
    assert "dòng 4" in noted


def test_who_stands_in_two_departments_is_one_delegate(browser, invitation):
    rows = [
        [1, "Lê Thị Hòa", "", "Phòng Một", "", "", ""],
        [2, "Lê Thị Hoà", "", "Phòng Hai", "", "", ""],
        [3, "Le Thi Hoa", "", BODY, "", "", ""],
        [4, "Lê Thị Hoa", "", BODY, "", "", ""],
    ]
    response = upload(browser, invitation, listed(*rows))
    assert filled_in(response) == ["Lê Thị Hòa", "Lê Thị Hoa"]
    assert left_out(response) == [(4, "Lê Thị Hoà"), (5, "Le Thi Hoa")]


def test_who_does_not_fit_is_told_before_anything_is_sent(browser, invitation):
    named(invitation)
    rows = [[n, f"Lê Văn {n}", "", BODY, "", "", ""] for n in ("An", "Bình", "Chi", "Dũng")]
    response = upload(browser, invitation, listed(*rows))
    assert len(filled_in(response)) == 4
    assert "Còn 2 chỗ, trong khi danh sách có 4 người" in response.context["beyond"]
    assert "Lê Văn Chi, Lê Văn Dũng" in response.context["beyond"]
    assert "Lê Văn Bình" not in response.context["beyond"]
    assert len(people(invitation)) == 1


def test_what_was_typed_before_stays_and_the_tick_does_not(browser, invitation):
    response = upload(browser, invitation, listed(BINH), lines="Lê Văn Gõ\n", consent="on")
    assert filled_in(response) == ["Lê Văn Gõ", "Trần Văn Bình; Trưởng phòng, Ủy viên"]
    assert "checked" not in response.content.decode()
    again = upload(browser, invitation, listed(BINH), lines="\n".join(filled_in(response)))
    assert filled_in(again) == filled_in(response)


def test_reading_without_a_file_is_told(browser, invitation):
    response = send(browser, address(invitation), read="1", lines="Lê Văn Gõ", consent="on")
    assert list(response.context["form"].errors) == ["file"]
    assert filled_in(response) == ["Lê Văn Gõ"]
    assert people(invitation) == []


HOSTILE = {
    "empty": b"",
    "blank": b" \n \n",
    "nulls": bytes(1000),
    "pdf": b"%PDF-1.7",
    "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "cut": workbook([HEADINGS, AN])[:500],
    "bomb": bomb(),
    "no list": workbook([["Kế hoạch"], ["Không có ai"]]),
    "too many": separated([HEADINGS, *([n, f"Lê Văn {n}a", "", BODY] for n in range(201))]),
    "large": b"x" * (FILE_MAX + 1),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_cannot_be_read_is_told_and_what_was_typed_stays(browser, invitation, kind):
    response = upload(browser, invitation, HOSTILE[kind], lines="Lê Văn Gõ")
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert filled_in(response) == ["Lê Văn Gõ"]


def test_scripts_in_a_file_are_text(browser, invitation):
    evil = "<script>alert(1)</script>"
    rows = [[1, f"Lê {evil}", evil, evil, evil, evil, evil]]
    response = upload(browser, invitation, listed(*rows), name=f"{evil}.xlsx")
    assert evil not in response.content.decode()


def test_files_are_limited_for_an_invitation(browser, invitation, monkeypatch):
    monkeypatch.setattr(list_views, "FILES_PER_INVITATION", 2)
    for _n in range(2):
        assert upload(browser, invitation, listed(AN)).status_code == 200
    refused = upload(browser, invitation, listed(AN), lines="Lê Văn Gõ")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert filled_in(refused) == ["Lê Văn Gõ"]
    other = make_invitation(invitation.event)
    assert upload(browser, other, listed(AN)).status_code == 200


def test_files_are_limited_for_an_address(browser, invitation, monkeypatch):
    monkeypatch.setattr(list_views, "FILES_PER_ADDRESS", 1)
    other = make_invitation(invitation.event)
    assert upload(browser, other, listed(AN)).status_code == 200
    assert upload(browser, invitation, listed(AN)).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    content = io.BytesIO(listed(AN))
    assert elsewhere.post(address(invitation), {"file": content}).status_code == 200


def test_pages_after_the_deadline_read_no_file(browser, invitation):
    page = browser.get(address(invitation))
    close(invitation)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    data = {"csrfmiddlewaretoken": token, "file": io.BytesIO(listed(AN))}
    assert browser.post(address(invitation), data).status_code == 303


def test_headings_and_totals_of_a_copied_table_are_no_delegates(browser, invitation):
    lines = (
        "STT\tHọ và tên\tChức vụ\tĐiện thoại\n"
        "1\tNguyễn Thị An\tPhó Giám đốc\t0912345678\n"
        "2\tTrần Văn Bình\tTrưởng phòng\t\n"
        "\tTổng cộng: 02 người\t\t\n"
    )
    assert send(browser, address(invitation), lines=lines, consent="on").status_code == 303
    assert people(invitation) == ["Nguyễn Thị An", "Trần Văn Bình"]


@pytest.mark.parametrize(
    "line",
    [
        "Nguyễn Thị An, Trần Văn Bình",
        "Nguyễn Thị An và Trần Văn Bình; Trưởng phòng",
        "NguyÔn V¨n An; Gi¸m ®èc",
    ],
)
def test_line_that_would_be_stored_as_rubbish_is_refused(browser, invitation, line):
    response = send(browser, address(invitation), lines=line, consent="on")

    assert people(invitation) == []
    assert filled_in(response) == [line]
    (message,) = response.context["form"].errors["lines"]
    assert "nhiều người" in message or "TCVN3" in message


def test_place_is_not_taken_for_a_person(browser, invitation):
    lines = "Nguyễn Thị An, Thái Nguyên\nTrần Văn Bình, Trưởng phòng, Hà Nội"
    assert send(browser, address(invitation), lines=lines, consent="on").status_code == 303
    assert len(people(invitation)) == 2


def test_file_without_anybody_asks_for_no_tick(browser, invitation):
    response = upload(browser, invitation, listed([1, "01 chuyên viên", "", BODY, "", "", ""]))

    assert "Không đưa được ai" in text(response)
    assert "đánh dấu vào ô đồng ý rồi gửi" not in text(response)


def test_a_file_of_more_lines_than_an_office_sends_is_refused_before_it_is_understood(
    browser, invitation
):
    """Also where all of them are of one name, of whom one would be left."""
    lines = [[n, "Lê Văn An", "", BODY, "", "", ""] for n in range(FILE_LINES_MAX)]
    for content, name in (
        (separated([HEADINGS, *lines], ";", "utf-8-sig"), "ds.csv"),
        (workbook([HEADINGS, *lines]), "ds.xlsx"),
        (document([HEADINGS, *lines]), "ds.ods"),
    ):
        start = time.process_time()
        response = upload(browser, invitation, content, name)
        assert response.context["form"].errors["file"] == [
            "Tệp có quá nhiều dòng: tối đa 500 dòng. Vui lòng chỉ để lại danh sách đại biểu của "
            "đơn vị rồi chọn lại tệp."
        ]
        assert time.process_time() - start < 5  # seconds; to understand 15,000 lines took 18
    assert filled_in(upload(browser, invitation, listed(*lines[:50]))) == ["Lê Văn An"]
