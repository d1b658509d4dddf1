"""Undoes an import: by new facts, which take back those of its batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from api.errors import BadInput
from api.home import Home
from api.i18n import _, ngettext
from api.private.sealing import Sealer
from api.spreadsheets.importing.appends import Progress, append, in_parts, no_progress
from api.spreadsheets.importing.undone_places import PlacesOfBatch
from domain import batch, person
from domain.events import BatchStarted, PersonRegistered, PersonReinstated
from domain.service import Commands
from domain.service.imports import UNDONE
from domain.values import BatchId, PersonId, Reason, ReasonCode
from projections.db import Db

T = TypeVar("T")
STANDS_AGAIN = Reason(ReasonCode.NEW_INFORMATION)


@dataclass(frozen=True)
class UndoResult:
    """`withdrawn`, `kept`: how many of the people whom the batch had registered; `regions`,
    `organisations`: how many that it had defined were withdrawn."""

    position: int
    withdrawn: int
    kept: int
    regions: int = 0
    organisations: int = 0


def undo(
    home: Home,
    id: BatchId,
    who: str = "console",
    progress: Progress = no_progress,
    words: str | None = None,
) -> UndoResult:
    """Undoes the batch. If it was broken off, call it again: it goes on. `words`: the reason.
    BadInput if there is no such batch, or it was undone before."""
    log = home.service.read()
    starts = [
        entry.position
        for entry in log.entries(batch.stream(id))
        if isinstance(entry.event, BatchStarted)
    ]
    if not starts:
        raise BadInput(
            _("There is no batch “{batch}”. `banyan import` prints the name of each.", batch=id)
        )
    if log.batch(id).undone:
        raise BadInput(_("Batch “{batch}” was already taken back.", batch=id))
    undoing = _Undoing(home, id, who, progress)
    undoing.take_back(starts[-1])
    places = PlacesOfBatch(home, id, undoing.do)
    places.withdraw(starts[-1], undoing.upto)
    sealer = home.private.sealer()
    reason = _reason(sealer, id, words)
    position = undoing.do(lambda c: c.undo_batch(id, reason), sealer)
    undoing.take_back(undoing.upto)
    places.withdraw(starts[-1], undoing.upto)
    home.views.catch_up()
    kept = len(undoing.registered) - len(undoing.withdrawn)
    regions, organisations = len(places.regions), len(places.organisations)
    return UndoResult(position, len(undoing.withdrawn), kept, regions, organisations)


def undone_places(regions: int, organisations: int) -> list[str]:
    """Sentences on how many of the places that a batch had defined were withdrawn."""
    lines = []
    if regions:
        lines.append(
            ngettext(
                "{count} region that it had defined is used nowhere else and was withdrawn.",
                "{count} regions that it had defined are used nowhere else and were withdrawn.",
                regions,
            )
        )
    if organisations:
        lines.append(
            ngettext(
                "{count} organisation that it had defined is used nowhere else and was withdrawn.",
                "{count} organisations that it had defined are used nowhere else and were "
                "withdrawn.",
                organisations,
            )
        )
    return lines


@dataclass
class _Undoing:
    """The undo of one batch. `upto`: the log's position up to which its facts were taken back."""

    home: Home
    batch: BatchId
    who: str
    progress: Progress
    upto: int = 0
    registered: set[PersonId] = field(default_factory=set)
    withdrawn: set[PersonId] = field(default_factory=set)

    def do(self, act: Callable[[Commands], object], sealer: Sealer | None = None) -> int:
        return append(self.home, self.who, f"undo:{self.batch}", act, sealer)

    def take_back(self, after: int) -> None:
        """Takes back what the batch recorded after a position. It is called again once the log
        says that the batch is undone: until then a running import may have added facts."""
        self.upto = self.home.log.position()
        touched, registered = _of_batch(self.home, self.batch, after, self.upto)
        facts = [
            (stream, position)
            for stream, positions in sorted(touched.items())
            for position in sorted(positions, reverse=True)
        ]
        self._each(facts, lambda fact: fact[0], lambda c, fact: c.take_back(*fact), self.progress)
        self.registered |= set(registered)
        self._withdraw(registered)

    def _withdraw(self, registered: Sequence[PersonId]) -> None:
        """Withdraws people without other records. Reinstates those who got records meanwhile."""
        alone = _alone(self.home, registered)
        self._each(alone, person.stream, lambda c, one: c.withdraw_person(one, UNDONE))
        back = sorted(set(alone) - set(_alone(self.home, alone)))
        self._each(back, person.stream, lambda c, one: c.reinstate_person(one, STANDS_AGAIN))
        self.withdrawn |= set(alone) - set(back)

    def _each(
        self,
        values: Sequence[T],
        stream: Callable[[T], str],
        act: Callable[[Commands, T], object],
        progress: Progress = no_progress,
    ) -> None:
        """Calls `act` for each value, many in one append. `stream`: the stream of a value."""
        for some in in_parts(values, progress):

            def together(c: Commands, some: Sequence[T] = some) -> None:
                c.fetch(map(stream, some))
                for value in some:
                    act(c, value)

            self.do(together)


def _reason(sealer: Sealer, id: BatchId, words: str | None) -> Reason:
    if not words:
        return UNDONE
    sealed = sealer.seal(batch.stream(id), "words", {"words": words})
    return Reason(ReasonCode.IMPORT_UNDONE, sealed)


def _alone(home: Home, people: Sequence[PersonId]) -> list[PersonId]:
    with home.views.read() as db:
        elsewhere = _stand_elsewhere(db, people)
    return [one for one in people if one not in elsewhere]


def _of_batch(
    home: Home, id: BatchId, after: int, upto: int
) -> tuple[dict[str, list[int]], list[PersonId]]:
    """The batch's entries between two positions: (positions by stream, people registered)."""
    source = f"import:{id}"
    touched: dict[str, list[int]] = defaultdict(list)
    registered: list[PersonId] = []
    for entry in home.log.read(after, upto):
        if entry.source != source:
            continue
        if entry.stream.startswith(("workshop/", "person/", "certification/")):
            touched[entry.stream].append(entry.position)
        if isinstance(entry.event, PersonRegistered | PersonReinstated):
            registered.append(PersonId(entry.stream.removeprefix("person/")))
    return touched, list(dict.fromkeys(registered))


def _stand_elsewhere(db: Db, people: Sequence[PersonId]) -> set[str]:
    """Ids of the people with a workshop, certification, outcome or merge, and of erased people."""
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
