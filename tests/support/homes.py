"""Homes as a first start leaves them, empty: made once a worker, and copied for each test.

A test that is about the first start makes its home by itself.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from api.home import DRAWERS, Home


def open_all(home: Home) -> None:
    """All drawers with all their tables, as a server that starts makes them."""
    _ = home.log, home.service, home.private, home.accounts
    home.views.catch_up()


def make_template(path: Path) -> Path:
    """A home on SQLite, closed. Keys are in none: each home makes its own."""
    home = Home(path)
    open_all(home)
    home.close()
    return path


def copy_drawers(template: Path, path: Path) -> Path:
    """The three files into a folder that is made where it is not there."""
    path.mkdir(mode=0o700, exist_ok=True)
    for drawer in DRAWERS:
        shutil.copy(template / drawer, path / drawer)
    return path
