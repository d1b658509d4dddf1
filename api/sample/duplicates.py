"""People who are known under two identifiers, people who only share a name, and what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from api.sample.content import PROGRAMME, WHY
from api.sample.steps import Step, Why, because
from api.sample.story import Person, Story
from domain import pair
from domain.service import Commands
from domain.values import PersonId, Reason

Pair = tuple[Person, Person]
Act = Callable[[Commands, PersonId, PersonId, Reason], object]


def teaches_as_another(story: Story) -> Pair:
    """A trainer leads one workshop under a second identifier: two trees until they are merged."""
    counting = [(w, w.lead) for w in story.workshops if w.counts and w.lead]
    led = [(w, lead) for w, lead in counting if lead.listed and lead.attended]
    held, person = story.rng.choice([(w, lead) for w, lead in led if not w.fixed] or led)
    held.lead = other = another_of(story, person)
    other.given.append(held)
    person.given.remove(held)
    return person, other


def come_back_as_another(story: Story, many: int) -> list[Pair]:
    """They attend a second workshop, whose clerk did not know of the first."""
    later = [w for w in story.workshops if w.counts and w.lead and not w.fixed]
    pairs: dict[Person, Person] = {}
    for held in story.rng.sample(later, min(len(later), 8 * many)):
        local = trainees(story.local[held.district])
        before = (p for p in local if p.ready < held.starts_on and p not in held.register)
        person = next(before, None)
        if person is not None and person not in pairs and len(pairs) < many:
            pairs[person] = another_of(story, person)
            story.seat(held, [pairs[person]], 20)
            if held.headcount is not None:
                held.headcount += 1
    return list(pairs.items())


def another_of(story: Story, person: Person) -> Person:
    """As another clerk entered the same person: another spelling, the same telephone."""
    other = story.newcomer(person.home, person.generation, person.ready)
    person.details.setdefault("phone", story.phone(person.home.country))
    culture = PROGRAMME.cultures[person.culture]
    name = culture.spelt_otherwise(story.rng, person.details["name"])
    same = {key: text for key, text in person.details.items() if key != "email"}
    other.details |= same | {"name": name}
    other.profile = msgspec.structs.replace(person.profile, organisation=None)
    other.culture, other.skill = person.culture, person.skill
    return other


def namesakes(story: Story, many: int) -> list[Pair]:
    """Neighbours who bear one name and are two people."""
    pairs: list[Pair] = []
    for neighbours in map(trainees, story.local.values()):
        if len(neighbours) >= 2 and len(pairs) < many:
            one, other = story.rng.sample(neighbours, 2)
            other.details["name"] = one.details["name"]
            other.profile = msgspec.structs.replace(other.profile, sex=one.profile.sex)
            pairs.append((one, other))
    return pairs


def trainees(people: list[Person]) -> list[Person]:
    """Who were trained and never taught."""
    return [p for p in people if p.listed and p.attended and not p.given]


# ---- what is done about them -----------------------------------------------------------------


def duplicate_steps(story: Story, same: list[Pair], alike: list[Pair]) -> Iterator[Step]:
    """Most are merged, a few still wait; one merge was a mistake."""
    mistaken, *_ = alike
    for both in (*same[: max(1, len(same) * 3 // 4)], mistaken):
        merged = story.later(_known_at(both), 20, 200)
        yield _step(merged, both, WHY["same-person"], Commands.merge_people)
    undone = story.later(merged, 5, 60)
    yield _step(undone, mistaken, WHY["two-people"], Commands.undo_merge)
    for both in alike[::2]:
        after = undone if both is mistaken else _known_at(both)
        when = story.later(after, 1, 90)
        yield _step(when, both, WHY["two-people"], Commands.distinguish_people)


def _step(when: datetime, both: Pair, why: Why, act: Act) -> Step:
    one, other = both[0].id, both[1].id
    return because(when, pair.stream(one, other), why, lambda c, r: act(c, one, other, r))


def _known_at(both: Pair) -> datetime:
    return max(one.known_at for one in both)
