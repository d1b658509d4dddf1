"""Two people who may be one: merged, the merge undone, found not to be the same, or unsure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.events import Event, MergeUndone, PeopleDistinguished, PeopleLeftUnsure, PeopleMerged
from domain.rules import require
from domain.values import PersonId, Reason


@dataclass(frozen=True)
class Pair:
    merged: bool = False
    distinguished: bool = False
    unsure: bool = False


def stream(a: PersonId, b: PersonId) -> str:
    return f"pair/{min(a, b)}/{max(a, b)}"


def merge(pair: Pair, a: PersonId, b: PersonId, reason: Reason) -> Iterator[Event]:
    require(a != b, "A person cannot be merged with themselves. Name two people.", field="other")
    require(not pair.merged, "These two are already merged. Undo that merge first if it was wrong.")
    yield PeopleMerged(min(a, b), max(a, b), reason)


def undo_merge(pair: Pair, a: PersonId, b: PersonId, reason: Reason) -> Iterator[Event]:
    require(pair.merged, "These two are not merged with each other. Name the two that were.")
    yield MergeUndone(min(a, b), max(a, b), reason)


def distinguish(pair: Pair, a: PersonId, b: PersonId, reason: Reason) -> Iterator[Event]:
    require(a != b, "Name two people.", field="other")
    require(not pair.merged, "These two are merged. Undo the merge first.")
    if not pair.distinguished:
        yield PeopleDistinguished(min(a, b), max(a, b), reason)


def leave_unsure(pair: Pair, a: PersonId, b: PersonId, reason: Reason) -> Iterator[Event]:
    require(a != b, "Name two people.", field="other")
    require(not pair.merged, "These two are merged. Undo the merge first.")
    require(
        not pair.distinguished, "These two were found not to be the same. Merge them if they are."
    )
    if not pair.unsure:
        yield PeopleLeftUnsure(min(a, b), max(a, b), reason)


def evolve(pair: Pair, event: Event) -> Pair:
    match event:
        case PeopleMerged():
            return Pair(merged=True)
        case MergeUndone():
            return replace(pair, merged=False)
        case PeopleDistinguished():
            return replace(pair, distinguished=True, unsure=False)
        case PeopleLeftUnsure():
            return replace(pair, unsure=True)
    return pair
