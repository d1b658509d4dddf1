"""The people of a cell of the tree as figures of their generation."""

from __future__ import annotations

import json
from collections.abc import Iterator

UNATTRIBUTED = -1
"""The generation of those who entered by a workshop without a lead."""
SEXES = ("female", "male", "other")
Figure = tuple[int, str, int, int]
"""(generation, figure, region, how many). Figures: people, by region (0: none); SEXES, region 0."""


def child_generation(generation: int | None) -> int:
    """The generation of those directly under somebody of a generation; the unattributed and those
    outside the tree begin as roots do."""
    return max(generation or 0, 0) + 1


def entrants(
    generation: int, female: int, male: int, other: int, regions: str, roots: str | None
) -> Iterator[Figure]:
    """The figures of a cell. `generation`: of its people, apart from its `roots`, who are of
    generation 0; `regions`, `roots`: as in the table `reach_cell`."""
    for region, people in json.loads(regions):
        yield generation, "people", region, people
    for sex, people in zip(SEXES, (female, male, other), strict=True):
        yield generation, sex, 0, people
    for region, people, *by_sex in json.loads(roots) if roots else ():
        for to, sign in ((0, 1), (generation, -1)):
            yield to, "people", region, sign * people
            for sex, count in zip(SEXES, by_sex, strict=True):
                yield to, sex, 0, sign * count
