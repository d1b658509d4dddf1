"""Where uploads lie, and who may work on one: one worker at a time, whichever process it is in."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update

from api.private.store import Private
from api.private.upload_tables import NEVER, upload, upload_file, upload_row
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.tables import Place, Row, Tables
from api.spreadsheets.uploads.cells import packed, unpacked
from domain.rules import NotFound
from projections.db import transaction

SILENT = timedelta(seconds=20)
"""Without a sign of life for so long, a worker is taken to be gone."""
AT_ONCE = 2_000
"""Rows in one transaction, so that others need not wait."""
MOST = 500
"""Rows that one page can send back."""
LARGEST_UPLOAD = 32_000_000  # bytes of all files together
WORKING = ("reading", "judging", "committing", "undoing")
SHOWN_STATES = (*WORKING, "ready", "failed", "done", "undone")
MISSING = "This upload is not here any more. Send the files again."


class Stopped(Exception):
    """Somebody else works on it, or it is gone."""


@dataclass
class Upload:
    id: str
    cascade: str
    account: str
    kept_at: datetime
    names: list[str]
    dates: str
    language: str
    state: str
    skip: bool
    done: int
    total: int
    batch: str | None
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def works(self) -> bool:
        return self.state in WORKING


@dataclass(frozen=True)
class Line:
    """A row as it was judged. `cells` as read."""

    number: int
    row: Row
    verdict: str
    why: str


class Shelf:
    def __init__(self, private: Private) -> None:
        self._private, self._engine = private, private.engine

    # ---- coming and going --------------------------------------------------------------------

    def add(
        self, state: str, cascade: str, account: str, position: int, language: str,
        files: Sequence[tuple[str, bytes]] = (), dates: str = "iso", batch: str | None = None,
        said: Mapping[str, Any] | None = None,
    ) -> str:  # fmt: skip
        """Its id. Bound to nothing that was uploaded before."""
        id = secrets.token_hex(16)
        row = {
            "id": id, "cascade": cascade, "account": account, "kept_at": _now(),
            "position": position, "names": json.dumps([name for name, _ in files]),
            "dates": dates, "language": language, "state": state, "skip": False, "worker": "",
            "beat": NEVER, "done": 0, "total": 0, "batch": batch, "said": json.dumps(said or {}),
        }  # fmt: skip
        with transaction(self._engine) as connection:
            connection.execute(insert(upload), row)
            for number, (name, content) in enumerate(files):
                one = {"upload": id, "number": number, "name": name, "bytes": content}
                connection.execute(insert(upload_file), one)
        return id

    def get(self, id: str, cascade: str) -> Upload:
        with self._engine.connect() as connection:
            query = select(upload).where(upload.c.id == id, upload.c.cascade == cascade)
            row = connection.execute(query).first()
        if row is None:
            raise NotFound(MISSING)
        return _upload(row)

    def cascade_of(self, id: str) -> str:
        with self._engine.connect() as connection:
            found = connection.execute(select(upload.c.cascade).where(upload.c.id == id)).scalar()
        if found is None:
            raise Stopped
        return str(found)

    def of_cascade(self, cascade: str) -> list[Upload]:
        """The latest first."""
        query = select(upload).where(upload.c.cascade == cascade)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(upload.c.kept_at.desc())).all()
        return [_upload(row) for row in rows]

    def files(self, id: str) -> list[tuple[str, bytes]]:
        query = select(upload_file.c.name, upload_file.c.bytes).where(upload_file.c.upload == id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(upload_file.c.number)).all()
        return [(row.name, bytes(row.bytes)) for row in rows]

    def drop(self, id: str) -> None:
        self._private.forget_uploads([id])

    # ---- who works on it ---------------------------------------------------------------------

    def turn(self, id: str, before: Sequence[str], state: str, **more: Any) -> bool:
        """From one of these states to another; False where somebody was faster."""
        here = upload.c.id == id, upload.c.state.in_(before)
        with transaction(self._engine) as connection:
            changed = update(upload).where(*here).values(
                state=state, beat=NEVER, worker="", done=0, total=0, **_said(more)
            )  # fmt: skip
            return connection.execute(changed).rowcount == 1

    def claim(self, id: str) -> str | None:
        """The right to work on it, for one worker; None where somebody has it and is alive."""
        me, silent = secrets.token_hex(8), (datetime.now(UTC) - SILENT).isoformat()
        free = and_(upload.c.id == id, upload.c.state.in_(WORKING), upload.c.beat < silent)
        with transaction(self._engine) as connection:
            done = connection.execute(
                update(upload).where(free).values(worker=me, beat=_now())
            ).rowcount  # fmt: skip
        return me if done else None

    def keep(self, id: str, worker: str, **values: Any) -> None:
        """A sign of life, and what there is to say; Stopped where the claim is lost."""
        mine = upload.c.id == id, upload.c.worker == worker
        with transaction(self._engine) as connection:
            said = update(upload).where(*mine).values(beat=_now(), **_said(values))
            if not connection.execute(said).rowcount:
                raise Stopped

    # ---- rows --------------------------------------------------------------------------------

    def fill(self, id: str, tables: Tables) -> int:
        """The rows in the place of the files, however far a worker before had come."""
        self._private.forget_uploads([id], rows_only=True)
        waiting: list[dict[str, Any]] = []
        count = 0
        for kind in COLUMNS:
            for row in tables.rows[kind]:
                waiting.append(_row(id, count, row))
                count += 1
                if len(waiting) == AT_ONCE:
                    self._insert(waiting)
                    waiting = []
        self._insert(waiting)
        return count

    def _insert(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            with transaction(self._engine) as connection:
                connection.execute(insert(upload_row), rows)

    def forget_files(self, id: str) -> None:
        self._private.forget_uploads([id], files_only=True)

    def forget_rows(self, id: str) -> None:
        self._private.forget_uploads([id], rows_only=True)

    def lines(
        self, id: str, verdicts: Sequence[str] = (), kind: str = "", after: int = -1,
        limit: int | None = None,
    ) -> list[Line]:  # fmt: skip
        query = select(upload_row).where(upload_row.c.upload == id, upload_row.c.number > after)
        if verdicts:
            query = query.where(upload_row.c.verdict.in_(verdicts))
        if kind:
            query = query.where(upload_row.c.kind == kind)
        query = query.order_by(upload_row.c.number).limit(limit)
        with self._engine.connect() as connection:
            return [_line(row) for row in connection.execute(query)]

    def some(self, id: str, numbers: Iterable[int]) -> list[Line]:
        """These rows."""
        one = upload_row.c.upload == id, upload_row.c.number.in_(sorted(numbers)[:MOST])
        with self._engine.connect() as connection:
            return [_line(row) for row in connection.execute(select(upload_row).where(*one))]

    def judged(self, id: str, changed: Iterable[tuple[int, str, str]]) -> None:
        """(number, verdict, why) of those rows whose verdict is another than before."""
        here = upload_row.c.upload == id, upload_row.c.number == bindparam("n")
        anew = update(upload_row).where(*here).values(verdict=bindparam("v"), why=bindparam("w"))
        rows = [{"n": number, "v": verdict, "w": why} for number, verdict, why in changed]
        for at in range(0, len(rows), AT_ONCE):
            with transaction(self._engine) as connection:
                connection.execute(anew, rows[at : at + AT_ONCE])

    def counts(self, id: str) -> dict[str, Counter[str]]:
        """By table and verdict."""
        c = upload_row.c
        query = select(c.kind, c.verdict, func.count()).where(c.upload == id)
        found: dict[str, Counter[str]] = {}
        with self._engine.connect() as connection:
            for kind, verdict, count in connection.execute(query.group_by(c.kind, c.verdict)):
                found.setdefault(kind, Counter())[verdict] = count
        return {kind: found[kind] for kind in COLUMNS if kind in found}

    def refused_with(self, id: str, sentence: str) -> int:
        """How many rows are refused for this reason."""
        c = upload_row.c
        query = select(func.count()).where(
            c.upload == id, c.why.contains(sentence, autoescape=True)
        )
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

    def revise(self, id: str, cells: Mapping[int, Mapping[str, Any]], out: Iterable[int]) -> bool:
        """Other cells in some rows, others left out; judged anew. False where it was too late."""
        here = upload.c.id == id, upload.c.state == "ready"
        with transaction(self._engine) as connection:
            anew = (
                update(upload)
                .where(*here)
                .values(state="judging", beat=NEVER, worker="", said="{}")
            )
            if not connection.execute(anew).rowcount:
                return False
            for number, said in cells.items():
                one = upload_row.c.upload == id, upload_row.c.number == number
                new = {"cells": packed(said), "problem": None}
                connection.execute(update(upload_row).where(*one).values(new))
            gone = upload_row.c.number.in_(list(out))
            connection.execute(upload_row.delete().where(upload_row.c.upload == id, gone))
        return True


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {n: json.dumps(v) if n == "said" else v for n, v in values.items()}


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _upload(row: Any) -> Upload:
    return Upload(
        row.id, row.cascade, row.account, datetime.fromisoformat(row.kept_at),
        json.loads(row.names), row.dates, row.language, row.state, row.skip, row.done, row.total,
        row.batch, json.loads(row.said),
    )  # fmt: skip


def _row(id: str, number: int, row: Row) -> dict[str, Any]:
    return {
        "upload": id, "number": number, "kind": row.table, "file": row.where.file,
        "sheet": row.where.sheet, "line": row.where.line, "cells": packed(row.cells),
        "problem": row.problem, "verdict": "", "why": "",
    }  # fmt: skip


def _line(row: Any) -> Line:
    place = Place(row.file, row.sheet, row.line)
    made = Row(row.kind, place, unpacked(row.cells), row.problem)
    return Line(row.number, made, row.verdict, row.why)
