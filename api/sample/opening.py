"""How the sample cascade is opened: its curriculum, tiers, standard, regions and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.sample.places import COUNTRIES, Employer, Place, employers, places
from domain.values import Module, Standard

SLUG = "sample"
TITLE = "Good Start: the first thousand days (a sample)"
OBJECTIVES = (
    "Every family in the programme's districts knows how to feed and care for a child in its "
    "first thousand days, from somebody who lives nearby and was taught to teach it."
)
MODULES = (
    Module("breastfeeding", "Breastfeeding"),
    Module("complementary", "Food besides milk, from six months"),
    Module("growth", "Growth monitoring"),
    Module("hygiene", "Clean hands, clean water"),
    Module("garden", "Kitchen gardens"),
    Module("play", "Play and talk"),
    Module("facilitation", "Teaching adults"),
)
STANDARD = Standard(least_post_share=0.6, least_rubric=3, cofacilitations=1, months_valid=24)
EVIDENCE_MONTHS = 60
TIER_NAMES = ("District trainers", "Ward trainers", "Village trainers", "Families' helpers")
TIER_SHARES = (0.04, 0.08, 0.18, 0.7)


@dataclass(frozen=True)
class Goal:
    """How many people by a day. `region` is a path."""

    people: int
    by: date
    region: str | None = None


@dataclass(frozen=True)
class PlannedTier:
    """A planned tier."""

    name: str
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class Opening:
    slug: str
    title: str
    objectives: str
    modules: tuple[Module, ...]
    tiers: tuple[PlannedTier, ...]
    standard: Standard
    evidence_months: int
    places: tuple[Place, ...]
    employers: tuple[Employer, ...]


def opening(people: int, today: date) -> Opening:
    by = date(today.year + 1, 12, 31)
    return Opening(
        slug=SLUG,
        title=TITLE,
        objectives=OBJECTIVES,
        modules=MODULES,
        tiers=tiers(people, by),
        standard=STANDARD,
        evidence_months=EVIDENCE_MONTHS,
        places=tuple(places()),
        employers=tuple(employers()),
    )


def tiers(people: int, by: date) -> tuple[PlannedTier, ...]:
    """In all, and for each country its share."""
    made = []
    for name, share in zip(TIER_NAMES, TIER_SHARES, strict=True):
        goal = max(10, round(people * share))
        in_country = [Goal(round(goal * c.share), by, c.name) for c in COUNTRIES]
        made.append(PlannedTier(name, (Goal(goal, by), *in_country)))
    return tuple(made)
