"""People who are known under two identifiers, people who only share a name, and what is done."""

from __future__ import annotations

from collections.abc import Iterator

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
    led = [
        (w, w.lead) for w in story.workshops
        if w.counts and w.lead and w.lead.listed and w.lead.attended
    ]  # fmt: skip
    held, person = story.rng.choice([one for one in led if not one[0].on_purpose] or led)
    held.lead = other = another_of(story, person)
    other.given.append(held)
    person.given.remove(held)
    return person, other


def come_back_as_another(story: Story, many: int) -> list[Pair]:
    """They attend a second workshop, whose clerk did not know of the first."""
    later = [w for w in story.workshops if w.counts and w.lead and not w.on_purpose]
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
    for person in story.local[held.district]:
        trainee = person.listed and person.attended and not person.given
        if trainee and person.ready < held.starts_on and not held.has(person):
            yield person


def another_of(story: Story, person: Person) -> Person:
    other = story.newcomer(person.home, person.generation, person.ready)
    culture = PROGRAMME.cultures[person.culture]
    person.details.setdefault("phone", story.phone(person.home.country))
    email = {"email": other.details["email"]} if "email" in other.details else {}
    name = culture.spelt_otherwise(story.rng, person.details["name"])
    kept = {key: text for key, text in person.details.items() if key != "email"}
    other.details = {**kept, **email, "name": name}
    other.profile = msgspec.structs.replace(
        other.profile,
        sex=person.profile.sex,
        age_band=person.profile.age_band,
        cadre=person.profile.cadre,
    )
    other.culture, other.skill = person.culture, person.skill
    return other


def namesakes(story: Story, many: int) -> list[Pair]:
    """Neighbours who bear one name and are two people."""
    pairs: list[Pair] = []
    for neighbours in story.local.values():
        trainees = [p for p in neighbours if p.listed and p.attended and not p.given]
        if len(trainees) >= 2 and len(pairs) < many:
            one, other = story.rng.sample(trainees, 2)
            other.details["name"] = one.details["name"]
            other.profile = msgspec.structs.replace(other.profile, sex=one.profile.sex)
            pairs.append((one, other))
    return pairs


# ---- what is done about them -----------------------------------------------------------------


def duplicate_steps(story: Story, same: list[Pair], alike: list[Pair]) -> Iterator[Step]:
    """Most are merged, a few still wait; one merge was a mistake."""
    for one, other in same[: max(1, len(same) * 3 // 4)]:
        yield merged(story, one, other)
    for n, (one, other) in enumerate(alike):
        if n == 0:
            yield from merged_by_mistake(story, one, other)
        elif n % 2 == 0:
            yield told_apart(story, one, other)


def merged(story: Story, one: Person, other: Person) -> Step:
    owner, when = pair.stream(one.id, other.id), max(one.known_at(), other.known_at())
    merge = because(owner, SAME, lambda c, why: c.merge_people(one.id, other.id, why))
    return Step(story.later(when, 20, 200), merge)


def merged_by_mistake(story: Story, one: Person, other: Person) -> Iterator[Step]:
    owner, first = pair.stream(one.id, other.id), merged(story, one, other)
    undo = because(owner, TWO, lambda c, why: c.undo_merge(one.id, other.id, why))
    undone = Step(story.later(first.when, 5, 60), undo)
    yield from (first, undone, told_apart(story, one, other, undone))


def told_apart(story: Story, one: Person, other: Person, last: Step | None = None) -> Step:
    owner, when = pair.stream(one.id, other.id), max(one.known_at(), other.known_at())
    apart = because(owner, TWO, lambda c, why: c.distinguish_people(one.id, other.id, why))
    return Step(story.later(last.when if last else when, 1, 90), apart)
