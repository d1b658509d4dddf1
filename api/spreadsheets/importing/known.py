"""What the log and the private drawer know of the people and workshops that an import names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from api.spreadsheets.importing.records import RegisterRecord, WorkshopRecord
from api.spreadsheets.importing.steps import Hands
from api.spreadsheets.importing.validation import people_named
from api.spreadsheets.importing.verdicts import Judgement
from domain import certification, naming, person, workshop
from domain.service import Commands
from domain.values import PersonId, WorkshopId
from domain.workshop import Workshop


@dataclass
class Known:
    """`before`: workshops as they stood before the rehearsal, by identifier."""

    draft: Commands
    hands: Hands
    workshops: dict[str, WorkshopId] = field(default_factory=dict)
    before: dict[str, Workshop] = field(default_factory=dict)
    names: dict[PersonId, str] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    """Workshops of other cascades that share the number series."""

    def workshop(self, name: str) -> Workshop | None:
        return self.before.get(name)

    def strangers(self, judgement: Judgement) -> set[str]:
        """Names in standing rows that nobody registered bears."""
        known = (n for n, id in self.hands.people.items() if self.draft.person(id).id)
        return people_named(judgement) - set(known)

    def has_erased(self, name: str) -> bool:
        """Whether somebody erased stands on this workshop, be it taken back or not."""
        state = self.before.get(name)
        if state is None or state.held is None:
            return False
        there = {a.person for a in state.held.register} | set(workshop.facilitators(state.held))
        self.draft.fetch(person.stream(p) for p in there)
        return any(self.draft.person(p).erased for p in there)

    def facilitators(self, id: WorkshopId, c: Commands) -> tuple[str | None, set[str]]:
        """By identifier, as they stand in the rehearsal. Who has none here cannot be named."""
        held = c.workshop(id).held
        if held is None:
            return None, set()
        by_id = {id: name for name, id in self.hands.people.items()} | self.names
        beside = {by_id[p] for p in held.cofacilitators if p in by_id}
        return by_id.get(held.lead) if held.lead else None, beside

    def signed(self, name: str) -> set[str]:
        """Who stood on the register before."""
        state = self.before.get(name)
        lines = state.held.register if state and state.held else ()
        return {self.names[a.person] for a in lines if a.person in self.names}


def look_up(judgement: Judgement, draft: Commands, hands: Hands) -> Known:
    """Loads in a few queries all that the rows speak of."""
    known = Known(draft, hands)
    hands.people = hands.private.people(hands.series, people_named(judgement))
    known.names = {id: name for name, id in hands.people.items()}
    draft.fetch(person.stream(p) for p in hands.people.values())
    draft.fetch(certification.stream(hands.cascade, p) for p in hands.people.values())
    within = naming.workshops_of(hands.series)
    named = _workshops_named(judgement)
    draft.fetch(naming.stream(within, name) for name in named)
    for name in named:
        means = draft.name(within, name).means
        if means is not None:
            known.workshops[name] = WorkshopId(means)
    draft.fetch(workshop.stream(w) for w in known.workshops.values())
    known.elsewhere = {
        name for name, id in known.workshops.items() if draft.cascade_of(id) != hands.cascade
    }
    known.before = {name: draft.workshop(id) for name, id in known.workshops.items()}
    hands.open_all(_commitments(known))
    return known


def _commitments(known: Known) -> Iterable[str | None]:
    for state in known.before.values():
        yield state.held.details if state.held else None
    for id in known.hands.people.values():
        yield known.draft.person(id).details
        standing = known.draft.certification(known.hands.cascade, id)
        yield from (c.number for c in standing.certificates.values())


def _workshops_named(judgement: Judgement) -> list[str]:
    records = (j.record for rows in judgement.rows.values() for j in rows)
    named = (r.workshop for r in records if isinstance(r, WorkshopRecord | RegisterRecord))
    return list(dict.fromkeys(named))
