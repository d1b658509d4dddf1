"""The `banyan` command on a home of its own, called as its users call it."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

from api.cli import main
from api.home import Home
from tests.oracle.facts import Facts
from tests.oracle.sweep import Row, numbers

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "api.cli"]


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Banyan:
    """`url`: of a PostgreSQL database, where the drawers do not lie in `home`."""

    home: Path
    url: str | None = None

    def __call__(self, *args: str | Path) -> Answer:
        """Runs the command in this process. A stack trace fails the test."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        argv = mock.patch.object(sys, "argv", ["banyan", *map(str, args)])
        environment = mock.patch.dict(os.environ, self.environment())
        with argv, environment, redirect_stdout(out), redirect_stderr(err):
            try:
                main()
                code: object = 0
            except SystemExit as finished:
                code = finished.code
        said = [stream.buffer.getvalue().decode() for stream in _flushed(out, err)]
        assert code in (None, 0, 1, 2), (code, said)
        return Answer(int(code or 0), *said)

    def start(self, *args: str | Path) -> subprocess.Popen[str]:
        """Starts the command as a process, in a process group of its own."""
        return subprocess.Popen(
            [*COMMAND, *map(str, args)],
            cwd=ROOT,
            env=os.environ | self.environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_heed_signals,
        )

    def environment(self) -> dict[str, str]:
        url = {"BANYAN_DATABASE_URL": self.url} if self.url else {}
        return {"BANYAN_HOME": str(self.home), **url}

    def done(self, *args: str | Path) -> Answer:
        answer = self(*args)
        assert answer.code == 0, answer
        return answer

    def reach(self, *args: str, form: str = "json") -> dict[str, Row]:
        """The rows of `banyan reach`, by person."""
        answer = self.done("reach", "--cascade", "c", "--format", form, *args)
        rows = json.loads(answer.out) if form == "json" else _of_csv(answer.out)
        found = {row["person"]: Row(**row) for row in rows}
        assert len(found) == len(rows), "somebody has two rows"
        return found

    def must_agree(self, facts: Facts, *days: date) -> None:
        """Every number of every trainer, for ever and on each day, is the oracle's."""
        expected = numbers(facts)
        assert expected, "nothing to compare"
        assert self.reach() == expected
        for day in days:
            assert self.reach("--as-of", str(day)) == numbers(facts, day), day

    @contextmanager
    def opened(self) -> Iterator[Home]:
        home = Home(self.home, self.url)
        try:
            yield home
        finally:
            home.close()

    def position(self) -> int:
        with self.opened() as home:
            return home.log.position()


def _flushed(*streams: io.TextIOWrapper) -> tuple[Any, ...]:
    for stream in streams:
        stream.flush()
    return streams


def _of_csv(text: str) -> list[dict[str, Any]]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{k: v if k == "person" else int(v) for k, v in row.items()} for row in rows]


def write_files(directory: Path, tables: Mapping[str, str]) -> Path:
    """Writes the tables to files. `tables`: name → CSV, which may be indented."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (directory / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return directory


def _heed_signals() -> None:
    """Restores the default handling of signals, which a background process may ignore."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


TABLES = ("people", "workshops", "register", "certifications")


def export(banyan: Banyan, target: Path, form: str, cascade: str = "c") -> dict[str, bytes]:
    target.mkdir(parents=True)
    for table in TABLES:
        out = target / f"{table}.{form}"
        asked = ("--cascade", cascade, "--table", table, "--format", form, "--out", out)
        banyan.done("export", *asked)
    return {file.name: file.read_bytes() for file in target.iterdir()}
