"""Empty homes as after a first start: made once per worker, and copied for each test.

A test that is about the first start makes its home by itself.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from api.home import DRAWERS, Home


def open_all(home: Home) -> None:
    """Makes all drawers with all their tables, as a starting server does."""
    _ = home.log, home.service, home.private, home.accounts
    home.views.catch_up()


def make_template(path: Path) -> Path:
    """A home on SQLite, closed. Keys are in none: each home makes its own."""
    home = Home(path)
    open_all(home)
    home.close()
    return path


def copy_drawers(template: Path, path: Path) -> Path:
    """Copies the three files into a folder, which is made if necessary."""
    path.mkdir(mode=0o700, exist_ok=True)
    for drawer in DRAWERS:
        shutil.copy(template / drawer, path / drawer)
    return path
