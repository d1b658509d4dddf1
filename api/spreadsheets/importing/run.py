"""An import from files to facts: judge every row, then commit all that stands, or nothing.

Appends are small and many under one batch, people first. Whatever moment it is broken off at,
running it again goes on where it stopped, for steps do nothing where all is known already.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.spreadsheets.files.cells import Order
from api.spreadsheets.importing import validation
from api.spreadsheets.importing.appends import Progress, append, in_parts, silent
from api.spreadsheets.importing.known import look_up
from api.spreadsheets.importing.likely_known import note
from api.spreadsheets.importing.plan import Plan, plan
from api.spreadsheets.importing.regions import Regions
from api.spreadsheets.importing.scope import refuse_outside
from api.spreadsheets.importing.steps import ImportContext, Step
from api.spreadsheets.importing.verdicts import Judgement
from api.spreadsheets.recognition.tables import Tables, read_tables
from api.transactions.dry_run import NullSealer
from domain import batch
from domain.log import fits
from domain.rules import Refused, require_code
from domain.service import Commands
from domain.values import BatchId, CascadeId, PersonId
from projections.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class Request:
    """`batch`: a name for the import; one is made where there is none. `who`: an account."""

    cascade: CascadeId
    paths: Sequence[Path]
    order: Order = "iso"
    batch: str | None = None
    series: str | None = None
    dry_run: bool = False
    skip_refused: bool = False
    who: str = "console"
    scope: Scope = EVERYTHING
    """The people whom the import may change."""


@dataclass(frozen=True)
class ImportResult:
    """`position`: where the log stood at the end; `batch` is None where nothing was recorded."""

    judgement: Judgement
    committed: bool
    position: int
    batch: str | None


def run(home: Home, request: Request, progress: Progress = silent) -> ImportResult:
    return run_tables(home, request, read_tables(request.paths), progress)


def run_tables(
    home: Home, request: Request, tables: Tables, progress: Progress = silent
) -> ImportResult:
    """As `run`, of what was read before."""
    judgement = validation.judge(tables, request.order)
    draft = home.service.read()
    cascade = draft.known_cascade(request.cascade)
    if cascade.closed:
        raise BadInput(_("This cascade is closed. Reopen it before anything is imported."))
    with home.views.read() as db:
        regions = Regions(db)
    _check_names(draft, request)
    series = request.series or cascade.series
    context = ImportContext(request.cascade, series, home.private, NullSealer(), regions)
    known = look_up(judgement, draft, context)
    refuse_outside(home, judgement, known, request.scope)
    made = plan(judgement, known)
    note(home, request.cascade, judgement, regions, request.scope)
    if request.dry_run or (judgement.refused() and not request.skip_refused):
        return ImportResult(judgement, False, home.log.position(), None)
    name = _batch(home, request, tables)
    commit = _Commit(home, request, context, name, progress)
    if not made.steps:
        return ImportResult(judgement, True, commit.rest(), None)
    return ImportResult(judgement, True, commit.all(made), name)


@dataclass
class _Commit:
    """`newcomers`: identifiers that the plan claims, with the ids it made for them."""

    home: Home
    request: Request
    context: ImportContext
    batch: BatchId
    progress: Progress
    newcomers: dict[str, PersonId] = field(default_factory=dict)

    def all(self, made: Plan) -> int:
        """The position after the last entry."""
        self._do(lambda c: c.start_batch(self.request.cascade, self.batch))
        self.newcomers = made.newcomers
        self._look()
        for steps in in_parts(made.steps, self.progress):
            self._take(steps)
        position = self._do(lambda c: c.complete_batch(self.batch))
        self.home.views.catch_up()
        return position

    def rest(self) -> int:
        """Where all facts are there: says so, if the import was broken off before it could."""
        known = self.home.service.read().batch(self.batch)
        if known.id is None or known.completed or known.undone:
            return self.home.log.position()
        return self._do(lambda c: c.complete_batch(self.batch))

    def _take(self, steps: Sequence[Step]) -> None:
        """Together where they fit into one append, else in halves."""
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
        """A person who got one of the new identifiers meanwhile keeps it."""
        private, series = self.home.private, self.context.series
        self.context.people |= private.people(series, self.newcomers)

    def _do(self, act: Callable[[Commands], None]) -> int:
        """With a sealer of its own: what one append sealed is kept with it, or not at all."""
        source = f"import:{self.batch}"
        self.context.sealer = sealer = self.home.private.sealer()
        try:
            return append(self.home, self.request.who, source, act, sealer)
        except Refused as refused:
            raise BadInput(
                _(
                    "The log changed during the import, and a row no longer fits: {why} What was "
                    "imported so far stays; run the import again to see what is left.",
                    why=_(refused.template, **refused.params),
                )
            ) from refused


def _check_names(draft: Commands, request: Request) -> None:
    """Before anything is read of the rows, so that a slip costs no wait."""
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


def _batch(home: Home, request: Request, tables: Tables) -> BatchId:
    """The name asked for; else that of the same import broken off; else a new one."""
    if request.batch is not None:
        return BatchId(request.batch)
    digest = hashlib.sha256(request.cascade.encode())
    for rows in tables.rows.values():
        for row in rows:
            digest.update(repr(sorted(row.cells.items())).encode())
    made_up = f"{datetime.now().astimezone():%Y-%m-%d}-{secrets.token_hex(3)}"
    key = f"import:{digest.hexdigest()}"
    known = home.private.remember(key, request.cascade, {"batch": made_up}) or {}
    return BatchId(known.get("batch", made_up))
