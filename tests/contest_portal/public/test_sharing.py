"""Share pictures: ours, the right size, and nobody else's words."""

import io
import re

import pytest
from PIL import Image

from contest_portal.public import sharing
from events.vietnamese.titles import SetTitle
from events.web.looks import Look
from tests.factories import EventFactory

LONG = "Hội nghị phổ biến thể lệ Cuộc thi và giải đáp câu hỏi của các đơn vị trên địa bàn " * 3


def picture_of(page: str) -> str:
    found = re.search(r'property="og:image" content="http://testserver([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/en"])
def test_each_page_has_a_picture_of_its_own(client, language):
    EventFactory(title="Lễ công bố “Đổi mới - vì quê hương” năm 2030")
    paths = [f"{language}{path}" for path in ("/", "/chuong-trinh/", "/nha-tai-tro/")]
    addresses = [picture_of(client.get(path).content.decode()) for path in paths]
    assert len(set(addresses)) == len(paths)
    for address in addresses:
        response = client.get(address)
        assert response["Content-Type"] == "image/png"
        assert "immutable" in response["Cache-Control"]
        assert Image.open(io.BytesIO(response.content)).size == sharing.SIZE
    again = [picture_of(client.get(path).content.decode()) for path in paths]
    assert again == addresses


@pytest.mark.django_db
def test_words_that_we_did_not_sign_are_not_drawn(client):
    ours = sharing.address_of(SetTitle("", ["Lễ công bố"], ""), Look())
    assert client.get(ours).status_code == 200
    words = ours.removeprefix("/chia-se/").removesuffix(".png")
    for forged in (words[:-1], f"x{words}", "x", words.replace(":", "")):
        assert client.get(f"/chia-se/{forged}.png").status_code == 404


@pytest.mark.parametrize(
    "title",
    [
        SetTitle("", [""], ""),
        SetTitle(LONG, [LONG, LONG], LONG),
        SetTitle("", ["Ư" * 500], ""),
        SetTitle("Lễ", ["Đổi mới sáng tạo -", "vì Thái Nguyên thân yêu"], "Lần thứ nhất · 2025"),
    ],
)
def test_any_title_is_drawn(title):
    picture = Image.open(io.BytesIO(sharing.drawn(title, sharing.GROUND.open("rb"), sharing.GOLD)))
    assert picture.size == sharing.SIZE
    assert picture.format == "PNG"


@pytest.mark.parametrize("count", range(1, 40))
def test_words_stay_clear_of_the_sparks(count):
    words = " ".join(["Sáng", "tạo", "Thái", "Nguyên"] * 10)
    text = " ".join(words.split()[:count])
    ground = Image.new("RGB", sharing.SIZE, "#000000")
    file = io.BytesIO()
    ground.save(file, "PNG")
    title = SetTitle(text, [text], text)
    picture = Image.open(io.BytesIO(sharing.drawn(title, file, sharing.GOLD))).convert("L")
    drawn = picture.point(lambda value: 255 if value > 64 else 0).getbbox()
    sky = Image.open(sharing.GROUND).convert("RGB").crop((0, 0, sharing.SIZE[0], 320))
    sparks = sky.getchannel("R").point(lambda value: 255 if value > 200 else 0).getbbox()
    assert drawn[2] + 20 < sparks[0]


@pytest.mark.django_db
def test_what_a_visitor_typed_is_not_signed(client):
    EventFactory()
    page = client.get("/tim-kiem/?q=giả+mạo").content.decode()
    assert "giả mạo" in page
    assert "og:image" not in page
