"""Static files: browsers cache them for a year, since their address changes with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask

CACHED_FOR = 366 * 24 * 3600
"""Seconds."""


def register(app: Flask) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = CACHED_FOR
    app.url_defaults(lambda endpoint, values: _add_version(app, endpoint, values))


def _add_version(app: Flask, endpoint: str, values: dict[str, object]) -> None:
    """Adds `?v=` with the file's digest to the addresses of static files."""
    if endpoint == "static" and "filename" in values:
        values["v"] = _digest(Path(str(app.static_folder)) / str(values["filename"]))


@cache
def _digest(path: Path) -> str:
    """The first eight hexadecimal digits of the file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.exists() else "0"
