"""People as they are registered and corrected, and what came of their training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

import msgspec

from api.private.sealing import Sealer
from api.sample.content import DISTRICTS, PROGRAMME, SLUG, WHY, weighted
from api.sample.steps import Step, because, telling
from api.sample.story import DAY, Person, Story, Workshop
from domain import outcome, person, place
from domain.events import BehaviourObserved, ResultReported, SharingClaimed
from domain.service import Commands
from domain.values import AgeBand, OutcomeId, PersonId, Profile

MONTHLY, TOLD = "From the monthly report.", "I told my neighbours."


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
    homes = [story.rng.choice(DISTRICTS) for _ in range(count)]
    found = [story.newcomer(home, 0, story.latest) for home in homes]
    for one in found:
        one.profile = msgspec.structs.replace(one.profile, cadre="supervisor")
    return found


# ---- corrected, and what came of their training ----------------------------------------------


def profile_steps(story: Story, many: int) -> Iterator[Step]:
    for one in story.rng.sample([p for p in story.people if p.listed and p.attended], many):
        profile = msgspec.structs.replace(
            one.profile,
            age_band=story.rng.choice(list(AgeBand)),
            cadre=weighted(story.rng, PROGRAMME.cadres),
            region=story.places.regions[story.rng.choice(DISTRICTS).path].region,
            organisation=None,
        )
        yield moved(story, one, profile)


def moved(story: Story, one: Person, profile: Profile) -> Step:
    when, owner = story.later(one.known_at, 30, 400), person.stream(one.id)
    return because(
        when, owner, WHY["moved"], lambda c, why: c.correct_profile(one.id, profile, why)
    )


def outcome_steps(story: Story, observers: list[Person], many: int) -> Iterator[Step]:
    """Behaviour, results, claims; after all corrections. Some are dated before their workshop."""
    trained = [p for p in story.people if p.listed and p.attended and not p.attended[0].voided]
    for n, one in enumerate(story.rng.sample(trained, min(len(trained), 12 * many))):
        held = one.attended[0]
        day = held.ends_on + story.rng.randint(0, (story.latest - held.ends_on).days) * DAY
        day = held.starts_on - 20 * DAY if n % 24 == 0 else day
        yield outcome_step(story, n, one, held, day, story.rng.choice(observers).id)


def outcome_step(
    story: Story, n: int, one: Person, held: Workshop, day: date, observer: PersonId
) -> Step:
    """`n`: of which kind it is; a half are observations."""
    cascade, rng, id = story.cascade, story.rng, OutcomeId(story.new_id())
    when, owner, about = story.entered(day, after=held.recorded_at), outcome.stream(id), held.id
    match n % 4:
        case 0 | 1:
            text, share = rng.choice(PROGRAMME.observations), rng.gauss(0.66, 0.18)
            share = round(min(1.0, max(0.0, share)), 2)
            seen = partial(BehaviourObserved, id, one.id, day, share, observer, about)
            return telling(when, owner, text, lambda c, w: c.observe_behaviour(cascade, seen(w)))
        case 2:
            unit, between = rng.choice(list(PROGRAMME.results.items()))
            quantity = float(rng.randint(*between))
            much = partial(ResultReported, id, one.id, day, quantity, unit, about)
            return telling(when, owner, MONTHLY, lambda c, w: c.report_result(cascade, much(w)))
        case _:
            heads = min(400, int(rng.paretovariate(0.9) * 3))
            claim = partial(SharingClaimed, id, one.id, day, heads, about)
            return telling(when, owner, TOLD, lambda c, w: c.claim_sharing(cascade, claim(w)))
