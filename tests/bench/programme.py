"""A large plausible programme, drawn from a seed: who gave which workshop, and who attended.

One master trainer far above the rest, half a dozen generations and more, co-facilitators, people
who come again, some 30 on a register and about 1.7 workshops that each leads to.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

START = date(2015, 1, 5).toordinal()
ON_A_REGISTER = 30
ROOTS = 9
COMES_AGAIN = 0.08
HAS_A_COFACILITATOR = 0.55


@dataclass(frozen=True)
class Sheet:
    """One workshop. People are indexes into the programme's people; days are ordinals."""

    identifier: str
    starts_on: int
    ends_on: int
    lead: int
    cofacilitators: tuple[int, ...]
    register: tuple[int, ...]
    newcomers: range
    first_of_lead: bool


@dataclass
class Programme:
    """Drawn up sheet by sheet, in the order of their first days."""

    participations: int
    random: Random
    people: int = ROOTS
    sheets: list[Sheet] = field(default_factory=list)
    planned: list[tuple[int, int, int]] = field(default_factory=list)
    """(day, tie-break, lead) of what trainers have in mind."""
    teaching: list[int] = field(default_factory=list)
    """Those who have given a workshop, in order."""


def draw(participations: int, seed: int = 7) -> Programme:
    programme = Programme(participations, Random(seed))
    workshops = participations // ON_A_REGISTER
    for root in range(ROOTS):
        for _ in range(max(6, workshops // 400) if root == 0 else 2):
            _plan(programme, root, START + programme.random.randrange(400))
    taught: set[int] = set()
    while len(programme.sheets) < workshops:
        day, _, lead = heapq.heappop(programme.planned)
        _hold(programme, day, lead, lead not in taught)
        taught.add(lead)
    return programme


def _plan(programme: Programme, lead: int, day: int) -> None:
    heapq.heappush(programme.planned, (day, programme.random.getrandbits(30), lead))


def _hold(programme: Programme, day: int, lead: int, first: bool) -> None:
    chance = programme.random
    cofacilitators: tuple[int, ...] = ()
    if programme.teaching and chance.random() < HAS_A_COFACILITATOR:
        other = chance.choice(programme.teaching)
        cofacilitators = (other,) if other != lead else ()
    known = programme.people
    again = {
        chance.randrange(known) for _ in range(ON_A_REGISTER) if chance.random() < COMES_AGAIN
    } - {lead, *cofacilitators}
    newcomers = range(known, known + ON_A_REGISTER - len(again))
    programme.people = newcomers.stop
    number = len(programme.sheets)
    ends = day + chance.choice((0, 1, 2, 4))
    sheet = Sheet(
        f"W-{number:06}", day, ends, lead, cofacilitators, (*newcomers, *again), newcomers, first
    )
    programme.sheets.append(sheet)
    if first:
        programme.teaching.append(lead)
    for trainer in chance.sample(newcomers, min(9, int(chance.paretovariate(1.4)) + 1)):
        begins = ends + chance.randrange(60, 240)
        for _ in range(min(60, int(chance.paretovariate(2.2)))):
            _plan(programme, trainer, begins)
            begins += chance.randrange(20, 160)


# ---- what is true of it, worked out without the read models ------------------------------------


@dataclass(frozen=True)
class Truth:
    """`parents`: of everybody in the tree, None for a root. `edges`: those a sheet leads to."""

    parents: dict[int, int | None]
    edges: list[list[int]]
    given: dict[int, list[int]]


def truth(programme: Programme) -> Truth:
    entered: dict[int, tuple[tuple[int, int, str], int | None]] = {}
    given: dict[int, list[int]] = {}
    attended: dict[int, list[int]] = {}
    for at, sheet in enumerate(programme.sheets):
        for person, role in _present(sheet):
            place = (sheet.starts_on, role, sheet.identifier)
            if person not in entered or place < entered[person][0]:
                entered[person] = (place, sheet.lead if role else None)
            (attended if role else given).setdefault(person, []).append(at)
    edges: list[list[int]] = []
    for sheet in programme.sheets:
        onward = {w for person in sheet.register for w in given.get(person, ())}
        edges.append([w for w in onward if programme.sheets[w].starts_on > sheet.ends_on])
    return Truth({person: parent for person, (_, parent) in entered.items()}, edges, given)


def _present(sheet: Sheet) -> Iterator[tuple[int, int]]:
    for person in (sheet.lead, *sheet.cofacilitators):
        yield person, 0
    for person in sheet.register:
        yield person, 1
