"""From a number of people and a seed to the whole sample. No clock: the day is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from api.sample import certificates, doubles, growth, irregular, later
from api.sample.moves import Move
from api.sample.opening import Opening, opening
from api.sample.story import Row, Story
from api.sample.tables import tables

LEAST = 200


@dataclass(frozen=True)
class Sample:
    """`tables`: the four that import reads, rows as column → value, "" where a cell is blank.

    `opening` comes before them, `later` after, in order.
    """

    opening: Opening
    tables: dict[str, list[Row]]
    later: tuple[Move, ...]


def simulate(people: int, seed: int, today: date) -> Sample:
    """About `people` people (at least 200), the same for the same arguments."""
    if people < LEAST:
        raise ValueError(f"A cascade needs some room: ask for at least {LEAST} people.")
    story = Story(Random(f"{seed} {people}"), today)  # noqa: S311
    many = max(1, min(20, people // 1000))
    growth.grow(story, people - many * irregular.NEW_PEOPLE)
    never = irregular.cases(story, many)
    found = doubles.doubles(story, max(2, people // 250))
    given = certificates.certify_trainers(story, never)
    irregular.certificate_cases(story, given, many)
    return Sample(
        opening(people, today),
        tables(story, given.given),
        tuple(later.moves(story, found, given.given, max(2, min(40, people // 400)))),
    )
