"""Sponsors and memoranda of a plan file."""

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from agenda.models import AgendaItem
from contest_portal.models import Signing
from contest_portal.wiring.papers import signings
from events.models import Event
from sponsorship.models import Article, Basis, Contribution, Memorandum, Party, Sponsor
from sponsorship.services import change_status, missing

pytestmark = pytest.mark.django_db

REAL = Path(settings.BASE_DIR) / "contest_portal/plans/le-cong-bo-2025.toml"
NAME = "Hiệp hội Doanh nghiệp tỉnh Thái Nguyên"
NO_SPONSOR = "không có [[sponsors]] nào mang tên này."
NO_ITEM = "không có [[agenda]] nào mang số thứ tự này."
ABOVE_ZERO = "Số tiền phải lớn hơn 0."
COMPLETE = """
place = "Hội trường thử"
ends_on = 2025-12-31

[[memoranda.parties]]
side = "A"
name = "Ban Tổ chức Cuộc thi thử"
honorific = "Ông"
representative = "Nguyễn Văn Thử"
position = "Trưởng ban"
address = "Thái Nguyên"
account_number = "0123"
bank = "Ngân hàng Thử"

[[memoranda.parties]]
side = "B"
name = "Hiệp hội thử"
representative = "Trần Thị Mẫu"
position = "Chủ tịch"
address = "Thái Nguyên"

[[memoranda.bases]]
text = "Căn cứ nhu cầu của hai bên."

[[memoranda.articles]]
title = "Nội dung tài trợ"
text = "{đóng góp}"

[[memoranda.contributions]]
name = "Kinh phí tổ chức"
amount = 500_000_000

[[memoranda.contributions]]
kind = "in_kind"
name = "Máy tính xách tay"
quantity = 3
unit = "chiếc"
amount = 60_000_000
"""


@pytest.fixture
def text() -> str:
    return REAL.read_text(encoding="utf-8")


@pytest.fixture
def complete(text: str) -> str:
    return f"{text.rstrip()}\n{COMPLETE}"


def load(tmp_path: Path, text: str, capsys: Any = None) -> str:
    """Load a text; return what is said, line by line after the first."""
    path = tmp_path / "kehoach.toml"
    path.write_text(text, encoding="utf-8")
    call_command("load_plan", path)
    return capsys.readouterr().out.partition("\n")[2] if capsys else ""


def faults(tmp_path: Path, text: str) -> list[str]:
    """Load a faulty text; return what is said of it, without the closing line."""
    with pytest.raises(CommandError) as caught:
        load(tmp_path, text)
    *told, last = str(caught.value).splitlines()
    assert last == "Chưa có gì được nạp."
    assert not Event.objects.exists()
    assert not Memorandum.objects.exists()
    return told


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def stored() -> list[object]:
    models = (Sponsor, Memorandum, Party, Basis, Article, Contribution, Signing)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def agree(memorandum: Memorandum) -> None:
    change_status(memorandum, Memorandum.Status.AGREED)


# the real file


def test_real_file_gives_a_draft_that_is_signed_at_item_six():
    call_command("load_plan", REAL)

    sponsor = Sponsor.objects.get()
    memorandum = Memorandum.objects.get()
    assert (sponsor.name, sponsor.public) == (NAME, False)
    assert (memorandum.sponsor, memorandum.status) == (sponsor, "draft")
    assert memorandum.symbol == "BGN-BTTCT-HHDN"
    assert memorandum.place == "Văn phòng UBND tỉnh"
    signing = Signing.objects.get()
    assert (signing.item.position, signing.memorandum) == (6, memorandum)
    assert signing.item.title.startswith("Thực hiện Ký kết biên bản ghi nhớ")
    assert (signing.signer_a, signing.signer_b) == ("", "")


def test_real_draft_leaves_open_what_nobody_knows():
    call_command("load_plan", REAL)

    memorandum = Memorandum.objects.get()
    sides = {party.side: party for party in memorandum.parties.all()}
    assert sides["B"].name == NAME
    assert {p.representative for p in sides.values()} == {""}
    assert not memorandum.contributions.exists()
    assert (memorandum.signing_day, memorandum.ends_on) == (None, None)
    assert memorandum.articles.count() > 3
    assert "Bên B: vui lòng nhập người đại diện." in missing(memorandum, "agreed")


# loading again


def test_loading_again_changes_nothing(tmp_path, complete):
    load(tmp_path, complete)
    before = [re.sub(r"'id': \d+", "", str(rows)) for rows in stored()]

    load(tmp_path, complete)

    assert [re.sub(r"'id': \d+", "", str(rows)) for rows in stored()] == before


def test_what_organizers_wrote_into_a_draft_stays_where_the_file_is_silent(tmp_path, text):
    load(tmp_path, text)
    memorandum = Memorandum.objects.get()
    memorandum.parties.filter(side="B").update(representative="Trần Thị Mẫu")
    memorandum.contributions.create(position=1, name="Kinh phí", amount=1_000_000)
    article = memorandum.articles.get(position=1)
    article.text = "Lời của Ban Tổ chức."
    article.save()

    load(tmp_path, text)

    assert memorandum.parties.get(side="B").representative == "Trần Thị Mẫu"
    assert memorandum.contributions.get().amount == 1_000_000
    assert memorandum.articles.get(position=1).text == "Lời của Ban Tổ chức."


def test_complete_memorandum_can_be_agreed(tmp_path, complete):
    load(tmp_path, complete)

    memorandum = Memorandum.objects.get()
    assert missing(memorandum, "agreed") == []
    kinds = memorandum.contributions.values_list("position", "kind", "quantity", "amount")
    assert list(kinds) == [(1, "money", None, 500_000_000), (2, "in_kind", 3, 60_000_000)]
    assert memorandum.parties.get(side="B").representative == "Trần Thị Mẫu"
    assert memorandum.place == "Hội trường thử"


def test_mended_file_mends_the_draft(tmp_path, complete):
    load(tmp_path, complete)
    key = Memorandum.objects.get().pk

    load(tmp_path, complete.replace("60_000_000", "75_000_000").replace("Về việc tài trợ", "V/v"))

    memorandum = Memorandum.objects.get()
    assert memorandum.pk == key
    assert memorandum.subject.startswith("V/v Cuộc thi")
    assert memorandum.contributions.get(position=2).amount == 75_000_000
    assert memorandum.contributions.count() == 2


def test_agreed_memorandum_is_left_alone_and_that_is_told(tmp_path, complete, capsys):
    load(tmp_path, complete)
    memorandum = Memorandum.objects.get()
    agree(memorandum)
    before = stored()
    changed = complete.replace("500_000_000", "1").replace("Nguyễn Văn Thử", "Người khác")
    capsys.readouterr()

    said = load(tmp_path, changed, capsys)

    assert stored() == before
    assert said == (
        f"Biên bản ghi nhớ “{memorandum.subject}” ở trạng thái đã thống nhất nên được giữ nguyên.\n"
        "Buổi lễ chưa có đầu mối liên hệ cho đại biểu. Vui lòng nhập đầu mối liên hệ tại trang của "
        "buổi lễ, hoặc nhập các đầu mối tại trang của Cuộc thi.\n"
    )


def test_cancelled_memorandum_is_begun_anew(tmp_path, text):
    load(tmp_path, text)
    old = Memorandum.objects.get()
    change_status(old, Memorandum.Status.CANCELLED, reason="Nhà tài trợ rút lui")

    load(tmp_path, text)

    assert Memorandum.objects.count() == 2
    assert Memorandum.objects.in_force().get().status == "draft"


def test_signing_moves_with_its_item_of_the_programme(tmp_path, text):
    load(tmp_path, text)

    load(tmp_path, text.replace("agenda = 6", "agenda = 8"))

    assert Signing.objects.get().item.position == 8


def test_signing_of_an_agreed_memorandum_can_still_move(tmp_path, complete):
    load(tmp_path, complete)
    agree(Memorandum.objects.get())

    load(tmp_path, complete.replace("agenda = 6", "agenda = 5"))

    assert Signing.objects.get().item.position == 5


def test_signing_follows_its_item_when_one_is_put_before_it(tmp_path, text):
    load(tmp_path, text)
    extra = '[[agenda]]\ntitle = "Văn nghệ chào mừng"\n\n[[agenda]]\n'
    moved = text.replace("[[agenda]]\n", extra, 1).replace("agenda = 6", "agenda = 7")

    load(tmp_path, moved)

    signing = Signing.objects.get()
    assert signing.item.position == 7
    assert signing.item.title.startswith("Thực hiện Ký kết")


def test_two_memoranda_are_signed_in_the_order_of_the_file(tmp_path, text):
    more = """
[[sponsors]]
name = "Ngân hàng Thử"
public = true
tier = 2

[[memoranda]]
sponsor = "Ngân hàng Thử"
subject = "Về việc đồng hành"
agenda = 6
"""
    load(tmp_path, text + more)

    item = AgendaItem.objects.get(position=6)
    event = Event.objects.get()
    assert [s.memorandum.sponsor.name for s in item.signings.all()] == [NAME, "Ngân hàng Thử"]
    assert [line[:2] for line in signings(event)[item.pk]] == ["1.", "2."]
    assert Sponsor.objects.public().get().get_tier_display() == "Nhà tài trợ Vàng"


def test_two_memoranda_of_one_sponsor_stay_two_however_they_are_ordered(tmp_path, text):
    rest, first = text[: text.index("[[memoranda]]")], text[text.index("[[memoranda]]") :]
    second = first.replace("Về việc tài trợ", "Về việc đồng hành cùng")
    load(tmp_path, f"{rest}{first}\n{second}")
    before = set(Memorandum.objects.values_list("pk", "subject"))
    assert len(before) == 2

    load(tmp_path, f"{rest}{second}\n{first}")
    assert set(Memorandum.objects.values_list("pk", "subject")) == before

    load(tmp_path, f"{rest}{second.replace('đồng hành', 'chung tay')}\n{first}")
    after = set(Memorandum.objects.values_list("pk", "subject"))
    assert {key for key, _subject in after} == {key for key, _subject in before}
    assert {subject.split()[2] for _key, subject in after - before} == {"chung"}


def test_signings_that_move_to_and_fro_never_share_a_place(tmp_path, text):
    rest, first = text[: text.index("[[memoranda]]")], text[text.index("[[memoranda]]") :]
    second = first.replace("Về việc tài trợ", "Về việc đồng hành cùng")
    away = first.replace("agenda = 6", "agenda = 5")

    for memoranda in (f"{first}\n{second}", f"{away}\n{second}", f"{first}\n{second}"):
        load(tmp_path, rest + memoranda)

    places = Signing.objects.filter(item__position=6).values_list("position", flat=True)
    assert len(set(places)) == len(places) == 2


def test_memorandum_without_a_sponsor_and_a_stage_is_a_draft(tmp_path, text):
    lines = [line for line in text.splitlines() if not line.startswith(("sponsor = ", "agenda = "))]

    load(tmp_path, "\n".join(lines))

    assert Memorandum.objects.get().sponsor is None
    assert not Signing.objects.exists()


def test_sponsor_with_a_memorandum_is_not_left_out(tmp_path, text):
    load(tmp_path, text)
    before = stored()
    shorter = text[: text.index("[[sponsors]]")]

    with pytest.raises(CommandError) as caught:
        load(tmp_path, shorter)

    assert f"không thể bỏ “{NAME}”: đang có biên bản ghi nhớ với nhà tài trợ này." in str(
        caught.value
    )
    assert stored() == before


# faults


@pytest.mark.parametrize(
    ("right", "wrong", "key", "message"),
    [
        (
            f'sponsor = "{NAME}"',
            'sponsor = "Ai đó"',
            "sponsor",
            NO_SPONSOR,
        ),
        ("agenda = 6", "agenda = 9", "agenda", NO_ITEM),
        ("agenda = 6", "agenda = 0", "agenda", NO_ITEM),
        (
            "agenda = 6",
            "agenda = 99999999999999999999",
            "agenda",
            "không có [[agenda]] nào mang số thứ tự này.",
        ),
        ("agenda = 6", 'agenda = "6"', "agenda", "vui lòng ghi một số nguyên, không có dấu nháy."),
        ("agenda = 6", "agenda = true", "agenda", "vui lòng ghi một số nguyên, không có dấu nháy."),
        (
            'symbol = "BGN-BTTCT-HHDN"',
            'symbol = "BGN BTTCT"',
            "symbol",
            "Vui lòng ghi ký hiệu như “KH-BTTCT”: không có dấu cách, "
            "các nhóm nối bằng dấu gạch nối.",
        ),
        ("agenda = 6", "copies = 1", "copies", "Giá trị phải lớn hơn hoặc bằng 2."),
        ("agenda = 6", 'copies = "4"', "copies", "vui lòng ghi một số nguyên, không có dấu nháy."),
        (
            "agenda = 6",
            'ends_on = "31/12/2025"',
            "ends_on",
            "vui lòng ghi ngày theo dạng 2025-02-12 (năm-tháng-ngày).",
        ),
    ],
)
def test_fault_of_a_memorandum_is_told_with_its_place(tmp_path, text, right, wrong, key, message):
    bad = text.replace(right, wrong)
    line = line_of(bad, wrong)

    assert faults(tmp_path, bad) == [
        f"kehoach.toml, dòng {line}, [[memoranda]] thứ 1, khóa “{key}”: {message}"
    ]


def test_rule_over_several_values_names_the_memorandum(tmp_path, text):
    bad = text.replace("agenda = 6", "copies = 3")
    line = line_of(bad, "[[memoranda]]")

    assert faults(tmp_path, bad) == [
        f"kehoach.toml, dòng {line}, [[memoranda]] thứ 1: Số bản phải là số chẵn từ 2 đến "
        "20: mỗi bên giữ một nửa."
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "section", "number", "key", "message"),
    [
        (
            "amount = 60_000_000",
            "amount = -5",
            "contributions",
            2,
            "amount",
            "Số tiền phải lớn hơn 0.",
        ),
        (
            "amount = 60_000_000",
            "amount = 0",
            "contributions",
            2,
            "amount",
            "Số tiền phải lớn hơn 0.",
        ),
        (
            "amount = 60_000_000",
            "amount = 1_000_000_000_000_000_000_000",
            "contributions",
            2,
            "amount",
            "Số tiền phải nhỏ hơn 1.000 tỷ đồng.",
        ),
        ("amount = 60_000_000", 'amount = "6 triệu"', "contributions", 2, "amount", "số nguyên"),
        ("amount = 60_000_000", "amount = 6e7", "contributions", 2, "amount", "số nguyên"),
        ("quantity = 3", "quantity = 0", "contributions", 2, "quantity", "lớn hơn hoặc bằng 1"),
        ('kind = "in_kind"', 'kind = "quà"', "contributions", 2, "kind", "quà"),
        ('side = "B"', 'side = "C"', "parties", 2, "side", "C"),
        (
            'text = "{đóng góp}"',
            'text = "{dong gop}"',
            "articles",
            1,
            "text",
            "Trong ngoặc nhọn",
        ),
        ('text = "{đóng góp}"', 'text = ""', "articles", 1, "text", "Vui lòng điền"),
        ('unit = "chiếc"', 'don_vi = "chiếc"', "contributions", 2, "don_vi", "không có khóa này."),
        ('unit = "chiếc"', "position = 7", "contributions", 2, "position", "không có khóa này."),
    ],
)
def test_fault_inside_of_a_memorandum_is_told_with_its_place(
    tmp_path, complete, right, wrong, section, number, key, message
):
    bad = complete.replace(right, wrong)
    outer, inner = line_of(bad, "[[memoranda]]"), line_of(bad, wrong)

    told = faults(tmp_path, bad)

    assert len(told) == 1
    assert told[0].startswith(
        f"kehoach.toml, dòng {outer}, [[memoranda]] thứ 1: kehoach.toml, dòng {inner}, "
        f"[[memoranda.{section}]] thứ {number}, khóa “{key}”: "
    )
    assert message in told[0]


def test_same_side_twice_is_told(tmp_path, complete):
    bad = complete.replace('side = "B"', 'side = "A"')
    line = len(bad.splitlines()) - bad.splitlines()[::-1].index('side = "A"')

    (told,) = faults(tmp_path, bad)

    assert told.endswith(
        f"dòng {line}, [[memoranda.parties]] thứ 2, khóa “side”: Mỗi bên chỉ có một lần trong "
        "biên bản ghi nhớ."
    )


def test_fault_in_the_second_memorandum_names_its_own_line(tmp_path, complete):
    second = complete[complete.index("[[memoranda]]") :].replace("agenda = 6", "")
    second = second.replace('side = "B"', 'side = "C"').replace("60_000_000", "-5")
    bad = f"{complete}\n{second}"
    lines = bad.splitlines()

    told = faults(tmp_path, bad)

    outer = len(lines) - lines[::-1].index("[[memoranda]]")
    for value, inner in (('side = "C"', "parties"), ("amount = -5", "contributions")):
        start = (
            f"kehoach.toml, dòng {outer}, [[memoranda]] thứ 2: kehoach.toml, dòng "
            f"{lines.index(value) + 1}, [[memoranda.{inner}]] thứ 2"
        )
        assert [sentence for sentence in told if sentence.startswith(start)], told


@pytest.mark.parametrize(
    "key", ["status", "version", "replaces", "reason", "event", "id", "noi_ky"]
)
def test_keys_that_no_file_gives_are_refused(tmp_path, text, key):
    bad = text.replace("agenda = 6", f'{key} = "signed"')
    line = line_of(bad, f"{key} = ")

    (told,) = faults(tmp_path, bad)

    assert told.startswith(
        f"kehoach.toml, dòng {line}, [[memoranda]] thứ 1, khóa “{key}”: không có khóa này. "
        "Các khóa là: sponsor, symbol"
    )


def test_missing_keys_are_told(tmp_path, complete):
    bad = re.sub(r'(?m)^(subject = "Về việc tài trợ.*|name = "Kinh phí tổ chức")\n', "", complete)

    told = faults(tmp_path, bad)

    assert [line.rpartition(": ")[2] for line in told] == [
        "thiếu khóa “subject” (trích yếu).",
        "thiếu khóa “name” (nội dung).",
    ]


@pytest.mark.parametrize("section", ["sponsors", "memoranda", "memoranda.bases"])
def test_table_in_the_place_of_a_list_is_told(tmp_path, complete, section):
    bad = complete.replace(f"[[{section}]]", f"[{section}]")
    if section == "memoranda":  # what stands inside of it would be no list either
        bad = bad.replace(COMPLETE, "")

    told = faults(tmp_path, bad)

    line = line_of(bad, f"[{section}]")
    assert told[-1].endswith(
        f"kehoach.toml, dòng {line}, [{section}]: vui lòng ghi mỗi dòng thành một bảng riêng dưới "
        f"[[{section}]]."
    )


@pytest.mark.parametrize(
    ("right", "wrong", "key", "message"),
    [
        ("public = false", 'public = "không"', "public", "vui lòng ghi true hoặc false."),
        ("public = false", "tier = 6", "tier", "6"),
        (
            "public = false",
            'tier = "vàng"',
            "tier",
            "vui lòng ghi một số nguyên, không có dấu nháy.",
        ),
        ("public = false", 'website = "khong phai"', "website", ""),
        ("public = false", 'website = "javascript:alert(1)"', "website", ""),
        ("public = false", 'logo = "a.png"', "logo", "không có khóa này."),
    ],
)
def test_fault_of_a_sponsor_is_told_with_its_place(tmp_path, text, right, wrong, key, message):
    bad = text.replace(right, wrong)
    line = line_of(bad, wrong)

    (told,) = faults(tmp_path, bad)

    assert told.startswith(f"kehoach.toml, dòng {line}, [[sponsors]] thứ 1, khóa “{key}”: ")
    assert message in told


@pytest.mark.parametrize("again", [NAME, f"  {NAME} ", unicodedata.normalize("NFD", NAME)])
def test_sponsor_twice_is_told(tmp_path, text, again):
    bad = text + f'\n[[sponsors]]\nname = "{again}"\n'

    assert faults(tmp_path, bad) == [
        f"kehoach.toml, dòng {len(bad.splitlines())}, [[sponsors]] thứ 2, khóa “name”: Nhà tài "
        "trợ này đã có trong danh sách."
    ]


def test_all_faults_are_told_at_once(tmp_path, complete):
    bad = complete.replace('unit = "chiếc"', 'don_vi = "chiếc"').replace(
        "public = false", 'public = "không"'
    )

    assert len(faults(tmp_path, bad.replace("agenda = 6", 'agenda = "sáu"'))) == 3
