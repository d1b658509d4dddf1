"""What a change would do to the figures is shown before it is done, and nothing of it stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import inspect, text

from api.endpoints.registers import add_attendance
from api.endpoints.workshops import correct_workshop
from api.figures.preview import Effects, effects
from api.home import Home
from api.transactions.caller import at_the_console
from api.transactions.write import Write
from domain.rules import Refused
from domain.values import ReasonCode
from tests.support.api import ON_BOTH, Api

WHY = {"code": ReasonCode.TYPING_ERROR}
Act = Callable[[Write], Any]


def lead(workshop: str, identifier: str | None) -> Act:
    said = {"lead": {"identifier": identifier} if identifier else None, "reason": WHY}
    return lambda write: correct_workshop(write, said, UUID(workshop))


def everything(home: Home) -> dict[str, list[Any]]:
    """Every row of the views and of the private drawer, and where the log stands."""
    found: dict[str, list[Any]] = {"log": [home.log.position()]}
    with home.views.read() as db:
        for name in inspect(db.connection).get_table_names():
            found[f"views {name}"] = sorted(map(repr, db.rows(f"SELECT * FROM {name}")))
    with home.private.engine.connect() as private:
        for name in inspect(private).get_table_names():
            rows = private.execute(text(f'SELECT * FROM "{name}"'))
            found[f"private {name}"] = sorted(map(repr, rows))
    return found


def shown(found: Effects) -> dict[str, tuple[Any, Any]]:
    rows = {}
    for one in found.figures:
        whose = one.person["identifier"] if one.person else one.generation
        rows[one.word if whose is None else f"{one.word} {whose}"] = (one.before, one.after)
    return rows


@pytest.fixture
def programme(api: Api) -> tuple[str, str, str]:
    """A trained B and C; B trained D. (cascade, first workshop, second)"""
    cascade = api.cascade()
    first = api.workshop(cascade, "2024-01-10", "A", "B", "C")
    second = api.workshop(cascade, "2024-02-10", "B", "D")
    return cascade, first, second


@ON_BOTH
def test_the_figures_afterwards_are_those_that_come(home: Home, programme: tuple[str, str, str]):
    cascade, _first, second = programme
    with at_the_console(home) as caller:
        found = effects(caller, cascade, lead(second, "A"))
        rows = shown(found)
        assert (rows["size 1"], rows["size 2"]) == ((2, 3), (1, 0))
        assert (rows["deepest"], rows["reach B"]) == ((2, 1), (1, 0))
        assert rows["direct A"] == (2, 3) and "people" not in rows and "lineage A" not in rows
        lead(second, "A")(Write(caller, None, None))
        back = shown(effects(caller, cascade, lead(second, "B")))
    assert back == {name: (after, before) for name, (before, after) in rows.items()}


@ON_BOTH
def test_nothing_stays_also_of_somebody_new(home: Home, programme: tuple[str, str, str]):
    cascade, first, second = programme
    before = everything(home)
    said = {
        "identifier": "NEW-1",
        "details": {"name": "Wanjiku"},
        "reason": WHY | {"words": "Wanjiku telephoned"},
    }
    with at_the_console(home) as caller:
        added = effects(caller, cascade, lambda write: add_attendance(write, said, UUID(first)))
        led = effects(caller, cascade, lead(second, "NEW-2"))
    assert shown(added)["people"] == (4, 5)
    assert shown(led)["reach NEW-2"] == (None, 1)
    assert everything(home) == before


def test_while_it_is_looked_at_readers_see_nothing_of_it(
    home: Home, programme: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
):
    from api.figures import preview

    cascade, _first, second = programme
    seen = []
    figures = preview._figures

    def look(db: Any, *asked: Any) -> Any:
        found = figures(db, *asked)
        with home.views.read() as other:
            seen.append(other.rows("SELECT parent FROM reach_node ORDER BY person"))
        return found

    monkeypatch.setattr(preview, "_figures", look)
    with at_the_console(home) as caller:
        effects(caller, cascade, lead(second, "A"))
    before, after = seen
    assert before == after


def test_what_is_refused_is_refused_before_it_is_shown(home: Home, programme: tuple[str, str, str]):
    cascade, _first, second = programme
    before = everything(home)
    with (
        at_the_console(home) as caller,
        pytest.raises(Refused, match="lead is on their own register"),
    ):
        effects(caller, cascade, lead(second, "D"))
    assert everything(home) == before


def test_what_is_known_already_changes_nothing(home: Home, programme: tuple[str, str, str]):
    cascade, _first, second = programme
    with at_the_console(home) as caller:
        found = effects(caller, cascade, lead(second, "B"))
    assert (found.entries, list(found.figures)) == (0, [])
