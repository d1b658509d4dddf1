"""What must stand after all that was acknowledged: from what was sent and answered alone.

A plain model of people, workshops and registers. It takes the acknowledged commands in the order of
their positions and knows nothing of Banyan's code. Somebody is known here by the name under which
they were registered, which no two registrations share; ids are put in their place at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Said = dict[str, Any]
Scores = tuple[float | None, float | None, float | None]


class Wrong(AssertionError):
    """It was acknowledged, and cannot have been."""


class Unknown(Exception):
    """It names what nothing acknowledged up to here brought into being."""


@dataclass(frozen=True)
class Acknowledged:
    """`what`: the operation; `about`: the ids in its address; `said`: its body. `again`: a repeat,
    which may record nothing."""

    what: str
    about: tuple[str, ...]
    said: Said
    position: int
    again: bool = False


@dataclass
class Person:
    sex: str
    region: str | None
    identifier: str | None
    erased: bool = False


@dataclass
class Line:
    scores: Scores
    voided: bool = False


@dataclass
class Workshop:
    """`lines`: of the register, by name, also of those who facilitate."""

    identifier: str | None
    kind: str
    starts_on: date
    ends_on: date
    lead: str | None
    cofacilitators: list[str]
    region: str | None
    title: str | None
    headcount: int | None
    lines: dict[str, Line]
    voided: bool = False


@dataclass
class Outcome:
    person: str
    workshop: str | None
    voided: bool = False


@dataclass
class State:
    """`names`: of the people by id, as far as ids were used. `bound`: who bears an identifier."""

    names: Mapping[str, str]
    people: dict[str, Person] = field(default_factory=dict)
    bound: dict[str, str] = field(default_factory=dict)
    merged: set[frozenset[str]] = field(default_factory=set)
    workshops: dict[str, Workshop] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    certificates: set[tuple[str, str, date]] = field(default_factory=set)
    words: dict[str, set[str]] = field(default_factory=dict)
    """Of reasons: the words, and the people whom they are about."""

    # ---- people ------------------------------------------------------------------------------

    def register_person(self, it: Acknowledged) -> None:
        identifier = it.said.get("identifier")
        require(identifier not in self.bound, f"{identifier} is registered already")
        self._new(it.said)

    def correct_profile(self, it: Acknowledged) -> None:
        person = self.people[self._known(it.about[0])]
        for name, value in it.said["profile"].items():
            setattr(person, name, value)
        self._reason(it, self.names[it.about[0]])

    def erase_person(self, it: Acknowledged) -> None:
        for name in self.group(self._id(it.about[0])):
            person = self.people[name]
            person.erased = True
            if person.identifier and self.bound.get(person.identifier) == name:
                del self.bound[person.identifier]

    def merge_people(self, it: Acknowledged) -> None:
        pair = frozenset({self._known(it.said["one"]), self._known(it.said["other"])})
        require(len(pair) == 2 and pair not in self.merged, "merged already")
        self.merged.add(pair)
        self._reason(it, *pair)

    def undo_merge(self, it: Acknowledged) -> None:
        pair = frozenset({self._id(it.said["one"]), self._id(it.said["other"])})
        require(pair in self.merged, "not merged")
        self.merged.remove(pair)
        self._reason(it, *pair)

    def group(self, name: str) -> set[str]:
        found, before = {name}, set[str]()
        while found != before:
            before = found
            found = found.union(*(pair for pair in self.merged if pair & found))
        return found

    def _new(self, said: Said) -> str:
        name, profile = said["details"]["name"], said.get("profile", {})
        require(name not in self.people, f"{name} is registered twice")
        identifier = said.get("identifier")
        sex, region = profile.get("sex", "unknown"), profile.get("region")
        self.people[name] = Person(sex, region, identifier)
        if identifier:
            self.bound[identifier] = name
        return name

    def _id(self, id: str) -> str:
        name = self.names[id]
        if name not in self.people:
            raise Unknown(name)
        return name

    def _known(self, id: str) -> str:
        name = self._id(id)
        require(not self.people[name].erased, f"{name} was erased before")
        return name

    def _someone(self, said: Said) -> str:
        if "person" in said:
            return self._known(said["person"])
        name = self.bound.get(said.get("identifier", ""))
        return name or self._new(said)

    def _reason(self, it: Acknowledged, *about: str) -> None:
        words = it.said.get("reason", {}).get("words")
        if words:
            self.words[words] = set(about)
            erased = {name for name in about if self.people[name].erased}
            require(not erased, f"words about {erased}, who were erased before")

    # ---- workshops ---------------------------------------------------------------------------

    def hold_workshop(self, it: Acknowledged) -> None:
        said = it.said
        require(said["id"] not in self.workshops, "held already")
        lead = self._someone(said["lead"]) if said.get("lead") else None
        beside = [self._someone(one) for one in said.get("cofacilitators", ())]
        signed = [(self._someone(line), Line(scores_of(line))) for line in said["register"]]
        require(len(dict(signed)) == len(signed), "somebody is on the register twice")
        first = date.fromisoformat(said["starts_on"])
        self.workshops[said["id"]] = Workshop(
            identifier=said.get("identifier"),
            kind=said["kind"],
            starts_on=first,
            ends_on=date.fromisoformat(said["ends_on"]) if "ends_on" in said else first,
            lead=lead,
            cofacilitators=beside,
            region=said.get("region"),
            title=said.get("title"),
            headcount=said.get("headcount"),
            lines=dict(signed),
        )
        self._require_sound(self.workshops[said["id"]])

    def correct_workshop(self, it: Acknowledged) -> None:
        workshop = self._standing(it.about[0])
        for name, value in it.said.items():
            if name == "lead":
                workshop.lead = self._someone(value) if value else None
            elif name == "cofacilitators":
                workshop.cofacilitators = [self._someone(one) for one in value]
            elif name in ("starts_on", "ends_on"):
                setattr(workshop, name, date.fromisoformat(value))
            elif name != "reason":
                setattr(workshop, name, value)
        self._require_sound(workshop)

    def void_workshop(self, it: Acknowledged) -> None:
        self._standing(it.about[0]).voided = True

    def restore_workshop(self, it: Acknowledged) -> None:
        workshop = self._workshop(it.about[0])
        require(workshop.voided, "it stood")
        workshop.voided = False

    def add_attendance(self, it: Acknowledged) -> None:
        name = self._someone(it.said)
        self._sign(self._standing(it.about[0]), name, scores_of(it.said))
        self._reason(it, name)

    def void_attendance(self, it: Acknowledged) -> None:
        line = self._line(it)
        require(not line.voided, "voided already")
        line.voided = True
        self._reason(it, self.names[it.about[1]])

    def restore_attendance(self, it: Acknowledged) -> None:
        line = self._line(it)
        require(line.voided, "it stood")
        line.voided = False
        self._require_sound(self.workshops[it.about[0]])
        self._reason(it, self.names[it.about[1]])

    def move_attendance(self, it: Acknowledged) -> None:
        line, there = self._line(it), self._standing(it.said["to"])
        require(not line.voided, "voided already")
        line.voided = True
        self._sign(there, self._known(it.about[1]), line.scores)
        self._reason(it, self.names[it.about[1]])

    def record_scores(self, it: Acknowledged) -> None:
        self._line(it).scores = scores_of(it.said)
        self._reason(it, self.names[it.about[1]])

    def _workshop(self, id: str) -> Workshop:
        if id not in self.workshops:
            raise Unknown(id)
        return self.workshops[id]

    def _standing(self, id: str) -> Workshop:
        workshop = self._workshop(id)
        require(not workshop.voided, "the workshop was voided")
        return workshop

    def _line(self, it: Acknowledged) -> Line:
        line = self._standing(it.about[0]).lines.get(self._id(it.about[1]))
        if line is None:
            raise Unknown(it.about[1])
        return line

    def _sign(self, workshop: Workshop, name: str, scores: Scores) -> None:
        known = workshop.lines.get(name)
        same = known is not None and known == Line(scores)
        require(known is None or known.voided or same, f"{name} was on the register already")
        workshop.lines[name] = Line(scores)
        self._require_sound(workshop)

    def _require_sound(self, workshop: Workshop) -> None:
        require(workshop.starts_on <= workshop.ends_on, "it ends before it starts")
        lead = workshop.lines.get(workshop.lead or "")
        require(lead is None or lead.voided, "the lead is on their own register")

    # ---- what came of it ---------------------------------------------------------------------

    def observe_behaviour(self, it: Acknowledged) -> None:
        said = it.said
        require(said["id"] not in self.outcomes, "recorded already")
        if said.get("workshop"):
            self._standing(said["workshop"])
        self.outcomes[said["id"]] = Outcome(self._known(said["person"]), said.get("workshop"))

    def void_outcome(self, it: Acknowledged) -> None:
        if it.about[0] not in self.outcomes:
            raise Unknown(it.about[0])
        require(not self.outcomes[it.about[0]].voided, "voided already")
        self.outcomes[it.about[0]].voided = True

    def certify(self, it: Acknowledged) -> None:
        name = self._known(it.about[1])
        one = (name, it.said["level"], date.fromisoformat(it.said["certified_on"]))
        require(one not in self.certificates, "certified already")
        self.certificates.add(one)


def scores_of(said: Said) -> Scores:
    return said.get("pre"), said.get("post"), said.get("max_score")


def require(holds: bool, why: str) -> None:
    if not holds:
        raise Wrong(why)
