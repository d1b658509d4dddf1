"""The cascade of the sample: opened, and revised at its reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from api.private.sealing import Sealer
from api.sample.content import COUNTRIES, EVIDENCE_MONTHS, PROGRAMME, SLUG, STANDARD
from api.sample.people_commands import register
from api.sample.steps import Step, Why, because
from api.sample.story import Person, Story
from domain import cascade
from domain.events import CascadeOpened
from domain.rules import months_later
from domain.service import Commands
from domain.values import Module, ReasonCode, Standard, Target, Tier

AGREED = Why(ReasonCode.NEW_INFORMATION, "Agreed at the yearly review.")
WEAK = Why(ReasonCode.QUALITY, "Too many weak sessions were seen.")
NEW_MODULE = Module("responsive", "Answering the child's signals")
STRICTER = Standard(0.7, STANDARD.least_rubric, 2, STANDARD.months_valid)


def tiers(story: Story, people: int, by: date) -> tuple[Tier, ...]:
    """Targets in all, and for each country its share."""
    made = []
    for name, share in PROGRAMME.tiers.items():
        goal = max(10, round(people * share))
        in_country = [
            Target(round(goal * c.share), by, story.places.regions[c.name].region)
            for c in COUNTRIES
        ]
        made.append(Tier(name, (Target(goal, by), *in_country)))
    return tuple(made)


def opened(story: Story, people: int, supervisors: list[Person]) -> Step:
    """Regions, organisations, the cascade and who supervises it, before all else."""
    first = datetime.combine(story.start, time(6, tzinfo=UTC))
    goals = tiers(story, people, date(story.today.year + 1, 12, 31))
    return Step(first, partial(_open, story, goals, supervisors))


def _open(
    story: Story,
    goals: tuple[Tier, ...],
    supervisors: list[Person],
    c: Commands,
    sealer: Sealer,
) -> None:
    for region in story.places.regions.values():
        c.define_region(region)
    for organisation in story.places.organisations:
        c.define_organisation(organisation)
    details = {"objectives": [PROGRAMME.objectives]}
    fact = CascadeOpened(
        story.cascade,
        SLUG,
        PROGRAMME.title,
        series=SLUG,
        details=sealer.seal(cascade.stream(story.cascade), "details", details),
        modules=PROGRAMME.modules,
        tiers=goals,
        standard=STANDARD,
        evidence_months=EVIDENCE_MONTHS,
    )
    c.open_cascade(fact)
    register(story, supervisors, c, sealer)


def revised(story: Story) -> Iterator[Step]:
    """At the reviews. The standard last of all: what came before was judged by the first one."""
    id, owner = story.cascade, cascade.stream(story.cascade)
    goals = tiers(story, round(len(story.people) * 1.5), months_later(story.today, 24))
    yield Step(_review(story, 500), partial(_revise_curriculum, story))
    targets = because(owner, AGREED, lambda c, why: c.revise_targets(id, goals, why))
    yield Step(_review(story, 135), targets)
    standard = because(owner, WEAK, lambda c, why: c.revise_standard(id, STRICTER, why))
    yield Step(_review(story, 1), standard)


def _revise_curriculum(story: Story, c: Commands, sealer: Sealer) -> None:
    owner = cascade.stream(story.cascade)
    details = {"objectives": [f"{PROGRAMME.objectives} Fathers too."]}
    c.revise_curriculum(
        story.cascade,
        (*PROGRAMME.modules, NEW_MODULE),
        sealer.seal(owner, "details", details),
        AGREED.sealed(sealer, owner),
    )


def _review(story: Story, days_ago: int) -> datetime:
    """In the evening, when nothing else is entered."""
    day = story.today - timedelta(days=days_ago)
    return datetime.combine(day, time(19, tzinfo=UTC))
