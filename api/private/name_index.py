"""The name index: people by hashes of tokens of the names that they have or had.

It holds numbers and nothing else: 64 bits of the keyed hash of a token (`matching.name_tokens`),
and who has it. `contact_index` keeps it, and says when it is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from api.matching import name_tokens
from api.private.sql_helpers import add_missing, in_parts, rows_in
from api.private.tables import indexed_person, name_token
from projections.db import Db

Hash = Callable[[str], int]
"""Token → key."""

BEARERS_ONE = "SELECT number FROM name_token WHERE key = :key LIMIT :most"
BEARERS = """
SELECT k.key, t.number FROM unnest(CAST(:keys AS bigint[])) AS k(key)
CROSS JOIN LATERAL (SELECT n.number FROM name_token n WHERE n.key = k.key LIMIT :most) t
"""
COUNTS = "SELECT key, count(*) FROM name_token WHERE key IN ids(:keys) GROUP BY key"
IDS = "SELECT number, person FROM indexed_person WHERE number IN ids(:numbers)"
LAST = "SELECT coalesce(max(number), 0) FROM indexed_person"
ALSO = """AND EXISTS (SELECT 1 FROM name_token t{at}
  WHERE t{at}.key = :key{at} AND t{at}.number = {number})"""


class Held(NamedTuple):
    """`people`: ids; `more`: whether there are others, who were not read."""

    people: list[str]
    more: bool


# ---- kept ------------------------------------------------------------------------------------


def add(connection: Connection, hashed: Hash, names: Iterable[tuple[str, str]]) -> None:
    """Indexes names, each with the id of the person who has or had it."""
    tokens: dict[str, set[str]] = {}
    for person, name in names:
        if found := name_tokens.of_name(name):
            tokens.setdefault(person, set()).update(found)
    add_missing(connection, indexed_person, [{"person": person} for person in sorted(tokens)])
    numbers = _numbers(connection, tokens)
    keys = {token: hashed(token) for token in set().union(*tokens.values())}
    rows = [(keys[token], numbers[person]) for person in tokens for token in tokens[person]]
    rows.sort()
    Db(connection).put(name_token, rows)


def remove(connection: Connection, people: Iterable[str]) -> None:
    numbers = sorted(_numbers(connection, people).values())
    for part in in_parts(numbers):
        connection.execute(delete(name_token).where(name_token.c.number.in_(part)))
        connection.execute(delete(indexed_person).where(indexed_person.c.number.in_(part)))


def clear(connection: Connection) -> None:
    connection.execute(delete(name_token))
    connection.execute(delete(indexed_person))


def _numbers(connection: Connection, people: Iterable[str]) -> dict[str, int]:
    query = select(indexed_person.c.person, indexed_person.c.number)
    return {
        row.person: row.number
        for row in rows_in(connection, query, indexed_person.c.person, people)
    }


# ---- read ------------------------------------------------------------------------------------


class NameIndex:
    """The index at one moment. What it finds is by hashes alone, and of no reader: ask who may be
    seen, and compare what was typed with the names."""

    def __init__(self, connection: Connection, hashed: Hash) -> None:
        self._db, self._hash = Db(connection), hashed

    def having(self, tokens: Collection[str], most: int) -> Held:
        """At most so many people with all of these tokens."""
        if not tokens:
            return Held([], False)
        keys = sorted({self._hash(token) for token in tokens}, key=self._rarity(tokens))
        also = (ALSO.format(at=at, number="t.number") for at in range(1, len(keys)))
        sql = f"SELECT t.number FROM name_token t WHERE t.key = :key0 {' '.join(also)} LIMIT :most"
        found = [number for (number,) in self._db.rows(sql, most=most + 1, **_named(keys))]
        return Held(list(self.ids(found[:most]).values()), len(found) > most)

    def of_these(self, people: Collection[str], tokens: Collection[str]) -> list[str]:
        """Those of these people who have all of these tokens."""
        keys = [self._hash(token) for token in tokens]
        also = " ".join(ALSO.format(at=at, number="p.number") for at in range(len(keys)))
        sql = f"SELECT p.person FROM indexed_person p WHERE p.person IN ids(:ids) {also}"
        return [id for (id,) in self._db.rows(sql, ids=list(people), **_named(keys))]

    def bearers(self, tokens: Iterable[str], most: int) -> dict[str, list[int]]:
        """Token → numbers of the indexed people who have it, of tokens that at most so many
        have."""
        keys = {self._hash(token): token for token in tokens}
        found: dict[str, list[int]] = {}
        if self._db.postgres:
            for key, number in self._db.rows(BEARERS, keys=list(keys), most=most + 1):
                found.setdefault(keys[key], []).append(number)
        else:
            for key, token in keys.items():
                rows = self._db.rows(BEARERS_ONE, key=key, most=most + 1)
                found[token] = [number for (number,) in rows]
        return {token: numbers for token, numbers in found.items() if len(numbers) <= most}

    def counts(self, tokens: Iterable[str]) -> dict[str, int]:
        """Token → how many people have it."""
        keys = {self._hash(token): token for token in tokens}
        return {keys[key]: count for key, count in self._db.rows(COUNTS, keys=list(keys))}

    def ids(self, numbers: Iterable[int]) -> dict[int, str]:
        """Number of an indexed person → their id."""
        return dict(self._db.rows(IDS, numbers=sorted(set(numbers))))

    @cached_property
    def people(self) -> int:
        """About how many people are indexed."""
        return int(self._db.rows(LAST)[0][0])

    def _rarity(self, tokens: Collection[str]) -> Callable[[int], int]:
        if len(tokens) < 2:
            return lambda key: 0
        counts = {self._hash(token): count for token, count in self.counts(tokens).items()}
        return lambda key: counts.get(key, 0)


def _named(keys: Sequence[int]) -> Mapping[str, int]:
    return {f"key{at}": key for at, key in enumerate(keys)}
