"""Loads the sample into an empty home: by the same import that a programme's own files take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any
from uuid import uuid4

from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.people.certification import training_of
from api.sample import visitors
from api.sample.apply import apply, open_cascade
from api.sample.hands import Hands
from api.sample.simulate import simulate
from api.spreadsheets.files.writing import write_csv
from api.spreadsheets.importing.run import Progress, Request, run
from api.spreadsheets.recognition.columns import COLUMNS
from domain import naming
from domain.service import Actor
from domain.values import CascadeId, Commitment, PersonId, WorkshopId
from projections import permissions
from projections.scratch import Scratch


def load(
    home: Home,
    people: int,
    seed: int,
    today: date,
    importing: Progress = lambda done, of: None,
    telling: Progress = lambda done, of: None,
) -> int:
    """The position at the end. Refuses a home that holds anything."""
    if home.log.position() > 0:
        raise BadInput(
            _(
                "The sample is only loaded into an empty home, and this one has entries. "
                "Name another directory in BANYAN_HOME."
            )
        )
    sample = simulate(people, seed, today)
    seal = _sealing(home)
    cascade = open_cascade(home.service, _by(), sample.opening, _new_id, seal)
    _import(home, cascade, sample.tables, importing)
    told = 0

    def tell() -> None:
        nonlocal told
        told += 1
        telling(told, len(sample.later))

    apply(home.service, _hands(home, cascade), sample.later, tell)
    home.views.catch_up()
    visitors.admit(home, cascade)
    home.views.catch_up()
    return home.log.position()


def _import(home: Home, cascade: CascadeId, tables: Mapping[str, Any], progress: Progress) -> None:
    with Scratch() as folder:
        for table, rows in tables.items():
            columns = COLUMNS[table]
            with permissions.written(folder / f"{table}.csv") as file:
                write_csv(file, columns, ([_cell(row.get(c)) for c in columns] for row in rows))
        done = run(home, Request(cascade, [folder], batch="sample"), progress)
    if not done.committed:
        first = done.judgement.refused()[0]
        raise AssertionError(f"The sample has a row that import refuses: {first.row} {first.why}")


def _hands(home: Home, cascade: CascadeId) -> Hands:
    series = home.service.read().known_cascade(cascade).series

    @cache
    def person(identifier: str) -> PersonId:
        return home.private.people(series, [identifier])[identifier]

    @cache
    def workshop(identifier: str) -> WorkshopId:
        within = naming.workshops_of(series)
        return WorkshopId(home.service.read().name(within, identifier).means or _new_id())

    return Hands(
        cascade=cascade,
        by=_by,
        new_id=_new_id,
        person=person,
        workshop=workshop,
        seal=_sealing(home),
        keep_file=home.private.keep_file,
        training=partial(training_of, home.views, cascade),
    )


def _sealing(home: Home) -> Callable[[str, str, dict[str, Any]], Commitment]:
    return home.private.seal


def _by() -> Actor:
    return Actor("console", "console", _new_id())


def _new_id() -> str:
    return str(uuid4())


def _cell(value: Any) -> Any:
    return None if value == "" else value
