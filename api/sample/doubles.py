"""People who stand in the tables twice, people who only share a name, and people who supervise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.sample.names import spelt_otherwise
from api.sample.places import DISTRICTS
from api.sample.story import Held, Someone, Story

Pair = tuple[Someone, Someone]


@dataclass(frozen=True)
class Doubles:
    """`same`: one person under two identifiers. `alike`: two people of one name and district.

    `supervisors` never gave nor attended a workshop, so they may assess anybody.
    """

    same: list[Pair]
    alike: list[Pair]
    supervisors: list[Someone]


def doubles(story: Story, many: int) -> Doubles:
    same = [teaches_as_another(story), *come_back_as_another(story, many)]
    alike = namesakes(story, many)
    supervisors = []
    for _ in range(3 + many // 4):
        person = story.newcomer(story.rng.choice(DISTRICTS), 0, story.latest)
        person.row["cadre"] = "supervisor"
        supervisors.append(person)
    return Doubles(same, alike, supervisors)


def teaches_as_another(story: Story) -> Pair:
    """A trainer leads one workshop under a second identifier: two trees until they are merged."""
    led = [w for w in story.workshops if w.counts and w.lead and w.lead.named and w.lead.sat_in]
    held = story.rng.choice([w for w in led if not w.on_purpose] or led)
    person = held.lead
    assert person is not None  # noqa: S101
    other = another_of(story, person)
    held.lead = other
    other.given.append(held)
    person.given.remove(held)
    return person, other


def come_back_as_another(story: Story, many: int) -> list[Pair]:
    """They sit in a second workshop, of which the clerk did not know the first."""
    pairs: dict[Someone, Someone] = {}
    for held in _visited(story, many):
        person = next(_returning(story, held), None)
        if person is not None and person not in pairs and len(pairs) < many:
            pairs[person] = another_of(story, person)
            story.seat(held, [pairs[person]], 20)
            if isinstance(held.headcount, int):
                held.headcount += 1
    return list(pairs.items())


def _visited(story: Story, many: int) -> list[Held]:
    later = [w for w in story.workshops if _plain(w)]
    return story.rng.sample(later, min(len(later), 8 * many))


def _plain(held: Held) -> bool:
    return held.counts and held.lead is not None and not held.on_purpose


def _returning(story: Story, held: Held) -> Iterator[Someone]:
    """People of the district who learnt elsewhere before and never taught."""
    for person in story.local[held.district]:
        known = person.named and person.sat_in and not person.given
        if known and person.ready < held.starts_on and not held.attended_by(person):
            yield person


def another_of(story: Story, person: Someone) -> Someone:
    other = story.newcomer(person.home, person.generation, person.ready)
    name = spelt_otherwise(story.rng, person.culture, str(person.row["name"]))
    phone = person.row["phone"] or story.phone(person.home.country)
    person.row["phone"] = phone
    kept = {key: person.row[key] for key in ("sex", "age_band", "cadre", "id_number")}
    other.row |= {**kept, "name": name, "phone": phone}
    other.culture, other.skill = person.culture, person.skill
    return other


def namesakes(story: Story, many: int) -> list[Pair]:
    """Neighbours who bear one name and are two people."""
    pairs: list[Pair] = []
    for neighbours in story.local.values():
        named = [p for p in neighbours if p.named and p.sat_in and not p.given]
        if len(named) >= 2 and len(pairs) < many:
            one, other = story.rng.sample(named, 2)
            other.row |= {"name": one.row["name"], "sex": one.row["sex"]}
            pairs.append((one, other))
    return pairs
