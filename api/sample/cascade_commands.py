"""The cascade of the sample: opened, and revised at its reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from api.private.sealing import Sealer
from api.sample.content import COUNTRIES, EVIDENCE_MONTHS, PROGRAMME, SLUG, STANDARD, WHY
from api.sample.people_commands import register
from api.sample.steps import Step, because
from api.sample.story import DAY, Person, Story
from domain import cascade
from domain.events import CascadeOpened
from domain.rules import months_later
from domain.service import Commands
from domain.values import Commitment, Module, Standard, Target, Tier

NEW_MODULE = Module("responsive", "Answering the child's signals")
STRICTER = Standard(0.7, STANDARD.least_rubric, 2, STANDARD.months_valid)


def tiers(story: Story, people: int, by: date) -> tuple[Tier, ...]:
    """Targets in all, and for each country its share."""
    shares = {story.places.regions[country.name].region: country.share for country in COUNTRIES}
    made = []
    for name, share in PROGRAMME.tiers.items():
        goal = max(10, round(people * share))
        parts = (Target(round(goal * part), by, region) for region, part in shares.items())
        made.append(Tier(name, (Target(goal, by), *parts)))
    return tuple(made)


def opened(story: Story, people: int, supervisors: list[Person]) -> Step:
    """Regions, organisations, the cascade and who supervises it, before all else."""
    goals = tiers(story, people, date(story.today.year + 1, 12, 31))

    def command(c: Commands, sealer: Sealer) -> None:
        for region in story.places.regions.values():
            c.define_region(region)
        for organisation in story.places.organisations:
            c.define_organisation(organisation)
        fact = CascadeOpened(
            story.cascade,
            SLUG,
            PROGRAMME.title,
            series=SLUG,
            details=_objectives(story, sealer, PROGRAMME.objectives),
            modules=PROGRAMME.modules,
            tiers=goals,
            standard=STANDARD,
            evidence_months=EVIDENCE_MONTHS,
        )
        c.open_cascade(fact)
        register(story, supervisors, c, sealer)

    return Step(datetime.combine(story.start, time(6, tzinfo=UTC)), command)


def revised(story: Story) -> Iterator[Step]:
    """At the reviews. The standard last of all: what came before was judged by the first one."""
    id, owner = story.cascade, cascade.stream(story.cascade)
    modules, agreed = (*PROGRAMME.modules, NEW_MODULE), WHY["agreed"]
    goals = tiers(story, round(len(story.people) * 1.5), months_later(story.today, 24))

    def curriculum(c: Commands, sealer: Sealer) -> None:
        details = _objectives(story, sealer, f"{PROGRAMME.objectives} Fathers too.")
        c.revise_curriculum(id, modules, details, agreed.sealed(sealer, owner))

    yield Step(_evening(story, 500), curriculum)
    when = _evening(story, 135)
    yield because(when, owner, agreed, lambda c, why: c.revise_targets(id, goals, why))
    when, weak = _evening(story, 1), WHY["weak"]
    yield because(when, owner, weak, lambda c, why: c.revise_standard(id, STRICTER, why))


def _evening(story: Story, days_ago: int) -> datetime:
    """When nothing else is entered."""
    return datetime.combine(story.today - days_ago * DAY, time(19, tzinfo=UTC))


def _objectives(story: Story, sealer: Sealer, text: str) -> Commitment:
    return sealer.seal(cascade.stream(story.cascade), "details", {"objectives": [text]})
