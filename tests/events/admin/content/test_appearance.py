"""The page on which the look of the site is chosen, and the pages that show it."""

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from events.models import Appearance, AppearanceFile, AuditEntry
from tests.factories import EventFactory
from tests.files import SVG, bomb, chosen, picture, saved
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/events/appearance/"
ADD, CHANGE = f"{LIST}add/", f"{LIST}1/change/"
DELETE = f"{LIST}1/delete/"
STAR = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80" onload="alert(1)">'
    b'<script>alert(1)</script><path fill="#a00" d="M50 0L60 80L0 30H100L40 80Z"/></svg>'
)
COLOURS = {"main": "#0b3d91", "action": "#8a1c5b", "accent": "#b8860b"}


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def seen(response: Any) -> str:
    return visible_text(response.content.decode())


def choose(client: Client, **typed: Any) -> Any:
    """Fill in the page as it is, with what is changed, and send it."""
    page = client.get(LIST, follow=True)
    data = form_data(page, "appearance_form")
    answer = client.post(page.redirect_chain[-1][0], {**data, **typed}, follow=True)
    committed()
    return answer


def committed() -> None:
    """Let triggers run that wait for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def svg_file(content: bytes = STAR) -> Any:
    return chosen("ngôi sao.svg", content, "image/svg+xml")


def png_file(size: tuple[int, int] = (640, 512)) -> Any:
    image = Image.new("RGBA", size)
    ImageDraw.Draw(image).ellipse((40, 40, size[0] - 40, size[1] - 40), fill="#aa0000")
    return chosen("huy hieu.png", saved(image, "PNG"), "image/png")


def links(page: str) -> dict[str, str]:
    """Return what a page says of its look."""
    found = {
        "theme": r'name="theme-color" content="([^"]*)"',
        "sheet": r'rel="stylesheet" href="(/giao-dien/[^"]*)"',
        "favicon": r'rel="icon" href="([^"]*)" sizes',
        "drawn": r'rel="icon" href="([^"]*)" type="image/svg',
        "touch": r'apple-touch-icon" href="([^"]*)"',
        "emblem": r'class="brand"[^>]*>\s*<img src="([^"]*)"',
        "motif": r'<img class="motif" src="([^"]*)"',
        "share": r'property="og:image" content="http://testserver([^"]+)"',
    }
    matches = {name: re.search(pattern, page) for name, pattern in found.items()}
    return {name: match[1] for name, match in matches.items() if match}


def image_of(client: Client, address: str) -> Image.Image:
    answer = client.get(address)
    assert "immutable" in answer["Cache-Control"]
    return Image.open(io.BytesIO(answer.content))


def near(colour: tuple[int, ...], wanted: str) -> bool:
    parts = [int(wanted[place : place + 2], 16) for place in (1, 3, 5)]
    return all(abs(one - two) <= 6 for one, two in zip(colour, parts, strict=False))


def test_as_it_came_nothing_is_asked_for(client: Client) -> None:
    EventFactory()
    look = links(client.get("/").content.decode())
    assert look["theme"] == "#1f5b3a"
    assert "sheet" not in look
    assert not any("giao-dien" in address for address in look.values())


def test_colours_are_seen_at_once_on_every_page(organizer: Client, client: Client) -> None:
    EventFactory()
    kept = client.get("/")
    assert client.get("/", headers={"if-none-match": kept["ETag"]}).status_code == 304

    choose(organizer, **COLOURS)

    page = client.get("/", headers={"if-none-match": kept["ETag"]})
    assert page.status_code == 200
    look = links(page.content.decode())
    assert look["theme"] == "#0b3d91"
    for path in ("/nha-tai-tro/", "/en/", "/khong-co/"):
        assert links(client.get(path).content.decode())["sheet"] == look["sheet"]
    sheet = client.get(look["sheet"])
    assert sheet["Content-Type"] == "text/css"
    assert sheet["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--tea: #0b3d91;" in sheet.content.decode()
    assert "--red: #8a1c5b;" in sheet.content.decode()
    manifest = client.get("/site.webmanifest").json()
    assert manifest["theme_color"] == "#0b3d91"
    icon = image_of(client, manifest["icons"][1]["src"])
    assert icon.size == (512, 512)
    assert near(icon.convert("RGB").getpixel((2, 2)), "#0b3d91")
    assert "#0b3d91" in client.get(look["emblem"]).content.decode()


def test_the_share_picture_follows_under_another_address(organizer: Client, client: Client) -> None:
    EventFactory()
    before = links(client.get("/").content.decode())["share"]
    assert near(image_of(client, before).convert("RGB").getpixel((4, 4)), "#1f5b3a")

    choose(organizer, main="#0b3d91", new_emblem=svg_file())

    after = links(client.get("/").content.decode())["share"]
    assert after != before
    picture = image_of(client, after).convert("RGB")
    assert picture.size == (1200, 630)
    assert near(picture.getpixel((4, 4)), "#0b3d91")
    assert near(picture.getpixel((1060, 140)), "#aa0000")  # the emblem
    assert near(image_of(client, before).convert("RGB").getpixel((4, 4)), "#1f5b3a")


@pytest.mark.parametrize(
    ("field", "colour", "told"),
    [
        ("main", "#7fb069", "Màu này quá nhạt: chữ màu này và chữ trắng"),
        ("action", "#ffff00", "Màu này quá nhạt: chữ màu này và chữ trắng"),
        ("accent", "#fff3c4", "Màu này quá nhạt: nét kẻ"),
        ("main", "xanh", "Mã màu gồm dấu #"),
        ("main", "#12345", "Mã màu gồm dấu #"),
        ("main", "#1f5b3a}body{", "Chỉ được tối đa 7 ký tự"),
        ("main", "", "Vui lòng điền nội dung này"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest(
    organizer: Client, field: str, colour: str, told: str
) -> None:
    answer = choose(organizer, **{**COLOURS, field: colour})
    assert told in seen(answer)
    if colour:
        assert f'value="{colour}"' in answer.content.decode()  # stays to be mended
    assert not Appearance.objects.exists()
    if nearest := re.search(r"dùng được là (#[0-9a-f]{6})", seen(answer)):
        choose(organizer, **{field: nearest[1]})
        assert getattr(Appearance.objects.get(), field) == nearest[1]


def test_a_colour_may_be_typed_as_people_do(organizer: Client) -> None:
    choose(organizer, main=" 0B3D91 ")
    assert Appearance.objects.get().main == "#0b3d91"


def test_an_emblem_that_is_a_drawing(organizer: Client, client: Client) -> None:
    EventFactory()
    choose(organizer, new_emblem=svg_file())

    look = links(client.get("/").content.decode())
    assert "sheet" not in look  # the colours are ours
    answer = client.get(look["emblem"])
    drawn = answer.content.decode()
    assert answer["Content-Type"] == "image/svg+xml"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert 'viewBox="0 -10 100 100"' in drawn
    assert "alert" not in drawn
    assert look["drawn"] == look["emblem"]
    touch = image_of(client, look["touch"])
    assert touch.size == (180, 180)
    assert near(touch.convert("RGB").getpixel((3, 3)), "#ffffff")
    assert near(touch.convert("RGB").getpixel((90, 90)), "#aa0000")
    favicon = image_of(client, look["favicon"])
    assert favicon.format == "ICO"
    assert favicon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert "ngôi sao.svg" in seen(organizer.get(CHANGE))


def test_an_emblem_that_is_a_picture(organizer: Client, client: Client) -> None:
    EventFactory()
    choose(organizer, new_emblem=png_file())

    look = links(client.get("/").content.decode())
    assert "drawn" not in look
    emblem = image_of(client, look["emblem"])
    assert (emblem.format, emblem.size) == ("PNG", (192, 192))
    assert emblem.convert("RGBA").getpixel((0, 0))[3] == 0  # clear around
    manifest = client.get("/site.webmanifest").json()
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        assert image_of(client, icon["src"]).size == tuple(map(int, icon["sizes"].split("x")))
    assert client.get("/favicon.ico")["Location"].startswith("/giao-dien/")
    choose(organizer, our_emblem="on")
    assert "giao-dien" not in links(client.get("/").content.decode())["emblem"]


@pytest.mark.parametrize(
    ("field", "file", "told"),
    [
        ("new_emblem", ("a.svg", SVG), "không cho biết kích thước"),
        ("new_emblem", ("a.svg", b"<svg>"), "bị hỏng"),
        ("new_emblem", ("a.svg", STAR.replace(b"path", b"text")), "chuyển chữ thành nét"),
        ("new_emblem", ("a.png", picture(size=(300, 300))), "cạnh dài cần ít nhất 512"),
        ("new_emblem", ("a.png", bomb()), "quá nhiều điểm ảnh"),
        ("new_emblem", ("a.png", b"GIF89a"), "không phải là ảnh"),
        ("new_emblem", ("a.png", b""), "Tệp rỗng"),
        ("new_motif", ("a.png", picture(size=(600, 600))), "không thể là ảnh"),
        ("new_motif", None, "Vui lòng chọn tệp hình vẽ họa tiết"),
    ],
)
def test_a_file_that_cannot_be_is_told_and_never_kept(
    organizer: Client, field: str, file: tuple[str, bytes] | None, told: str
) -> None:
    before = set(AppearanceFile.objects.values_list("pk", flat=True))
    upload = {field: chosen(*file, "image/png")} if file else {}
    answer = choose(organizer, main="#0b3d91", motif="own", **upload)
    assert told in seen(answer)
    assert 'value="#0b3d91"' in answer.content.decode()
    assert not Appearance.objects.exists()
    assert set(AppearanceFile.objects.values_list("pk", flat=True)) == before


def test_a_motif_of_ones_own_is_drawn_in_one_colour(organizer: Client, client: Client) -> None:
    EventFactory()
    choose(organizer, motif="own", new_motif=svg_file())
    page = client.get("/").content.decode()
    look = links(page)
    drawn = client.get(look["motif"]).content.decode()
    assert 'fill="#a9cbb4"' in drawn
    assert "#a00" not in drawn
    assert 'class="far"' not in page
    assert look["motif"] in client.get(look["sheet"]).content.decode()  # above tickets
    choose(organizer, main="#0b3d91")
    assert links(client.get("/").content.decode())["motif"] != look["motif"]


def test_without_a_motif(organizer: Client, client: Client) -> None:
    EventFactory()
    choose(organizer, motif="none")
    page = client.get("/").content.decode()
    assert "motif" not in links(page)
    assert 'class="far"' not in page
    assert "background-image: none" in client.get(links(page)["sheet"]).content.decode()
    picture = image_of(client, links(page)["share"]).convert("RGB")
    assert near(picture.getpixel((1190, 620)), "#1f5b3a")


def test_files_of_the_look_before_stay_for_pages_on_their_way(
    organizer: Client, client: Client
) -> None:
    EventFactory()
    sheets = []
    for colour in ("#0b3d91", "#4a148c", "#3e2723"):
        choose(organizer, main=colour)
        sheets.append(links(client.get("/").content.decode())["sheet"])
    assert [client.get(sheet).status_code for sheet in sheets] == [404, 200, 200]


def test_the_original_look_comes_back(organizer: Client, client: Client) -> None:
    EventFactory()
    before = client.get("/").content
    choose(organizer, **COLOURS, new_emblem=svg_file())
    assert client.get("/").content != before
    asked = organizer.get(DELETE)
    assert "Đồng ý, trở về giao diện ban đầu" in seen(asked)

    answer = organizer.post(DELETE, {"post": "yes"}, follow=True)
    committed()

    assert "Trang đã trở về giao diện ban đầu." in seen(answer)
    assert client.get("/").content == before
    acts = AuditEntry.objects.filter(table="events_appearance").order_by("pk")
    assert [entry.act for entry in acts] == ["added", "removed"]


def test_two_who_choose_at_once(organizer: Client) -> None:
    page = form_data(organizer.get(ADD), "appearance_form")
    choose(organizer, main="#0b3d91")
    late = organizer.post(ADD, {**page, "main": "#4a148c"})
    assert late.status_code in (200, 403)
    stale = form_data(organizer.get(CHANGE), "appearance_form")
    choose(organizer, main="#3e2723")
    organizer.post(CHANGE, {**stale, "accent": "#8a6d3b"})
    row = Appearance.objects.get()
    assert (row.main, row.accent) == ("#3e2723", "#8a6d3b")
    told = organizer.post(CHANGE, {**stale, "main": "#4a148c"})
    assert "Người khác vừa sửa" in seen(told) or "#3e2723" in seen(told)


def test_who_may_see_and_who_may_choose(client: Client) -> None:
    EventFactory()
    organizer = signed_in("organizer")
    choose(organizer, **COLOURS)
    secretariat = signed_in("secretariat")
    shown = secretariat.get(CHANGE)
    assert "#0b3d91" in shown.content.decode()
    assert "new_emblem" not in shown.content.decode()
    assert secretariat.post(CHANGE, {"main": "#4a148c"}).status_code == 403
    assert secretariat.post(DELETE, {"post": "yes"}).status_code == 403
    assert signed_in("reception").get(CHANGE).status_code == 403
    assert Appearance.objects.get().main == "#0b3d91"
    assert "secretariat" not in client.get("/").content.decode()


def test_no_file_by_another_name(client: Client) -> None:
    for name in (f"{'0' * 64}.css", f"{'0' * 64}.php", "x.css"):
        assert client.get(f"/giao-dien/{name}").status_code == 404
    assert reverse("appearance:file", args=["0" * 64, "css"]) == f"/giao-dien/{'0' * 64}.css"
