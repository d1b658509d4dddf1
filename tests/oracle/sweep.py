"""The oracle: docs/definitions.md, as one sweep over the facts in order of date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tests.oracle.facts import Facts, Workshop

COUNTING_KINDS = ("tot", "step-down", "refresher")
FACILITATOR, PARTICIPANT = 0, 1

T = TypeVar("T")
Scores = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Sheet:
    """A counting workshop, with merged people under one name. `people` is P(w)."""

    identifier: str
    starts_on: date
    ends_on: date
    lead: str | None
    facilitators: frozenset[str]
    people: frozenset[str]
    scores: Mapping[str, frozenset[Scores]]


@dataclass(frozen=True)
class Place:
    """Where a person stands in the forest, and the entry by which they came into it."""

    parent: str | None
    generation: int
    unattributed: bool
    entry_date: date
    entry_role: int
    entry_workshop: str


@dataclass(frozen=True)
class Row:
    person: str
    generation: int
    direct: int
    lineage: int
    reach: int
    workshops_given: int
    workshops_downstream: int


def numbers(facts: Facts, as_of: date | None = None) -> dict[str, Row]:
    """One row for each person who has facilitated a counting workshop."""
    counting = sheets(facts, as_of)
    places = place(counting)
    below = lineages(places)
    given = workshops_given(counting)
    mark = marks(given)
    carries = origins(counting, mark)
    learnt = came_to(counting, carries)
    return {
        trainer: Row(
            person=trainer,
            generation=places[trainer].generation,
            direct=len({person for w in given[trainer] for person in w.people}),
            lineage=below[trainer],
            reach=sum(bool(learnt[p] & mark[trainer]) for p in learnt if p != trainer),
            workshops_given=len(given[trainer]),
            workshops_downstream=(
                sum(bool(marked & mark[trainer]) for marked in carries.values())
                - len(given[trainer])
            ),
        )
        for trainer in sorted(given)
    }


def forest(facts: Facts, as_of: date | None = None) -> dict[str, Place]:
    return place(sheets(facts, as_of))


def reach(facts: Facts, person: str, as_of: date | None = None) -> frozenset[str]:
    """The people whom this person's teaching came to; any name of a merged person will do."""
    person = one_name(facts).get(person, person)
    counting = sheets(facts, as_of)
    mark = marks(workshops_given(counting))
    learnt = came_to(counting, origins(counting, mark))
    return frozenset(p for p in learnt if p != person and learnt[p] & mark.get(person, 0))


# What counts


def sheets(facts: Facts, as_of: date | None = None) -> list[Sheet]:
    """The workshops that count on that day, by first day and identifier (code points)."""
    name = one_name(facts)
    counting = [sheet(w, name) for w in facts.workshops if counts(w, as_of)]
    return sorted(counting, key=lambda w: (w.starts_on, w.identifier))


def counts(workshop: Workshop, as_of: date | None) -> bool:
    begun = as_of is None or workshop.starts_on <= as_of
    return workshop.status == "held" and workshop.kind in COUNTING_KINDS and begun


def one_name(facts: Facts) -> dict[str, str]:
    """Each merged person's smallest name. Who was not merged is not in it."""
    group: dict[str, set[str]] = {}
    for pair in facts.merged:
        joined = {other for person in pair for other in group.get(person, {person})}
        group |= dict.fromkeys(joined, joined)
    return {person: min(members) for person, members in group.items()}


def sheet(workshop: Workshop, name: Mapping[str, str]) -> Sheet:
    lead = None if workshop.lead is None else name.get(workshop.lead, workshop.lead)
    facilitators = {name.get(person, person) for person in workshop.cofacilitators}
    facilitators |= set() if lead is None else {lead}
    scores: dict[str, set[Scores]] = defaultdict(set)
    for seat in workshop.register:
        scores[name.get(seat.person, seat.person)].add((seat.pre, seat.post, seat.max_score))
    return Sheet(
        identifier=workshop.identifier,
        starts_on=workshop.starts_on,
        ends_on=workshop.ends_on,
        lead=lead,
        facilitators=frozenset(facilitators),
        people=frozenset(scores) - facilitators,
        scores={person: frozenset(said) for person, said in scores.items()},
    )


def workshops_given(counting: Iterable[Sheet]) -> dict[str, list[Sheet]]:
    given: dict[str, list[Sheet]] = defaultdict(list)
    for w in counting:
        for trainer in w.facilitators:
            given[trainer].append(w)
    return dict(given)


# Lineage


def place(counting: list[Sheet]) -> dict[str, Place]:
    """First come, first placed: the first appearance of a person is their entry."""
    by_identifier = {w.identifier: w for w in counting}
    places: dict[str, Place] = {}
    for day, role, identifier, person in sorted(appearances(counting)):
        if person not in places:
            parent = None if role == FACILITATOR else by_identifier[identifier].lead
            places[person] = Place(
                parent=parent,
                generation=0 if parent is None else places[parent].generation + 1,
                unattributed=role == PARTICIPANT and parent is None,
                entry_date=day,
                entry_role=role,
                entry_workshop=identifier,
            )
    return places


def appearances(counting: Iterable[Sheet]) -> Iterator[tuple[date, int, str, str]]:
    for w in counting:
        for person in w.facilitators:
            yield w.starts_on, FACILITATOR, w.identifier, person
        for person in w.people:
            yield w.starts_on, PARTICIPANT, w.identifier, person


def lineages(places: Mapping[str, Place]) -> dict[str, int]:
    """How many stand below each person: everybody adds one to all who stand above."""
    below = dict.fromkeys(places, 0)
    for person in places:
        above = places[person].parent
        while above is not None:
            below[above] += 1
            above = places[above].parent
    return below


# Reach: each trainer has a mark, and a set of trainers is the sum of their marks


def marks(given: Iterable[str]) -> dict[str, int]:
    return {trainer: 1 << n for n, trainer in enumerate(sorted(given))}


def origins(counting: list[Sheet], mark: Mapping[str, int]) -> dict[str, int]:
    """Of each workshop, the trainers whose teaching it carries: those who give it, and those
    whose teaching any of these had from a workshop that ended strictly before this one began.

    Taken by first day: what leads to a workshop ended before it, so it was seen before.
    """
    carries: dict[str, int] = {}
    sat_in: dict[str, list[Sheet]] = defaultdict(list)
    for w in counting:
        carries[w.identifier] = 0
        for facilitator in w.facilitators:
            carries[w.identifier] |= mark[facilitator]
            for earlier in sat_in[facilitator]:
                if earlier.ends_on < w.starts_on:
                    carries[w.identifier] |= carries[earlier.identifier]
        for person in w.people:
            sat_in[person].append(w)
    return carries


def came_to(counting: Iterable[Sheet], carries: Mapping[str, int]) -> dict[str, int]:
    """Of each person, the trainers whose teaching came to them."""
    learnt: dict[str, int] = defaultdict(int)
    for w in counting:
        for person in w.people:
            learnt[person] |= carries[w.identifier]
    return dict(learnt)


# By generation


@dataclass(frozen=True)
class Gains:
    """Means are means of individual gains."""

    count: int
    mean: float | None


@dataclass(frozen=True)
class Generation:
    """`trained`: the union of P(w) over what its trainers gave; `entered`: their children."""

    people: int
    people_by_sex: dict[str | None, int]
    people_by_region: dict[str | None, int]
    active: int
    drop_off: float | None
    trained: int
    entered: int
    trained_per_active: float | None
    gain: Gains
    gain_by_sex: dict[str | None, Gains]
    gain_by_region: dict[str | None, Gains]


def by_generation(facts: Facts, as_of: date | None = None) -> dict[int | None, Generation]:
    """By generation; under None the unattributed, who are in no other row.

    Participations in a workshop without a lead have no generation either: also under None.
    """
    counting = sheets(facts, as_of)
    places = place(counting)
    members: dict[int | None, set[str]] = defaultdict(set)
    for person, found in places.items():
        members[None if found.unattributed else found.generation].add(person)
    learnt = gains(counting, places)
    return {
        key: generation(facts, counting, places, members[key], learnt.get(key, []))
        for key in sorted(members.keys() | learnt.keys(), key=lambda k: (k is None, k or 0))
    }


def generation(
    facts: Facts,
    counting: list[Sheet],
    places: Mapping[str, Place],
    members: set[str],
    learnt: list[tuple[str, float]],
) -> Generation:
    active = {person for w in counting for person in w.facilitators & members}
    trained = {person for w in counting if w.facilitators & active for person in w.people}
    sex, region = profile(facts, facts.sex), profile(facts, facts.region)
    return Generation(
        people=len(members),
        people_by_sex={k: len(v) for k, v in grouped(sex, ((p, p) for p in members)).items()},
        people_by_region={k: len(v) for k, v in grouped(region, ((p, p) for p in members)).items()},
        active=len(active),
        drop_off=(len(members) - len(active)) / len(members) if members else None,
        trained=len(trained),
        entered=sum(found.parent in members for found in places.values()),
        trained_per_active=len(trained) / len(active) if active else None,
        gain=mean(gain for _, gain in learnt),
        gain_by_sex={k: mean(v) for k, v in grouped(sex, learnt).items()},
        gain_by_region={k: mean(v) for k, v in grouped(region, learnt).items()},
    )


def gains(
    counting: Iterable[Sheet], places: Mapping[str, Place]
) -> dict[int | None, list[tuple[str, float]]]:
    """Who gained how much, under their lead's generation + 1."""
    found: dict[int | None, list[tuple[str, float]]] = defaultdict(list)
    for w in counting:
        key = None if w.lead is None else places[w.lead].generation + 1
        for person in sorted(w.people):
            if (gain := gain_of(w.scores[person])) is not None:
                found[key].append((person, gain))
    return found


def gain_of(said: frozenset[Scores]) -> float | None:
    """None where scores differ (a merge left them twice on the register) or one is missing."""
    if len(said) != 1:
        return None
    ((pre, post, most),) = said
    if pre is None or post is None or most is None or pre == most:
        return None
    return (post - pre) / (most - pre)


def profile(facts: Facts, said: Mapping[str, str | None]) -> dict[str, str | None]:
    """A merged person is what the smallest of their names that says anything says."""
    name = one_name(facts)
    known: dict[str, str | None] = {}
    for person in sorted(said):
        if said[person] is not None:
            known.setdefault(name.get(person, person), said[person])
    return known


def grouped(
    of: Mapping[str, str | None], things: Iterable[tuple[str, T]]
) -> dict[str | None, list[T]]:
    groups: dict[str | None, list[T]] = defaultdict(list)
    for person, thing in things:
        groups[of.get(person)].append(thing)
    return dict(groups)


def mean(values: Iterable[float]) -> Gains:
    found = list(values)
    return Gains(len(found), sum(found) / len(found) if found else None)
