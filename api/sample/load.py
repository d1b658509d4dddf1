"""Loads the sample into an empty home: the story is made up, then recorded under its own clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter
from random import Random

from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.people.comparison import Comparison
from api.sample import certificates, duplicates, growth, irregular, visitors
from api.sample.cascade_commands import opened, revised
from api.sample.people_commands import outcome_steps, profile_steps, supervisors
from api.sample.steps import Step
from api.sample.story import Story
from api.sample.workshop_commands import correction_steps, held_step, planned_steps
from api.transactions.record import record
from domain.service import Actor, Service

LEAST = 200
COMPARED_AT_ONCE = 10_000
"""People: in a larger sample, those who were recorded twice are found later, by the chores."""
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
    play(home, steps, story, progress)
    home.views.catch_up()
    play(home, list(visitors.steps(home, story)), story)
    home.views.catch_up()
    if people <= COMPARED_AT_ONCE:
        Comparison(home).complete()
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
    same = [duplicates.teaches_as_another(story)]
    same += duplicates.come_back_as_another(story, several)
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
    home: Home, steps: Sequence[Step], story: Story, progress: Progress = lambda done, of: None
) -> None:
    """Records one step after the other as a door does, but each at its own moment."""
    for done, step in enumerate(steps, start=1):
        _record(home, step, story.new_id())
        progress(done, len(steps))


def _record(home: Home, step: Step, command: str) -> None:
    by, sealer = Actor(step.who, step.source, command), home.private.sealer()
    service = Service(home.log, clock=lambda: step.when)
    record(home, by, lambda c: step.command(c, sealer), sealer, service)
