"""People as statistics know them, and who of them is one and the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from domain.events import (
    ContactsDropped,
    DetailsCommitted,
    Entry,
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
from domain.values import Profile, Sex
from projections import tables
from projections.db import Db
from projections.facts.changes import EventTypes, Touched

COLUMNS = [column.name for column in tables.person.columns]
UNKNOWN = Sex.UNKNOWN.value
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


def _project_people(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    people = _load(db, {_id(e) for e in entries if not isinstance(e.event, PersonRegistered)})
    known = set(people)
    profiles = [e.event.profile for e in entries if hasattr(e.event, "profile")]
    regions = db.numbers(tables.region, (p.region for p in profiles if p.region))
    organisations = db.numbers(
        tables.organisation, (p.organisation for p in profiles if p.organisation)
    )
    cascades = db.numbers(tables.cascade, (e.cascade for e in entries if e.cascade))

    def said(profile: Profile) -> dict[str, Any]:
        return {
            "sex": str(profile.sex),
            "age_band": str(profile.age_band) if profile.age_band else None,
            "region": regions.get(profile.region or ""),
            "cadre": profile.cadre,
            "organisation": organisations.get(profile.organisation or ""),
            "disability": str(profile.disability),
        }

    for entry in entries:
        match entry.event:
            case PersonRegistered() as registered:
                row = _registered(entry.position, registered)
                row |= said(registered.profile)
                row |= _known(row)
                row["cascade"] = cascades.get(entry.cascade or "")
                people[registered.person] = row
                touched.registered[registered.person] = entry.position
            case _ if _id(entry) in people:
                _apply(people[_id(entry)], entry, said)
    db.put(tables.person, [_row(people[id]) for id in known])
    db.add(tables.person, [_row(row) for id, row in people.items() if id not in known])
    corrected = {_id(e) for e in entries if isinstance(e.event, ProfileCorrected)}
    ones = sorted({row["one"] for id, row in people.items() if id in corrected})
    _settle(db, ones)
    touched.cells.update(_workshops_of(db, ones))


def _registered(position: int, event: PersonRegistered) -> dict[str, Any]:
    return {
        "number": position,
        "id": event.person,
        "one": position,
        "details": event.details,
        "withdrawn": 0,
        "erased": 0,
    }


def _apply(row: dict[str, Any], entry: Entry, said: Any) -> None:
    match entry.event:
        case ProfileCorrected(profile=profile):
            row.update(said(profile))
        case DetailsCommitted(details=details) | ContactsDropped(details=details):
            row["details"] = details
        case PersonWithdrawn():
            row["withdrawn"] = 1
        case PersonReinstated():
            row["withdrawn"] = 0
        case PersonErased():
            row.update(erased=1, details=None)


def _known(row: dict[str, Any]) -> dict[str, Any]:
    sex = None if row["sex"] == UNKNOWN else row["sex"]
    return {"known_sex": sex, "known_region": row["region"]}


def _row(person: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(map(person.__getitem__, COLUMNS))


def _settle(db: Db, ones: list[int]) -> None:
    """A merged person is what the smallest of its ids that says anything says."""
    if not ones:
        return
    wanted = "SELECT * FROM person WHERE one IN ids(:ones)"
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in db.rows(wanted, ones=ones)]
    known: dict[int, dict[str, Any]] = {one: {} for one in ones}
    for row in sorted(rows, key=lambda row: str(row["id"])):
        for name, value in _known(row).items():
            if known[row["one"]].get(name) is None:
                known[row["one"]][name] = value
    for row in rows:
        row |= known[row["one"]] if row["number"] == row["one"] else _known(row)
    db.put(tables.person, map(_row, rows))


def _id(entry: Entry) -> str:
    return entry.stream.removeprefix("person/")


def _load(db: Db, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    wanted = sorted(ids)
    rows = db.rows("SELECT * FROM person WHERE id IN ids(:ids)", ids=wanted) if wanted else []
    return {row[1]: dict(zip(COLUMNS, row, strict=True)) for row in rows}


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
    touched.cells.update(_workshops_of(db, sorted(affected)))


def _components(people: set[int], links: Sequence[tuple[int, ...]]) -> list[set[int]]:
    group_of = {person: {person} for person in people}
    for one, other in links:
        small, large = sorted((group_of[one], group_of[other]), key=len)
        if small is not large:
            large |= small
            group_of.update(dict.fromkeys(small, large))
    return list({id(group): group for group in group_of.values()}.values())
