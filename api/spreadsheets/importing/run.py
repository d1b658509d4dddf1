"""Runs an import, from files to facts: judges every row, then commits all good rows, or nothing.

The facts of a batch are recorded in many small appends, people first. An import that was broken
off at any moment can be run again and goes on where it stopped: a step does nothing if its facts
are recorded already.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from api.access.policy import AT_THE_CONSOLE, Access
from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.spreadsheets.files.cells import NoIdentifier, Order
from api.spreadsheets.importing import names, remembered_layouts, validation
from api.spreadsheets.importing.appends import Progress, append, in_parts, no_progress
from api.spreadsheets.importing.coming import PLAINLY_NEW, Coming
from api.spreadsheets.importing.judging import Asked, judge_all
from api.spreadsheets.importing.plan import Plan
from api.spreadsheets.importing.regions import Regions
from api.spreadsheets.importing.spellings import AllSpellings, Spellings
from api.spreadsheets.importing.steps import ImportContext, Step
from api.spreadsheets.importing.verdicts import Judgement
from api.spreadsheets.recognition.layouts import remembered as with_layouts
from api.spreadsheets.recognition.reader import NOTHING_ANSWERED, read_files
from api.spreadsheets.recognition.reading import Answers, Reading
from api.spreadsheets.recognition.tables import Tables
from api.transactions.dry_run import NullSealer
from domain import batch
from domain.log import fits
from domain.rules import Refused, require_code
from domain.service import Commands
from domain.values import BatchId, CascadeId, PersonId
from projections.db import Db
from projections.records.workshops import several_alike


@dataclass(frozen=True)
class Request:
    """An import to run. `batch`: its name, made up if None; `series`: the number series of the
    identifiers, by default the cascade's."""

    cascade: CascadeId
    paths: Sequence[Path]
    order: Order = "iso"
    batch: str | None = None
    series: str | None = None
    dry_run: bool = False
    skip_refused: bool = False
    access: Access = AT_THE_CONSOLE
    """Whose import it is: it changes only people in their scope."""
    decisions: Mapping[str, str] = field(default_factory=dict)
    """On what comes into being, by `coming.decision_key`."""
    accepts: frozenset[str] = PLAINLY_NEW
    """The kinds of what comes into being that need no decision."""
    answers: Answers = NOTHING_ANSWERED
    """To what had to be asked about the sheets."""
    layout: str | None = None
    """The name of the remembered layouts that are used; None: of all."""


@dataclass(frozen=True)
class ImportResult:
    """`position`: the log's last position at the end; `batch`: None if nothing was recorded."""

    judgement: Judgement
    committed: bool
    position: int
    batch: str | None

    @property
    def coming(self) -> list[Coming]:
        return self.judgement.coming


def run(home: Home, request: Request, progress: Progress = no_progress) -> ImportResult:
    return run_tables(home, request, read_request(home, request).tables, progress)


def read_request(home: Home, request: Request) -> Reading:
    """What is in the files, by the answers and the layouts that the programme remembers."""
    series = series_of(home, request)
    if request.layout is None:
        known = remembered_layouts.remembered(home.private, series)
    else:
        known = remembered_layouts.named(home.private, series, request.layout)
    least = least_attendance(home, request.cascade)
    return read_files(request.paths, with_layouts(request.answers, known), least)


def series_of(home: Home, request: Request) -> str:
    """The number series of the identifiers."""
    return request.series or home.service.read().known_cascade(request.cascade).series


def least_attendance(home: Home, cascade: CascadeId) -> float:
    """The cascade's rule: the share of a workshop's days, 0 to 1, that puts somebody on its
    register; 0: one day is enough."""
    return home.service.read().known_cascade(cascade).standard.least_attendance or 0.0


def run_tables(
    home: Home, request: Request, tables: Tables, progress: Progress = no_progress
) -> ImportResult:
    """As `run`, for tables that were read already."""
    draft = home.service.read()
    cascade = draft.known_cascade(request.cascade)
    if cascade.closed:
        raise BadInput(_("This cascade is closed. Reopen it before anything is imported."))
    _check_names(draft, request)
    series = request.series or cascade.series
    digest = _digest(request.cascade, tables)
    without = _without_identifier(tables)
    asked = Asked(
        request.access, request.decisions, request.accepts, _own_workshops(home, digest, without)
    )
    with home.views.read() as db:
        regions = Regions(db)
        judgement = validation.judge(tables, request.order, spellings_of(home, series, db))
        regions.meet(getattr(row.record, "region", None) for row in judgement.all())
        keys = names.series_of(digest)
        context = ImportContext(request.cascade, series, keys, home.private, NullSealer(), regions)
        judged = judge_all(home, db, judgement, draft, context, asked)
    made = judged.plan
    if request.dry_run or (judgement.refused() and not request.skip_refused):
        return ImportResult(judgement, False, home.log.position(), None)
    ids = [judged.new_workshops.get(name, "") for name in without]
    name, kept = _batch(home, request, digest, ids)
    if kept != ids:
        return run_tables(home, request, tables, progress)
    commit = _Commit(home, request, context, name, progress)
    if not made.steps:
        return ImportResult(judgement, True, commit.rest(), None)
    return ImportResult(judgement, True, commit.all(made), name)


@dataclass
class _Commit:
    """Records a plan in several appends. `newcomers`: identifier → id that the plan made."""

    home: Home
    request: Request
    context: ImportContext
    batch: BatchId
    progress: Progress
    newcomers: dict[str, PersonId] = field(default_factory=dict)

    def all(self, made: Plan) -> int:
        """Records the whole plan. Returns the position of the last entry."""
        self._do(lambda c: c.start_batch(self.request.cascade, self.batch))
        self.newcomers = made.newcomers
        self._look()
        for steps in in_parts(made.steps, self.progress):
            self._take(steps)
        position = self._do(lambda c: c.complete_batch(self.batch))
        self.home.views.catch_up()
        return position

    def rest(self) -> int:
        """Completes a batch that was broken off after its last step. Returns the log's position."""
        known = self.home.service.read().batch(self.batch)
        if known.id is None or known.completed or known.undone:
            return self.home.log.position()
        return self._do(lambda c: c.complete_batch(self.batch))

    def _take(self, steps: Sequence[Step]) -> None:
        """Takes the steps in one append if they fit, else in two halves."""
        together = tried = False

        def act(c: Commands) -> None:
            nonlocal together, tried
            c.require_going_on(self.batch)
            if tried:
                self._look()
            tried = True
            c.fetch(stream for step in steps for stream in step.streams(self.context))
            for step in steps:
                step(c, self.context)
            together = fits(c.pending) or len(steps) == 1
            if not together:
                c.pending.clear()

        self._do(act)
        if not together:
            half = len(steps) // 2
            self._take(steps[:half])
            self._take(steps[half:])

    def _look(self) -> None:
        """If another write has bound a new identifier meanwhile, that person keeps it."""
        self.context.people |= self.context.bearers(self.newcomers)

    def _do(self, act: Callable[[Commands], None]) -> int:
        """Appends what `act` decides, with a sealer of its own: sealed texts are kept only if
        their append is recorded."""
        source = f"import:{self.batch}"
        self.context.sealer = sealer = self.home.private.sealer()
        try:
            return append(self.home, self.request.access.account, source, act, sealer)
        except Refused as refused:
            raise BadInput(
                _(
                    "The log changed during the import, and a row no longer fits: {why} What was "
                    "imported so far stays; run the import again to see what is left.",
                    why=_(refused.template, **refused.params),
                )
            ) from refused


def spellings_of(home: Home, series: str, db: Db) -> AllSpellings:
    """How identifiers are told apart, beside what is known."""
    people = Spellings(home.private.borne_by_several(series))
    return AllSpellings(people, Spellings(several_alike(db)))


def _check_names(draft: Commands, request: Request) -> None:
    """Checks the names before the rows are read, so that a slip is refused at once."""
    if request.series is not None:
        require_code(request.series, "series")
    if request.batch is not None:
        require_code(request.batch, "batch")
        began = draft.entries(batch.stream(BatchId(request.batch)))
        if began and began[0].cascade != request.cascade:
            raise BadInput(
                _(
                    "Batch “{batch}” belongs to another cascade. Choose another name.",
                    batch=request.batch,
                )
            )


def _digest(cascade: CascadeId, tables: Tables) -> str:
    """Is the same for the same cells."""
    digest = hashlib.sha256(cascade.encode())
    for rows in tables.rows.values():
        for row in rows:
            digest.update(repr(sorted(row.cells.items())).encode())
    return digest.hexdigest()


def _without_identifier(tables: Tables) -> list[str]:
    """The keys of the workshops without an identifier, in the order of the files."""
    named = (row.cells.get("workshop") for row in tables.rows["workshops"])
    return list(dict.fromkeys(names.name_in(n) for n in named if isinstance(n, NoIdentifier)))


def _own_workshops(home: Home, digest: str, keys: Sequence[str]) -> dict[str, str]:
    """Key → id, of the workshops that the same import has logged, or was to log, before."""
    kept = home.private.recall(f"import:{digest}") if keys else None
    return {key: id for key, id in zip(keys, (kept or {}).get("workshops", ()), strict=False) if id}


def _batch(
    home: Home, request: Request, digest: str, workshops: list[str]
) -> tuple[BatchId, list[str]]:
    """The name in the request; else the name of the same import (by its cells) that was broken off;
    else a new one. With the ids of the workshops without an identifier that the same import logs,
    in the order of the files: those of the first that came, or these."""
    if request.batch is not None and not workshops:
        return BatchId(request.batch), workshops
    made_up = f"{datetime.now().astimezone():%Y-%m-%d}-{secrets.token_hex(3)}"
    answer = {"batch": made_up, "workshops": workshops}
    known = home.private.remember(f"import:{digest}", request.cascade, answer) or {}
    name = request.batch or known.get("batch", made_up)
    return BatchId(name), known.get("workshops", workshops)
