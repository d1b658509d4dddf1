"""Finds the texts of a fact that may be about other people than their owner, and these people.

Words about a person are erased with the person, and none are accepted afterwards
(`UnitOfWork.record`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET

from domain.events import Event, Proposed, WorkshopCorrected
from domain.values import Commitment, PersonId


def words_of(fact: Event) -> Iterator[Commitment]:
    """Commitments to words and reasons, numbers of certificates, and typed texts of a proposal."""
    found = [getattr(fact, "words", None), getattr(fact, "number", None)]
    found += [getattr(getattr(fact, name, None), "words", None) for name in ("reason", "waiver")]
    if isinstance(fact, Proposed):
        found += [fact.details, *fact.lines]
    return (Commitment(made) for made in found if isinstance(made, str))


def people_singled_out(stream: str, fact: Event, earlier: Sequence[Event]) -> set[PersonId]:
    """The people whom the words of a fact are about. `earlier`: the earlier facts of its stream.

    They are the owner of the stream; a person whom the fact names alone; if the fact names
    facilitators of a workshop, its present and all former facilitators; and the person of an
    outcome, a proposal or a role.
    """
    kind, *ids = stream.split("/")
    named = {getattr(fact, "person", None)}
    named.add(getattr(getattr(fact, "attendance", None), "person", None))
    if isinstance(fact, WorkshopCorrected) and (
        fact.lead is not UNSET or fact.cofacilitators is not UNSET
    ):
        named |= _giving(fact).union(*map(_giving, earlier))
    elif kind in ("outcome", "proposal"):
        named |= {getattr(one, "person", None) for one in earlier}
        named |= {getattr(one, "lead", None) for one in (*earlier, fact)}
    elif kind == "access":
        grant = getattr(fact, "grant", None)
        same = (one for one in earlier if getattr(one, "grant", "") == grant)
        named |= {getattr(one, "person", None) for one in same}
    elif kind in ("person", "pair"):
        named |= {PersonId(id) for id in ids}
    elif kind == "certification":
        named.add(PersonId(ids[-1]))
    return {id for id in named if id}


def _giving(fact: Event) -> set[PersonId | None]:
    lead = getattr(fact, "lead", UNSET)
    beside = getattr(fact, "cofacilitators", UNSET)
    return {*([] if lead is UNSET else [lead]), *([] if beside is UNSET else beside)}
