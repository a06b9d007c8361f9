"""Kept pages in fewer bytes; and never one that has a secret."""

import gzip
from itertools import pairwise

import brotli
import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from events.models import Event
from events.web import encodings, pages
from tests.factories import NewsPostFactory, make_invitation, make_registration, make_seating

BROWSER = "gzip, deflate, br, zstd"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (BROWSER, "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5 , br; q=0", "gzip"),
        ("br;q=0.001", "br"),
        ("gzip;q=0.000, identity", ""),
        ("deflate, zstd", ""),
        ("gzippy, xbr", ""),
        ("*", ""),
        ("", ""),
        (";q=;,,=;gzip;q=", ""),
    ],
)
def test_encoding_is_one_that_was_asked_for(accepted: str, encoding: str) -> None:
    assert encodings.chosen(accepted) == encoding


def unpacked(answer: HttpResponse) -> bytes:
    """Return what the browser makes of an answer."""
    assert int(answer["Content-Length"]) == len(answer.content)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    return unpack[answer.get("Content-Encoding", "")](answer.content)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/", "/en/", "/tin-tuc/", "/sitemap.xml", "/tin-tuc/tin-1/"])
def test_page_is_the_same_in_every_encoding(client: Client, path: str) -> None:
    event = make_seating().event
    NewsPostFactory(contest=event.contest, slug="tin-1", published_at="2020-01-01T00:00Z")
    answers = [
        client.get(path, headers={"accept-encoding": accepted})
        for accepted in (BROWSER, "gzip", "", BROWSER)
    ]
    assert [one.get("Content-Encoding") for one in answers] == ["br", "gzip", None, "br"]
    assert len({unpacked(one) for one in answers}) == 1
    assert len(answers[0].content) < len(answers[2].content) / 2
    assert {one["Vary"] for one in answers} == {"Accept-Encoding"}
    assert {one["Cache-Control"] for one in answers} == {"public, no-cache"}
    assert len({one["ETag"] for one in answers}) == 3


@pytest.mark.django_db(transaction=True)
def test_packed_page_is_not_sent_again_and_is_true_after_an_edit(client: Client) -> None:
    event = make_seating().event
    headers = {"accept-encoding": BROWSER}
    page = client.get("/", headers=headers)
    again = client.get("/", headers=headers | {"if-none-match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Vary"]) == (page["ETag"], "Accept-Encoding")
    Event.objects.filter(pk=event.pk).update(venue="Nhà văn hóa mới")
    changed = client.get("/", headers=headers | {"if-none-match": page["ETag"]})
    assert changed.status_code == 200
    assert "Nhà văn hóa mới" in unpacked(changed).decode()
    # for who reads another encoding, it is another answer
    plain = client.get("/", headers={"if-none-match": changed["ETag"]})
    assert (plain.status_code, plain.content) == (200, unpacked(changed))


@pytest.mark.django_db(transaction=True)
def test_pages_with_a_token_or_a_secret_are_neither_packed_nor_public(client: Client) -> None:
    event = make_seating().event
    invitation, delegate = make_invitation(event), make_registration(event)
    event.contest.save()
    for path in (
        "/dang-ky/",
        invitation.get_absolute_url(),
        delegate.get_absolute_url(),
        "/tim-kiem/?q=le",
        "/hoi-dap/tim/?q=le",
        "/quan-tri/dang-nhap/",
    ):
        for _n in range(2):
            answer = client.get(path, headers={"accept-encoding": BROWSER})
            assert "Content-Encoding" not in answer, path
            assert answer.status_code != 200 or {"private", "no-store"} & {
                part.strip() for part in answer["Cache-Control"].split(",")
            }, path


def test_a_page_that_asks_who_reads_it_is_for_nobody_else() -> None:
    """Whoever changes a kept page so that a form or a session gets into it."""

    def view(request, *args):
        response = HttpResponse(f"{get_token(request)} {'x' * 5000}")
        response["Vary"] = "Accept-Language, Cookie"
        return response

    shown = type("Shown", (), {"stamp": "1", "version": "1"})()
    middleware = pages.KeptPagesMiddleware(pages.kept(lambda: shown)(view))
    request = RequestFactory(headers={"accept-encoding": BROWSER}).get("/trang/")
    answers = [middleware(request) for _n in range(2)]
    for one in answers:
        assert one["Cache-Control"] == "private, no-store"
        assert "ETag" not in one
        assert "Content-Encoding" not in one
    first, second = (one.content.split()[0] for one in answers)
    assert first != second  # the second was made anew


def test_a_page_is_kept_once_and_not_for_a_strange_host() -> None:
    calls = []

    def view(request, shown):
        calls.append(request.get_host())
        return HttpResponse("x" * 5000)

    shown = type("Shown", (), {"stamp": "1", "version": "1"})()
    middleware = pages.KeptPagesMiddleware(pages.kept(lambda: shown)(view))
    for host in ("testserver", "testserver", "localhost", "testserver"):
        middleware(RequestFactory(headers={"host": host}).get("/trang/"))
    assert calls == ["testserver", "localhost"]


def test_stronger_packing_would_not_be_worth_its_time() -> None:
    """The sizes come in the order that is asked for, so the first is never the larger one."""
    page = "".join(f"<p>Đoạn thứ {n} của trang, về đổi mới sáng tạo.</p>" for n in range(500))
    sizes = [len(encodings.encoded(page.encode(), name)) for name in encodings.ENCODINGS]
    assert all(before < after for before, after in pairwise([*sizes, len(page)]))
