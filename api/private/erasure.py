"""Erasing people: facts in the log, and every text about them out of the private drawer.

The facts come first, and name everybody. What the log says of erasures is then done to the private
drawer for exactly those people, whoever they are one with today: at once and again at every start,
from where it was done last; so neither a crash nor a restored backup leaves or brings back a text
of somebody who was erased, or takes one of anybody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import select

from api.i18n import _, ngettext
from api.private import typed_lines, upload_expiry
from api.private.account_tables import account
from api.private.sealing import singled_out
from api.private.store import Private
from domain import certification, outcome, pair, person, workshop
from domain.events import NAMES, ContactsDropped, PersonErased
from domain.log import Log
from domain.service import Commands, Recorded
from domain.values import CascadeId, Commitment, OutcomeId, PersonId, Reason, WorkshopId
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

GROUP = """
SELECT id FROM person WHERE one IN (SELECT one FROM person WHERE id IN ids(:ids)) ORDER BY id
"""
MEMBERS = "SELECT number, id FROM person WHERE id IN ids(:ids) ORDER BY id"
GROUP_ERASED = """
SELECT id, erased FROM person WHERE one IN (SELECT one FROM person WHERE id IN ids(:ids))
ORDER BY id
"""
PAIRS = """
SELECT a.id, b.id FROM pair JOIN person a ON a.number = pair.one
JOIN person b ON b.number = pair.other
WHERE pair.one IN ids(:people) OR pair.other IN ids(:people)
"""
OUTCOMES = "SELECT id FROM outcome WHERE person IN ids(:people)"
WORKSHOPS = """
SELECT id FROM workshop WHERE number IN (
  SELECT workshop FROM mention WHERE person IN ids(:people)
  UNION SELECT workshop FROM presence
    WHERE person IN (SELECT one FROM person WHERE number IN ids(:people))
  UNION SELECT workshop FROM feedback WHERE person IN ids(:people))
"""
ACCOUNTS = """
SELECT DISTINCT h.account, EXISTS (
  SELECT 1 FROM held_role o WHERE o.account = h.account AND o.withdrawn = 0
    AND (o.person IS NULL OR NOT (o.person IN ids(:people))))
FROM held_role h WHERE h.person IN ids(:people)
"""
"""And whether it holds a role that has nothing to do with them."""
FILES = """
SELECT count(*) FROM evidence e JOIN workshop w ON w.number = e.workshop
WHERE e.file IS NOT NULL AND w.id IN ids(:workshops)
AND (e.keep_until IS NULL OR e.keep_until >= :today)
"""


@dataclass
class About:
    """All ids that people have; the streams that are theirs; the workshops that name them; the
    accounts that are or were theirs as trainers; `needed`: those of them with other roles."""

    people: list[PersonId] = field(default_factory=list)
    streams: set[str] = field(default_factory=set)
    workshops: list[WorkshopId] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)


def everything_about(db: Db, ids: Iterable[str]) -> About:
    """Who is one with somebody among them today is among them too."""
    return about_these(db, (id for (id,) in db.rows(GROUP, ids=sorted(set(ids)))))


def about_these(db: Db, ids: Iterable[str]) -> About:
    """And nobody else, whoever they are one with."""
    members = {n: PersonId(member) for n, member in db.rows(MEMBERS, ids=sorted(set(ids)))}
    people = sorted(members)
    about = About(list(members.values()))
    about.streams = {person.stream(member) for member in about.people}
    about.streams |= {pair.stream(a, b) for a, b in db.rows(PAIRS, people=people)}
    for (c,) in db.rows("SELECT id FROM cascade"):
        about.streams |= {certification.stream(CascadeId(c), p) for p in about.people}
    about.streams |= {outcome.stream(OutcomeId(o)) for (o,) in db.rows(OUTCOMES, people=people)}
    about.workshops = [WorkshopId(w) for (w,) in db.rows(WORKSHOPS, people=people)]
    accounts = db.rows(ACCOUNTS, people=people)
    about.accounts = [account for account, otherwise_needed in accounts if not otherwise_needed]
    about.needed = [account for account, otherwise_needed in accounts if otherwise_needed]
    return about


def erase(do: Do, views: Views, id: PersonId, reason: Reason) -> tuple[Recorded, list[PersonId]]:
    """Somebody, with everybody who is one with them: what was recorded, and who is erased now.

    `do` runs an act as a command, and names it by its number. The decision is on the pairs that
    were known, as they stand when it is recorded; who was merged with them a moment before that is
    erased by a further command.
    """
    part = 0
    while True:
        pairs = _pairs(views, id)

        def act(c: Commands, pairs: Sequence[tuple[PersonId, PersonId]] = pairs) -> None:
            c.erase_person(id, reason, pairs)

        recorded, part = do(act, part), part + 1
        with views.read() as db:
            erased: dict[str, bool] = dict(db.rows(GROUP_ERASED, ids=[id]))
        if all(erased.values()) or not (recorded.entries or recorded.repeated):
            return recorded, [PersonId(one) for one, is_gone in erased.items() if is_gone]


def _pairs(views: Views, id: PersonId) -> list[tuple[PersonId, PersonId]]:
    with views.read() as db:
        return [(PersonId(a), PersonId(b)) for a, b in records_people.pairs_of(db, [id])]


def apply(private: Private, log: Log, views: Views, outbox: Path, anew: bool = False) -> bool:
    """Deletes what the log says was erased or dropped since the last time; `anew`: ever.

    Whether there was anything: then `shred` makes the bytes go.
    """
    upto = log.position()
    entry, done = divmod(private.marked(MARK), POSITIONS)
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
        private.mark(LAST, last)
    private.mark(MARK, _entry(log, upto) * POSITIONS + upto)
    return any(said.values())


def _entry(log: Log, position: int) -> int:
    return int(fingerprint(log, position) or "0", 16)


def remaining(private: Private) -> list[str]:
    """What is seen of the erased in the private drawer, once all was deleted that was found."""
    said = []
    tables = private.left()
    if tables:
        said.append(
            _(
                "There is still something of somebody who was erased in the private drawer "
                "({tables}). Erase again, and if it stays, ask whoever looks after Banyan.",
                tables=", ".join(tables),
            )
        )
    if upload_expiry.is_one_imported(private, private.marked(LAST)):
        said.append(
            _(
                "An import is going on that came before, and may name them. Its rows go when it "
                "is done, and whom it records then is on the list of people."
            )
        )
    return said


def since(log: Log, position: int) -> bool:
    """Whether anything was erased or dropped after it."""
    return any(
        name in (ERASED, DROPPED) for _at, _stream, _version, name, _state in log.rows(position)
    )


def _forget(private: Private, log: Log, views: Views, outbox: Path, streams: Iterable[str]) -> None:
    with views.read() as db:
        about = about_these(db, (stream.removeprefix("person/") for stream in streams))
        proposed = typed_lines.streams_of(db, about.people)
    for letter in _letters(private, about.accounts, outbox):
        letter.unlink(missing_ok=True)
    texts = words_about(log, about) | typed_lines.about(private, about.people)
    private.forget(about.streams | proposed, about.people, texts, about.accounts)


def _contacts(log: Log, streams: list[str]) -> tuple[set[str], set[str]]:
    """The details from before contacts were dropped; and of whom."""
    details = set()
    for entries in log.load(streams).values():
        dropped = max(e.position for e in entries if e.name == DROPPED)
        details |= {getattr(e.event, "details", None) for e in entries if e.position < dropped}
    return details - {None}, {stream.removeprefix("person/") for stream in streams}


def _letters(private: Private, accounts: list[str], outbox: Path) -> list[Path]:
    """That wait to be sent to them."""
    with private.engine.connect() as connection:
        query = select(account.c.login).where(account.c.id.in_(accounts))
        logins = [login.encode() for login in connection.execute(query).scalars()]
    letters = outbox.glob("*.eml") if logins else ()
    return [path for path in letters if any(login in path.read_bytes() for login in logins)]


def named_alike(private: Private, db: Db, about: About) -> list[str]:
    """What may be theirs and stays, to be looked at: lines on proposals that bear exactly their
    name and nothing else that tells who is meant. Ask before their own texts are deleted."""
    count = typed_lines.named_alike(private, db, about.people)
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


def to_look_at(db: Db, about: About, today: date) -> list[str]:
    """What is left to somebody's judgement: sheets and photographs, and accounts of other use."""
    found = _on_paper(db, about, today)
    if about.needed:
        found.append(
            _(
                "An account of theirs stays, for it holds other roles too. Ask an administrator "
                "to withdraw those, and erase again."
            )
        )
    return found


def _on_paper(db: Db, about: About, today: date) -> list[str]:
    row = db.one(FILES, workshops=about.workshops, today=today.toordinal())
    count = int(row[0]) if row else 0
    if not count:
        return []
    return [
        ngettext(
            "{count} file of evidence is kept of workshops that name them. Look whether it shows "
            "them.",
            "{count} files of evidence are kept of workshops that name them. Look whether they "
            "show them.",
            count,
        )
    ]


def words_about(log: Log, about: About) -> set[Commitment]:
    """To the words of facts about a workshop that single out one of these people."""
    return set(_words(log, about))


def _words(log: Log, about: About) -> Iterator[Commitment]:
    """Also why they were given roles, and why those were taken."""
    wanted = set(about.people)
    streams = [*map(workshop.stream, about.workshops)]
    streams += [f"access/{id}" for id in (*about.accounts, *about.needed)]
    for stream, entries in log.load(streams).items():
        facts = [entry.event for entry in entries]
        for at, fact in enumerate(facts):
            words = [getattr(fact, "words", None)]
            words.append(getattr(getattr(fact, "reason", None), "words", None))
            if any(words) and not wanted.isdisjoint(singled_out(stream, fact, facts[:at])):
                yield from (made for made in words if made)
