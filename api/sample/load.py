"""Loads the sample into an empty home: the story is made up, then recorded under its own clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from operator import attrgetter
from random import Random

from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.private.sealing import Sealer
from api.sample import certificates, duplicates, growth, irregular, visitors
from api.sample.cascade_commands import opened, revised
from api.sample.people_commands import outcome_steps, profile_steps, supervisors
from api.sample.steps import Step
from api.sample.story import Story
from api.sample.workshop_commands import correction_steps, held_step, planned_steps
from api.transactions.record import record
from domain.service import Actor, Commands, Service

LEAST = 200
Progress = Callable[[int, int], object]


def load(
    home: Home, people: int, seed: int, today: date, progress: Progress = lambda done, of: None
) -> int:
    """The position at the end. Refuses a home that holds anything."""
    if home.log.position() > 0:
        raise BadInput(
            _(
                "The sample is only loaded into an empty home, and this one has entries. "
                "Name another directory in BANYAN_HOME."
            )
        )
    story, steps = tell(people, seed, today)
    play(home, steps, story.new_id, progress)
    home.views.catch_up()
    play(home, visitors.steps(home, story), story.new_id)
    home.views.catch_up()
    return home.log.position()


def tell(people: int, seed: int, today: date) -> tuple[Story, list[Step]]:
    """About `people` people (at least 200) and all steps in order of their moments; the same for
    the same arguments. No clock: the day is given."""
    if people < LEAST:
        raise ValueError(f"A cascade needs some room: ask for at least {LEAST} people.")
    story = Story(Random(f"{seed} {people}"), today)  # noqa: S311
    many = max(1, min(20, people // 1000))
    growth.grow(story, people - many * irregular.NEW_PEOPLE)
    never = irregular.cases(story, many)
    several = max(2, people // 250)
    same = duplicates.one_person_twice(story, several)
    alike = duplicates.namesakes(story, several)
    observers = supervisors(story, 3 + several // 4)
    certificates.certify_trainers(story, never)
    irregular.certificate_cases(story, many)
    several = max(2, min(40, people // 400))
    steps = [
        opened(story, people, observers),
        *(held_step(story, held) for held in story.workshops),
        *certificates.imported(story),
        *duplicates.duplicate_steps(story, same, alike),
        *profile_steps(story, several),
        *certificates.certification_steps(story, observers, several),
        *planned_steps(story, several),
        *correction_steps(story, several),
        *outcome_steps(story, observers, several),
        *revised(story),
    ]
    return story, sorted(steps, key=attrgetter("when"))


def play(
    home: Home,
    steps: Iterable[Step],
    new_id: Callable[[], str],
    progress: Progress = lambda done, of: None,
) -> None:
    """Records one step after the other as a door does, but each at its own moment."""
    steps = list(steps)
    for done, step in enumerate(steps, start=1):
        clock, sealer = partial(getattr, step, "when"), home.private.sealer()
        act = partial(_act, step, sealer)
        by = Actor(step.who, step.source, new_id())
        record(home, by, act, sealer, Service(home.log, clock))
        progress(done, len(steps))


def _act(step: Step, sealer: Sealer, commands: Commands) -> None:
    step.command(commands, sealer)
