"""Passwords that somebody who knows the contest, the office or the colleague would try first."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.models import Contest, Event, Plan
from events.vietnamese.names import fold

OWN_LEAST = 6  # signs that a password has beside known words, years and the rest of its numbers
DIGITS_COUNTED = 3  # more of them make nobody guess longer
SITE_LEAST, ACCOUNT_LEAST = 5, 3  # letters of a known word; shorter ones come up by chance
COMMON = """
    admin, administrator, quan tri vien, bantochuc, thu ky, to don tiep, dai bieu, khach moi,
    cuoc thi, le cong bo, phat dong, doi moi sang tao, khoi nghiep, khoa hoc cong nghe, so khcn,
    uy ban nhan dan, ubnd tinh, van phong, thai nguyen, viet nam, ha noi,
    mat khau, password, passwd, dang nhap, xin chao, welcome, qwerty, asdfgh, iloveyou, abcdef
"""
# how letters are disguised; a 1 may be an i or an l
DISGUISES = [str.maketrans("01345789$@!", f"o{one}eastbgsai") for one in "il"]
YEAR = re.compile(r"(?:19|20)\d\d")
NO_SIGN = re.compile(r"[^\w$@!]|_")


class NotOfThisSiteValidator:
    """Refuses what is made of words of the site or of the account, in whatever disguise.

    Words are compared without accents, blanks and signs, and with digits as the letters that they
    resemble. Years count for nothing, numbers for little.
    """

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError`, which says what to do."""
        known = sorted({*_words_of_site(), *_words_of(user)}, key=len, reverse=True)
        typed = NO_SIGN.sub("", YEAR.sub("", fold(password)))
        if min(_own_signs(typed, disguise, known) for disguise in DISGUISES) < OWN_LEAST:
            raise ValidationError(
                _(
                    "This password is easy to guess: beside names of the contest, of the "
                    "organizers or of the account, years and numbers, too little is left. Please "
                    "choose at least four words that have nothing to do with your work."
                ),
                code="password_of_this_site",
            )

    def get_help_text(self) -> str:
        """Return what to tell beforehand."""
        return _(
            "Your password can’t be made of names of the contest, of the organizers or of the "
            "account, with or without numbers."
        )


def _own_signs(typed: str, disguise: dict[int, int], known: Iterable[str]) -> int:
    """Return how many signs are left without the known words; of digits only some are counted."""
    plain = typed.translate(disguise)
    for word in known:
        while (start := plain.find(word)) >= 0:
            plain, typed = (text[:start] + text[start + len(word) :] for text in (plain, typed))
    digits = sum(sign.isdigit() for sign in typed)
    return len(typed) - digits + min(digits, DIGITS_COUNTED)


def _words_of_site() -> Iterator[str]:
    """Return what everybody knows of this portal."""
    texts = COMMON.split(",")
    texts += Contest.objects.values_list("name", flat=True)
    for event in Event.objects.values_list("title", "slug", "venue"):
        texts += event
    for plan in Plan.objects.values_list("superior", "issuer", "place", "signer_name"):
        texts += plan
    hosts = [*settings.ALLOWED_HOSTS, urlsplit(settings.SITE_URL).hostname or ""]
    texts += [host.replace(".", " ") for host in hosts]
    for text in texts:
        yield from _runs(text, SITE_LEAST)


def _words_of(user: object) -> Iterator[str]:
    """Return what stands in the account, the mailbox being what stands before the @."""
    for name in ("username", "first_name", "last_name", "email"):
        text = str(getattr(user, name, "") or "")
        yield from _runs(text.partition("@")[0], ACCOUNT_LEAST)


def _runs(text: str, least: int) -> Iterator[str]:
    """Return each run of syllables of a text as one word: `doi moi` gives doi, moi and doimoi."""
    parts = re.findall(r"[^\W_]+", fold(text))
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            word = "".join(parts[start:end])
            if len(word) >= least:
                yield word
