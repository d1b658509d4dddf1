"""Compares what was taken from a sheet with what it says, and names every fault."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.spreadsheets.importing.names import shown
from tests.support.sheets.reading import Record, Taken
from tests.support.sheets.truth import Either, Line, Person, Said, Truth, Workshop

SOFT = frozenset({"asked in vain", "asks again", "not listed", "not left out", "not read"})
"""Faults that cost time or a fact, and make no wrong value."""
TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof"})
FIELDS = (
    "sex", "age_band", "phone", "email", "id_number", "organisation", "cadre", "region", "person",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """`kind`: wrong value, invented value, not read, lost, made up, split, one of two, refused, not
    asked, asked in vain, asks again, asks for ever, not listed; `what`: where and how."""

    kind: str
    what: str

    @property
    def soft(self) -> bool:
        return self.kind in SOFT

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


def named(name: str) -> tuple[str, ...]:
    """Names with the same words are one, in whatever order and case, with a title or without."""
    text = unicodedata.normalize("NFKC", name).casefold()
    if re.search("[\u4e00-\u9fff]", text):
        return tuple(sorted(re.sub(r"\s", "", text)))
    parts = re.findall(r"[\w'’\u200c\u200d-]+", text)
    return tuple(sorted(part for part in parts if part not in TITLES))


def same(column: str, said: Any, truth: Said) -> bool:
    """Whether a value is the true one; None where there is none."""
    if isinstance(truth, Either):
        return any(same(column, said, one) for one in truth.values)
    if said is None or truth is None:
        return said is truth
    if column == "phone":
        digits = re.sub(r"\D", "", str(said)).lstrip("0")
        return digits == re.sub(r"\D", "", truth).lstrip("0")
    return _code(str(said)) == _code(truth)


def _code(text: str) -> str:
    text = re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text))
    return " ".join(text.casefold().split())


def questions(asked: set[str], truth: Truth) -> list[Fault]:
    """Whether what must be asked was asked, and nothing else."""
    silent = [Fault("not asked", ask) for ask in sorted(truth.must - asked)]
    vain = sorted(asked - truth.must - truth.may)
    return silent + [Fault("asked in vain", ask) for ask in vain]


def faults(taken: Taken, truth: Truth) -> list[Fault]:
    """All faults of a reading in which nothing is asked any more."""
    return _Comparison(taken, truth).faults()


class _Comparison:
    def __init__(self, taken: Taken, truth: Truth) -> None:
        self.taken, self.truth = taken, truth
        self.found: list[Fault] = []
        self.names: dict[str, str] = {
            row["person"]: row["name"] for row in taken.records["people"] if "name" in row
        }
        self.cards = {row["person"]: row for row in taken.records["people"]}
        self.who: dict[str, set[int]] = defaultdict(set)

    def faults(self) -> list[Fault]:
        self.found += [Fault("asks for ever", ask) for ask in sorted(self.taken.asked)]
        self._lines(self._workshops())
        self._people()
        self._identity()
        self._certificates()
        self._left_out()
        self._refused()
        return self.found

    def say(self, kind: str, what: str) -> None:
        self.found.append(Fault(kind, what))

    # ---- workshops -------------------------------------------------------------------------

    def _workshops(self) -> dict[str, int]:
        """Key of a workshop that was taken → the one that it is."""
        left = dict(enumerate(self.truth.workshops))
        keys: dict[str, int] = {}
        for row in self.taken.records["workshops"]:
            days = [at for at, one in left.items() if one.starts_on == row["starts_on"]]
            if not days:
                self.say("made up", f"workshop {row['starts_on']} {row.get('title', '')}")
                continue
            keys[row["workshop"]] = days[0]
            self._workshop(row, left.pop(days[0]))
        for one in left.values():
            self.say("lost", f"workshop {one.starts_on}")
        return keys

    def _workshop(self, row: Record, truth: Workshop) -> None:
        where = f"workshop {truth.starts_on}"
        if row["ends_on"] != truth.ends_on:
            self.say("wrong value", f"{where}: ends_on {row['ends_on']}, not {truth.ends_on}")
        leads = [row["lead"]] if "lead" in row else []
        given = [
            self.names.get(one, shown(one)) for one in (*leads, *row.get("co_facilitators", ()))
        ]
        if sorted(map(named, given)) != sorted(map(named, truth.leads)):
            # Several in one cell are split by the import, which knows people.
            together = named(" ".join(given).replace("&", " "))
            if together != named(" ".join(truth.leads)):
                kind = "not read" if not given else "wrong value"
                self.say(kind, f"{where}: trainers {given}, not {list(truth.leads)}")
        place = {row.get("venue"), row.get("region")} - {None}
        for column, said, true in (
            ("title", {row.get("title")} - {None}, truth.title),
            ("place", place, truth.place),
        ):
            if not said and not same(column, None, true):
                self.say("not read", f"{where}: {column}")
            if said and true is None and column == "place":
                self.say("invented value", f"{where}: {column} {sorted(said)}")
            if said and true is not None and not any(self._within(one, true) for one in said):
                self.say("wrong value", f"{where}: {column} {sorted(said)}, not {true}")

    def _within(self, said: str, true: Said) -> bool:
        options = true.values if isinstance(true, Either) else (true,)
        return any(one is not None and _code(one) in _code(said) for one in options)

    # ---- lines of registers ----------------------------------------------------------------

    def _lines(self, keys: dict[str, int]) -> None:
        left = list(self.truth.lines)
        seen: list[Record] = []
        for row in self.taken.records["register"]:
            key = row["person"]
            if row in seen:
                continue
            seen.append(row)
            if row["workshop"] not in keys:
                self.say("made up", f"line of no workshop: {self.names.get(key, key)}")
                continue
            of = [line for line in left if line.workshop == keys[row["workshop"]]]
            who = [line for line in of if self._is(key, self.truth.people[line.person])]
            if not who:
                self.say("made up", f"on a register: {self.names.get(key, key)!r}")
                continue
            line = min(who, key=lambda one: self._apart(row, one))
            left.remove(line)
            self.who[key].add(line.person)
            self._scores(row, line)
        for line in left:
            self.say("lost", f"from a register: {self.truth.people[line.person].name}")

    def _is(self, key: str, person: Person) -> bool:
        if key in self.names:
            return named(self.names[key]) == named(person.name)
        return isinstance(person.person, str) and _code(key) == _code(person.person)

    def _apart(self, row: Record, line: Line) -> int:
        """By how much a row differs from a line: namesakes are told apart by it."""
        person, card = self.truth.people[line.person], self.cards.get(row["person"], {})
        facts = sum(not same(name, card.get(name), getattr(person, name)) for name in FIELDS)
        return 4 * facts + sum(row.get(name) != getattr(line, name) for name in ("pre", "post"))

    def _scores(self, row: Record, line: Line) -> None:
        name = self.truth.people[line.person].name
        for test in ("pre", "post", "max_score"):
            said, true = row.get(test), getattr(line, test)
            if test == "max_score" and line.pre is None and line.post is None:
                continue
            if said == true or (None not in (said, true) and abs(said - true) < 1e-6):
                continue
            kind = "lost" if said is None else "invented value" if true is None else "wrong value"
            self.say(kind, f"{test} of {name}: {said}, not {true}")

    # ---- people ----------------------------------------------------------------------------

    def _people(self) -> None:
        leads = {named(lead) for one in self.truth.workshops for lead in one.leads}
        together = {named(" ".join(one.leads)) for one in self.truth.workshops}
        unmet = [
            at
            for at in range(len(self.truth.people))
            if at not in set().union(*self.who.values(), set())
        ]
        for row in self.taken.records["people"]:
            key = row["person"]
            if key not in self.who:
                alike = [at for at in unmet if self._is(key, self.truth.people[at])]
                if alike:
                    best = min(alike, key=lambda at: self._distance(row, self.truth.people[at]))
                    self.who[key].add(best)
                    unmet.remove(best)
                elif named(row.get("name", "")) not in leads | together:
                    self.say("made up", f"person {row.get('name', key)!r}")
            for at in self.who.get(key, ()):
                self._card(row, self.truth.people[at])
        lost = [self.truth.people[at] for at in unmet]
        for person in lost:
            if not person.refused:
                self.say("lost", f"person {person.name}")
        for at in set().union(*self.who.values()):
            if not any(at in who and key in self.cards for key, who in self.who.items()):
                self.say("lost", f"name of {self.truth.people[at].name}")

    def _distance(self, row: Record, person: Person) -> int:
        return sum(not same(name, row.get(name), getattr(person, name)) for name in FIELDS)

    def _card(self, row: Record, person: Person) -> None:
        for name in FIELDS:
            said, true = row.get(name), getattr(person, name)
            if name == "person" and not row["coded"]:
                said = None
            if same(name, said, true):
                continue
            kind = "lost" if said is None else "invented value" if true is None else "wrong value"
            self.say(kind, f"{name} of {person.name}: {said!r}, not {true!r}")

    def _identity(self) -> None:
        """Nobody is two people, and no two are one."""
        keys: dict[int, set[str]] = defaultdict(set)
        for key, people in self.who.items():
            for at in people - self.truth.loose:
                keys[at].add(key)
            if len(people - self.truth.loose) > 1:
                names = [self.truth.people[at].name for at in people]
                self.say("one of two", f"{key}: {names}")
        for at, several in keys.items():
            if len({_code(key) for key in several}) > 1:
                self.say("split", f"{self.truth.people[at].name}: {len(several)} people")

    # ---- the rest --------------------------------------------------------------------------

    def _certificates(self) -> None:
        rows = self.taken.records["certifications"]
        said = {
            (named(self.names.get(row["person"], row["person"])), row["level"],
             row["certified_on"], row.get("expires_on"), row.get("number"))
            for row in rows
        }  # fmt: skip
        true = {
            (named(self.truth.people[one.person].name), one.level, one.certified_on,
             one.expires_on, one.number)
            for one in self.truth.certificates
        }  # fmt: skip
        for one in sorted(map(str, said - true)):
            self.say("made up", f"certificate {one}")
        for one in sorted(map(str, true - said)):
            self.say("lost", f"certificate {one}")

    def _left_out(self) -> None:
        listed = [_code(text) for _kind, text in self.taken.left_out]
        for left in self.truth.left_out:
            if not any(_code(left.text) in text for text in listed):
                self.say("not listed", f"{left.kind}: {left.text}")

    def _refused(self) -> None:
        doubtful = [named(one.name) for one in self.truth.people if one.refused]
        for table, cells, reason in self.taken.refused:
            name = named(str(cells.get("name", self.names.get(str(cells.get("person")), ""))))
            text = _code(" ".join(map(str, (*cells.values(), reason))))
            if not cells or any(_code(left.text) in text for left in self.truth.left_out):
                self.say("not left out", reason)
            elif name not in doubtful:
                self.say("refused", f"{table} {list(map(str, cells.values()))[:4]}: {reason}")


def table_of(found: Iterable[tuple[str, Fault]]) -> str:
    """A line for each sheet and kind of fault, with how often and the first of them."""
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sheet, fault in found:
        grouped[sheet, fault.kind].append(fault.what)
    return "\n".join(
        f"{sheet} | {kind} | {len(what)} | {what[0]}" for (sheet, kind), what in grouped.items()
    )
