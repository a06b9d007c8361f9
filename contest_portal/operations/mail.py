"""The letters of the daily operations to the organizers."""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from contest_portal.operations.state import proof
from events import mail
from events.models import Event, Letter


class ToOrganizer(mail.Kind):
    """No good backup is young enough: holds until there is one."""

    noun = "user"
    until_start = False

    def rows(self, keys: Iterable[int]) -> Mapping[int, User]:
        """Read accounts that are open."""
        return User.objects.filter(is_active=True).in_bulk(keys)

    def recipient(self, about: User) -> mail.Recipient:
        """Return the organizer."""
        name = about.get_full_name() or about.username
        return mail.Recipient(f"Kính gửi Ông/Bà {name}", about.email)

    def why_overtaken(self, about: User, letter: Letter) -> str:
        """Return that there is one by now."""
        return "" if proof().problem else _("There is a good backup by now.")

    def compose(self, about: User, letter: Letter) -> mail.Composed:
        """Return the letter with the hour of the last good backup."""
        recipient = self.recipient(about)
        context: dict[str, object] = {
            "greeting": recipient.greeting,
            "facts": [],
            "contact": "",
            "backup_at": proof().backup_at,
        }
        return mail.Composed(recipient, mail.compose(self.template, context))


mail.register(ToOrganizer("backup_late", "contest_portal/mail/backup_late.txt"))


def backup_late() -> int:
    """Tell the organizers, each once a day; return how many."""
    # a letter belongs to a ceremony: where there is none, there is nothing to lose either
    event = Event.objects.current() or Event.objects.order_by("-window_end").first()
    if not proof().problem or event is None:
        return 0
    today = f"{timezone.localdate():%Y-%m-%d}"
    organizers = User.objects.filter(is_active=True, groups__name="organizer").exclude(email="")
    return sum(
        mail.queue("user.backup_late", user, event=event, occasion=today)
        for user in organizers.order_by("pk")
    )
