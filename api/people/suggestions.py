"""People whose name begins as somebody types, of those whom the reader may see.

Each typed word is the beginning of another word of a name that the person has or had. The name
index says whose hashes fit; of a beginning that many have, those are compared who are registered in
the reader's regions and who gave most workshops.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from api.access.rules import LOG_WORK
from api.matching import name_tokens
from api.matching.phonetics import words
from api.people.candidates import visible
from api.people.names import DisplayName, display_names
from api.people.search import cascade_of
from api.transactions.read import Read
from projections.db import Row

MAX_SUGGESTED = 8
MAX_HELD, MAX_TRAINERS = 600, 2_000
"""If more people than `MAX_HELD` have a beginning, only so many are asked for, and those of the
`MAX_TRAINERS` who gave most workshops."""
MAX_COMPARED = 200
"""People whose names are read."""


class Suggestion(NamedTuple):
    """`sure`: the text is the person's identifier or whole name, not only its beginning."""

    person: DisplayName
    sure: bool


class Suggestions(NamedTuple):
    """`more`: there are others, or may be: more of the name is to be typed."""

    people: list[Suggestion]
    more: bool = False


class _Fitting(NamedTuple):
    """Ids of people, and whether others fit who are not among them."""

    people: Sequence[str]
    more: bool


TRAINERS = """
SELECT f.person FROM presence f JOIN workshop w ON w.number = f.workshop
WHERE w.cascade = :cascade AND f.role = 0 GROUP BY f.person ORDER BY count(*) DESC, 1 LIMIT :most
"""
RECORDS = "SELECT id FROM person WHERE one IN ids(:ones)"
EVERYBODY = """
SELECT id FROM person WHERE cascade = :cascade AND details IS NOT NULL AND erased = 0
ORDER BY number LIMIT :most
"""
KNOWN = """
SELECT k.* FROM (
  SELECT p.id, p.one, p.details, p.cascade, p.number,
    CASE WHEN (p.cascade << 32) + p.region IN ids(:parts) THEN 0 ELSE 1 END AS afar,
    (SELECT count(*) FROM presence f JOIN workshop w ON w.number = f.workshop
     WHERE f.person = p.one AND f.role = 0 AND w.cascade = :cascade) AS given
  FROM person p
  WHERE p.id IN ids(:ids) AND p.erased = 0 AND p.withdrawn = 0 AND p.details IS NOT NULL) k
WHERE k.cascade = :cascade OR k.given > 0 ORDER BY k.given DESC, k.number
"""
"""Most facilitators have given a workshop before."""


def suggestions(read: Read, cascade: str, typed: str) -> Suggestions:
    """The person with this identifier; else people whose name begins with the typed words, whole
    names first."""
    text = typed.strip()
    number, series = cascade_of(read, cascade)
    bearers = read.private.bearing(series, [text]).ids() if text else set()
    if bearers:
        sql = "SELECT one FROM person WHERE id IN ids(:ids)"
        rows = read.db.rows(sql, ids=sorted(bearers))
        known = display_names(read, [one for (one,) in rows])
        return Suggestions([Suggestion(person, True) for person in known.values()])
    ranked, more = _by_beginning(read, number, words(text))
    first = sorted(ranked, key=lambda one: not ranked[one])[:MAX_SUGGESTED]
    known = display_names(read, first)
    some = [Suggestion(known[one], ranked[one]) for one in first]
    return Suggestions(some, more or len(ranked) > MAX_SUGGESTED)


def choices(read: Read, cascade: str, typed: str) -> Suggestions:
    """The sure suggestions, else all."""
    found = suggestions(read, cascade, typed)
    sure = [one for one in found.people if one.sure]
    return Suggestions(sure) if sure else found


def _by_beginning(read: Read, cascade: int, typed: tuple[str, ...]) -> tuple[dict[int, bool], bool]:
    """Number of each person whose name begins with the words → whether it is the whole name; and
    whether there may be more."""
    if not typed:
        return {}, False
    fitting = _fitting(read, cascade, typed)
    scope = read.access.scope(LOG_WORK)
    parts = [] if scope.part_of(cascade, None) else sorted(scope.parts)
    rows = read.db.rows(KNOWN, ids=fitting.people, cascade=cascade, parts=parts)
    compared = _preferred(rows)
    seen = visible(read, cascade, (row[0] for row in compared))
    versions = read.home.private.versions(seen)
    found: dict[int, bool] = {}
    for id, one, current, *_ in compared:
        theirs = {
            made: words(said.get("name") or "") for made, said in versions.get(id, {}).items()
        }
        if any(begins_with(typed, name) for name in theirs.values()):
            whole = sorted(typed) == sorted(theirs.get(current, ()))
            found[one] = found.get(one, False) or whole
    return found, fitting.more or len(compared) < len(rows)


def _preferred(rows: Sequence[Row]) -> list[Row]:
    """At most `MAX_COMPARED`, in the order of the rows; first those of the reader's regions."""
    near = [at for at, row in enumerate(rows) if not row[5]]
    afar = [at for at, row in enumerate(rows) if row[5]]
    return [rows[at] for at in sorted([*near, *afar][:MAX_COMPARED])]


def _fitting(read: Read, cascade: int, typed: tuple[str, ...]) -> _Fitting:
    """Who may have such a name, by the name index."""
    tokens = {token for word in typed if (token := name_tokens.beginning(word))}
    if not tokens:
        rows = read.db.rows(EVERYBODY, cascade=cascade, most=MAX_HELD + 1)
        some = [id for (id,) in rows[:MAX_HELD]]
        given = _trainers(read, cascade, MAX_COMPARED)
        return _Fitting(sorted({*some, *given}), len(rows) > MAX_HELD)
    with read.home.private.contacts.names() as index:
        found, more = index.having(tokens, MAX_HELD)
        if not more:
            return _Fitting(found, False)
        whole = index.having({name_tokens.word(word) for word in typed}, MAX_HELD)
        alone = index.having({name_tokens.joined(typed)}, MAX_SUGGESTED)
        given = index.of_these(_trainers(read, cascade, MAX_TRAINERS), tokens)
    return _Fitting(sorted({*found, *whole.people, *alone.people, *given}), True)


def _trainers(read: Read, cascade: int, most: int) -> list[str]:
    ones = [one for (one,) in read.db.rows(TRAINERS, cascade=cascade, most=most)]
    return [id for (id,) in read.db.rows(RECORDS, ones=ones)]


def begins_with(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether each typed word is the beginning of a different word of the name."""
    left = list(name)
    for word in sorted(typed, key=len, reverse=True):
        fits = next((one for one in left if one.startswith(word)), None)
        if fits is None:
            return False
        left.remove(fits)
    return True
