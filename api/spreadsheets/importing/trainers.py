"""Who gave a workshop: an identifier, a name, or several of them in one cell.

A text that is no identifier may be the whole name of somebody in these files, or of somebody known.
One that is neither is split where each part is somebody. All else is asked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from api.matching.phonetics import words
from api.people import candidates
from api.people.candidates import Candidate
from api.people.names import best_name
from api.people.search import CascadeOf
from api.people.typed_line import TypedLine
from api.spreadsheets.importing.coming import (
    ACCEPT,
    APART,
    LEAVE_OUT,
    Arrivals,
    Choice,
    Kind,
)
from api.spreadsheets.importing.keyed_people import choice
from api.spreadsheets.importing.names import NAMED, SIGN, as_said, shown
from api.spreadsheets.importing.row_values import PersonRecord, WorkshopRecord, with_trainers
from api.spreadsheets.importing.steps import ImportContext
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement
from api.transactions.read import Read
from domain.values import PersonId

BETWEEN = re.compile(r"\s*[;,&+،؛、，；\n]\s*|\s+/\s+|\s+(?:and|et|y|e|na|و|和)\s+|\s*和\s*", re.I)
"""What stands between two people."""
PERHAPS_BETWEEN = re.compile(rf"{BETWEEN.pattern}|/|\s+و", re.I)
"""What may also be a part of an identifier or of a name."""
Whole = tuple[str, ...]
"""The words of a name, in order of the alphabet: `Juma, Peter` is `Peter Juma`."""


def look(arrivals: Arrivals, context: ImportContext, read: Read, cascade: CascadeOf) -> None:
    """Puts names of people in the place of the texts of leads and co-facilitators, and asks about
    those who are nobody in these files and nobody known."""
    judgement = arrivals.judgement
    rows = [row for row in judgement.rows["workshops"] if isinstance(row.record, WorkshopRecord)]
    others = (*judgement.rows["people"], *judgement.rows["register"])
    listed = {name for row in others for name in row.people}
    texts = {name for row in rows for name in row.people if name not in listed}
    texts -= context.people.keys()
    if not texts:
        return
    found = _Trainers(judgement, context, read, cascade, listed)
    found.look_up(texts)
    where: dict[str, list[JudgedRow]] = defaultdict(list)
    for row in rows:
        for name in texts.intersection(row.people):
            where[name].append(row)
    instead = {text: _decided(arrivals, found, text, where[text]) for text in sorted(texts)}
    for row in {id(row): row for rows in where.values() for row in rows}.values():
        if isinstance(row.record, WorkshopRecord):
            them = [instead.get(name, [name]) for name in row.people]
            row.record = with_trainers(row.record, them)


@dataclass
class _Trainers:
    """Who the texts mean. `listed`: names of people and registers in these files."""

    judgement: Judgement
    context: ImportContext
    read: Read
    cascade: CascadeOf
    listed: set[str]

    def look_up(self, texts: Iterable[str]) -> None:
        """Finds everybody whom these texts, or parts of them, may mean."""
        texts = list(texts)
        parts = {part for text in texts for part in split(shown(text), PERHAPS_BETWEEN)}
        asked = sorted({shown(text) for text in texts} | parts)
        self._bearers = self.context.bearers([*asked, *(keyed(one) for one in asked)])
        self._called: dict[Whole, set[str]] = defaultdict(set)
        for row in self.judgement.rows["people"]:
            if isinstance(row.record, PersonRecord):
                self._called[whole(row.record.details.get("name", ""))].add(row.record.person)
        lines: list[TypedLine | None] = [{"name": one} if whole(one) else None for one in asked]
        number, series = self.cascade
        likely = candidates.of_lines(self.read, number, series, [None] * len(lines), lines)
        self._likely: dict[str, list[Candidate]] = dict(zip(asked, likely, strict=True))

    def named(self, text: str) -> list[str]:
        """The names of people whom this text means: none, one, or several who are called so."""
        if text in self._bearers or text in self.listed:
            return [self._known(text, self._bearers.get(text))]
        if keyed(text) in self._bearers:
            return [self._known(keyed(text), self._bearers[keyed(text)])]
        called = whole(text)
        if here := self._called.get(called) if called else None:
            return sorted(here)
        known = (one for one in self.likely(text) if called and whole(one["name"] or "") == called)
        return [self.of(one) for one in known]

    def likely(self, text: str) -> list[Candidate]:
        return self._likely.get(text, [])

    def of(self, one: Candidate) -> str:
        """The name of somebody known."""
        return self.person(one["person"], best_name(one))

    def person(self, id: str, label: str) -> str:
        """The name in these files of a known person; else one that no other can have."""
        return self._names.get(PersonId(id)) or self._known(keyed(label + SIGN + id), PersonId(id))

    @cached_property
    def _names(self) -> dict[PersonId, str]:
        return {id: name for name, id in self.context.people.items()}

    def _known(self, name: str, id: PersonId | None) -> str:
        if id is not None:
            self.context.people[name] = id
            self._names.setdefault(id, name)
        return name

    def parts(self, text: str) -> list[str]:
        """The names of several people, where each part of the text means one."""
        for between in (BETWEEN, PERHAPS_BETWEEN):
            several = [self.named(part) for part in split(text, between)]
            if len(several) > 1 and all(len(names) == 1 for names in several):
                return [name for names in several for name in names]
        return []

    def are_several(self, text: str) -> bool:
        """Whether the text plainly names several people, not all of whom are known."""
        perhaps = split(text, PERHAPS_BETWEEN)
        some = len(perhaps) > 1 and any(self.named(part) for part in perhaps)
        return some or len(split(text, BETWEEN)) > 1


def _decided(arrivals: Arrivals, found: _Trainers, name: str, rows: list[JudgedRow]) -> list[str]:
    """The names in the place of a text; none where it is left out."""
    text = shown(name)
    means = found.named(text)
    several = [] if means else found.parts(text)
    if len(means) == 1 or several:
        return means or several
    if not means and found.are_several(text):
        said = arrivals.decide(Kind.TRAINERS, text, rows, [Choice(text, text)])
        if said in (ACCEPT, APART):
            several = split(text, BETWEEN)
            several = several if len(several) > 1 else split(text, PERHAPS_BETWEEN)
            return [one for part in several for one in _one(arrivals, found, part, rows)]
        if said != text:
            return [] if said == LEAVE_OUT else [name]
    return _one(arrivals, found, name, rows)


def _one(arrivals: Arrivals, found: _Trainers, name: str, rows: list[JudgedRow]) -> list[str]:
    """The one person of a text, if it is not left out."""
    text = shown(name)
    means = found.named(text)
    if len(means) == 1:
        return means
    choices = [Choice(as_said(one), shown(one)) for one in means]
    choices = choices or [choice(one) for one in found.likely(text)]
    kind = Kind.PERSON if means else Kind.TRAINER
    said = arrivals.decide(kind, as_said(name), rows, choices, text)
    if said == LEAVE_OUT:
        return []
    if chosen := [one for one in means if as_said(one) == said]:
        return chosen
    if said and said not in (ACCEPT, APART):
        candidate = next((one for one in found.likely(text) if one["person"] == said), None)
        return [found.of(candidate) if candidate else found.person(said, keyed(text))]
    return [keyed(text) if is_name(text) or name.endswith(NAMED) else name]


def split(text: str, between: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in between.split(text) if part and part.strip()]


def whole(name: str) -> Whole:
    """Nothing where there is a digit: that is no name."""
    return () if any(sign.isdigit() for sign in name) else tuple(sorted(words(name)))


def is_name(text: str) -> bool:
    """Whether a text can only be a name: several words, with blanks between them, and no digit."""
    return len(text.split()) > 1 and not any(sign.isdigit() for sign in text)


def keyed(text: str) -> str:
    """The key of somebody of whom only this name is known."""
    return SIGN + text
