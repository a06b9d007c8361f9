"""What is set wrong is told, all of it, and nothing is guessed."""

import os
import subprocess
import sys

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from contest_portal.environment import Environment
from events.mailboxes import is_one_address

WRONG = [
    ("switch", "maybe", {}, False),
    ("choice", "maybe", {"among": ("all", "none"), "default": "all"}, "all"),
    ("number", "12a", {"default": 3}, 3),
    ("number", "-1", {"default": 3}, 3),
    ("number", "٣", {"default": 3}, 3),
    ("number", "70000", {"default": 8000, "most": 65_535}, 8000),
    ("names", "https://doimoisangtao.example", {"default": ["a"]}, ["a"]),
    ("names", "a.example,b.example:8000", {"default": ["a"]}, ["a"]),
    ("networks", "10.0.0.300", {"default": ["::1"]}, ["::1"]),
    ("site", "doimoisangtao.example", {"default": ""}, ""),
    ("site", "ftp://doimoisangtao.example", {"default": ""}, ""),
    ("database", "mysql://a:b@c/d", {}, ""),
    ("database", "postgres://a:b@c:port/d", {}, ""),
    ("sender", "Ban Tổ chức, Cuộc thi <btc@x.example>", {"default": ""}, "webmaster@localhost"),
    ("contact", "phòng Công nghệ thông tin", {}, ""),
]


@pytest.mark.parametrize(("kind", "typed", "how", "value"), WRONG)
def test_what_cannot_be_read_is_a_fault_and_the_default_holds(kind, typed, how, value, monkeypatch):
    monkeypatch.setenv("OF_A_TEST", typed)
    env = Environment()
    assert getattr(env, kind)("OF_A_TEST", **how) == value
    (fault,) = env.faults
    assert str(fault).startswith("OF_A_TEST=")
    assert "vui lòng ghi" in str(fault) or "vui lòng chỉ ghi" in str(fault)


@pytest.mark.parametrize(
    ("kind", "typed", "how", "value"),
    [
        ("switch", "ON", {}, True),
        ("switch", "0", {"default": True}, False),
        ("switch", "", {"default": True}, True),
        ("choice", "None", {"among": ("all", "none"), "default": "all"}, "none"),
        ("choice", "", {"among": ("all", "none"), "default": "all"}, "all"),
        ("number", "14", {"default": 3}, 14),
        (
            "names",
            "a.example, .b.example,[::1]",
            {"default": []},
            ["a.example", ".b.example", "[::1]"],
        ),
        ("networks", "10.0.0.0/8,::1", {"default": []}, ["10.0.0.0/8", "::1"]),
        ("site", "https://a.example/", {"default": ""}, "https://a.example"),
        ("site", "", {"default": ""}, ""),
        ("database", "postgres://a:b@c:5432/d", {}, "postgres://a:b@c:5432/d"),
        ("sender", "", {"default": "btc@x.example"}, "btc@x.example"),
        ("contact", "cntt@x.example", {}, "cntt@x.example"),
        ("contact", "https://x.example/an-ninh", {}, "https://x.example/an-ninh"),
    ],
)
def test_what_can_be_read_is_taken(kind, typed, how, value, monkeypatch):
    monkeypatch.setenv("OF_A_TEST", typed)
    env = Environment()
    assert getattr(env, kind)("OF_A_TEST", **how) == value
    assert env.faults == []


@pytest.mark.parametrize(
    "typed", ["mailhost", "http://mail.example", "smtp://u:secret@h:port", "smtp://"]
)
def test_a_mail_server_that_is_none_is_told_without_its_password(typed, monkeypatch):
    monkeypatch.setenv("OF_A_TEST", typed)
    env = Environment()
    assert "console" in str(env.mail_server("OF_A_TEST")["EMAIL_BACKEND"])
    assert "secret" not in str(env.faults[0])


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("btc@x.example", True),
        ("Ban Tổ chức <btc@x.example>", True),
        ('"Ban Tổ chức, Cuộc thi" <btc@x.example>', True),
        ("Ban Tổ chức, Cuộc thi <btc@x.example>", False),
        ("Ban Tổ chức btc@x.example", False),
        ("<btc@x.example", False),
        ("a@x.example, b@x.example", False),
        ("btc", False),
        ("", False),
    ],
)
def test_a_sender_is_one_address(text, good):
    assert is_one_address(text) is good


def test_all_faults_are_errors_of_the_checks(monkeypatch):
    env = Environment()
    monkeypatch.setenv("ONE", "x")
    env.number("ONE", 1)
    env.switch("ONE")
    with override_settings(ENVIRONMENT_FAULTS=env.faults):
        told = [one.msg for one in run_checks() if one.id == "contest_portal.E004"]
    assert told == [str(fault) for fault in env.faults]
    assert len(told) == 2


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({"EMAIL_URL": "smtp://mail.example:25"}, "EMAIL_FROM"),
        ({"SITE_URL": "https://le.example", "ALLOWED_HOSTS": "doimoisangtao.example"}, "SITE_URL"),
        ({"HTTPS": "on", "TRUSTED_PROXIES": "0"}, "TRUSTED_PROXIES"),
        ({"RETENTION_DAYS": "1000000"}, "RETENTION_DAYS"),
        (
            {
                "EMAIL_URL": "smtp://mail.example:25",
                "EMAIL_FROM": "btc@x.example",
                "SITE_URL": "https://le.x.example",
                "ALLOWED_HOSTS": ".x.example",
                "HTTPS": "on",
            },
            "",
        ),
    ],
)
def test_what_contradicts_is_told(variables, name):
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            "from contest_portal import settings as s; print(*(f.name for f in s.env.faults))",
        ],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert found.stdout.strip() == name


def test_the_portal_does_not_start_and_says_why_in_one_line():
    env = {**os.environ, "EMAIL_FROM": "Ban Tổ chức, Cuộc thi <btc@x.example>", "PORT": "0"}
    started = subprocess.run(
        [sys.executable, "-m", "contest_portal.server.serve"],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert started.returncode == 1
    (line,) = started.stderr.splitlines()
    assert line.startswith("EMAIL_FROM=Ban Tổ chức, Cuộc thi <btc@x.example>: vui lòng ghi")


@pytest.mark.parametrize(
    ("variables", "value"),
    [
        ({}, "off"),
        ({"HTTPS": "on"}, "approvers"),
        ({"HTTPS": "on", "SECOND_FACTOR": "off"}, "off"),
        ({"SECOND_FACTOR": "staff"}, "staff"),
    ],
)
def test_a_second_factor_is_required_where_the_portal_runs_for_real(variables, value):
    command = "from contest_portal import settings as s; print(s.SECOND_FACTOR)"
    without = {k: v for k, v in os.environ.items() if k not in ("HTTPS", "SECOND_FACTOR")}
    found = subprocess.run(
        [sys.executable, "-c", command],
        env={**without, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == value
