"""The letters to a member of staff about the own account: that something of it was changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from events import mail
from events.models import Event, Letter

CHANGES = {
    "app_added": "Ứng dụng xác thực đã được thiết lập cho tài khoản của Ông/Bà.",
    "app_replaced": "Ứng dụng xác thực của tài khoản đã được thay bằng ứng dụng trên thiết bị mới.",
    "app_removed": "Ứng dụng xác thực đã được gỡ khỏi tài khoản của Ông/Bà.",
    "passkey_added": "Một khoá truy cập đã được thêm vào tài khoản của Ông/Bà.",
    "passkey_removed": "Một khoá truy cập đã được gỡ khỏi tài khoản của Ông/Bà.",
    "codes_renewed": "Các mã dự phòng đã được thay mới; các mã cũ không còn dùng được.",
    "code_used": "Một mã dự phòng vừa được dùng để đăng nhập vào tài khoản của Ông/Bà.",
    "reset": (
        "Xác thực hai lớp của tài khoản đã được quản trị viên đặt lại. Khi đăng nhập lần sau, đề "
        "nghị Ông/Bà thiết lập lại."
    ),
}


class ToStaff(mail.Kind):
    """Something of an account was changed: it was so, whatever came later."""

    noun = "user"
    until_start = False

    def rows(self, keys: Iterable[int]) -> Mapping[int, User]:
        """Read accounts that are open."""
        return User.objects.filter(is_active=True).in_bulk(keys)

    def recipient(self, about: User) -> mail.Recipient:
        """Return the person."""
        name = about.get_full_name() or about.get_username()
        return mail.Recipient(f"Kính gửi Ông/Bà {name}", about.email)

    def why_overtaken(self, about: User, letter: Letter) -> str:
        """Return that it holds."""
        return ""

    def compose(self, about: User, letter: Letter) -> mail.Composed:
        """Return the letter with the change and its hour."""
        recipient = self.recipient(about)
        context: dict[str, object] = {
            "greeting": recipient.greeting,
            "facts": [],
            "contact": "",
            "change": CHANGES[letter.details["change"]],
            "moment": letter.created_at,
        }
        return mail.Composed(recipient, mail.compose(self.template, context))


mail.register(ToStaff("security", "contest_portal/mail/security.txt"))


def tell(user: Any, change: str) -> None:
    """Put the letter about a change of an account into the outbox, if there is an address."""
    event = Event.objects.current() or Event.objects.order_by("-window_end").first()
    if event is not None and user.email:
        occasion = f"{timezone.now():%Y%m%d%H%M%S%f}"
        details = {"change": change}
        mail.queue("user.security", user, event=event, occasion=occasion, details=details)
