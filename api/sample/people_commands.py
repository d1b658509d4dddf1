"""People as they are registered and corrected, and what came of their training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

import msgspec

from api.private.sealing import Sealer
from api.sample.content import DISTRICTS, PROGRAMME, SLUG, weighted
from api.sample.steps import Step, Why, because, seal_words
from api.sample.story import DAY, Person, Story, Workshop
from domain import outcome, person, place
from domain.events import BehaviourObserved, ResultReported, SharingClaimed
from domain.service import Commands
from domain.values import AgeBand, OutcomeId, Profile, ReasonCode

MOVED = Why(ReasonCode.NEW_INFORMATION, "Changed post.")
MONTHLY, NEIGHBOURS = "From the monthly report.", "I told my neighbours."


def register(story: Story, people: Sequence[Person], c: Commands, sealer: Sealer) -> None:
    """Those of them who are not in the log so far. Who is on registers only has no profile."""
    c.fetch(stream for one in people for stream in _streams(one))
    for one in people:
        if c.person(one.id).id is None:
            owner = person.stream(one.id)
            c.register_person(
                story.cascade,
                one.id,
                one.profile if one.listed else Profile(),
                sealer.seal(owner, "details", one.details) if one.listed else None,
                sealer.claim(SLUG, one.identifier, one.id),
            )


def _streams(one: Person) -> Iterator[str]:
    yield person.stream(one.id)
    if one.profile.region:
        yield place.region_stream(one.profile.region)
    if one.profile.organisation:
        yield place.organisation_stream(one.profile.organisation)


def supervisors(story: Story, count: int) -> list[Person]:
    """They never gave nor attended a workshop, so they may assess anybody."""
    found = []
    for _ in range(count):
        one = story.newcomer(story.rng.choice(DISTRICTS), 0, story.latest)
        one.profile = msgspec.structs.replace(one.profile, cadre="supervisor")
        found.append(one)
    return found


# ---- corrected -------------------------------------------------------------------------------


def profile_steps(story: Story, many: int) -> Iterator[Step]:
    trainees = [p for p in story.people if p.listed and p.attended]
    for one in story.rng.sample(trainees, many):
        profile = msgspec.structs.replace(
            one.profile,
            age_band=story.rng.choice(list(AgeBand)),
            cadre=weighted(story.rng, PROGRAMME.cadres),
            region=story.places.regions[story.rng.choice(DISTRICTS).path].region,
            organisation=None,
        )
        yield moved(story, one, profile)


def moved(story: Story, one: Person, profile: Profile) -> Step:
    owner, when = person.stream(one.id), story.later(one.known_at(), 30, 400)
    return Step(when, because(owner, MOVED, lambda c, why: c.correct_profile(one.id, profile, why)))


# ---- what came of their training -------------------------------------------------------------


def outcome_steps(story: Story, observers: list[Person], many: int) -> Iterator[Step]:
    """Behaviour, results and claims, after all corrections; some dated before their workshop."""
    trained = [p for p in story.people if p.listed and p.attended and not p.attended[0].voided]
    for n, one in enumerate(story.rng.sample(trained, min(len(trained), 12 * many))):
        held = one.attended[0]
        day = held.ends_on + story.rng.randint(0, (story.latest - held.ends_on).days) * DAY
        if n % 24 == 0:
            day = held.starts_on - 20 * DAY
        fact, told = outcome_of(story, n, one, held, day, observers)
        when = story.entered(day, after=held.recorded_at)
        yield Step(when, partial(_record_outcome, story, fact, told))


def outcome_of(
    story: Story, n: int, one: Person, held: Workshop, day: date, observers: list[Person]
) -> tuple[outcome.Outcomes, str]:
    """The fact without its words, and the words."""
    id = OutcomeId(story.new_id())
    match n % 4:
        case 0 | 1:
            fidelity = round(min(1.0, max(0.0, story.rng.gauss(0.66, 0.18))), 2)
            observer = story.rng.choice(observers).id
            seen = story.rng.choice(PROGRAMME.observations)
            return BehaviourObserved(id, one.id, day, fidelity, observer, held.id), seen
        case 2:
            unit, (least, most) = story.rng.choice(list(PROGRAMME.results.items()))
            quantity = float(story.rng.randint(least, most))
            return ResultReported(id, one.id, day, quantity, unit, held.id), MONTHLY
        case _:
            heads = min(400, int(story.rng.paretovariate(0.9) * 3))
            return SharingClaimed(id, one.id, day, heads, held.id), NEIGHBOURS


def _record_outcome(
    story: Story, fact: outcome.Outcomes, told: str, c: Commands, sealer: Sealer
) -> None:
    words = seal_words(sealer, outcome.stream(fact.outcome), told)
    match msgspec.structs.replace(fact, words=words):
        case BehaviourObserved() as observed:
            c.observe_behaviour(story.cascade, observed)
        case ResultReported() as reported:
            c.report_result(story.cascade, reported)
        case SharingClaimed() as claimed:
            c.claim_sharing(story.cascade, claimed)
