"""`python -m tests.acceptance.dying HOME URL BACKUP LOG`: restores, and dies at the nth step.

Reads a number a line, forks, and in the child restores into HOME until so many functions of the
restore were entered or left; there the child dies at once, as by SIGKILL. Writes a line a child:
`died` with the name of the step, or `done`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from api.backup import restore
from api.home import Home

STEPS = {
    "api/backup.py": ("restore", "_make_ready", "_sound_copy", "_copy_tables", "_move_in"),
    "api/restoring.py": ("begin", "finish"),
    "api/home.py": ("forget_erased",),
    "api/shredding.py": ("shred",),
    "domain/log.py": ("restore",),
    "projections/scratch.py": ("_named", "_remove"),
}
SIGKILLED = 137


def counting(most: int) -> Any:
    """A profiler that ends the process at its nth event."""
    count = 0

    def look(frame: FrameType, event: str, _: Any) -> None:
        nonlocal count
        code = frame.f_code
        steps = next((s for room, s in STEPS.items() if code.co_filename.endswith(room)), ())
        if event in ("call", "return") and code.co_name in steps:
            count += 1
            if count == most:
                os.write(1, f"died {event} {code.co_name}\n".encode())
                os._exit(SIGKILLED)

    return look


def die(most: int, path: Path, url: str | None, backup: Path, log: Path) -> None:
    home = Home(path, url)
    _ = home.private, home.log
    sys.setprofile(counting(most))
    restore(home, backup, log)
    sys.setprofile(None)
    home.close()
    os.write(1, b"done\n")


def main(home: str, url: str, backup: str, log: str) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                die(int(line), Path(home), url or None, Path(backup), Path(log))
            finally:
                os._exit(1)
        _pid, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) not in (1, SIGKILLED):
            os.write(1, b"failed\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
