"""Guards against accidents in tests: network calls, and files written outside the test's folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CACHES = {"__pycache__", ".hypothesis", ".pytest_cache"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC

_rooms: list[Path] | None = None
"""Folders that may be written; None between tests, when writes are not checked."""
_installed = False


class Accident(AssertionError):
    """A test wrote outside its folder, or called another machine."""


@contextmanager
def watched(*rooms: Path) -> Iterator[None]:
    """Within this context, the process may write only in `rooms`, and connect only to this
    machine."""
    global _rooms, _installed
    if not _installed:
        sys.addaudithook(_look)
        _installed = True
    _rooms = [room.resolve() for room in (*rooms, Path("/dev"))]
    try:
        yield
    finally:
        _rooms = None


def _look(event: str, args: tuple[Any, ...]) -> None:
    if _rooms is None:
        return
    if event == "open":
        path, _, flags = args
        if flags & WRITES and isinstance(path, str | bytes | os.PathLike):
            _require_room(os.fsdecode(path), _rooms)
    elif event == "sqlite3.connect":
        path = os.fsdecode(args[0])
        if path and ":memory:" not in path:
            _require_room(path.removeprefix("file:").partition("?")[0], _rooms)
    elif event == "socket.connect":
        address = args[1]
        if isinstance(address, tuple):
            _require_here(str(address[0]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
        if host:
            _require_here(os.fsdecode(host))


def _require_room(name: str, rooms: list[Path]) -> None:
    path = Path(name).resolve()
    if not any(path.is_relative_to(room) for room in rooms) and CACHES.isdisjoint(path.parts):
        raise Accident(f"a test writes outside its own directory: {path}")


def _require_here(host: str) -> None:
    if host not in ("localhost", "::1") and not host.startswith("127."):
        raise Accident(f"a test calls the outside: {host}")
