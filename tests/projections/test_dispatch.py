"""Each batch of entries goes to those modules of facts alone whose tables it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import projections.facts
from domain.events import (
    CLASSES,
    AccessReset,
    Event,
    NameGiven,
    PeopleMerged,
    PersonRegistered,
    PersonRevealed,
    WorkshopHeld,
)
from domain.log import Log
from projections import catchup
from projections.facts import imports, mentions, people, unseen, workshops
from projections.views import Views
from tests.oracle import histories as told
from tests.oracle.facts import Attendance, Workshop
from tests.support.domain.entries import several
from tests.support.world import World

WITHOUT_ROWS = {
    AccessReset: "read from the log by those who ask what happened to an account",
    NameGiven: "a lock on a name; the log itself is asked for it",
    PersonRevealed: "read from the log by those who ask who looked",
}
"""Events that change no row of the views, and where they are read."""
ONLY_COUNTED = {imports: {PersonRegistered, WorkshopHeld}}
"""Events that a module names, and which reach it by their source."""


def named_in(module: ModuleType) -> set[type[Event]]:
    """The events that a module imports; ruff lets none stand that it does not use."""
    return {one for one in vars(module).values() if one in CLASSES.values()}


@pytest.mark.parametrize("module", catchup.FACTS, ids=lambda module: module.__name__)
def test_a_module_declares_the_events_that_it_handles(module: ModuleType) -> None:
    assert named_in(module) - ONLY_COUNTED.get(module, set()) == module.EVENTS


def test_every_event_changes_the_views_or_is_known_not_to() -> None:
    declared = set().union(*(module.EVENTS for module in catchup.FACTS))
    assert declared | WITHOUT_ROWS.keys() == set(CLASSES.values())
    assert declared.isdisjoint(WITHOUT_ROWS)


def test_no_module_of_facts_is_left_out() -> None:
    there = [
        import_module(f"projections.facts.{path.stem}")
        for path in Path(projections.facts.__path__[0]).glob("[!_]*.py")
    ]
    assert {one for one in there if hasattr(one, "EVENTS")} == set(catchup.FACTS)
    assert {one for one in there if hasattr(one, "derive_all")} >= set(catchup.DERIVED)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[ModuleType, list[type[Event]]]]:
    """By module: the types of the entries that it was given."""
    found: dict[ModuleType, list[type[Event]]] = defaultdict(list)
    for module in catchup.FACTS:

        def watched(db, entries, touched, module=module, project=module.project):
            found[module] += [type(entry.event) for entry in entries]
            project(db, entries, touched)

        monkeypatch.setattr(module, "project", watched)
    yield found


def test_a_held_workshop_concerns_few_modules(
    world: World, runs: dict[ModuleType, list[type[Event]]]
) -> None:
    world.tell([told.RegisterPerson(name, None, None) for name in "ab"])
    world.views.catch_up()
    runs.clear()
    sheet = Workshop(
        "W1", date(2024, 1, 1), date(2024, 1, 2), "tot", "a", register=(Attendance("b"),)
    )
    world.tell([told.HoldWorkshop(sheet)])
    world.views.catch_up()
    assert runs == {m: [WorkshopHeld] for m in (mentions, workshops, unseen)}


def test_a_merge_is_brought_to_the_sheets(
    world: World, runs: dict[ModuleType, list[type[Event]]]
) -> None:
    world.tell([told.RegisterPerson(name, None, None) for name in "ab"])
    world.views.catch_up()
    runs.clear()
    world.tell([told.MergePeople("a", "b")])
    world.views.catch_up()
    assert runs == {m: [PeopleMerged] for m in (people, workshops)}


def test_a_name_that_is_given_concerns_none(
    log: Log, views: Views, runs: dict[ModuleType, list[type[Event]]]
) -> None:
    log.append(several("a", 1, 5))
    views.catch_up()
    assert runs == {}
