"""`setup_portal`: the first run of a new portal; does nothing once there is a user."""

import datetime
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from events.models import Event
from events.vietnamese import dates

PLAN = "contest_portal/plans/le-cong-bo-2025.toml"
ORGANIZER = "bantochuc"
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that looks like another


def new_password() -> str:
    """Return a password that can be read and typed: four groups of five signs, 115 random bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


class Command(BaseCommand):
    """Make the first organizer and load the real ceremony, both or neither."""

    help = "Tạo tài khoản Ban Tổ chức đầu tiên và nạp kế hoạch buổi lễ, nếu chưa có ai."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()._default_manager
        if users.exists():
            return
        password = new_password()
        with transaction.atomic():
            with connection.cursor() as cursor:  # of two first runs at once, one makes the user
                table = connection.ops.quote_name(users.model._meta.db_table)
                cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            if users.exists():
                return
            user = users.create_user(ORGANIZER, password=password, is_staff=True)
            user.is_superuser = True
            user.save(update_fields=["is_superuser"])
            user.groups.add(*Group.objects.filter(name="organizer"))
            call_command("load_plan", str(settings.BASE_DIR / PLAN), stdout=self.stdout)
        self.stdout.write(
            "Tài khoản Ban Tổ chức (chỉ hiện một lần, vui lòng ghi lại ngay):\n"
            f"  Tên đăng nhập: {ORGANIZER}\n"
            f"  Mật khẩu:      {password}"
        )
        event = Event.objects.current()
        if event is not None and event.is_over():
            ahead = timezone.localdate() + datetime.timedelta(weeks=3)
            self.stdout.write(
                f"Buổi lễ đã nạp có thời gian tổ chức đến {dates.short(event.last_day())} nên "
                "không còn nhận đăng ký. Để thử đăng ký, dời các ngày của buổi lễ:\n"
                f"  .venv/bin/python manage.py load_plan {PLAN} --first-day {ahead}"
            )
        self.stdout.flush()
