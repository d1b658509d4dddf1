"""Projects people with their statistics, and merges: which records are one human."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from msgspec.structs import astuple

from domain.events import (
    ContactsDropped,
    DetailsCommitted,
    Entry,
    Event,
    MergeUndone,
    PeopleDistinguished,
    PeopleLeftUnsure,
    PeopleMerged,
    PersonErased,
    PersonRegistered,
    PersonReinstated,
    PersonWithdrawn,
    ProfileCorrected,
)
from domain.values import Disability, Sex
from projections import tables
from projections.db import Db
from projections.facts.changes import EventTypes, Touched

PROFILED = PersonRegistered | ProfileCorrected
PAIRS = PeopleMerged | MergeUndone | PeopleDistinguished | PeopleLeftUnsure
EVENTS: EventTypes = frozenset(
    {
        PersonRegistered,
        ProfileCorrected,
        DetailsCommitted,
        ContactsDropped,
        PersonWithdrawn,
        PersonReinstated,
        PersonErased,
        PeopleMerged,
        MergeUndone,
        PeopleDistinguished,
        PeopleLeftUnsure,
    }
)


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    mine = [e for e in entries if not isinstance(e.event, PAIRS)]
    if mine:
        _project_people(db, mine, touched)
    pairs = [e.event for e in entries if isinstance(e.event, PAIRS)]
    if pairs:
        _project_pairs(db, pairs, touched)


class Person(msgspec.Struct):
    """A row of the table `person`: its columns, in order. `region`, `organisation`, `cascade`,
    `one`: numbers. `known_…`: of the whole merged group, in the row that stands for it."""

    number: int
    id: str
    one: int
    sex: str | None = None
    age_band: str | None = None
    region: int | None = None
    cadre: str | None = None
    organisation: int | None = None
    disability: str | None = None
    details: str | None = None
    withdrawn: int = 0
    erased: int = 0
    cascade: int | None = None
    known_sex: str | None = None
    known_region: int | None = None
    known_age_band: str | None = None
    known_disability: str | None = None
    known_cadre: str | None = None
    known_organisation: int | None = None

    def know(self, group: Iterable[Person]) -> None:
        """Sets the values of the merged group: of each field the first one that is known, of the
        group's people in the order of their ids."""
        self.known_sex = self.known_region = self.known_age_band = None
        self.known_disability = self.known_cadre = self.known_organisation = None
        for one in group:
            sex = None if one.sex == Sex.UNKNOWN else one.sex
            disability = None if one.disability == Disability.NOT_SAID else one.disability
            self.known_sex = self.known_sex or sex
            self.known_region = self.known_region or one.region
            self.known_age_band = self.known_age_band or one.age_band
            self.known_disability = self.known_disability or disability
            self.known_cadre = self.known_cadre or one.cadre
            self.known_organisation = self.known_organisation or one.organisation

    def apply(self, event: Event, places: Places) -> None:
        match event:
            case PersonRegistered(profile=profile) | ProfileCorrected(profile=profile):
                self.sex = str(profile.sex)
                self.age_band = str(profile.age_band) if profile.age_band else None
                self.region = places.regions.get(profile.region or "")
                self.cadre = profile.cadre
                self.organisation = places.organisations.get(profile.organisation or "")
                self.disability = str(profile.disability)
            case DetailsCommitted(details=details) | ContactsDropped(details=details):
                self.details = details
            case PersonWithdrawn():
                self.withdrawn = 1
            case PersonReinstated():
                self.withdrawn = 0
            case PersonErased():
                self.erased, self.details = 1, None


@dataclass(frozen=True)
class Places:
    """Id → number of the records that a batch names."""

    regions: dict[str, int]
    organisations: dict[str, int]
    cascades: dict[str, int]


def _places(db: Db, entries: Sequence[Entry]) -> Places:
    profiles = [e.event.profile for e in entries if isinstance(e.event, PROFILED)]
    return Places(
        db.numbers(tables.region, (p.region for p in profiles if p.region)),
        db.numbers(tables.organisation, (p.organisation for p in profiles if p.organisation)),
        db.numbers(tables.cascade, (e.cascade for e in entries if e.cascade)),
    )


def _project_people(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    people = _load(db, {_id(e) for e in entries if not isinstance(e.event, PersonRegistered)})
    known = set(people)
    places = _places(db, entries)
    for entry in entries:
        event = entry.event
        if isinstance(event, PersonRegistered):
            person = Person(entry.position, event.person, entry.position, details=event.details)
            person.apply(event, places)
            person.know((person,))
            person.cascade = places.cascades.get(entry.cascade or "")
            people[event.person] = person
            touched.registered[event.person] = entry.position
        elif _id(entry) in people:
            people[_id(entry)].apply(event, places)
    _number_cadres(db, entries)
    db.put(tables.person, [astuple(people[id]) for id in known])
    db.add(tables.person, [astuple(person) for id, person in people.items() if id not in known])
    touched.profiles.update(person.number for person in people.values())
    corrected = {_id(e) for e in entries if isinstance(e.event, ProfileCorrected)}
    ones = sorted({person.one for id, person in people.items() if id in corrected})
    _settle(db, ones)
    touched.cells.update(_workshops_of(db, ones))


def _number_cadres(db: Db, entries: Sequence[Entry]) -> None:
    """Cadres have numbers in the order in which the log first names them."""
    named = [e.event.profile.cadre for e in entries if isinstance(e.event, PROFILED)]
    if told := list(dict.fromkeys(cadre for cadre in named if cadre is not None)):
        known = {name: number for number, name in db.rows("SELECT number, name FROM cadre")}
        new = [name for name in told if name not in known]
        db.add(tables.cadre, [(len(known) + at, name) for at, name in enumerate(new, 1)])


def _settle(db: Db, ones: list[int]) -> None:
    """For each field, a merged person has the value of the smallest id that has one."""
    if not ones:
        return
    rows = db.rows("SELECT * FROM person WHERE one IN ids(:ones)", ones=ones)
    people = sorted((Person(*row) for row in rows), key=lambda person: person.id)
    groups: dict[int, list[Person]] = {}
    for person in people:
        groups.setdefault(person.one, []).append(person)
    for person in people:
        person.know(groups[person.one] if person.number == person.one else (person,))
    db.put(tables.person, map(astuple, people))


def _id(entry: Entry) -> str:
    return entry.stream.removeprefix("person/")


def _load(db: Db, ids: Iterable[str]) -> dict[str, Person]:
    wanted = sorted(ids)
    rows = db.rows("SELECT * FROM person WHERE id IN ids(:ids)", ids=wanted) if wanted else []
    return {row[1]: Person(*row) for row in rows}


def _workshops_of(db: Db, people: list[int]) -> list[int]:
    found = db.rows("SELECT workshop FROM presence WHERE person IN ids(:people)", people=people)
    return [workshop for (workshop,) in found]


# ---- who is one ------------------------------------------------------------------------------


def _project_pairs(db: Db, events: Sequence[PAIRS], touched: Touched) -> None:
    numbers = db.numbers(tables.person, (p for e in events for p in (e.one, e.other)))
    changed: set[int] = set()
    for event in events:
        one, other = numbers.get(event.one), numbers.get(event.other)
        if one is None or other is None:
            continue
        known = db.one(
            "SELECT merged, distinct_people, unsure FROM pair WHERE one = :one AND other = :other",
            one=one,
            other=other,
        )
        merged, distinct, unsure = known or (0, 0, 0)
        match event:
            case PeopleMerged():
                merged, distinct, unsure = 1, 0, 0
            case MergeUndone():
                merged = 0
            case PeopleDistinguished():
                distinct, unsure = 1, 0
            case PeopleLeftUnsure():
                unsure = 1
        db.put(tables.pair, [(one, other, merged, distinct, unsure)])
        if isinstance(event, PeopleMerged | MergeUndone):
            changed |= {one, other}
    _regroup(db, changed, touched)


def _regroup(db: Db, changed: set[int], touched: Touched) -> None:
    """A merged group is one person, under its smallest id, whatever the order of merging."""
    if not changed:
        return
    affected = {
        number
        for (number,) in db.rows(
            "SELECT number FROM person WHERE one IN"
            " (SELECT one FROM person WHERE number IN ids(:changed))",
            changed=sorted(changed),
        )
    }
    links = db.rows(
        "SELECT one, other FROM pair WHERE merged = 1"
        " AND (one IN ids(:people) OR other IN ids(:people))",
        people=sorted(affected),
    )
    named = "SELECT number, id FROM person WHERE number IN ids(:people)"
    ids: dict[int, str] = dict(db.rows(named, people=sorted(affected)))
    for group in _components(affected, links):
        smallest = min(group, key=lambda number: ids[number])
        db.run(
            "UPDATE person SET one = :one WHERE number IN ids(:group)",
            one=smallest,
            group=sorted(group),
        )
    ones = "SELECT DISTINCT one FROM person WHERE number IN ids(:affected)"
    _settle(db, [one for (one,) in db.rows(ones, affected=sorted(affected))])
    touched.groups |= affected
    touched.profiles |= affected
    touched.cells.update(_workshops_of(db, sorted(affected)))


def _components(people: set[int], links: Sequence[tuple[int, ...]]) -> list[set[int]]:
    group_of = {person: {person} for person in people}
    for one, other in links:
        small, large = sorted((group_of[one], group_of[other]), key=len)
        if small is not large:
            large |= small
            group_of.update(dict.fromkeys(small, large))
    return list({id(group): group for group in group_of.values()}.values())
