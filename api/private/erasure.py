"""Erasing people: facts in the log, and every text about them out of the private drawer.

The facts come first, and name everybody. What the log says of erasures is then done to the private
drawer for exactly those people, whoever they are merged with today: at once and again at every
start, from where it was done last. So neither a crash nor a restored backup leaves or brings back
a text of an erased person, or takes one of anybody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select

from api.i18n import _, ngettext
from api.private import data_subject, upload_expiry
from api.private.account_tables import account
from api.private.data_subject import DataSubject
from api.private.store import Private
from api.private.tables import OF_PERSON
from domain.events import NAMES, ContactsDropped, PersonErased
from domain.log import Log
from domain.service import Commands, Recorded
from domain.values import PersonId, Reason
from projections.db import Db
from projections.records import people as records_people
from projections.views import Views
from projections.witness import fingerprint

Do = Callable[[Callable[[Commands], None], int], Recorded]
ERASED, DROPPED = NAMES[PersonErased], NAMES[ContactsDropped]
MARK = "erasures"
"""The position up to which erasures were done to the private drawer; and, times `POSITIONS`, the
fingerprint of the entry there, by which another log is known that has the position too."""
POSITIONS = 2**64
LAST = "last erasure"
"""The position of the last one that was done."""
EVER = 2**31 - 1
"""After every position that an upload can bear."""

GROUP_ERASED = """
SELECT id, erased FROM person WHERE one IN (SELECT one FROM person WHERE id IN ids(:ids))
ORDER BY id
"""
FILES = """
SELECT count(*) FROM evidence e JOIN workshop w ON w.number = e.workshop
WHERE e.file IS NOT NULL AND w.id IN ids(:workshops)
AND (e.keep_until IS NULL OR e.keep_until >= :today)
"""


def erase(do: Do, views: Views, id: PersonId, reason: Reason) -> tuple[Recorded, list[PersonId]]:
    """A person, with everybody who is merged with them: what was recorded, and who is erased now.

    `do` runs an act as a command, and names it by its number. The decision is on the pairs that
    were known, as they stand when it is recorded. A person who was merged with them a moment
    before is erased by a further command.
    """
    part = 0
    while True:
        with views.read() as db:
            pairs = [(PersonId(a), PersonId(b)) for a, b in records_people.pairs_of(db, [id])]

        def act(c: Commands, pairs: Sequence[tuple[PersonId, PersonId]] = pairs) -> None:
            c.erase_person(id, reason, pairs)

        recorded, part = do(act, part), part + 1
        with views.read() as db:
            erased: dict[str, bool] = dict(db.rows(GROUP_ERASED, ids=[id]))
        if all(erased.values()) or not (recorded.entries or recorded.repeated):
            return recorded, [PersonId(one) for one, is_gone in erased.items() if is_gone]


def apply(private: Private, log: Log, views: Views, outbox: Path, anew: bool = False) -> bool:
    """Deletes what the log says was erased or dropped since the last time; `anew`: since ever.

    Whether there was anything to delete: its bytes are then to be shredded.
    """
    upto = log.position()
    entry, done = divmod(private.read_mark(MARK), POSITIONS)
    is_same_log = done <= upto and entry in (0, _entry(log, done))
    after = 0 if anew or not is_same_log else done
    if after == upto:
        return False
    said: dict[str, list[str]] = {ERASED: [], DROPPED: []}
    last = 0
    for at, stream, _version, name, _state in log.rows(after, upto):
        if name in said:
            said[name].append(stream)
            last = at
    upload_expiry.delete_before(private, last if is_same_log else EVER)
    if said[ERASED]:
        _forget(private, log, views, outbox, said[ERASED])
    private.forget_contacts(*_contacts(log, said[DROPPED]))
    if last:
        private.write_mark(LAST, last)
    private.write_mark(MARK, _entry(log, upto) * POSITIONS + upto)
    return any(said.values())


def _entry(log: Log, position: int) -> int:
    return int(fingerprint(log, position) or "0", 16)


def remaining(private: Private) -> list[str]:
    """Sentences on what is still seen of erased people, once all was deleted that was found."""
    said = []
    tables = private.tables_with_erased()
    if tables:
        said.append(
            _(
                "There is still something of somebody who was erased in the private drawer "
                "({tables}). Erase again, and if it stays, ask whoever looks after Banyan.",
                tables=", ".join(tables),
            )
        )
    if upload_expiry.is_one_imported(private, private.read_mark(LAST)):
        said.append(
            _(
                "An import is going on that came before, and may name them. Its rows go when it "
                "is done, and whom it records then is on the list of people."
            )
        )
    return said


def since(log: Log, position: int) -> bool:
    """Whether people were erased, or contacts dropped, after a position."""
    return any(
        name in (ERASED, DROPPED) for _at, _stream, _version, name, _state in log.rows(position)
    )


def _forget(private: Private, log: Log, views: Views, outbox: Path, streams: Iterable[str]) -> None:
    with views.read() as db:
        subject = data_subject.exactly(db, (stream.removeprefix(OF_PERSON) for stream in streams))
    for letter in _letters(private, subject.accounts, outbox):
        letter.unlink(missing_ok=True)
    texts = data_subject.words_about(log, subject)
    texts |= data_subject.lines_about(private, subject.people)
    owners = subject.streams | subject.proposals
    private.forget(owners, subject.people, texts, subject.accounts)


def _contacts(log: Log, streams: list[str]) -> tuple[set[str], set[str]]:
    """The details from before contacts were dropped, and the ids of these people."""
    details: set[str] = set()
    for entries in log.load(streams).values():
        dropped = max(e.position for e in entries if e.name == DROPPED)
        before = (getattr(e.event, "details", None) for e in entries if e.position < dropped)
        details |= {made for made in before if made}
    return details, {stream.removeprefix(OF_PERSON) for stream in streams}


def _letters(private: Private, accounts: list[str], outbox: Path) -> list[Path]:
    """The files of letters to these accounts that wait to be sent."""
    with private.engine.connect() as connection:
        query = select(account.c.login).where(account.c.id.in_(accounts))
        logins = [login.encode() for login in connection.execute(query).scalars()]
    letters = outbox.glob("*.eml") if logins else ()
    return [path for path in letters if any(login in path.read_bytes() for login in logins)]


def named_alike(private: Private, subject: DataSubject) -> list[str]:
    """What may be theirs and stays, to be looked at: lines on proposals that bear exactly their
    name and nothing else that tells who is meant. Ask before their own texts are deleted."""
    count = data_subject.count_lines_named_alike(private, subject)
    if not count:
        return []
    return [
        ngettext(
            "{count} line on a proposal that waits bears their name, and nothing that tells "
            "whether it is them. Look at the proposals that wait, and return the one that means "
            "them.",
            "{count} lines on proposals that wait bear their name, and nothing that tells whether "
            "it is them. Look at the proposals that wait, and return those that mean them.",
            count,
        )
    ]


def to_look_at(db: Db, subject: DataSubject, today: date) -> list[str]:
    """What a person has to judge: sheets and photographs, and accounts with other roles."""
    found = []
    ((files,),) = db.rows(FILES, workshops=subject.workshops, today=today.toordinal())
    if files:
        found.append(
            ngettext(
                "{count} file of evidence is kept of workshops that name them. Look whether it "
                "shows them.",
                "{count} files of evidence are kept of workshops that name them. Look whether they "
                "show them.",
                files,
            )
        )
    if subject.needed_accounts:
        found.append(
            _(
                "An account of theirs stays, for it holds other roles too. Ask an administrator "
                "to withdraw those, and erase again."
            )
        )
    return found
