"""Rows of the private drawer that wait for their entry: kept before it, taken back without it.

Writes here, erasures too, come one after the other. So nothing is kept about a person after they
were erased, and nothing is taken back that another write relies on meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sqlalchemy import Connection, Engine, func, select

from api.private import identifier_forms
from api.private.sql_helpers import add, in_parts, rows_in
from api.private.tables import (
    OF_PERSON,
    FileRow,
    TextRow,
    erased,
    evidence_file,
    identifier,
    sealed,
    waiting,
)
from domain.identifiers import same
from domain.log import Log, Stale
from domain.rules import Conflict
from domain.values import Commitment, PersonId
from projections.db import transaction

if TYPE_CHECKING:
    from api.private.store import Private

PERSON, FILE = "person", "file"
"""What may wait beside a text: that it singles out a person, or its file of evidence."""


class Identifier(NamedTuple):
    """What a programme calls a person, in one series."""

    series: str
    name: str


class Text(Protocol):
    """A row of `sealed`, as far as it is looked up here."""

    commitment: str
    owner: str


@dataclass(frozen=True)
class Rows:
    """What goes in together: texts; identifiers and who bears them; files of evidence by the
    commitment to their digest; and by commitment the people whom a text singles out."""

    texts: Sequence[TextRow]
    claims: Mapping[Identifier, PersonId]
    files: Mapping[Commitment, FileRow]
    about: Mapping[Commitment, Collection[PersonId]]


class Waiting(NamedTuple):
    """A row of `waiting`. `key`: a person's id, or a file's."""

    commitment: str
    kind: str
    key: str


@contextmanager
def writing_alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that waits for all others that began so, as all that write do on SQLite."""
    with transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("banyan writes"))))
        yield connection


def keep(private: Private, rows: Rows) -> None:
    """All of it or nothing. Stale where an identifier is another person's, or where a person whom
    a text is about was erased: the command is then decided again, and refuses by the log."""
    people = {str(id) for ids in rows.about.values() for id in ids}
    owners = (row["owner"] for row in rows.texts)
    people |= {owner.removeprefix(OF_PERSON) for owner in owners if owner.startswith(OF_PERSON)}
    with writing_alone(private.engine) as connection:
        bound = _bound(connection, rows.claims)
        if _taken(bound, rows.claims) or any_erased(connection, people):
            raise Stale
        waits = [Waiting(made, PERSON, id) for made, ids in rows.about.items() for id in ids]
        waits += _keep_files(connection, rows.files)
        add(connection, sealed, rows.texts)
        new = sorted((*key, id) for key, id in rows.claims.items() if key not in bound)
        names = identifier.columns.keys()
        forms = [dict(zip(names, (*row, same(row[1])), strict=True)) for row in new]
        add(connection, identifier, forms)
        add(connection, waiting, [row._asdict() for row in waits])
        private.contacts.keep(connection, rows.texts)


def any_erased(connection: Connection, people: Iterable[str]) -> bool:
    return any(True for _row in rows_in(connection, select(erased), erased.c.person, people))


def _taken(bound: Mapping[Identifier, PersonId], claims: Mapping[Identifier, PersonId]) -> bool:
    """Whether one of these identifiers, or one that is the same, is another person's. An identifier
    that is a person's as it is written is theirs, even if another bears it written otherwise."""
    holders: dict[Identifier, set[PersonId]] = {}
    for key, id in (*bound.items(), *claims.items()):
        holders.setdefault(_form(key), set()).add(id)
    return any(bound.get(key) != id and holders[_form(key)] != {id} for key, id in claims.items())


def _form(key: Identifier) -> Identifier:
    return Identifier(key.series, same(key.name))


def _bound(connection: Connection, wanted: Iterable[Identifier]) -> dict[Identifier, PersonId]:
    """Who bears these identifiers, and those that are the same, as they are written."""
    forms: dict[str, list[str]] = {}
    for series, name in wanted:
        forms.setdefault(series, []).append(same(name))
    return {
        Identifier(series, row.identifier): row.person
        for series in forms
        for row in identifier_forms.bearers(connection, series, forms[series])
    }


def _keep_files(connection: Connection, files: Mapping[Commitment, FileRow]) -> Iterator[Waiting]:
    """A file waits until an entry speaks of it, with each of the texts that bring it until then."""
    for made, row in files.items():
        id = row["evidence"]
        here = evidence_file.c.evidence == id
        there = connection.execute(select(evidence_file).where(here)).first()
        if there is None:
            add(connection, evidence_file, [row])
        elif (there.media_type, bytes(there.bytes)) != (row["media_type"], row["bytes"]):
            raise Conflict("There is a file under this id already. Choose another id.", field="id")
        others = waiting.c.kind == FILE, waiting.c.key == id
        if there is None or connection.execute(select(waiting).where(*others)).first():
            yield Waiting(made, FILE, id)


# ---- taken back ------------------------------------------------------------------------------


def in_log(log: Log, texts: Iterable[Text]) -> set[str]:
    """Those of these commitments that an entry speaks of."""
    wanted: dict[str, set[str]] = {}
    for row in texts:
        wanted.setdefault(row.owner, set()).add(row.commitment)
    found: set[str] = set()
    for part in in_parts(wanted):
        for owner, entries in log.load(part).items():
            said = str(entries)
            found |= {made for made in wanted[owner] if made in said}
    return found


def take_back(private: Private, log: Log, commitments: Iterable[str]) -> int:
    """Deletes these texts, and what came with them, if no entry speaks of them; how many. The
    bytes are still to go."""
    query = select(sealed.c.commitment, sealed.c.owner)
    with private.engine.connect() as connection:
        rows = list(rows_in(connection, query, sealed.c.commitment, commitments))
    spoken = in_log(log, rows)
    gone = [row.commitment for row in rows if row.commitment not in spoken]
    with writing_alone(private.engine) as connection:
        private.delete_texts(connection, gone)
    return len(gone)
