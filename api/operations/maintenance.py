"""Daily maintenance: deletes data whose retention time is over, also from the disk."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from api.home import Home
from api.i18n import _, ngettext
from api.operations.backup import delete_old
from api.people.comparison import Comparison
from api.private import upload_expiry
from api.transactions.record import record
from api.workshops.proposals import forget_all_over
from domain import person
from domain.service import Actor, Commands
from domain.values import Commitment, PersonId
from projections.records.last_active import inactive

BACKUPS = "BANYAN_BACKUPS"
"""The setting with the directory of backups, in which maintenance deletes old private texts."""
CONTACTS = ("phone", "email", "id_number")
BATCH_SIZE = 200
DAY = 24 * 3600.0
REST, PAUSE = 0.3, 5.0
"""Seconds between two slices of the comparison of people, and between two looks for new people."""


def run(home: Home, today: date) -> Iterator[str]:
    """Runs all tasks. Yields a sentence on each one that deleted something."""
    now = datetime.now(UTC)
    dropped = _drop_contacts(home, today)
    if dropped:
        yield ngettext(
            "The contacts of {count} person were deleted.",
            "The contacts of {count} people were deleted.",
            dropped,
        )
    files = home.private.delete_files(today.isoformat())
    if files:
        yield ngettext(
            "{count} file of evidence was deleted.",
            "{count} files of evidence were deleted.",
            files,
        )
    uploads = upload_expiry.delete_old(home.private, now)
    if uploads:
        yield ngettext(
            "{count} upload that nobody imported was deleted.",
            "{count} uploads that nobody imported were deleted.",
            uploads,
        )
    home.private.sweep(home.log, now)
    forget_all_over(home)
    home.private.delete_repeats(now)
    home.accounts.delete_over()
    yield from home.forget_erased(anew=True)
    directory = os.environ.get(BACKUPS)
    if directory:
        for path in delete_old(Path(directory), today):
            yield _("{file} was deleted: its texts were older than 30 days.", file=path)


def every_day(home: Home, stop: threading.Event, tell: Callable[[Exception], object]) -> None:
    """Runs the tasks once a day until `stop` is set, and compares people in between. `tell`: is
    called with each error; what failed is tried again the next day."""
    while True:
        tomorrow = time.monotonic() + DAY
        try:
            for _sentence in run(home, datetime.now(UTC).date()):
                pass
            if _compared(home, stop, tomorrow):
                return
        except Exception as problem:
            tell(problem)
        if stop.wait(max(tomorrow - time.monotonic(), 0)):
            return


def _compared(home: Home, stop: threading.Event, until: float) -> bool:
    """Compares people in slices, with rests for those who use Banyan meanwhile. Whether `stop` was
    set."""
    comparison = Comparison(home)
    while time.monotonic() < until:
        if stop.wait(REST if comparison.advance() else PAUSE):
            return True
    return False


# ---- contacts --------------------------------------------------------------------------------


def _drop_contacts(home: Home, today: date) -> int:
    """Drops the contacts of people who were not active for long; their names stay. Returns the
    number of people. `forget_erased` deletes the earlier texts, following the log."""
    with home.views.read() as db:
        waiting = [(PersonId(id), details) for id, details in inactive(db, home.log, today)]
    parts = (dict(waiting[at : at + BATCH_SIZE]) for at in range(0, len(waiting), BATCH_SIZE))
    return sum(_drop_contacts_of(home, part) for part in parts)


def _drop_contacts_of(home: Home, details_of: dict[PersonId, str]) -> int:
    """Drops the contacts of those people who have some, if their details have not changed since
    they were read. `details_of`: id → commitment to the details. Returns the number of people."""
    sealer, opened = home.private.sealer(), home.private.open(details_of.values())
    left: dict[PersonId, Commitment | None] = {}
    for id, details in details_of.items():
        text = opened.get(details, {})
        if not text.keys().isdisjoint(CONTACTS):
            rest = {name: value for name, value in text.items() if name not in CONTACTS}
            left[id] = sealer.seal(person.stream(id), "details", rest) if rest else None

    def act(c: Commands) -> None:
        c.fetch(map(person.stream, left))
        for id, made in left.items():
            if c.person(id).details == details_of[id]:
                c.drop_contacts(id, made)

    if not left:
        return 0
    return record(home, Actor("console", "daily", str(uuid4())), act, sealer).entries
