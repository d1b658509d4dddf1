"""Works on uploads in the background: reads, judges, imports and undoes them.

A worker is a thread. Its results are in the private drawer and in the log, and each of its steps
may be repeated. If it dies with its process, the next request for the upload's page starts another
worker.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Unpack

import msgspec

from api.access.policy import AT_THE_CONSOLE, Access, access_of
from api.access.rules import IMPORTS
from api.errors import BadInput
from api.home import Home
from api.i18n import _, speaking
from api.integrity import storage_failures
from api.spreadsheets.files.cells import trimmed
from api.spreadsheets.importing import remembered_layouts
from api.spreadsheets.importing.run import ImportResult, Request, least_attendance, run_tables
from api.spreadsheets.importing.undo import undo
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.layouts import remembered as with_layouts
from api.spreadsheets.recognition.reader import read_uploads
from api.spreadsheets.recognition.tables import Tables
from api.spreadsheets.uploads import kept_reading
from api.spreadsheets.uploads.store import Changes, Line, Report, Stopped, Upload, UploadStore
from api.transactions import background
from domain.rules import Refused, latest_today
from domain.values import BatchId, CascadeId
from projections.records import cascades, grants

HEARTBEAT = 4.0
"""Seconds between two signs of life."""
Tell = Callable[[Exception], object]


class UploadWorker:
    """Starts the workers of this process. `tell`: is called with each error that the uploader
    cannot put right."""

    def __init__(self, home: Home, tell: Tell) -> None:
        self._home, self._tell = home, tell
        self.store = UploadStore(home.private)

    def start(self, id: str, patience: float = 0.0) -> None:
        """Starts a worker, unless one works on the upload. `patience`: seconds to wait for it, so
        that a short job is done before the page is shown."""
        worker = self.store.claim(id)
        if worker is None:
            return
        job = _Job(self._home, self.store, id, worker, self._tell)
        background.begin(job.run).join(patience)


class _Job:
    def __init__(self, home: Home, store: UploadStore, id: str, worker: str, tell: Tell) -> None:
        self._home, self._store, self._id, self._worker = home, store, id, worker
        self._tell = tell
        self._told = 0.0

    def run(self) -> None:
        try:
            with self._alive(), speaking(self._store.get(self._id).language):
                while (it := self._store.get(self._id)).is_working:
                    self._step(it)
        except (Stopped, Refused):
            return  # another worker has the upload, or it was deleted
        except Exception as problem:
            self._tell(problem)  # the failure was not stored: the page's next request tries again

    def _step(self, it: Upload) -> None:
        steps = {
            "reading": self._read, "judging": self._judge,
            "committing": self._commit, "undoing": self._undo,
        }  # fmt: skip
        try:
            steps[it.state](it)
        except BadInput as wrong:
            self._fail(it, str(wrong))
        except Stopped:
            raise
        except Exception as problem:
            self._tell(problem)
            trouble = storage_failures.failure(problem, self._home.path)
            self._fail(it, trouble.sentence if trouble else _(
                "Something went wrong on the server. Try again; if it happens once more, tell who "
                "looks after it."))  # fmt: skip

    def _fail(self, it: Upload, sentence: str) -> None:
        """Stores the failure. If an import failed, it is judged again, but only once."""
        if it.state == "committing" and not it.report.wrong:
            self._turn("judging", report=Report(wrong=sentence))
            return
        if it.state in ("reading", "judging"):
            self._store.forget_content(it.id)
        self._turn("failed", report=Report(wrong=sentence))

    def _turn(self, state: str, **changes: Unpack[Changes]) -> None:
        self._store.keep(self._id, self._worker, state=state, done=0, total=0, **changes)

    # ---- the four kinds of work --------------------------------------------------------------

    def _read(self, it: Upload) -> None:
        """Reads the files. Where a sheet's columns or values are not clear, its sender is asked."""
        private, kept = self._home.private, kept_reading.kept(self._home.private, it.id)
        with self._home.views.read() as db:
            series = cascades.series(db, it.cascade)
        known = remembered_layouts.remembered(private, series)
        least = least_attendance(self._home, CascadeId(it.cascade))
        answers = with_layouts(kept.answers, known)
        reading = read_uploads(self._store.files(it.id), answers, least)
        kept_reading.keep(private, it.id, sheets=reading.sheets)
        if reading.asks:
            self._turn("asking")
            return
        tables = reading.tables
        rows = self._store.fill(it.id, tables)
        if not rows:
            raise BadInput(_("There is no row in what you sent. Fill in the sheets and send them "
                             "again."))  # fmt: skip
        answered = kept_reading.to_remember(kept.answers, reading.sheets, it.names)
        remembered_layouts.remember(private, series, answered)
        notices = tuple(one.message for one in tables.notices)
        self._turn("judging", report=Report(notices=notices))

    def _judge(self, it: Upload) -> None:
        lines = self._store.lines(it.id)
        if not lines:
            raise BadInput(_("No row is left. Send a sheet with rows in it."))
        done = run_tables(self._home, self._request(it, dry_run=True), _tables(lines))
        self._judged(it, lines, done)
        self._turn("ready")

    def _commit(self, it: Upload) -> None:
        lines = self._store.lines(it.id)
        done = run_tables(self._home, self._request(it), _tables(lines), self._progress)
        if not done.committed:
            self._judged(it, lines, done)
            wrong = _("Meanwhile something changed, and rows are refused now. Look at them again.")
            self._turn("ready", report=msgspec.structs.replace(it.report, wrong=wrong))
            return
        counts = {
            kind: {verdict.value: count for verdict, count in found.items()}
            for kind, found in done.judgement.counts().items()
        }
        report = Report(counts=counts, position=done.position)
        self._turn("done", batch=done.batch, names=[], report=report)
        self._store.forget_content(it.id)

    def _judged(self, it: Upload, lines: list[Line], done: ImportResult) -> None:
        self._store.judged(it.id, _changed(lines, done))
        kept_reading.keep(self._home.private, it.id, coming=done.coming)

    def _undo(self, it: Upload) -> None:
        access = self._access(it)
        batch = BatchId(str(it.batch))
        undone = undo(self._home, batch, access.account, self._progress, it.report.words)
        report = Report(
            position=undone.position,
            withdrawn=undone.withdrawn,
            kept=undone.kept,
            places=(undone.regions, undone.organisations),
        )
        self._turn("undone", report=report)

    # ---- what they share ---------------------------------------------------------------------

    def _request(self, it: Upload, dry_run: bool = False) -> Request:
        access = self._access(it)
        return Request(
            CascadeId(it.cascade),
            (),
            it.dates,
            dry_run=dry_run,
            skip_refused=it.skip,
            access=access,
            decisions=kept_reading.kept(self._home.private, it.id).decisions,
            accepts=frozenset(),
        )

    def _access(self, it: Upload) -> Access:
        """The present access of the account that asked for the work. BadInput if it no longer
        coordinates the whole cascade."""
        if it.account == AT_THE_CONSOLE.account:
            return AT_THE_CONSOLE
        today = latest_today(datetime.now(UTC)).toordinal()
        with self._home.views.read() as db:
            access = access_of(db, it.account, grants.live(db, it.account, today))
            row = db.one("SELECT number FROM cascade WHERE id = :id", id=it.cascade)
        if row is None or row[0] not in access.scope(IMPORTS).whole:
            raise BadInput(_("Who sent this does not coordinate the whole cascade any more."))
        return access

    def _progress(self, done: int, of: int) -> None:
        if monotonic() - self._told > 0.5 or done == of:
            self._told = monotonic()
            self._store.keep(self._id, self._worker, done=done, total=of)

    @contextmanager
    def _alive(self) -> Iterator[None]:
        """Gives signs of life from a thread of its own, also while a step takes long."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(HEARTBEAT):
                try:
                    self._store.keep(self._id, self._worker)
                except Stopped:
                    return
                except Exception as problem:
                    self._tell(problem)

        beating = threading.Thread(target=beat, daemon=True)
        beating.start()
        try:
            yield
        finally:
            over.set()


def clean_file_name(name: str | None) -> str:
    """The name of a file that was sent, as pages show it: without folders, and short."""
    last = trimmed((name or "").replace("\\", "/").split("/")[-1])
    kept = "".join(sign for sign in last if sign.isprintable())
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:10]}".lstrip(".") or "upload"


def _tables(lines: list[Line]) -> Tables:
    tables = Tables({kind: [] for kind in COLUMNS}, [])
    for line in lines:
        tables.rows[line.row.table].append(line.row)
    return tables


def _changed(lines: list[Line], done: ImportResult) -> Iterator[tuple[int, str, str]]:
    """(number, verdict, why) of the rows whose verdict changed. `lines` and `done` have the rows in
    the same order."""
    judged = {kind: iter(rows) for kind, rows in done.judgement.rows.items()}
    for line in lines:
        now = next(judged[line.row.table])
        if (now.verdict.value, now.why) != (line.verdict, line.why):
            yield line.number, now.verdict.value, now.why
