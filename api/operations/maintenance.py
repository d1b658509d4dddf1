"""Daily maintenance: what was kept for as long as it may be is deleted, and its bytes with it."""

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
"""The setting that names the directory of backups, where `daily` is to delete old ones."""
CONTACTS = ("phone", "email", "id_number")
AT_ONCE = 200
DAY = 24 * 3600.0


def do(home: Home, today: date) -> Iterator[str]:
    """A sentence on each thing that was done."""
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
    """Until `stop` is set. What goes wrong today is tried again tomorrow."""
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
    """Contacts of people who were not active for long; the name stays. How many people. Earlier
    texts are deleted with the erasures, which are done along the log."""
    with home.views.read() as db:
        waiting = [(PersonId(id), details) for id, details in silent(db, home.log, today)]
    parts = (dict(waiting[at : at + AT_ONCE]) for at in range(0, len(waiting), AT_ONCE))
    return sum(_drop_contacts_of(home, part) for part in parts)


def _drop_contacts_of(home: Home, seen: dict[PersonId, str]) -> int:
    """Of those who have contacts, and still the details that were `seen`. How many people."""
    sealer, opened = home.private.sealer(), home.private.open(seen.values())
    left: dict[PersonId, Commitment | None] = {}
    for id, details in seen.items():
        text = opened.get(details, {})
        if not text.keys().isdisjoint(CONTACTS):
            rest = {name: value for name, value in text.items() if name not in CONTACTS}
            left[id] = sealer.seal(person.stream(id), "details", rest) if rest else None

    def act(c: Commands) -> None:
        c.fetch(map(person.stream, left))
        for id, made in left.items():
            if c.person(id).details == seen[id]:
                c.drop_contacts(id, made)

    if not left:
        return 0
    return record(home, Actor("console", "daily", str(uuid4())), act, sealer).entries
