"""What the private drawer keeps of the comparison of people: keys, pairs, counts, progress.

All that changes these tables raises one number in the same transaction. So a step that was computed
from rows that somebody else has changed meanwhile, an erasure or another process, is not written:
it is computed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from struct import pack, unpack
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Engine, delete, select, text, update

from api.matching.cards import Card
from api.matching.frequencies import Frequencies, Totals, Trait, traits
from api.private import pending
from api.private.contact_index import Contacts
from api.private.match_tables import (
    ALL,
    match_key,
    match_pair,
    match_person,
    match_progress,
)
from api.private.sql_helpers import in_parts, rows_in
from projections.db import Db, Row

TO_INDEX, TO_COMPARE = -1, 0
"""In `match_person.compared`."""
WAITING = """
SELECT count(*) FROM match_person p WHERE p.cascade = :cascade AND p.compared < coalesce(
  (SELECT c.generation FROM match_crowd c WHERE c.cascade = :cascade AND c.generation > 0), 1)
"""
PAIRS = """
SELECT one, other, score, here, there FROM match_pair WHERE cascade = :cascade
ORDER BY score DESC, one, other
"""
WHY = "SELECT one, other, why FROM match_pair WHERE cascade = :cascade AND one IN ids(:ones)"


Two = tuple[int, int]
"""Numbers of two people, that of the smaller id first."""


class Progress(NamedTuple):
    """The row of `match_progress`."""

    writes: int = 0
    position: int = 0
    entry: str = ""
    made: int = 0


class Crowd(NamedTuple):
    """A row of `match_crowd`."""

    cascade: int
    size: int = 0
    generation: int = 0
    totals: str = "{}"
    step: int = 0
    reached: int = 0
    further: str = "{}"


class Matches:
    """`contacts`: whose key hashes what is kept here too."""

    def __init__(self, engine: Engine, contacts: Contacts) -> None:
        self._engine, self._contacts = engine, contacts

    def hash(self, *parts: object) -> int:
        """64 bits of a keyed hash, signed."""
        kept = self._contacts.keyed("match", repr(parts))
        return int.from_bytes(kept[:8], "big", signed=True)

    @contextmanager
    def reading(self) -> Iterator[Db]:
        """These tables at one moment."""
        with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield _by_index(connection)

    def write(self, known: Progress, act: Callable[[Db], None]) -> bool:
        """Acts in one transaction, unless somebody changed the tables since `known` was read."""
        with pending.writing_alone(self._engine) as connection:
            if _raise_writes(connection, known.writes):
                act(_by_index(connection))
                return True
            if known.writes or connection.execute(select(match_progress)).first():
                return False
            first = {"only": 1, **Progress(1)._asdict()}
            connection.execute(match_progress.insert(), first)
            act(_by_index(connection))
            return True

    # ---- how far it came ---------------------------------------------------------------------

    def progress(self, db: Db) -> Progress:
        row = db.one("SELECT writes, position, entry, made FROM match_progress")
        return Progress(*row) if row else Progress()

    def crowds(self, db: Db) -> list[Crowd]:
        names = ", ".join(Crowd._fields)
        return [Crowd(*row) for row in db.rows(f"SELECT {names} FROM match_crowd ORDER BY cascade")]

    def waiting(self, cascade: int) -> int:
        """How many people of a cascade that were found are still to be compared."""
        with self.reading() as db:
            return int(db.rows(WAITING, cascade=cascade)[0][0])

    # ---- what was counted --------------------------------------------------------------------

    def frequencies(self, cascade: int, cards: Iterable[Card]) -> Frequencies:
        """The frequencies in a cascade that are needed to compare these cards, as they were counted
        last."""
        wanted = {trait for card in cards for trait in traits(card)}
        with self.reading() as db:
            totals = db.one("SELECT totals FROM match_crowd WHERE cascade = :c", c=cascade)
            counts = self.counts(db, cascade, wanted) if totals else {}
        return Frequencies(totals=totals_of(totals[0] if totals else "{}"), counts=counts)

    def counts(self, db: Db, cascade: int, wanted: Iterable[Trait]) -> dict[Trait, int]:
        """How many people of a cascade have each of these; 0 for one person alone."""
        hashes = {self.hash(cascade, *trait): trait for trait in wanted}
        sql = "SELECT trait, people FROM match_count WHERE cascade = :c AND trait IN ids(:traits)"
        found = dict.fromkeys(hashes.values(), 0)
        for trait, people in db.rows(sql, c=cascade, traits=sorted(hashes)) if hashes else ():
            found[hashes[trait]] = people
        return found

    # ---- pairs -------------------------------------------------------------------------------

    def pairs(self, cascade: int) -> list[Row]:
        """(number of one, of the other, score, places of one, of the other) of all pairs, the
        most probable first. Places: as in `match_person`."""
        with self.reading() as db:
            return db.rows(PAIRS, cascade=cascade)

    def evidence(self, cascade: int, pairs: Iterable[Two]) -> dict[Two, str]:
        """Codes of the evidence of each pair."""
        wanted = set(pairs)
        ones = sorted({one for one, _other in wanted})
        with self.reading() as db:
            rows = db.rows(WHY, cascade=cascade, ones=ones) if ones else []
        return {(one, other): why for one, other, why in rows if (one, other) in wanted}

    def forget_everything(self, connection: Connection) -> None:
        for table in ALL:
            if table is not match_progress:
                connection.execute(delete(table))


def _by_index(connection: Connection) -> Db:
    """PostgreSQL has no statistics of hashes, and would read whole tables."""
    db = Db(connection)
    if db.postgres:
        db.run("SET LOCAL enable_seqscan = off")
    return db


def run_many(db: Db, sql: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Runs a statement once with each of these parameters."""
    if rows:
        db.connection.execute(text(sql), list(rows))


def totals_of(stored: str) -> Totals:
    return msgspec.json.decode(stored, type=Totals)


def packed(blocks: Sequence[int]) -> bytes:
    return pack(f">{len(blocks)}q", *blocks)


def unpacked(blocks: bytes) -> tuple[int, ...]:
    return unpack(f">{len(blocks) // 8}q", blocks)


# ---- with the texts ------------------------------------------------------------------------------


def forget(connection: Connection, people: Iterable[str], keep: bool = False) -> list[str]:
    """Deletes what is kept of these people, in the transaction that deletes their texts. `keep`:
    they stay, and are compared again by the texts that they have left. The names of the tables from
    which rows were deleted."""
    columns = match_person.c
    query = select(columns.cascade, columns.number, columns.region, columns.blocks)
    rows = list(rows_in(connection, query, columns.person, people))
    for cascade, number, region, blocks in rows:
        for part in in_parts(unpacked(bytes(blocks))):
            theirs = match_key.c.number == number, match_key.c.region == (region or 0)
            connection.execute(delete(match_key).where(match_key.c.block.in_(part), *theirs))
        either = (match_pair.c.one == number) | (match_pair.c.other == number)
        connection.execute(delete(match_pair).where(match_pair.c.cascade == cascade, either))
        this = match_person.c.cascade == cascade, match_person.c.number == number
        if keep:
            anew = {"blocks": b"", "compared": TO_INDEX}
            connection.execute(update(match_person).where(*this).values(anew))
        else:
            connection.execute(delete(match_person).where(*this))
    if rows:
        _raise_writes(connection)
    return [table.name for table in (match_key, match_pair, match_person)] if rows else []


def _raise_writes(connection: Connection, known: int | None = None) -> bool:
    raised = update(match_progress).values(writes=match_progress.c.writes + 1)
    if known is not None:
        raised = raised.where(match_progress.c.writes == known)
    return connection.execute(raised).rowcount == 1
