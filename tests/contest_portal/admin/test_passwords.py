"""Passwords that somebody who knows the office would try first."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command

from contest_portal.admin.passwords import NotOfThisSiteValidator
from contest_portal.management.commands.setup_portal import PLAN, new_password
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

REFUSAL = (
    "Mật khẩu này dễ đoán: ngoài tên của Cuộc thi, của Ban Tổ chức hay của tài khoản, năm và các "
    "chữ số thì còn lại quá ít. Vui lòng chọn ít nhất bốn từ không liên quan đến công việc."
)


@pytest.fixture
def person(settings) -> User:
    settings.ALLOWED_HOSTS = ["hoiquan.example"]
    call_command("load_plan", str(settings.BASE_DIR / PLAN), verbosity=0)
    return User(username="tran.thu", first_name="Trần Thị Thử", email="vuthu@so.example")


@pytest.mark.parametrize(
    "password",
    [
        "bantochuc2025",
        "BanToChuc@2026!",
        "Ban Tổ chức 2025",
        "b4n-t0-chuc-2025",
        "b@ntochuc#123456789",
        "ThaiNguyen2025",
        "tha1ngvyen".replace("v", "u") + "2025",
        "doimoisangtao",
        "d01mo1sangta0!!",
        "Đổi mới sáng tạo 2025",
        "vìTháiNguyênthânyêu",
        "LễCôngBố2025",
        "admin12345678",
        "Matkhau@2025",
        "mật khẩu 2026",
        "P@ssw0rd2025",
        "hoiquan-2025",
        "tranthithu2025",
        "Thử Trần 1990",
        "vuthu19902000",
        "DMST@2025",
        "20252026",
        "0912345678",
    ],
)
def test_passwords_of_the_office_are_refused_with_what_to_do(person: User, password: str) -> None:
    with pytest.raises(ValidationError) as error:
        NotOfThisSiteValidator().validate(password, person)
    assert error.value.messages == [REFUSAL]


@pytest.mark.parametrize(
    "password",
    [
        "k7mp2qxa",
        "bantochuc-k7mp2qxa",
        "mèo vàng leo cây cau",
        "Bốn con vịt bơi 47",
        "correct horse battery",
        "x9!k2$7q1z",
        "пароль-слово",
        PASSWORD,
    ],
)
def test_passwords_of_ones_own_are_taken(person: User, password: str) -> None:
    NotOfThisSiteValidator().validate(password, person)


def test_nobody_has_an_account_yet() -> None:
    NotOfThisSiteValidator().validate("mèo vàng leo cây cau", None)
    with pytest.raises(ValidationError):
        NotOfThisSiteValidator().validate("bantochuc2025", None)


def test_generated_passwords_pass(person: User) -> None:
    made = {new_password() for _n in range(100)}
    assert len(made) == 100
    for password in made:
        validate_password(password, User(username="bantochuc"))
