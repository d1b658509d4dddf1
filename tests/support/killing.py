"""Processes that are killed while they write, watched from outside."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.support.command import ROOT, Banyan


def position(banyan: Banyan) -> int:
    """The position of the log's last entry, read without Banyan's code."""
    log = sqlite3.connect(f"file:{banyan.home / 'log.db'}?mode=ro", uri=True, timeout=10)
    try:
        return int(log.execute("SELECT coalesce(max(rowid), 0) FROM stored_events").fetchone()[0])
    finally:
        log.close()


def kill(process: subprocess.Popen[str]) -> None:
    """Kills a process and all processes that it started, at once."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


DYING = """
import os, signal, sys
from api.cli import main
from api.spreadsheets.importing import appends
from domain.log import Log
appends.BATCH_SIZE = 30
left, moment, append = int(sys.argv.pop(1)), sys.argv.pop(1), Log.append
def dying(*args, **named):
    global left
    left -= 1
    if left == 0 and moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    done = append(*args, **named)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
Log.append = dying
main()
"""


def killed_at(banyan: Banyan, append: int, moment: str, *words: str | Path) -> None:
    """Runs a command and kills it `before` or `after` so many appends, with all its processes."""
    command = [sys.executable, "-c", DYING, str(append), moment, *map(str, words)]
    environment = os.environ | banyan.environment()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, (done.stdout, done.stderr)


def killed_while_writing(banyan: Banyan, tables: Path, after: float, *words: str) -> bool:
    """Starts an import and kills it `after` seconds from its first append.

    Whether it was between its first and its last append; its last says that the batch is complete.
    """
    before = position(banyan)
    process = banyan.start("import", "--cascade", "c", *words, tables)
    while position(banyan) == before:
        assert process.poll() is None, process.communicate()
        time.sleep(0.001)
    time.sleep(after)
    done = process.poll() is not None
    kill(process) if not done else process.communicate()
    return not done and not completed(banyan)


def completed(banyan: Banyan) -> bool:
    log = sqlite3.connect(f"file:{banyan.home / 'log.db'}?mode=ro", uri=True, timeout=10)
    try:
        sql = "SELECT count(*) FROM stored_events WHERE topic = 'batch.completed'"
        return bool(log.execute(sql).fetchone()[0])
    finally:
        log.close()
