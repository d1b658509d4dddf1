"""Which rows without an identifier mean the same person: by contacts, else by the whole name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from api.matching.phonetics import words
from api.spreadsheets.files.cells import Cell, NoIdentifier, as_text
from api.spreadsheets.recognition.vocabulary.words import sex

CONTACTS = ("phone", "email", "id_number")
_NO_DIGIT = re.compile(r"\D+")
TOLD_APART_BY = (*CONTACTS, "sex")
"""What two rows of one name must not contradict each other in, to be one person."""


@dataclass
class _Somebody:
    key: NoIdentifier
    name: tuple[str, ...]
    known: dict[str, str]
    by_name: bool = False
    """Whether a row with a contact and one without were joined."""


class PeopleKeys:
    """Gives each person of some sheets a key: the same for the same rows in the same order."""

    def __init__(self) -> None:
        self._by_contact: dict[tuple[str, str], _Somebody] = {}
        self._by_name: dict[tuple[str, ...], list[_Somebody]] = defaultdict(list)
        self._without_phone: dict[tuple[str, ...], list[_Somebody]] = defaultdict(list)
        self.is_unclear = False
        """Whether the last row may be one of several people of its name."""

    def key(self, cells: Mapping[str, Cell]) -> NoIdentifier:
        """`cells`: of one row, by field. A row with a contact of somebody whose name is alike means
        that person; else one with the same whole name, unless something contradicts."""
        said = {name: text for name in TOLD_APART_BY if (text := _compared(name, cells.get(name)))}
        name = tuple(sorted(words(as_text(cells.get("name")))))
        somebody, self.is_unclear = self._bearer(said, name), False
        if somebody is None and (fits := self._namesakes(said, name)):
            somebody, self.is_unclear = fits[0], len(fits) > 1
            somebody.by_name |= _has_contact(said) != _has_contact(somebody.known)
        if somebody is None:
            somebody = _Somebody(
                self._new_key(name, as_text(cells.get("name")), said), name, dict(said)
            )
            self._by_name[name].append(somebody)
            if "phone" not in said:
                self._without_phone[name].append(somebody)
        somebody.known = said | somebody.known
        for kind in CONTACTS:
            if kind in said:
                self._by_contact.setdefault((kind, said[kind]), somebody)
        return somebody.key

    def by_name(self) -> set[str]:
        """The keys of people of whom nothing but the name says that all rows are theirs, though
        some have a contact."""
        return {one.key for some in self._by_name.values() for one in some if one.by_name}

    def _bearer(self, said: Mapping[str, str], name: tuple[str, ...]) -> _Somebody | None:
        for kind in CONTACTS:
            found = self._by_contact.get((kind, said.get(kind, "")))
            if found and (not name or _alike(name, found.name)) and not _differ_in_sex(said, found):
                return found
        return None

    def _namesakes(self, said: Mapping[str, str], name: tuple[str, ...]) -> list[_Somebody]:
        """At most two people of this name whom the row does not contradict."""
        if not name:
            return []
        # Somebody with this telephone would have been found by it.
        some = (self._without_phone if "phone" in said else self._by_name)[name]
        fits = (
            one for one in some
            if all(one.known.get(kind, text) == text for kind, text in said.items())
        )  # fmt: skip
        return list(islice(fits, 2))

    def _new_key(
        self, name: tuple[str, ...], written: str, said: Mapping[str, str]
    ) -> NoIdentifier:
        called = " ".join(written.split()) or next(iter(said.values()), "?")
        count = len(self._by_name[name]) + 1
        return NoIdentifier(called if count == 1 else f"{called} ({count})")


def _has_contact(said: Mapping[str, str]) -> bool:
    return any(kind in said for kind in CONTACTS)


def _compared(kind: str, cell: Cell | None) -> str:
    if cell is None:
        return ""
    text = as_text(cell)
    if kind == "phone":
        return _NO_DIGIT.sub("", text)[-9:]
    if kind == "sex":
        return _sex(text)
    return "".join(text.casefold().split())


@lru_cache(1_000)
def _sex(text: str) -> str:
    return sex(text) or ""


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be of one person: one has all words of the other."""
    return set(one) <= set(other) or set(other) <= set(one)


def _differ_in_sex(said: Mapping[str, str], other: _Somebody) -> bool:
    return said.get("sex", "") != other.known.get("sex", said.get("sex", ""))
