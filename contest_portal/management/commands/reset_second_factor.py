"""Take from somebody the second factor that was lost, on the server itself."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from contest_portal.admin.security import factors


class Command(BaseCommand):
    help = "Đặt lại xác thực hai lớp của tài khoản đã mất thiết bị."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        with translation.override("vi"), transaction.atomic():
            user = User.objects.filter(username=username).first()
            if user is None:
                raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
            if not factors.reset(user):
                self.stdout.write(_("This account has no second factor."))
                return
            text = _("The second factor was reset on the server.")
            LogEntry.objects.log_actions(user.pk, [user], CHANGE, text)
            self.stdout.write(_("The second factor is reset; the person signs in by the password."))
