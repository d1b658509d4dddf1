"""`python -m tests.support.dying HOME URL BACKUP LOG`: restores, and dies at the nth step.

Reads a number a line, forks, and in the child restores into HOME until so many functions of the
restore were entered or left; there the child dies at once, as by SIGKILL. A step after the number
(`2 return _copy_tables`): only such steps count. Writes a line a child: `died` with the name of
the step, or `done`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from api.home import Home
from api.operations.backup import restore

STEPS = {
    "api/operations/backup.py": (
        "restore",
        "_make_ready",
        "_sound_copy",
        "_copy_tables",
        "_move_in",
    ),
    "api/private/restore.py": ("begin", "finish"),
    "api/home.py": ("forget_erased",),
    "api/private/shredding.py": ("shred",),
    "domain/log.py": ("restore",),
    "projections/scratch.py": ("_named", "_remove"),
}
SIGKILLED = 137


def counting(most: int, step: str) -> Any:
    """A profiler that ends the process at its nth event, or the nth that is this step."""
    count = 0

    def look(frame: FrameType, event: str, _: Any) -> None:
        nonlocal count
        code = frame.f_code
        steps = next((s for room, s in STEPS.items() if code.co_filename.endswith(room)), ())
        here = f"{event} {code.co_name}"
        if event in ("call", "return") and code.co_name in steps and step in ("", here):
            count += 1
            if count == most:
                os.write(1, f"died {here}\n".encode())
                os._exit(SIGKILLED)

    return look


def die(most: int, step: str, path: Path, url: str | None, backup: Path, log: Path) -> None:
    home = Home(path, url)
    _ = home.private, home.log
    sys.setprofile(counting(most, step))
    restore(home, backup, log)
    sys.setprofile(None)
    home.close()
    os.write(1, b"done\n")


def main(home: str, url: str, backup: str, log: str) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                most, _, step = line.strip().partition(" ")
                die(int(most), step, Path(home), url or None, Path(backup), Path(log))
            finally:
                os._exit(1)
        _pid, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) not in (1, SIGKILLED):
            os.write(1, b"failed\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
