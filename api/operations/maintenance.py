"""The day's chores: what was kept for as long as it may be is deleted, and its bytes with it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from api.home import Home
from api.i18n import _, ngettext
from api.operations.backup import delete_old
from api.private import upload_expiry
from api.transactions.record import record
from api.workshops.proposals import forget_all_over
from domain import person
from domain.service import Actor, Commands
from domain.values import Commitment, PersonId
from projections.records.last_active import silent

BACKUPS = "BANYAN_BACKUPS"
"""The directory in which the backups lie, where `daily` is to look after them."""
CONTACTS = ("phone", "email", "id_number")
AT_ONCE = 200
DAY = 24 * 3600.0


def do(home: Home, today: date) -> Iterator[str]:
    """A sentence on each thing that there was to do."""
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
    """Until told to stop. What goes wrong today is tried again tomorrow."""
    while True:
        try:
            for _sentence in do(home, datetime.now(UTC).date()):
                pass
        except Exception as problem:
            tell(problem)
        if stop.wait(DAY):
            return


# ---- contacts --------------------------------------------------------------------------------


def _drop_contacts(home: Home, today: date) -> int:
    """Of those of whom nothing was heard for long; the name stays. How many people. The texts of
    before go with the erasures, which are done along the log."""
    with home.views.read() as db:
        waiting = list(silent(db, home.log, today))
    dropped = 0
    for at in range(0, len(waiting), AT_ONCE):
        part = dict(waiting[at : at + AT_ONCE])
        opened = home.private.open(part.values())
        texts = {id: opened.get(details, {}) for id, details in part.items()}
        have = {id: text for id, text in texts.items() if text.keys() & set(CONTACTS)}
        left = {PersonId(id): _without(text) for id, text in have.items()}
        dropped += _record(home, {PersonId(id): part[id] for id in have}, left)
    return dropped


def _without(details: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in details.items() if name not in CONTACTS}


def _record(home: Home, seen: dict[PersonId, str], left: dict[PersonId, dict[str, object]]) -> int:
    """`left`: what stays of each person's details, of those who still have those that were seen.
    How many people."""
    if not left:
        return 0
    sealer = home.private.sealer()
    new: dict[PersonId, Commitment | None] = {
        id: sealer.seal(person.stream(id), "details", text) if text else None
        for id, text in left.items()
    }
    by = Actor("console", "daily", str(uuid4()))

    def act(c: Commands) -> None:
        c.fetch(map(person.stream, new))
        for id, made in new.items():
            if c.person(id).details == seen[id]:
                c.drop_contacts(id, made)

    return record(home, by, act, sealer).entries
