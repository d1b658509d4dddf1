"""Taking an import back by facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from uuid import uuid4

from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.recording import record
from api.sealing import Sealer
from domain import batch
from domain.events import BatchStarted, PersonRegistered, PersonReinstated
from domain.service import By, Commands
from domain.service.imports import UNDONE
from domain.values import BatchId, PersonId, Reason, ReasonCode
from projections.db import Db

Progress = Callable[[int, int], object]
AT_ONCE = 200
"""Facts taken back in one append; each becomes one or two entries."""
T = TypeVar("T")


@dataclass(frozen=True)
class Undone:
    """What became of the people whom the batch had registered."""

    position: int
    streams: int
    withdrawn: int
    kept: int


def undo(
    home: Home,
    id: BatchId,
    who: str = "console",
    progress: Progress = lambda done, of: None,
    words: str | None = None,
) -> Undone:
    """Broken off, it may be called again: what was taken back is left alone. `words`: why."""
    entries = home.service.look().entries(batch.stream(id))
    starts = [e.position for e in entries if isinstance(e.event, BatchStarted)]
    if not starts:
        raise BadInput(
            _("There is no batch “{batch}”. `banyan import` prints the name of each.", batch=id)
        )
    if home.service.look().batch(id).undone:
        raise BadInput(_("Batch “{batch}” was already taken back.", batch=id))
    touched, registered = _of_batch(home, id, starts[-1])

    def do(act: Callable[[Commands], object], sealer: Sealer | None = None) -> int:
        return record(home, By(who, f"undo:{id}", str(uuid4())), act, sealer).position

    facts = [(s, p) for s, all_of in sorted(touched.items()) for p in sorted(all_of, reverse=True)]
    for n, some in enumerate(parts := _parts(facts), 1):
        do(partial(_take_back, some))
        progress(n, len(parts))
    with home.views.read() as db:
        elsewhere = _stand_elsewhere(db, registered)
    withdrawn = [p for p in registered if p not in elsewhere]
    for people in _parts(withdrawn):
        do(partial(_withdraw, people))
    sealer = home.private.sealer()
    reason = _reason(sealer, id, words)
    position = do(lambda c: c.undo_batch(id, reason), sealer)
    home.views.catch_up()
    return Undone(position, len(touched), len(withdrawn), len(registered) - len(withdrawn))


def _reason(sealer: Sealer, id: BatchId, words: str | None) -> Reason:
    if not words:
        return UNDONE
    sealed = sealer.seal(batch.stream(id), "words", {"words": words})
    return Reason(ReasonCode.IMPORT_UNDONE, sealed)


def _take_back(facts: Sequence[tuple[str, int]], c: Commands) -> None:
    c.fetch(stream for stream, _position in facts)
    for stream, position in facts:
        c.take_back(stream, position)


def _withdraw(people: Sequence[PersonId], c: Commands) -> None:
    for person in people:
        c.withdraw_person(person, UNDONE)


def _parts(values: Sequence[T]) -> list[list[T]]:
    return [list(values[at : at + AT_ONCE]) for at in range(0, len(values), AT_ONCE)]


def _of_batch(home: Home, id: BatchId, start: int) -> tuple[dict[str, list[int]], list[PersonId]]:
    """Positions by stream, and who was registered, since the batch last began."""
    source = f"import:{id}"
    touched: dict[str, list[int]] = defaultdict(list)
    registered: list[PersonId] = []
    for entry in home.log.read(after=start):
        if entry.source != source:
            continue
        if entry.stream.startswith(("workshop/", "person/", "certification/")):
            touched[entry.stream].append(entry.position)
        if isinstance(entry.event, PersonRegistered | PersonReinstated):
            registered.append(PersonId(entry.stream.removeprefix("person/")))
    return touched, list(dict.fromkeys(registered))


def _stand_elsewhere(db: Db, people: Sequence[PersonId]) -> set[str]:
    """Those who still stand in a workshop, a certification or an outcome, or are erased."""
    rows = db.rows(
        """
        SELECT p.id FROM person p WHERE p.id IN ids(:people) AND (
          p.erased = 1
          OR EXISTS (SELECT 1 FROM presence s JOIN workshop w ON w.number = s.workshop
                     WHERE s.person = p.one AND w.status = 'held')
          OR EXISTS (SELECT 1 FROM certificate c WHERE c.person = p.number AND c.voided = 0)
          OR EXISTS (SELECT 1 FROM standing t
                     WHERE t.person = p.number OR t.other_person = p.number)
          OR EXISTS (SELECT 1 FROM outcome o WHERE o.person = p.number AND o.voided = 0)
          OR EXISTS (SELECT 1 FROM pair q WHERE q.merged = 1
                     AND (q.one = p.number OR q.other = p.number)))
        """,
        people=list(people),
    )
    return {id for (id,) in rows}
