"""The import steps of a row of workshops."""

from __future__ import annotations

from msgspec import UNSET

from api.spreadsheets.importing.names import is_key
from api.spreadsheets.importing.registers import attendance
from api.spreadsheets.importing.row_values import Numbers, WorkshopRecord, people_of
from api.spreadsheets.importing.steps import IMPORTED, ImportContext, Step
from domain import naming, workshop
from domain.events import WorkshopCorrected, WorkshopHeld
from domain.service import Commands
from domain.values import WorkshopId


def holding(id: WorkshopId, record: WorkshopRecord, lines: dict[str, Numbers | None]) -> Step:
    """Logs a workshop, with its register, as one fact. `lines`: identifier → scores."""
    named = [*people_of(record), *lines]

    def act(c: Commands, context: ImportContext) -> None:
        here = _first(c, context, record.workshop, id)
        state = c.workshop(here)
        if state.held and not state.taken_back:
            return
        people = context.people
        fact = WorkshopHeld(
            workshop=here,
            kind=record.kind,
            starts_on=record.starts_on,
            ends_on=record.ends_on,
            identifier=None if is_key(record.workshop) else record.workshop,
            lead=people[record.lead] if record.lead else None,
            cofacilitators=context.ids(record.co_facilitators),
            register=tuple(attendance(people[name], scores) for name, scores in lines.items()),
            headcount=record.headcount,
            region=context.region(c, record.region) if record.region else None,
            details=context.amended(workshop.stream(here), "details", None, record.details),
            modules=record.modules,
            mode=record.mode,
            unseen=context.unseen_of(named),
        )
        c.hold_workshop(context.cascade, fact, context.series)

    def streams(context: ImportContext) -> list[str]:
        series, name = naming.workshops_of(context.series), record.workshop
        given = [] if is_key(name) else [naming.stream(series, name)]
        return [*given, workshop.stream(id), *context.streams(named)]

    return Step(act, streams)


def _first(c: Commands, context: ImportContext, name: str, id: WorkshopId) -> WorkshopId:
    """The workshop's id: `id`, unless another import has logged this identifier meanwhile."""
    if is_key(name):
        return id
    means = c.name(naming.workshops_of(context.series), name).means
    return WorkshopId(means) if means else id


def correcting(id: WorkshopId, record: WorkshopRecord) -> Step:
    """Corrects a workshop in the log by a row. A blank cell changes nothing."""

    def act(c: Commands, context: ImportContext) -> None:
        held = workshop.require_held(c.workshop(id))
        filled = record.filled
        one_day = held.ends_on == held.starts_on
        beside, before = context.ids(record.co_facilitators), set(held.cofacilitators)
        change = WorkshopCorrected(
            IMPORTED,
            kind=record.kind if "kind" in filled else UNSET,
            starts_on=record.starts_on,
            ends_on=record.ends_on if "ends_on" in filled or one_day else UNSET,
            lead=context.people[record.lead] if record.lead else UNSET,
            cofacilitators=beside if beside and set(beside) != before else UNSET,
            headcount=record.headcount if "headcount" in filled else UNSET,
            region=context.region(c, record.region) if record.region else UNSET,
            details=context.amended(workshop.stream(id), "details", held.details, record.details)
            or UNSET,
            modules=record.modules if "modules" in filled else UNSET,
            mode=record.mode if "mode" in filled else UNSET,
            unseen=context.unseen_of(people_of(record)),
        )
        c.correct_workshop(id, change)

    return Step(act, lambda context: [workshop.stream(id), *context.streams(people_of(record))])
