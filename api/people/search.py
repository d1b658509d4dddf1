"""Finds people by typed text, for pages, JSON and commands: only people whom the reader may see.

- `by_identifier`, `by_reference`, `person_number`: the text names one person, by an identifier, an
  id or the address of their page.
- `suggestions`, `choices`, `search`: the text may fit several, such as the beginning of a name.

`register_matching` matches the lines of a register; it compares contacts too. Typed text is
private: requests have it in the body, never in the address.
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
"""People with a name who are compared. A name with more of them finds nobody by itself."""
MAX_WITHIN = 400
MAX_FOUND = 50
MAX_SUGGESTED = 8
MAX_READ, MAX_ASKED = 10_000, 1_000
"""People whose names are read, those who gave most workshops first. `MAX_ASKED` holds for readers
who coordinate a region only: each person must be checked against their scope."""
UUID_PATTERN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class CascadeOf(NamedTuple):
    number: int
    series: str


def cascade_of(read: Read, cascade: str) -> CascadeOf:
    """The number and the number series of a cascade. `cascade`: its id."""
    sql = "SELECT number, series FROM cascade WHERE id = :id"
    ((number, series),) = read.db.rows(sql, id=cascade)
    return CascadeOf(number, series)


# ---- a text that names one person ------------------------------------------------------------


def by_identifier(read: Read, cascade: str, identifier: str) -> str | None:
    """The id of the person with this identifier in the cascade's number series, or None."""
    _number, series = cascade_of(read, cascade)
    return read.private.people(series, [identifier]).get(identifier)


def by_reference(read: Read, cascade: str, text: str, field: str) -> str:
    """The id of a person. `text`: the id, the address of the person's page, or an identifier.
    Refused at `field` if there is no such person."""
    if by_id := UUID_PATTERN.findall(text):
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
    """The number, after merges, of the person with this id. NotFound if the reader may not see
    them."""
    number = read.number(tables.person, id)
    ((one,),) = read.db.rows("SELECT one FROM person WHERE number = :number", number=number)
    return int(one)


def person_id(private: Private, series: str, text: str) -> PersonId:
    """The id of the person with this identifier in the series; else the text itself is the id."""
    return private.people(series, [text]).get(text, PersonId(text))


def person_number(db: Db, private: Private, series: str, text: str) -> int | None:
    """For the command line, which may see all people: a person's number after merges. `text`: an
    identifier of the series, an identifier that is unique among all series, or an id."""
    others = private.bearers(text)
    only = others.pop() if len(others) == 1 else text
    id = private.people(series, [text]).get(text, only)
    row = db.one("SELECT one FROM person WHERE id = :id", id=id)
    return int(row[0]) if row else None


# ---- a text that may be of several: as it is typed -------------------------------------------


class Suggestion(NamedTuple):
    """`sure`: the text is the person's identifier or whole name, not only its beginning."""

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
"""Ordered by workshops given: most facilitators have given a workshop before."""


def suggestions(read: Read, cascade: str, typed: str) -> list[Suggestion]:
    """The person with this identifier; else people whose name begins with the typed words, whole
    names first."""
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
    """The sure suggestions, else all."""
    some = suggestions(read, cascade, typed)
    return [one for one in some if one.sure] or some


def _by_beginning(read: Read, cascade: int, typed: tuple[str, ...]) -> dict[int, bool]:
    """Number of each person whose name begins with the words → whether it is the whole name."""
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
        if name and _begins_with(typed, name):
            found[one] = found.get(one, False) or sorted(typed) == sorted(name)
    return found


def _begins_with(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether each typed word is the beginning of a different word of the name."""
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
    """Numbers of the people of a cascade with this identifier, contact or id, then those with a
    similar name, the most similar first."""
    text = typed.strip()
    if not text:
        return []
    number, series = cascade_of(read, cascade)
    exact = _within(read, number, _exact_matches(read, series, text))
    named = read.private.named(text, MAX_NAMED)
    similar = [row for row in _within(read, number, named) if row not in exact]
    opened = read.private.open(details for _, details in similar)
    typed_words = words(text)

    def likeness(row: tuple[int, str | None]) -> tuple[int, int]:
        name = opened.get(row[1] or "", {}).get("name") or ""
        return -percent(typed_words, words(name)), row[0]

    found = [*exact, *sorted(similar, key=likeness)]
    return [one for one, _ in found[:MAX_FOUND]]


def _exact_matches(read: Read, series: str, text: str) -> set[str]:
    """Ids of the people with this identifier, contact or id."""
    found = {str(person) for person in read.private.people(series, [text]).values()}
    found |= read.private.bearers(text)
    if UUID_PATTERN.fullmatch(text.lower()):
        found.add(text.lower())
    return found | read.private.holders([{"phone": text, "email": text, "id_number": text}])


def _within(read: Read, cascade: int, ids: Iterable[str]) -> list[tuple[int, str | None]]:
    wanted = sorted(set(ids))
    if not wanted:
        return []
    rows = read.db.rows(WITHIN, ids=wanted, cascade=cascade, **read.scope.asked)
    return [(one, details) for one, details in rows]
