"""Looks up the people and workshops of an import in the log and in the private drawer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from api.spreadsheets.importing.names import is_key
from api.spreadsheets.importing.row_values import RegisterRecord, WorkshopRecord
from api.spreadsheets.importing.steps import ImportContext
from api.spreadsheets.importing.verdicts import Judgement
from domain import certification, naming, person, workshop
from domain.identifiers import same
from domain.rules import Refused
from domain.service import Commands
from domain.values import PersonId, WorkshopId
from domain.workshop import Workshop
from projections.db import Db
from projections.records.workshops import alike


@dataclass
class Known:
    """What was known before the import of the people and workshops that its rows name."""

    draft: Commands
    context: ImportContext
    workshops: dict[str, WorkshopId] = field(default_factory=dict)
    """By identifier; also the workshops that this import is to log."""
    before: dict[str, Workshop] = field(default_factory=dict)
    """By identifier: the workshops as they were before the rehearsal."""
    names: dict[PersonId, str] = field(default_factory=dict)
    """Id → identifier of the people who were known before the import."""
    elsewhere: set[str] = field(default_factory=set)
    """Identifiers of workshops of other cascades in the same number series."""
    unclear: dict[str, dict[str, PersonId]] = field(default_factory=dict)
    """Identifier of a person → those that are the same, as they are written, of several people."""
    unclear_workshops: dict[str, Refused] = field(default_factory=dict)
    """Identifier → why it cannot be said which workshop is meant."""

    def people(self) -> dict[str, PersonId]:
        """By identifier: the people who are registered, also withdrawn or erased ones."""
        return {n: id for n, id in self.context.people.items() if self.draft.person(id).id}

    def has_erased(self, name: str) -> bool:
        """Whether an erased person gave or attended this workshop, even if it was taken back."""
        state = self.before.get(name)
        if state is None or state.held is None:
            return False
        there = {a.person for a in state.held.register} | set(workshop.facilitators(state.held))
        self.draft.fetch(person.stream(p) for p in there)
        return any(self.draft.person(p).erased for p in there)

    def facilitators(self, id: WorkshopId) -> tuple[str | None, set[str]]:
        """The identifiers of lead and co-facilitators, as the rehearsal has left them. People
        without an identifier are left out."""
        held = self.draft.workshop(id).held
        if held is None:
            return None, set()
        beside = {self._by_id[p] for p in held.cofacilitators if p in self._by_id}
        return self._by_id.get(held.lead) if held.lead else None, beside

    @cached_property
    def _by_id(self) -> dict[PersonId, str]:
        """The names in the rows; asked for once all people of the import have ids."""
        return {id: name for name, id in self.context.people.items()} | self.names

    def signed(self, name: str) -> set[str]:
        """Identifiers of the people on the register before the import."""
        state = self.before.get(name)
        lines = state.held.register if state and state.held else ()
        return {self.names[a.person] for a in lines if a.person in self.names}


def look_up(
    judgement: Judgement,
    draft: Commands,
    context: ImportContext,
    keyed: Mapping[str, str],
    db: Db,
) -> Known:
    """Loads everything that the rows name, in a few queries. `context.people`: those who are known;
    `keyed`: the ids of workshops without an identifier, by key."""
    known = Known(draft, context)
    known.unclear = context.unclear
    known.names = {id: name for name, id in context.people.items()}
    draft.fetch(person.stream(p) for p in known.names)
    draft.fetch(certification.stream(context.cascade, p) for p in known.names)
    _look_up_workshops(_workshops_named(judgement), known, db)
    found = dict(known.workshops)
    known.workshops |= {name: WorkshopId(id) for name, id in keyed.items()}
    draft.fetch(workshop.stream(w) for w in known.workshops.values())
    known.elsewhere = {
        name for name, id in found.items() if draft.cascade_of(id) != context.cascade
    }
    known.before = {name: draft.workshop(id) for name, id in known.workshops.items()}
    context.open_all(_commitments(known))
    return known


def _look_up_workshops(named: list[str], known: Known, db: Db) -> None:
    draft, series = known.draft, known.context.series
    draft.fetch(naming.stream(naming.workshops_of(series), name) for name in named)
    found = alike(db, named)
    for name in named:
        try:
            id = draft.workshop_called(series, name, found.get(same(name), ()))
        except Refused as refused:
            known.unclear_workshops[name] = refused
        else:
            if id is not None:
                known.workshops[name] = id


def _commitments(known: Known) -> Iterable[str | None]:
    for state in known.before.values():
        yield state.held.details if state.held else None
    for id in known.names:
        yield known.draft.person(id).details
        standing = known.draft.certification(known.context.cascade, id)
        yield from (c.number for c in standing.certificates.values())


def _workshops_named(judgement: Judgement) -> list[str]:
    """The identifiers of workshops in the rows."""
    records = (judged.record for judged in judgement.all())
    named = (r.workshop for r in records if isinstance(r, WorkshopRecord | RegisterRecord))
    return [name for name in dict.fromkeys(named) if not is_key(name)]
