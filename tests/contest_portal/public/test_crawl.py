"""Who follows every link of the site meets no broken one, and is sent nowhere else by itself."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from tests import whole_portal

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
FETCHED = re.compile(
    r'<(?:img|script|source|video|audio|iframe|embed|track|input)\b[^>]*?\b(?:src|srcset|poster)="([^"]+)"'
    r'|<link\b(?![^>]*rel="(?:canonical|alternate)")[^>]*?\bhref="([^"]+)"'
)
FRAGMENTS = re.compile(r'\bid="([^"]+)"')
MOST = 400  # pages


def test_every_link_leads_somewhere(settings) -> None:
    settings.SITE_URL = "https://le-cong-bo.example"
    whole_portal.build()
    client = Client()
    pages: dict[str, set[str]] = {}  # by path: what a link can lead to
    todo, broken, foreign = ["/"], [], []
    while todo and len(pages) < MOST:
        path = todo.pop()
        if path in pages:
            continue
        answer = client.get(path)
        if file := getattr(answer, "file_to_stream", None):
            file.close()
        pages[path] = set()
        if answer.status_code in (301, 302):
            todo.append(urldefrag(urljoin(path, answer["Location"]))[0])
            continue
        if answer.status_code != 200:
            broken.append((path, answer.status_code))
            continue
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        text = answer.content.decode()
        pages[path] = set(FRAGMENTS.findall(text))
        assert 'style="' not in text, path
        for found in LINK.findall(text):
            there, fragment = urldefrag(urljoin(f"http://testserver{path}", unescape(found)))
            parts = urlsplit(there)
            if parts.netloc == "testserver" and parts.scheme == "http":
                own = parts.path + (f"?{parts.query}" if parts.query else "")
                if fragment and own == path and fragment not in pages[path]:
                    broken.append((path, f"#{fragment}"))
                todo.append(own)
        for found in (one for pair in FETCHED.findall(text) for one in pair if one):
            source = urlsplit(urljoin(f"http://testserver{path}", unescape(found.split()[0])))
            if source.netloc != "testserver" and source.scheme != "data":
                foreign.append((path, found))
    assert broken == []
    assert foreign == []
    assert len(pages) >= 20
    assert len(pages) < MOST
