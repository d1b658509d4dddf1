"""Stores uploads in the private drawer. At most one worker among all processes claims an upload."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypedDict, Unpack

import msgspec
from sqlalchemy import ColumnElement, RowMapping, bindparam, func, insert, select, update
from sqlalchemy.sql import Executable

from api.private.sql_helpers import in_parts
from api.private.store import Private
from api.private.upload_expiry import NEVER
from api.private.upload_tables import upload, upload_file, upload_row
from api.spreadsheets.files.cells import Cell, Order
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.tables import Place, Row, Tables
from api.spreadsheets.uploads.cell_json import packed, unpacked
from domain.rules import NotFound
from projections.db import transaction

WORKER_TIMEOUT = timedelta(seconds=20)
"""A worker that gave no sign of life for so long counts as dead."""
BATCH_SIZE = 2_000
"""Rows in one transaction: few, so that other writers need not wait long."""
MAX_ROWS = 500
"""Rows that one page can send back."""
LARGEST_UPLOAD = 32_000_000
"""Bytes of all files of an upload together."""
WORKING = ("reading", "judging", "committing", "undoing")
MISSING = "This upload is not here any more. Send the files again."


class Stopped(Exception):
    """The worker has lost its claim: another worker has the upload, or it was deleted."""


class Report(msgspec.Struct, frozen=True, omit_defaults=True):
    """The result of an upload so far. `wrong`: a sentence; `counts`: rows by table and verdict;
    `position`: of the log at the end. After an undo: `withdrawn` and `kept`, numbers of the people
    whom the import had registered; `places`: of withdrawn regions and organisations; `words`."""

    wrong: str = ""
    notices: tuple[str, ...] = ()
    counts: dict[str, dict[str, int]] = {}
    position: int = 0
    withdrawn: int = 0
    places: tuple[int, int] = (0, 0)
    kept: int = 0
    words: str | None = None

    @property
    def without_wrong(self) -> Report:
        return msgspec.structs.replace(self, wrong="")


@dataclass(frozen=True)
class Upload:
    """`names`: of the files; `language`: of the verdicts; `skip`: whether refused rows are left
    out; `done`, `total`: steps; `batch`: the import that came of it, or that it undoes."""

    id: str
    cascade: str
    account: str
    kept_at: datetime
    names: list[str]
    dates: Order
    language: str
    state: str
    skip: bool
    done: int
    total: int
    batch: str | None
    report: Report

    @property
    def is_working(self) -> bool:
        return self.state in WORKING


@dataclass(frozen=True)
class Line:
    """A row of an upload with its verdict. `number`: its place in the upload, from 0."""

    number: int
    row: Row
    verdict: str
    why: str


class Changes(TypedDict, total=False):
    """Fields of an upload that a page may change."""

    account: str
    dates: Order
    skip: bool
    batch: str | None
    names: list[str]
    report: Report


class Progress(Changes, total=False):
    """Fields of an upload that its worker may change. `done`, `total`: steps."""

    state: str
    done: int
    total: int


class UploadStore:
    def __init__(self, private: Private) -> None:
        self._private, self._engine = private, private.engine

    # ---- coming and going --------------------------------------------------------------------

    def add(
        self, state: str, cascade: str, account: str, position: int, language: str,
        files: Sequence[tuple[str, bytes]] = (), dates: Order = "iso", batch: str | None = None,
        report: Report | None = None,
    ) -> str:  # fmt: skip
        """Stores a new upload and returns its id. `position`: of the log now; `files`: (name,
        content)."""
        id = secrets.token_hex(16)
        changes: Progress = {
            "account": account, "dates": dates, "state": state, "skip": False, "done": 0,
            "total": 0, "batch": batch, "names": [name for name, _ in files],
            "report": report or Report(),
        }  # fmt: skip
        row = {
            "id": id, "cascade": cascade, "kept_at": _now(), "position": position,
            "language": language, "worker": "", "beat": NEVER, **_columns(changes),
        }  # fmt: skip
        with transaction(self._engine) as connection:
            connection.execute(insert(upload), row)
            for number, (name, content) in enumerate(files):
                one = {"upload": id, "number": number, "name": name, "bytes": content}
                connection.execute(insert(upload_file), one)
        return id

    def get(self, id: str, cascade: str | None = None) -> Upload:
        """The upload. NotFound if there is none with this id, or if its cascade is another."""
        rows = self._read(select(upload).where(upload.c.id == id))
        if not rows or cascade not in (None, rows[0]["cascade"]):
            raise NotFound(MISSING)
        return _upload(rows[0])

    def of_cascade(self, cascade: str) -> list[Upload]:
        """The uploads of a cascade, the latest first."""
        query = select(upload).where(upload.c.cascade == cascade)
        return [_upload(row) for row in self._read(query.order_by(upload.c.kept_at.desc()))]

    def files(self, id: str) -> list[tuple[str, bytes]]:
        query = select(upload_file).where(upload_file.c.upload == id)
        rows = self._read(query.order_by(upload_file.c.number))
        return [(row["name"], bytes(row["bytes"])) for row in rows]

    def drop(self, id: str) -> None:
        self._private.forget_uploads([id])

    def _read(self, query: Executable) -> Sequence[RowMapping]:
        with self._engine.connect() as connection:
            return connection.execute(query).mappings().all()

    def _update(self, *here: ColumnElement[bool], **values: object) -> bool:
        """Updates the upload that fulfils all conditions. Returns whether there was one."""
        with transaction(self._engine) as connection:
            return connection.execute(update(upload).where(*here).values(values)).rowcount > 0

    def _write(self, statement: Executable, rows: Iterator[dict[str, object]]) -> None:
        """Executes the statement for all rows, `BATCH_SIZE` in one transaction."""
        while some := list(islice(rows, BATCH_SIZE)):
            with transaction(self._engine) as connection:
                connection.execute(statement, some)

    # ---- who works on it ---------------------------------------------------------------------

    def turn(self, id: str, before: Sequence[str], state: str, **more: Unpack[Changes]) -> bool:
        """Changes the state, if it is one of `before`. False if another request was faster."""
        here = upload.c.id == id, upload.c.state.in_(before)
        anew = {"state": state, "beat": NEVER, "worker": "", "done": 0, "total": 0}
        return self._update(*here, **anew, **_columns(more))

    def claim(self, id: str) -> str | None:
        """Claims the upload; returns the worker's id, or None if another one is alive on it."""
        me, dead = secrets.token_hex(8), (datetime.now(UTC) - WORKER_TIMEOUT).isoformat()
        free = upload.c.id == id, upload.c.state.in_(WORKING), upload.c.beat < dead
        return me if self._update(*free, worker=me, beat=_now()) else None

    def keep(self, id: str, worker: str, **changes: Unpack[Progress]) -> None:
        """Records a sign of life and the changes. Stopped if the worker has lost its claim."""
        mine = upload.c.id == id, upload.c.worker == worker
        if not self._update(*mine, beat=_now(), **_columns(changes)):
            raise Stopped

    # ---- rows --------------------------------------------------------------------------------

    def fill(self, id: str, tables: Tables) -> int:
        """Stores the rows, in place of rows that an earlier worker stored. Returns their number."""
        self._private.forget_uploads([id], rows_only=True)
        rows = (row for kind in COLUMNS for row in tables.rows[kind])
        self._write(insert(upload_row), (_row(id, n, row) for n, row in enumerate(rows)))
        return sum(map(len, tables.rows.values()))

    def forget_content(self, id: str) -> None:
        """Deletes its rows and files, and what was read and answered."""
        self._private.forget_uploads([id], content_only=True)

    def lines(
        self, id: str, verdicts: Sequence[str] = (), kind: str = "", after: int = -1,
        limit: int | None = None,
    ) -> list[Line]:  # fmt: skip
        query = select(upload_row).where(upload_row.c.upload == id, upload_row.c.number > after)
        if verdicts:
            query = query.where(upload_row.c.verdict.in_(verdicts))
        if kind:
            query = query.where(upload_row.c.kind == kind)
        return [_line(row) for row in self._read(query.order_by(upload_row.c.number).limit(limit))]

    def some(self, id: str, numbers: Iterable[int]) -> list[Line]:
        """The rows with these numbers, at most `MAX_ROWS`."""
        one = upload_row.c.upload == id, upload_row.c.number.in_(sorted(numbers)[:MAX_ROWS])
        return [_line(row) for row in self._read(select(upload_row).where(*one))]

    def judged(self, id: str, changed: Iterable[tuple[int, str, str]]) -> None:
        """Stores changed verdicts: (number, verdict, why) of each row."""
        here = upload_row.c.upload == id, upload_row.c.number == bindparam("n")
        anew = update(upload_row).where(*here).values(verdict=bindparam("v"), why=bindparam("w"))
        rows = ({"n": number, "v": verdict, "w": why} for number, verdict, why in changed)
        self._write(anew, rows)

    def counts(self, id: str) -> dict[str, Counter[str]]:
        """Numbers of rows by table and verdict."""
        c = upload_row.c
        query = select(c.kind, c.verdict, func.count().label("rows")).where(c.upload == id)
        found: dict[str, Counter[str]] = {}
        for row in self._read(query.group_by(c.kind, c.verdict)):
            found.setdefault(row["kind"], Counter())[row["verdict"]] = row["rows"]
        return {kind: found[kind] for kind in COLUMNS if kind in found}

    def revise(self, id: str, cells: Mapping[int, Mapping[str, Cell]], out: Iterable[int]) -> bool:
        """Replaces cells of some rows (`cells`, by number) and deletes others (`out`); the upload
        is judged again. False if it is not in the state "ready" any more."""
        here, c = (upload.c.id == id, upload.c.state == "ready"), upload_row.c
        report = _columns({"report": self.get(id).report.without_wrong})
        anew = {"state": "judging", "beat": NEVER, "worker": "", **report}
        with transaction(self._engine) as connection:
            if not connection.execute(update(upload).where(*here).values(anew)).rowcount:
                return False
            for number, row in cells.items():
                one = update(upload_row).where(c.upload == id, c.number == number)
                connection.execute(one.values(cells=packed(row), problem=None))
            for part in in_parts(sorted(out)):
                gone = c.upload == id, c.number.in_(part)
                connection.execute(upload_row.delete().where(*gone))
        return True


def _columns(changes: Changes) -> dict[str, object]:
    """The values for the table: lists and reports as JSON."""
    values: dict[str, object] = {**changes}
    if "names" in changes:
        values["names"] = json.dumps(changes["names"])
    if "report" in changes:
        values["said"] = msgspec.json.encode(values.pop("report")).decode()
    return values


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _upload(row: RowMapping) -> Upload:
    return Upload(
        row["id"], row["cascade"], row["account"], datetime.fromisoformat(row["kept_at"]),
        json.loads(row["names"]), row["dates"], row["language"], row["state"], row["skip"],
        row["done"], row["total"], row["batch"], msgspec.json.decode(row["said"], type=Report),
    )  # fmt: skip


def _row(id: str, number: int, row: Row) -> dict[str, object]:
    return {
        "upload": id, "number": number, "kind": row.table, "file": row.where.file,
        "sheet": row.where.sheet, "line": row.where.line, "cells": packed(row.cells),
        "problem": row.problem, "verdict": "", "why": "",
    }  # fmt: skip


def _line(row: RowMapping) -> Line:
    place = Place(row["file"], row["sheet"], row["line"])
    read = Row(row["kind"], place, unpacked(row["cells"]), row["problem"])
    return Line(row["number"], read, row["verdict"], row["why"])
