"""Files beside the databases that hold a secret: made at first use, for their owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """Its content; `make` gives it the first time. Of two processes the first one's stands."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, make())
    return path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, content)
    finally:
        os.close(descriptor)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
