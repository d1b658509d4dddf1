"""People who are known under two identifiers, people who only share a name, and what is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from api.sample.content import PROGRAMME
from api.sample.steps import Step, Why, because
from api.sample.story import Person, Story, Workshop
from domain import pair
from domain.values import ReasonCode

Pair = tuple[Person, Person]
SAME = Why(ReasonCode.DUPLICATE, "Same telephone number, same person.")
TWO = Why(ReasonCode.WRONG_PERSON, "Both came to the meeting: two people.")


def one_person_twice(story: Story, many: int) -> list[Pair]:
    """Pairs that are one person: a trainer, and about `many` trainees."""
    return [teaches_as_another(story), *come_back_as_another(story, many)]


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
        person = next(_returning(story, held), None)
        if person is not None and person not in pairs and len(pairs) < many:
            pairs[person] = another_of(story, person)
            story.seat(held, [pairs[person]], 20)
            if held.headcount is not None:
                held.headcount += 1
    return list(pairs.items())


def _returning(story: Story, held: Workshop) -> Iterator[Person]:
    """People of the district who learnt elsewhere before and never taught."""
    for person in trainees(story.local[held.district]):
        if person.ready < held.starts_on and person not in held.register:
            yield person


def another_of(story: Story, person: Person) -> Person:
    other = story.newcomer(person.home, person.generation, person.ready)
    culture, email = PROGRAMME.cultures[person.culture], other.details.get("email")
    person.details.setdefault("phone", story.phone(person.home.country))
    name = culture.spelt_otherwise(story.rng, person.details["name"])
    other.details = {**person.details, "name": name}
    other.details.pop("email", None)
    if email:
        other.details["email"] = email
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
    return [p for p in people if p.listed and p.attended and not p.given]


# ---- what is done about them -----------------------------------------------------------------


def duplicate_steps(story: Story, same: list[Pair], alike: list[Pair]) -> Iterator[Step]:
    """Most are merged, a few still wait; one merge was a mistake."""
    for pair_ in same[: max(1, len(same) * 3 // 4)]:
        yield merged(story, pair_)
    for n, pair_ in enumerate(alike[::2]):
        last = None
        if n == 0:
            yield (first := merged(story, pair_))
            yield (last := unmerged(story, pair_, first.when))
        yield told_apart(story, pair_, last.when if last else _known_at(pair_))


def merged(story: Story, both: Pair) -> Step:
    one, other = both[0].id, both[1].id
    act = because(pair.stream(one, other), SAME, lambda c, why: c.merge_people(one, other, why))
    return Step(story.later(_known_at(both), 20, 200), act)


def unmerged(story: Story, both: Pair, after: datetime) -> Step:
    one, other = both[0].id, both[1].id
    act = because(pair.stream(one, other), TWO, lambda c, why: c.undo_merge(one, other, why))
    return Step(story.later(after, 5, 60), act)


def told_apart(story: Story, both: Pair, after: datetime) -> Step:
    one, other = both[0].id, both[1].id
    act = because(
        pair.stream(one, other), TWO, lambda c, why: c.distinguish_people(one, other, why)
    )
    return Step(story.later(after, 1, 90), act)


def _known_at(both: Pair) -> datetime:
    return max(one.known_at for one in both)
