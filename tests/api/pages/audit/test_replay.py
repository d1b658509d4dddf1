"""How the cascade grew: the replay has the numbers of the generations, compactly."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from api.figures.replay import MEDIA_TYPE
from api.home import Home
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.browsing import Browser, text_of
from tests.support.clock import Clock
from tests.support.pages import CASCADE, session_of, small_cascade


def numbers(file: bytes) -> list[int]:
    found, value, scale = [], 0, 1
    for byte in file:
        value += (byte & 127) * scale
        scale *= 128
        if byte < 128:
            found.append(value)
            value, scale = 0, 1
    return found


def read_replay(file: bytes) -> list[tuple[int | None, int, int, int]]:
    """As its form says: (generation, day, day recorded, people); None: unattributed."""

    def step(n: int) -> int:
        return -(n + 1) // 2 if n % 2 else n // 2

    form, _position, first, levels, *rest = numbers(file)
    sizes, rest = rest[:levels], rest[levels:]
    many = sum(sizes)
    columns = [rest[at * many : (at + 1) * many] for at in range(5)]
    assert form == 1 and len(rest) == 5 * many
    rows, parent_days, at = [], [], 0
    for generation, size in enumerate(sizes):
        place = 0
        for parent, people, parents, day, recorded in list(zip(*columns, strict=True))[
            at : at + size
        ]:
            place += parent if generation else 0
            on = (parent_days[place] if generation else first) + step(day)
            key = None if generation == 0 and parent else generation
            rows.append((key, on, on + step(recorded), people))
            parent_days += [on] * parents
        at += size
    return rows


# ---- replay ----------------------------------------------------------------------------------


@pytest.fixture
def small(home: Home, room: Path, api: Api) -> Api:
    small_cascade(home, room / "files")
    return api


@ON_BOTH
@pytest.mark.parametrize("day", ["", "2024-02-20"])
def test_a_replay_has_the_numbers_of_the_generations(small: Api, day: str):
    said = f"?as_of={day}" if day else ""
    expected = small.get(f"/cascades/{CASCADE}/generations{said}")
    answer = small.send("GET", f"/cascades/{CASCADE}/replay")
    assert answer.mimetype == MEDIA_TYPE
    last = date.fromisoformat(day).toordinal() if day else 10**7
    found: dict[int | None, int] = {}
    for generation, on, _, people in read_replay(answer.data):
        if on <= last:
            found[generation] = found.get(generation, 0) + people
    assert found == {g["generation"]: g["people"] for g in expected if g["people"]}


def test_a_replay_knows_when_each_was_put_on_the_register(home: Home, clock: Clock, api: Api):
    cascade = api.cascade()
    for name in ("A", "B", "C"):
        api.person(cascade, name)
    workshop = api.workshop(cascade, "2024-03-05", "A", "B")
    clock.forward(days=20)
    api.post(f"/workshops/{workshop}/attendances", identifier="C", reason=WHY)
    rows = read_replay(api.send("GET", f"/cascades/{cascade}/replay").data)
    held, march = date(2024, 6, 15).toordinal(), date(2024, 3, 5).toordinal()
    assert sorted(rows) == [(0, march, held, 1), (1, march, held, 1), (1, march, held + 20, 1)]


def test_without_a_script_the_months_are_a_table(home: Home, app: Flask, room: Path):
    browser = reader(app, home)
    small_cascade(home, room / "files")
    page = browser.open(f"/cascades/{CASCADE}/replay").text
    assert "needs JavaScript" in page and " hidden\n" in page
    rows = [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", page.split("by-month")[1], re.S)]
    assert rows[1:] == [
        "30 Apr 2024 1 2 2 1 1 7",
        "31 Mar 2024 1 2 2 1 0 6",
        "29 Feb 2024 1 2 2 0 0 5",
        "31 Jan 2024 1 2 0 0 0 3",
    ]


def reader(app: Flask, home: Home) -> Browser:
    """Whoever coordinates the small cascade, which is opened afterwards."""
    browser = Browser(app)
    browser.client.set_cookie("banyan", session_of(home))
    return browser
