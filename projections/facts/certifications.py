"""Projects certifications, and the days on which certificates are valid."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from msgspec import UNSET

from domain.events import (
    Assessed,
    CertificateCorrected,
    CertificateVoided,
    Certified,
    CofacilitationCredited,
    Entry,
    Event,
    Nominated,
    Reinstated,
    Renewed,
    Revoked,
    Suspended,
)
from projections import tables
from projections.db import Db, Params, Row
from projections.facts.changes import EventTypes, Touched
from projections.place_tables import FOR_EVER

EVENTS: EventTypes = frozenset(
    {
        Nominated,
        Assessed,
        CofacilitationCredited,
        Certified,
        CertificateCorrected,
        CertificateVoided,
        Renewed,
        Suspended,
        Reinstated,
        Revoked,
    }
)


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    cascades = db.numbers(tables.cascade, {e.stream.split("/")[1] for e in entries})
    named = {e.stream.split("/")[2] for e in entries} | {_other(e.event) or "" for e in entries}
    people = db.numbers(tables.person, named - {""})
    workshops = db.numbers(
        tables.workshop,
        {e.event.workshop for e in entries if isinstance(e.event, CofacilitationCredited)},
    )
    changed: dict[int, set[int]] = {}
    new: list[Row] = []
    for entry in entries:
        _, c, p = entry.stream.split("/")
        if c not in cascades or p not in people:
            continue
        who = cascades[c], people[p]
        changed.setdefault(cascades[c], set()).add(people[p])
        touched.certifications.add(people[p])
        if isinstance(entry.event, Certified):
            new.append(_certificate(entry.position, who, entry.event))
        else:
            db.put(tables.certificate, new)
            new = []
            _record(db, entry, who, people, workshops)
    db.put(tables.certificate, new)
    for cascade, certified in changed.items():
        _derive_valid_days(db, cascade, sorted(certified))


def _other(event: Event) -> str | None:
    match event:
        case Nominated(by=person) | Assessed(assessor=person):
            return person
    return None


def _certificate(number: int, who: Row, c: Certified) -> Row:
    row = (c.level.value, _day(c.certified_on), _day(c.expires_on), c.number)
    return (number, *who, *row, int(c.waiver is not None), int(c.on_programmes_word), 0)


def _record(
    db: Db, entry: Entry, who: Row, people: dict[str, int], workshops: dict[str, int]
) -> None:
    match entry.event:
        case CertificateCorrected() as c:
            _correct(db, who, c)
        case CertificateVoided() as c:
            _update_certificate(db, who, c.level.value, c.certified_on.toordinal(), {"voided": 1})
        case event:
            _record_standing(db, entry.position, who, event, people, workshops)


def _record_standing(
    db: Db,
    position: int,
    who: Row,
    event: Event,
    people: dict[str, int],
    workshops: dict[str, int],
) -> None:
    day, until, rubric, workshop = 0, None, None, None
    match event:
        case Nominated(nominated_on=on) | Suspended(suspended_on=on) | Revoked(revoked_on=on):
            day = on.toordinal()
        case Reinstated(reinstated_on=on):
            day = on.toordinal()
        case Assessed(assessed_on=on, rubric=scores):
            day, rubric = on.toordinal(), json.dumps(scores.scores())
        case Renewed(renewed_on=on):
            day, until = on.toordinal(), _day(event.expires_on)
        case CofacilitationCredited():
            workshop = workshops.get(event.workshop)
    what = type(event).__name__.lower()
    other = people.get(_other(event) or "")
    db.put(
        tables.standing,
        [(position, *who, day, what, None, until, rubric, other, workshop)],
    )


def _correct(db: Db, who: Row, event: CertificateCorrected) -> None:
    changes: Params = {}
    if event.expires_on is not UNSET:
        changes["expires_on"] = _day(event.expires_on)
    if event.number is not UNSET:
        changes["number_sealed"] = event.number
    _update_certificate(db, who, event.level.value, event.certified_on.toordinal(), changes)


def _update_certificate(db: Db, who: Row, level: str, day: int, changes: Params) -> None:
    assignments = ", ".join(f"{name} = :{name}" for name in changes)
    if assignments:
        db.run(
            f"UPDATE certificate SET {assignments} WHERE cascade = :c AND person = :p"
            " AND level = :level AND certified_on = :day AND voided = 0",
            c=who[0],
            p=who[1],
            level=level,
            day=day,
            **changes,
        )


def _derive_valid_days(db: Db, cascade: int, people: list[int]) -> None:
    these = "WHERE cascade = :c AND person IN ids(:people)"
    asked: Params = {"c": cascade, "people": people}
    db.run(f"DELETE FROM certified {these}", **asked)
    certificates, changes = defaultdict(list), defaultdict(list)
    for person, *row in db.rows(
        "SELECT person, certified_on, number, level, expires_on FROM certificate"
        f" {these} AND voided = 0",
        **asked,
    ):
        certificates[person].append(tuple(row))
    for person, *row in db.rows(
        f"SELECT person, day, position, what, until FROM standing {these}"
        " AND what IN ('renewed', 'suspended', 'reinstated', 'revoked')",
        **asked,
    ):
        changes[person].append(tuple(row))
    spells = [
        (cascade, person, *spell)
        for person in people
        for spell in valid_days(certificates[person], changes[person])
    ]
    db.add(tables.certified, spells)


def valid_days(certificates: Sequence[Row], changes: Sequence[Row]) -> list[Row]:
    """Periods of validity: (first day, last day, level), in order and without overlap.

    `certificates`: (day, position, level, last day or None); `changes`: (day, position, kind of
    change, last day or None). A certificate is valid to the end of its expiry date, and not valid
    from the day of a suspension or revocation on. Of two facts on one day, the one that was
    recorded later decides. A renewal without a certificate before it makes nothing valid.
    """
    happenings = [(day, at, "certified", until, level) for day, at, level, until in certificates]
    happenings += [(day, at, what, until, None) for day, at, what, until in changes]
    spells: list[Row] = []
    level, until, holding = None, 0, False
    ordered = sorted(happenings, key=lambda h: h[:2])
    for at, (day, _, what, last, new_level) in enumerate(ordered):
        if what in ("certified", "renewed"):
            level, until, holding = new_level or level, last or FOR_EVER, True
        elif what == "reinstated":
            holding = True
        else:
            holding, until = False, until if what == "suspended" else 0
        ends = ordered[at + 1][0] - 1 if at + 1 < len(ordered) else FOR_EVER
        if holding and level is not None and min(until, ends) >= day:
            spells.append((day, min(until, ends), level))
    return spells


def _day(day: Any) -> int | None:
    return day.toordinal() if day else None
