"""A lost factor: reset by another administrator, or on the server."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contest_portal.admin.security import factors
from events.models import Letter
from tests.factories import EventFactory
from tests.letters import words
from tests.pages import visible_text
from tests.people import PASSWORD, administrator, signed_in
from tests.second_factors import is_in, password_typed, shown, with_app, with_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    EventFactory()
    user = User.objects.create_superuser("mat-may", "mat-may@example.vn", PASSWORD)
    with_app(user)
    with_codes(user)
    Letter.objects.all().delete()
    return user


@pytest.fixture
def client() -> Client:
    return password_typed(administrator(PASSWORD))[0]


def page(user: User) -> str:
    return f"/quan-tri/auth/user/{user.pk}/reset/"


def test_an_administrator_resets_the_factor_of_another(person, client):
    theirs = Client()
    theirs.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert is_in(theirs)
    asked = client.get(page(person))
    assert "Chỉ thực hiện khi chính người này đề nghị" in visible_text(asked.content.decode())
    assert factors.has_any(person)
    assert client.post(page(person))["Location"].endswith(f"/{person.pk}/change/")
    assert not factors.has_any(person)
    assert not person.recovery_codes.exists()
    assert not is_in(theirs)
    assert "Đã đặt lại xác thực hai lớp" in str(LogEntry.objects.get())
    assert LogEntry.objects.get().object_id == str(person.pk)
    assert "đã được quản trị viên đặt lại" in words(Letter.objects.get())
    assert is_in(password_typed(person)[0])
    assert client.post(page(person)).status_code == 302  # twice
    assert Letter.objects.count() == 1


def test_the_page_of_the_person_leads_there(person, client):
    change = client.get(f"/quan-tri/auth/user/{person.pk}/change/").content.decode()
    assert "Đặt lại xác thực hai lớp" in change
    action = client.get(reverse("admin:auth_user_lost_factor", args=[person.pk]))
    assert action["Location"] == page(person)


def test_the_own_factor_is_not_reset_this_way(client):
    own = User.objects.get(username="quan-tri-vien")
    with_app(own)
    assert client.post(page(own))["Location"] == "/quan-tri/bao-mat/"
    assert factors.has_any(own)


def test_an_administrator_who_left_the_desk_is_asked_for_the_password(person, client):
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
        assert client.post(page(person))["Location"].startswith("/quan-tri/bao-mat/xac-nhan/")
    assert factors.has_any(person)


@pytest.mark.parametrize("role", ["organizer", "secretariat", "reception"])
def test_others_reset_nothing(person, role):
    other = signed_in(role)
    assert other.get(page(person)).status_code == other.post(page(person)).status_code == 403
    assert factors.has_any(person)


def test_the_server_resets_the_factor_of_the_only_administrator(person):
    output = StringIO()
    call_command("reset_second_factor", "mat-may", stdout=output)
    assert "Đã đặt lại xác thực hai lớp" in output.getvalue()
    assert not factors.has_any(person)
    assert "trên máy chủ" in str(LogEntry.objects.get())
    assert is_in(password_typed(person)[0])
    output = StringIO()
    call_command("reset_second_factor", "mat-may", stdout=output)
    assert "chưa thiết lập" in output.getvalue()


def test_the_server_knows_no_such_account():
    with pytest.raises(CommandError, match="Không có tài khoản “khong-co”"):
        call_command("reset_second_factor", "khong-co")


def test_a_reset_app_does_not_fit_any_more(person):
    secret = with_app(User.objects.create_superuser("khac", password=PASSWORD))
    call_command("reset_second_factor", "khac", stdout=StringIO())
    other = User.objects.get(username="khac")
    with_app(other)
    assert not factors.proves(other, shown(secret))
