"""Finds people by typed text, for pages, JSON and commands: only people whom the reader may see.

- `by_identifier`, `by_reference`, `person_number`: the text names one person, by an identifier, an
  id or the address of their page.
- `search`: the text may fit several, such as a name.

`suggestions` finds names by their beginnings, `register_matching` matches the lines of a register.
Typed text is private: requests have it in the body, never in the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from api.access.rules import LOG_WORK
from api.matching import name_tokens
from api.matching.names import percent
from api.matching.phonetics import skeleton, words
from api.people.candidates import ASKED_AT_ONCE
from api.private.sql_helpers import in_parts
from api.private.store import Private
from api.private.texts import unclear
from api.transactions.read import Read
from domain.rules import Refused
from domain.values import PersonId
from projections import scope as scopes
from projections import tables
from projections.db import Db

MAX_NAMED = 1_000
"""People who are asked for by name. More than these have a common name."""
MAX_WITHIN = 200
"""People whose names are compared."""
MAX_FOUND = 50
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
    _number, series = cascade_of(read, cascade)
    found = read.private.bearing(series, [text])
    for asked, written in found.unclear.items():
        raise unclear(asked, written, field)
    if not found.people:
        raise Refused(
            "Nobody here is called “{identifier}”. Check it, or choose from the list.",
            field=field,
            identifier=text,
        )
    return found.people[text]


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


# ---- a text that may be of several -----------------------------------------------------------


class Found(NamedTuple):
    """Numbers of people; `more`: there are others, or may be: more of the name is to be typed."""

    ones: list[int]
    more: bool


AFAR = """
SELECT id, CASE WHEN (cascade << 32) + region IN ids(:parts) THEN 0 ELSE 1 END
FROM person WHERE id IN ids(:ids) ORDER BY 2, number LIMIT :most
"""
WITHIN = f"""
SELECT p.one, p.id FROM person p
WHERE p.id IN ids(:ids) AND p.withdrawn = 0 AND p.erased = 0
  AND (p.cascade = :cascade OR EXISTS (
    SELECT 1 FROM reach_node n WHERE n.cascade = :cascade AND n.person = p.one))
  AND {scopes.PERSON}
"""


def search(read: Read, cascade: str, typed: str) -> Found:
    """The people of a cascade with this identifier, contact or id, then those who have or had a
    similar name, the most similar first."""
    text, typed_words = typed.strip(), words(typed)
    if not text:
        return Found([], False)
    number, series = cascade_of(read, cascade)
    exact = _within(read, number, _exact_matches(read, series, text))
    named, more = _named(read, typed_words)
    similar = _within(read, number, named)
    versions = read.home.private.versions(id for id, _one in similar)
    likeness: dict[int, int] = {}
    for id, one in similar:
        names = (words(said.get("name") or "") for said in versions.get(id, {}).values())
        best = max((percent(typed_words, name) for name in names if name), default=0)
        likeness[one] = max(best, likeness.get(one, 0))
    found = dict.fromkeys(one for _id, one in exact)
    found |= dict.fromkeys(sorted(likeness, key=lambda one: (-likeness[one], one)))
    ones = list(found)
    return Found(ones[:MAX_FOUND], more or len(ones) > MAX_FOUND)


def _exact_matches(read: Read, series: str, text: str) -> set[str]:
    """Ids of the people with this identifier, contact or id."""
    found = {str(person) for person in read.private.bearing(series, [text]).ids()}
    found |= read.private.bearers(text)
    if UUID_PATTERN.fullmatch(text.lower()):
        found.add(text.lower())
    return found | read.private.holders([{"phone": text, "email": text, "id_number": text}])


def _named(read: Read, typed: Sequence[str]) -> tuple[list[str], bool]:
    """Ids of people with words that sound like each of these, by the name index; of many, those
    who are written just so, and those of the reader's regions."""
    with read.home.private.contacts.names() as index:
        found, more = index.having({name_tokens.sound(skeleton(word)) for word in typed}, MAX_NAMED)
        if more:
            alone = index.having({name_tokens.joined(typed)}, MAX_FOUND)
            same = index.having({name_tokens.word(word) for word in typed}, MAX_NAMED)
            found = [*alone.people, *(found if same.more else [*same.people, *found])]
    if len(found) <= MAX_WITHIN:
        return found, more
    parts = sorted(read.access.scope(LOG_WORK).parts)
    rows = read.db.rows(AFAR, ids=found, parts=parts, most=MAX_WITHIN)
    return [id for id, _afar in rows], True


def _within(read: Read, cascade: int, ids: Iterable[str]) -> list[tuple[str, int]]:
    """(id, number) of those whom the reader may see."""
    asked = read.scope.asked
    found = [
        (one, id)
        for some in in_parts(sorted(set(ids)), ASKED_AT_ONCE)
        for one, id in read.db.rows(WITHIN, ids=some, cascade=cascade, **asked)
    ]
    return [(id, one) for one, id in sorted(found)]
