"""What is kept of Bootstrap: the rules that some page may need."""

import re

from django.conf import settings

from contest_portal.storage import BOOTSTRAP, lean, words

CSS = """
@charset "utf-8";
:root { --bs-blue: #00f }
a:hover { color: red }
.btn, .carousel-item.active { color: red }
.toast-header { color: red }
@media (min-width: 1px) { .carousel-inner { color: red } .form-label { color: red } }
@media (min-width: 2px) { .offcanvas-sm { color: red } }
.btn:is(.btn-primary, .btn-danger):focus { color: blue }
@keyframes spin { to { rotate: 1turn } }
"""


def test_rules_of_classes_that_no_page_names_are_left_out():
    kept = lean(CSS)
    for gone in ("toast", "carousel", "offcanvas", "charset", "min-width: 2px"):
        assert gone not in kept
    for part in ("--bs-blue", "a:hover", ".btn{", ".form-label", "@keyframes spin"):
        assert part in kept
    assert ".btn:is(.btn-primary, .btn-danger):focus" in kept


def test_every_class_of_bootstrap_that_templates_name_keeps_its_rules():
    css = (
        settings.BASE_DIR / "node_modules" / BOOTSTRAP.replace("css/", "dist/css/", 1)
    ).read_text()
    kept = lean(css)
    assert len(kept) < len(css) / 3
    classes = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", css))
    used = classes & words()
    assert {"btn", "form-control", "alert", "visually-hidden"} <= used
    missing = {one for one in used if not re.search(rf"\.{re.escape(one)}(?![\w-])", kept)}
    alone = {one for one in missing if re.search(rf"[,}}]\.{re.escape(one)}[{{,]", css)}
    assert alone == set()


def served(folder: str, name: str) -> str:
    """Return the sheet that was collected last."""
    found = list((settings.STATIC_ROOT / folder).glob(name))
    return max(found, key=lambda file: file.stat().st_mtime).read_text()


def test_what_is_served_is_the_lean_one():
    assert ".carousel" not in served("bootstrap/css", "bootstrap.min.*.css")


def test_every_page_has_one_sheet_with_all_that_it_needs(client, db):
    css = served("css", "public.*.css")
    assert "@import" not in css
    assert ".carousel" not in css
    places = [css.index(part) for part in (".btn{", "@font-face", "html .form-select")]
    assert places == sorted(places)
    for name in re.findall(r"url\(\"?\.\./([^\")]+)", css):
        assert re.search(r"\.[0-9a-f]{12}\.", name), name
        assert (settings.STATIC_ROOT / name).is_file()
    page = client.get("/").content.decode()
    assert re.findall(r'<link rel="stylesheet" href="/static/([a-z/]+)\.', page) == ["css/public"]


def test_static_files_are_kept_for_ever(client, db):
    (sheet,) = re.findall(r'/static/css/public[^"]+', client.get("/").content.decode())
    answer = client.get(sheet, headers={"accept-encoding": "gzip, br"})
    answer.close()
    assert {"public", "immutable"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Content-Encoding"] == "br"
    assert answer["Vary"] == "Accept-Encoding"
