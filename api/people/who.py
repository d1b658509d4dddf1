"""Somebody named in one field, by identifier or name: who is found, and who is meant."""

from __future__ import annotations

from typing import Any

from api.access.rules import LOG_WORK
from api.matching.phonetics import words
from api.people.candidates import visible
from api.people.names import known
from api.people.register_matching import cascade_of
from api.transactions.read import Read

MOST, MOST_READ, MOST_ASKED = 8, 10_000, 1_000
"""Shown; people whose names are read, those first who gave most; and for who coordinates a region,
where it has to be asked of each whether they may be seen."""

PEOPLE = """
SELECT p.id, p.number, p.one, p.details FROM person p
LEFT JOIN (SELECT f.person, count(*) AS given
           FROM presence f JOIN workshop w ON w.number = f.workshop
           WHERE w.cascade = :cascade AND f.role = 0 GROUP BY f.person) g ON g.person = p.one
WHERE p.erased = 0 AND p.withdrawn = 0 AND p.details IS NOT NULL
AND (p.cascade = :cascade OR g.given IS NOT NULL)
ORDER BY coalesce(g.given, 0) DESC, p.number LIMIT :most
"""
"""Who gave most comes first: who gives a workshop has mostly given one before."""


def found(read: Read, cascade: str, typed: str, most: int = MOST) -> list[dict[str, Any]]:
    """Of whom the reader may see: the bearer of the identifier, else those whose name goes on from
    what was typed, the whole name first."""
    text = typed.strip()
    wanted = words(text)
    number, series = cascade_of(read, cascade)
    bearers = read.private.people(series, [text]) if text else {}
    if bearers:
        sql = "SELECT one FROM person WHERE id IN ids(:ids)"
        rows = read.db.rows(sql, ids=sorted(bearers.values()))
        return list(known(read, [one for (one,) in rows]).values())
    ranked: dict[int, int] = {}
    if wanted:
        covers = read.access.scope(LOG_WORK).part_of(number, None)
        rows = read.db.rows(PEOPLE, cascade=number, most=MOST_READ if covers else MOST_ASKED)
        seen = visible(read, number, (row[0] for row in rows))
        opened = read.home.private.open(row[3] for row in rows if row[0] in seen)
        for id, _number, one, details in rows:
            name = words(opened.get(details, {}).get("name") or "") if id in seen else ()
            if name and _goes_on(wanted, name):
                rank = 0 if sorted(wanted) == sorted(name) else 1
                ranked[one] = min(rank, ranked.get(one, rank))
    first = sorted(ranked, key=lambda one: ranked[one])[:most]
    called = known(read, first)
    return [called[one] | {"whole": ranked[one] == 0} for one in first]


def _goes_on(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Each word that was typed begins a word of the name, each another one."""
    left = list(name)
    for word in sorted(typed, key=len, reverse=True):
        fits = next((one for one in left if one.startswith(word)), None)
        if fits is None:
            return False
        left.remove(fits)
    return True


def meant(read: Read, cascade: str, typed: str) -> list[dict[str, Any]]:
    """One, where it is clear who is meant; else those to choose from."""
    some = found(read, cascade, typed)
    whole = [one for one in some if one.get("whole", True)]
    return whole or some
