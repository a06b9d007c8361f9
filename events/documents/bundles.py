"""Papers for many people or days, as one file that is made part by part.

A bundle is a function that makes the papers of some keys, found by its name. A part is laid out in
one piece: its memory is that of the part, however many parts there are.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise

Maker = Callable[[int], str]  # from the number of pages before to the HTML of a document


@dataclass
class Bundle:
    """A kind of papers that are printed together."""

    name: str
    label: str | Promise
    permission: str  # who may print it
    model: type[Model]  # of the rows that its keys name
    part: int  # papers that are laid out together; so many are printed while their user waits
    compose: Callable[["Batch", Sequence[int]], Iterable[Maker]]  # the papers of some keys


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What is to be printed: the papers of these keys in this order, and nothing personal."""

    bundle: Bundle
    keys: Sequence[int]
    options: dict[str, Any] = field(default_factory=dict)  # as JSON keeps them
    file_name: str  # without its ending

    @property
    def total(self) -> int:
        """How many papers there are; a file without any has still something to say."""
        return max(len(self.keys), 1)

    @property
    def is_short(self) -> bool:
        """Whether its user can wait for it."""
        return self.total <= self.bundle.part

    def part(self, start: int, pages_before: int) -> tuple[bytes, int]:
        """Return the PDF of the part that begins with a key, and how many pages it has.

        None of its papers may be left by now: it has no bytes and no pages then.
        """
        from events.documents import engine  # Pango: only a process that prints pays for it

        makers = list(self.bundle.compose(self, self.keys[start : start + self.bundle.part]))
        return engine.write_part(makers, pages_before) if makers else (b"", 0)

    def pdf(self) -> bytes:
        """Return a short batch as PDF. Raises `ObjectDoesNotExist` where no paper is left."""
        content, _pages = self.part(0, 0)
        if not content:
            raise ObjectDoesNotExist
        return content

    def write(
        self, target: IO[bytes], progress: Callable[[int, int], None] = lambda done, total: None
    ) -> int:
        """Write all parts as one PDF, and tell after each how far it is; return its pages."""
        from events.documents import joining

        return joining.join(self._parts(progress), target)

    def _parts(self, progress: Callable[[int, int], None]) -> Iterator[BinaryIO]:
        pages = 0
        for start in range(0, self.total, self.bundle.part):
            content, count = self.part(start, pages)
            pages += count
            if content:
                yield io.BytesIO(content)
            progress(min(start + self.bundle.part, self.total), self.total)


BUNDLES: dict[str, Bundle] = {}


def bundle(
    name: str, label: str | Promise, *, permission: str, model: type[Model], part: int
) -> Callable[[Callable[[Batch, Sequence[int]], Iterable[Maker]]], Bundle]:
    """Make the function that composes papers a bundle, known under `name`."""

    def register(compose: Callable[[Batch, Sequence[int]], Iterable[Maker]]) -> Bundle:
        BUNDLES[name] = Bundle(name, label, permission, model, part, compose)
        return BUNDLES[name]

    return register
