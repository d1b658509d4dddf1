"""Rows of the private drawer that wait for their entry: kept before it, taken back without it.

One writes after the other, an erasure too, so nothing is kept of somebody after they were erased,
and nothing is taken back that somebody else relies on meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, and_, exists, insert, select

from api.private.drawer_postgres import write_alone
from api.private.tables import (
    OF_PERSON,
    consent,
    erased,
    evidence_file,
    identifier,
    in_parts,
    sealed,
    waiting,
)
from domain.log import Log, Stale
from domain.rules import Conflict
from domain.values import Commitment, PersonId
from projections.db import transaction

if TYPE_CHECKING:
    from api.private.deletions import Deletions
    from api.private.store import Private

Row = Mapping[str, Any]
Claims = Mapping[tuple[str, str], PersonId]
PERSON, FILE = "person", "file"
"""What may wait beside a text: that it singles somebody out, or its file of evidence."""


@dataclass(frozen=True)
class Rows:
    """What goes in together: texts; (series, identifier) → person; files of evidence by the
    commitment to their digest; and by commitment the people whom a text singles out."""

    texts: Sequence[Row]
    claims: Claims
    files: Mapping[Commitment, Row]
    about: Mapping[Commitment, Collection[PersonId]]


@contextmanager
def writing_alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that nobody else writes beside who begins theirs so."""
    with transaction(engine) as connection:
        write_alone(connection)
        yield connection


def keep(private: Private, rows: Rows) -> None:
    """All of it or nothing. Stale where somebody else has one of the identifiers, or somebody
    whom a text is about was erased: whoever decided is to decide again."""
    people = {str(id) for ids in rows.about.values() for id in ids}
    owners = (row["owner"] for row in rows.texts)
    people |= {owner.removeprefix(OF_PERSON) for owner in owners if owner.startswith(OF_PERSON)}
    with writing_alone(private.engine) as connection:
        held = _holders(connection, rows.claims)
        taken = any(held[key] != rows.claims[key] for key in held)
        if taken or any_erased(connection, people):
            raise Stale
        waits = [(made, PERSON, str(id)) for made, ids in rows.about.items() for id in ids]
        waits += _keep_files(connection, rows.files)
        _insert(connection, sealed, rows.texts)
        claims = [(*key, holder) for key, holder in sorted(rows.claims.items()) if key not in held]
        names = ("series", "identifier", "person")
        _insert(connection, identifier, [dict(zip(names, c, strict=True)) for c in claims])
        names = ("commitment", "kind", "key")
        _insert(connection, waiting, [dict(zip(names, w, strict=True)) for w in waits])
        private.contacts.keep(connection, rows.texts)


def _insert(connection: Connection, table: Any, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), [dict(row) for row in rows])


def any_erased(connection: Connection, people: Iterable[str]) -> bool:
    parts = in_parts(sorted(set(people)))
    found = (select(erased.c.person).where(erased.c.person.in_(part)) for part in parts)
    return any(connection.execute(query).first() for query in found)


def _holders(connection: Connection, claims: Claims) -> dict[tuple[str, str], PersonId]:
    found = {}
    for series in {series for series, _name in claims}:
        names = sorted(name for within, name in claims if within == series)
        for part in in_parts(names):
            query = select(identifier.c.identifier, identifier.c.person).where(
                identifier.c.series == series, identifier.c.identifier.in_(part)
            )
            for name, holder in connection.execute(query):
                found[series, name] = PersonId(holder)
    return found


def _keep_files(
    connection: Connection, files: Mapping[Commitment, Row]
) -> list[tuple[Commitment, str, str]]:
    """A file waits until an entry speaks of it, with each of those who bring it till then."""
    waits = []
    for made, row in files.items():
        id = row["evidence"]
        there = connection.execute(
            select(evidence_file).where(evidence_file.c.evidence == id)
        ).first()
        if there is None:
            _insert(connection, evidence_file, [row])
        elif (there.media_type, bytes(there.bytes)) != (row["media_type"], row["bytes"]):
            raise Conflict("There is a file under this id already. Choose another id.", field="id")
        others = waiting.c.kind == FILE, waiting.c.key == id
        if there is None or connection.execute(select(waiting).where(*others)).first():
            waits.append((made, FILE, id))
    return waits


# ---- taken back ------------------------------------------------------------------------------


def in_log(log: Log, rows: Iterable[Any]) -> set[str]:
    """Of rows of texts, the commitments that an entry speaks of."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row.owner, set()).add(row.commitment)
    found: set[str] = set()
    for part in in_parts(sorted(wanted)):
        for owner, entries in log.load(part).items():
            said = str(entries)
            found |= {made for made in wanted[owner] if made in said}
    return found


def take_back(private: Private, log: Log, commitments: Iterable[str]) -> int:
    """Deletes these texts, and what came with them, if no entry speaks of them; how many. The
    bytes are still to go."""
    with private.engine.connect() as connection:
        rows = list(_texts(connection, commitments))
    spoken = in_log(log, rows)
    gone = sorted(row.commitment for row in rows if row.commitment not in spoken)
    with writing_alone(private.engine) as connection:
        delete_texts(private, connection, gone)
    return len(gone)


def delete_texts(private: Deletions, connection: Connection, commitments: Sequence[str]) -> None:
    """With the files and identifiers that nothing else holds, and what the index has of them."""
    rows = list(_texts(connection, commitments))
    files = set()
    for part in in_parts(sorted(commitments)):
        query = select(waiting.c.key).where(waiting.c.kind == FILE, waiting.c.commitment.in_(part))
        files |= set(connection.execute(query).scalars())
    private.delete_rows(connection, sealed.c.commitment, commitments)
    private.delete_rows(connection, waiting.c.commitment, commitments)
    waited = exists().where(waiting.c.kind == FILE, waiting.c.key == evidence_file.c.evidence)
    private.delete_rows(connection, evidence_file.c.evidence, files, ~waited)
    people = {r.owner.removeprefix(OF_PERSON) for r in rows if r.owner.startswith(OF_PERSON)}
    private.delete_rows(connection, identifier.c.person, people, ~_called())
    private.renew_contacts(connection, people)


def _called() -> Any:
    """Whether there is a text of what this row calls somebody."""
    theirs = and_(sealed.c.owner == OF_PERSON + identifier.c.person, sealed.c.tag == "identifier")
    return exists().where(theirs)


def delete_nobodys(private: Deletions, log: Log, connection: Connection) -> None:
    """What is kept of people whom no entry registers, and who wait for none."""
    people: set[str] = set()
    for column in (identifier.c.person, consent.c.person):
        theirs = sealed.c.owner == OF_PERSON + column
        people |= set(connection.execute(select(column).where(~exists().where(theirs))).scalars())
    known: set[str] = set()
    for part in in_parts(sorted(people)):
        known |= log.load(OF_PERSON + id for id in part).keys()
    nobody = {id for id in people if OF_PERSON + id not in known}
    for column in (identifier.c.person, consent.c.person):
        private.delete_rows(connection, column, nobody)
    private.renew_contacts(connection, nobody)


def _texts(connection: Connection, commitments: Iterable[str]) -> Iterator[Any]:
    columns = sealed.c.commitment, sealed.c.owner
    for part in in_parts(sorted(set(commitments))):
        yield from connection.execute(select(*columns).where(sealed.c.commitment.in_(part))).all()


def waiting_about(connection: Connection, people: Iterable[str]) -> set[str]:
    """The texts that single these people out and whose entry was not seen yet."""
    found: set[str] = set()
    for part in in_parts(sorted(set(people))):
        these = waiting.c.kind == PERSON, waiting.c.key.in_(part)
        found |= set(connection.execute(select(waiting.c.commitment).where(*these)).scalars())
    return found
