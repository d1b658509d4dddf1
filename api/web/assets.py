"""Static files: kept by the browser for a year, since their address changes with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask

KEPT = 366 * 24 * 3600
"""Seconds."""


def register(app: Flask) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT
    app.url_defaults(lambda endpoint, values: _mark(app, endpoint, values))


def _mark(app: Flask, endpoint: str, values: dict[str, object]) -> None:
    if endpoint == "static" and "filename" in values:
        values["v"] = _content(Path(str(app.static_folder)) / str(values["filename"]))


@cache
def _content(path: Path) -> str:
    """Of a file, eight letters that only this content has."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.exists() else "0"
