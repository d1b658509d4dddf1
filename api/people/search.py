"""From typed text to a person: every door asks here, and finds only people its reader may see.

- `by_identifier`, `by_reference`, `person_number`: a text that names one person, by an identifier,
  an id or the address of their page.
- `suggestions`, `choices`, `search`: a text that may mean several, such as the beginning of a name.

Lines of a register are matched by `register_matching`, which compares contacts too. What is typed
is private: it comes in a body, never in an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from api.access.rules import LOG_WORK
from api.matching.names import percent
from api.matching.phonetics import words
from api.people.candidates import visible
from api.people.names import DisplayName, display_names
from api.private.store import Private
from api.transactions.read import Read
from domain.rules import Refused
from domain.values import PersonId
from projections import scope as scopes
from projections import tables
from projections.db import Db

MAX_NAMED = 5_000
"""Bearers of a name who are looked at; more say nothing, and another word is asked for."""
MAX_WITHIN = 400
MAX_FOUND = 50
MAX_SUGGESTED = 8
MAX_READ, MAX_ASKED = 10_000, 1_000
"""People whose names are read, those first who gave most; and for who coordinates a region,
where it has to be asked of each whether they may be seen."""
AN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class CascadeOf(NamedTuple):
    number: int
    series: str


def cascade_of(read: Read, cascade: str) -> CascadeOf:
    """Its number, and its number series."""
    sql = "SELECT number, series FROM cascade WHERE id = :id"
    ((number, series),) = read.db.rows(sql, id=cascade)
    return CascadeOf(number, series)


# ---- a text that names one person ------------------------------------------------------------


def by_identifier(read: Read, cascade: str, identifier: str) -> str | None:
    """The id of who bears this identifier in the cascade's number series."""
    _number, series = cascade_of(read, cascade)
    return read.private.people(series, [identifier]).get(identifier)


def by_reference(read: Read, cascade: str, text: str, field: str) -> str:
    """The id of a person: named by it, by the address of their page, or by identifier. Refused at
    the field where there is no such person."""
    if by_id := AN_ID.findall(text):
        return str(by_id[-1])
    found = by_identifier(read, cascade, text)
    if found is None:
        raise Refused(
            "Nobody here is called “{identifier}”. Check it, or choose from the list.",
            field=field,
            identifier=text,
        )
    return found


def number_of(read: Read, id: str) -> int:
    """Of the person with this id, after merges."""
    number = read.number(tables.person, id)
    ((one,),) = read.db.rows("SELECT one FROM person WHERE number = :number", number=number)
    return int(one)


def person_id(private: Private, series: str, text: str) -> PersonId:
    """By an identifier of the series, else it is an id."""
    return private.people(series, [text]).get(text, PersonId(text))


def person_number(db: Db, private: Private, series: str, text: str) -> int | None:
    """For the command line, which may see all people. The number after merges: by an identifier of
    the series, by one that only one person bears in any other, or by an id."""
    others = private.bearers(text)
    only = others.pop() if len(others) == 1 else text
    id = private.people(series, [text]).get(text, only)
    row = db.one("SELECT one FROM person WHERE id = :id", id=id)
    return int(row[0]) if row else None


# ---- a text that may be of several: as it is typed -------------------------------------------


class Suggestion(NamedTuple):
    """`sure`: the identifier is theirs, or the whole name; else the name goes on."""

    person: DisplayName
    sure: bool


PEOPLE = """
SELECT p.id, p.number, p.one, p.details FROM person p
LEFT JOIN (SELECT f.person, count(*) AS given
           FROM presence f JOIN workshop w ON w.number = f.workshop
           WHERE w.cascade = :cascade AND f.role = 0 GROUP BY f.person) g ON g.person = p.one
WHERE p.erased = 0 AND p.withdrawn = 0 AND p.details IS NOT NULL
AND (p.cascade = :cascade OR g.given IS NOT NULL)
ORDER BY coalesce(g.given, 0) DESC, p.number LIMIT :most
"""
"""Ordered by workshops given: a facilitator has mostly given one before."""


def suggestions(read: Read, cascade: str, typed: str) -> list[Suggestion]:
    """The bearer of the identifier, else those whose name goes on from what was typed, the whole
    name first."""
    text = typed.strip()
    number, series = cascade_of(read, cascade)
    bearers = read.private.people(series, [text]) if text else {}
    if bearers:
        sql = "SELECT one FROM person WHERE id IN ids(:ids)"
        rows = read.db.rows(sql, ids=sorted(bearers.values()))
        known = display_names(read, [one for (one,) in rows])
        return [Suggestion(person, True) for person in known.values()]
    ranked = _by_beginning(read, number, words(text))
    first = sorted(ranked, key=lambda one: not ranked[one])[:MAX_SUGGESTED]
    known = display_names(read, first)
    return [Suggestion(known[one], ranked[one]) for one in first]


def choices(read: Read, cascade: str, typed: str) -> list[Suggestion]:
    """One, where it is clear who is meant; else those to choose from."""
    some = suggestions(read, cascade, typed)
    return [one for one in some if one.sure] or some


def _by_beginning(read: Read, cascade: int, typed: tuple[str, ...]) -> dict[int, bool]:
    """Number → whether it is the whole name."""
    if not typed:
        return {}
    covers = read.access.scope(LOG_WORK).part_of(cascade, None)
    rows = read.db.rows(PEOPLE, cascade=cascade, most=MAX_READ if covers else MAX_ASKED)
    seen = visible(read, cascade, (row[0] for row in rows))
    rows = [row for row in rows if row[0] in seen]
    opened = read.home.private.open(row[3] for row in rows)
    found: dict[int, bool] = {}
    for _id, _number, one, details in rows:
        name = words(opened.get(details, {}).get("name") or "")
        if name and _goes_on(typed, name):
            found[one] = found.get(one, False) or sorted(typed) == sorted(name)
    return found


def _goes_on(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Each word that was typed begins a word of the name, each another one."""
    left = list(name)
    for word in sorted(typed, key=len, reverse=True):
        fits = next((one for one in left if one.startswith(word)), None)
        if fits is None:
            return False
        left.remove(fits)
    return True


# ---- a text that may be of several: a search -------------------------------------------------

WITHIN = f"""
SELECT DISTINCT p.one, o.details FROM person p JOIN person o ON o.number = p.one
WHERE p.id IN ids(:ids) AND p.withdrawn = 0 AND p.erased = 0
  AND (p.cascade = :cascade OR EXISTS (
    SELECT 1 FROM reach_node n WHERE n.cascade = :cascade AND n.person = p.one))
  AND {scopes.PERSON}
ORDER BY p.one LIMIT {MAX_WITHIN}
"""


def search(read: Read, cascade: str, typed: str) -> list[int]:
    """Numbers of people of a cascade by identifier, contact, id or name, the likeliest first."""
    text = typed.strip()
    if not text:
        return []
    number, series = cascade_of(read, cascade)
    surely = _within(read, number, _surely(read, series, text))
    named = read.private.named(text, MAX_NAMED)
    maybe = [row for row in _within(read, number, named) if row not in surely]
    opened = read.private.open(details for _, details in maybe)
    spoken = words(text)

    def likeness(row: tuple[int, str | None]) -> tuple[int, int]:
        name = opened.get(row[1] or "", {}).get("name") or ""
        return -percent(spoken, words(name)), row[0]

    found = [*surely, *sorted(maybe, key=likeness)]
    return [one for one, _ in found[:MAX_FOUND]]


def _surely(read: Read, series: str, text: str) -> set[str]:
    """People with this identifier, contact or id."""
    found = {str(person) for person in read.private.people(series, [text]).values()}
    found |= read.private.bearers(text)
    if AN_ID.fullmatch(text.lower()):
        found.add(text.lower())
    return found | read.private.holders([{"phone": text, "email": text, "id_number": text}])


def _within(read: Read, cascade: int, ids: Iterable[str]) -> list[tuple[int, str | None]]:
    wanted = sorted(set(ids))
    if not wanted:
        return []
    rows = read.db.rows(WITHIN, ids=wanted, cascade=cascade, **read.scope.asked)
    return [(one, details) for one, details in rows]
