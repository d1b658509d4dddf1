"""People merged, told apart, corrected."""

from __future__ import annotations

import msgspec

from api.sample.hands import Hands
from api.sample.moves import CorrectProfile, DistinguishPeople, MergePeople, UndoMerge, Why
from domain import pair, person
from domain.service import Commands
from domain.values import PersonId, Reason


def merge(c: Commands, hands: Hands, move: MergePeople) -> None:
    one, other, reason = _pair(hands, move.one, move.other, move.why)
    c.merge_people(one, other, reason)


def undo_merge(c: Commands, hands: Hands, move: UndoMerge) -> None:
    one, other, reason = _pair(hands, move.one, move.other, move.why)
    c.undo_merge(one, other, reason)


def distinguish(c: Commands, hands: Hands, move: DistinguishPeople) -> None:
    one, other, reason = _pair(hands, move.one, move.other, move.why)
    c.distinguish_people(one, other, reason)


def correct_profile(c: Commands, hands: Hands, move: CorrectProfile) -> None:
    id = hands.person(move.person)
    works_for = move.organisation and c.organisation_named(move.organisation, hands.new_id)
    profile = msgspec.structs.replace(
        move.profile, region=hands.region(c, move.region), organisation=works_for
    )
    c.correct_profile(id, profile, hands.reason(person.stream(id), move.why))


def _pair(hands: Hands, one: str, other: str, why: Why) -> tuple[PersonId, PersonId, Reason]:
    a, b = hands.person(one), hands.person(other)
    return a, b, hands.reason(pair.stream(a, b), why)
