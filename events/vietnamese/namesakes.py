"""Who is the same however typed, looked up without comparing anybody with everybody.

Accents tell names apart (Hoa, Hòa), unless one of the two was typed without any: then it is the
same name on a keyboard without accents. So of each text two things are known: its `identity`, and
the same without accents. Of several texts (name, body) each way to take them gives a key; who is
looked for has one way, and few keys.
"""

from collections.abc import Iterator
from itertools import product
from typing import Generic, TypeVar

from events.vietnamese.names import identity, plain

T = TypeVar("T")


def same_text(one: str, other: str) -> bool:
    """Return whether two spellings are one name."""
    way, keys = wanted(one)
    return stored(other)[way] in keys


def stored(*texts: str) -> list[str]:
    """Return the keys of who is known, one for each way; the first way takes all accents."""
    ways = product(*((identity(text), plain(text)) for text in texts))
    return ["\n".join(way) for way in ways]


def wanted(*texts: str) -> tuple[int, list[str]]:
    """Return the way in which who is looked for can be found, and the keys that are the same."""
    way, choices = 0, []
    for text in texts:
        exact, bare = identity(text), plain(text)
        # typed without accents, any accents of the other are the same
        way = 2 * way + (exact == bare)
        choices.append([bare] if exact == bare else [exact, bare])
    return way, ["\n".join(choice) for choice in product(*choices)]


def told_apart(name: str) -> str:
    """Return how the second person of a name is written: `Lê An B`; behind `Lê An B`, `Lê An C`."""
    *words, last = name.split() or [""]
    if len(words) > 1 and "B" <= last <= "Y" and len(last) == 1:
        return " ".join([*words, chr(ord(last) + 1)])
    return f"{name} B"


class Namesakes(Generic[T]):
    """People or bodies that are known, found by any spelling; the first of equal ones stays."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], T] = {}

    def add(self, value: T, *texts: str) -> None:
        """Know one more."""
        for way, key in enumerate(stored(*texts)):
            self._known.setdefault((way, key), value)

    def find(self, *texts: str) -> T | None:
        """Return the one that is the same, or None."""
        return next(self._found(*texts), None)

    def _found(self, *texts: str) -> Iterator[T]:
        way, keys = wanted(*texts)
        return (self._known[way, key] for key in keys if (way, key) in self._known)
