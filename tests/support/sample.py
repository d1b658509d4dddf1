"""The sample's tables put into a log by hand, without import; hands that a test can look into."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

from api.sample.apply import open_cascade
from api.sample.hands import Hands

from api.sample import Sample
from domain.events import Certified, WorkshopHeld
from domain.log import Log
from domain.service import Actor, Commands, Service
from domain.service.certifications import Training
from domain.values import (
    AgeBand,
    Attendance,
    CascadeId,
    Commitment,
    Disability,
    Kind,
    Level,
    Mode,
    PersonId,
    Profile,
    Sex,
    WorkshopId,
)

AT_ONCE = 50
Row = dict[str, Any]


def person_id(identifier: str) -> PersonId:
    return PersonId(str(uuid5(NAMESPACE_OID, f"person {identifier}")))


def workshop_id(identifier: str) -> WorkshopId:
    return WorkshopId(str(uuid5(NAMESPACE_OID, f"workshop {identifier}")))


def new_id() -> str:
    return str(uuid4())


def by() -> Actor:
    return Actor("console", "demo", new_id())


@dataclass
class Sealed:
    """In place of the private drawer: `texts` as (owner, tag, content), `files` by evidence."""

    texts: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def seal(self, owner: str, tag: str, content: dict[str, Any]) -> Commitment:
        self.texts.append((owner, tag, content))
        text = json.dumps([owner, tag, content], sort_keys=True)
        return Commitment(hashlib.sha256(text.encode()).hexdigest())

    def keep_file(self, evidence: str, media_type: str, content: bytes, until: str | None) -> None:
        self.files[evidence] = content


@dataclass
class Loaded:
    sample: Sample
    service: Service
    cascade: CascadeId
    sealed: Sealed

    def hands(self) -> Hands:
        return Hands(
            cascade=self.cascade,
            by=by,
            new_id=new_id,
            person=person_id,
            workshop=workshop_id,
            seal=self.sealed.seal,
            keep_file=self.sealed.keep_file,
            training=training(self.sample),
        )


def load(log: Log, sample: Sample, today: date) -> Loaded:
    """Opened and imported; nothing of what comes later."""
    noon = datetime.combine(today, time(12), UTC)
    service, sealed = Service(log, lambda: noon), Sealed()
    cascade = open_cascade(service, by(), sample.opening, new_id, sealed.seal)
    loaded = Loaded(sample, service, cascade, sealed)
    for act, rows in (
        (_person, _people(sample)),
        (_workshop, _workshops(sample)),
        (_certificate, _once(sample.tables["certifications"])),
    ):
        _in_parts(loaded, act, list(rows))
    return loaded


def _in_parts(
    loaded: Loaded, act: Callable[[Loaded, Commands, Row], None], rows: list[Row]
) -> None:
    most = AT_ONCE if act is not _workshop else 5
    for at in range(0, len(rows), most):
        loaded.service.do(by(), lambda c: [act(loaded, c, row) for row in rows[at : at + most]])  # noqa: B023


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    yield from {tuple(row.items()): row for row in rows}.values()


def _people(sample: Sample) -> Iterator[Row]:
    """Of the table, then those who stand on registers alone."""
    listed = {row["person"]: row for row in sample.tables["people"]}
    yield from listed.values()
    found = [row["person"] for row in sample.tables["register"]]
    for row in sample.tables["workshops"]:
        found += [p for p in (row["lead"], *row["co_facilitators"].split("; ")) if p]
    yield from ({"person": p} for p in dict.fromkeys(found) if p not in listed)


def _workshops(sample: Sample) -> Iterator[Row]:
    lines: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in _once(sample.tables["register"]):
        lines[row["workshop"]][row["person"]].append(row)
    for row in _once(sample.tables["workshops"]):
        yield row | {"lines": lines[row["workshop"]]}


def _person(loaded: Loaded, c: Commands, row: Row) -> None:
    id = person_id(row["person"])
    if "name" not in row:
        c.register_person(loaded.cascade, id, Profile())
        return
    works_for = row["organisation"]
    profile = Profile(
        sex=Sex(row["sex"] or "unknown"),
        age_band=AgeBand(row["age_band"]) if row["age_band"] else None,
        region=c.region_at(row["region"], _undefined),
        cadre=row["cadre"],
        organisation=c.organisation_named(works_for, _undefined) if works_for else None,
        disability=Disability(row["disability"] or "not-said"),
    )
    details = loaded.sealed.seal(
        f"person/{id}", "details", {"name": row["name"], "phone": row["phone"]}
    )
    c.register_person(loaded.cascade, id, profile, details)


def _undefined() -> str:
    raise AssertionError("a row names a region or organisation that the opening does not define")


def _workshop(loaded: Loaded, c: Commands, row: Row) -> None:
    lead, beside = row["lead"], row["co_facilitators"]
    fact = WorkshopHeld(
        workshop_id(row["workshop"]),
        Kind(row["kind"]),
        row["starts_on"],
        row["ends_on"] or row["starts_on"],
        identifier=row["workshop"],
        lead=person_id(lead) if lead else None,
        cofacilitators=tuple(person_id(p) for p in beside.split("; ")) if beside else (),
        register=tuple(_line(said) for said in row["lines"].values()),
        headcount=None if row["headcount"] == "" else row["headcount"],
        region=c.region_at(row["region"], _undefined),
        modules=tuple(row["modules"].split("; ")),
        mode=Mode(row["mode"]) if row["mode"] else None,
    )
    c.hold_workshop(loaded.cascade, fact)


def _line(said: list[Row]) -> Attendance:
    """Rows that differ keep the attendance and drop the scores."""
    id = person_id(said[0]["person"])
    if len(said) > 1:
        return Attendance(id, in_conflict=True)
    scores = (None if said[0][n] == "" else float(said[0][n]) for n in ("pre", "post", "max_score"))
    return Attendance(id, *scores)


def _certificate(loaded: Loaded, c: Commands, row: Row) -> None:
    fact = Certified(
        Level(row["level"]),
        row["certified_on"],
        row["expires_on"] or None,
        on_programmes_word=True,
    )
    c.certify(loaded.cascade, person_id(row["person"]), fact)


# ---- what the views would say ----------------------------------------------------------------


def training(sample: Sample) -> Callable[..., Training]:
    attended: dict[PersonId, list[WorkshopId]] = defaultdict(list)
    for row in sample.tables["register"]:
        attended[person_id(row["person"])].append(workshop_id(row["workshop"]))
    return lambda person, *_others: Training(attended[person])
