"""What happens after the import: the moves that the four tables cannot say, in order."""

from __future__ import annotations

from collections.abc import Iterator

from api.sample import later_people, later_workshops
from api.sample.certificates import Certificate
from api.sample.doubles import Doubles
from api.sample.moves import Move, ReviseCurriculum, ReviseStandard, ReviseTargets, Why
from api.sample.opening import MODULES, OBJECTIVES, STANDARD, tiers
from api.sample.story import Story
from domain.rules import months_later
from domain.values import Module, ReasonCode, Standard


def moves(
    story: Story, doubles: Doubles, certificates: list[Certificate], many: int
) -> Iterator[Move]:
    """About `many` of each kind, at least one. What depends on another move comes after it."""
    yield from later_people.moves(story, doubles, certificates, many)
    yield from later_workshops.moves(story, many)
    yield from revisions(story)


def revisions(story: Story) -> Iterator[Move]:
    """Of the cascade itself, last of all: what came before was judged by the rules of its time."""
    learnt = Why(ReasonCode.NEW_INFORMATION, "Agreed at the yearly review.")
    responsive = Module("responsive", "Answering the child's signals")
    yield ReviseCurriculum((*MODULES, responsive), f"{OBJECTIVES} Fathers too.", learnt)
    by = months_later(story.today, 24)
    yield ReviseTargets(tiers(round(len(story.people) * 1.5), by), learnt)
    stricter = Standard(0.7, STANDARD.least_rubric, 2, STANDARD.months_valid)
    yield ReviseStandard(stricter, Why(ReasonCode.QUALITY, "Too many weak sessions were seen."))
