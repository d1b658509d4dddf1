"""Everything under which people are known, and where texts about them lie: for their erasure, and
for when they ask what is kept about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from api.matching.phonetics import words
from api.private.contact_index import Contact, contacts_in
from api.private.store import Private
from api.private.tables import sealed
from domain import certification, outcome, pair, person, workshop
from domain.erasable_words import people_singled_out, words_of
from domain.identifiers import same
from domain.log import Log
from domain.values import CascadeId, Commitment, OutcomeId, PersonId, WorkshopId
from projections.db import Db

LINE = "line"
"""The tag of a line that a trainer typed on a proposal."""
GROUP = """
SELECT id FROM person WHERE one IN (SELECT one FROM person WHERE id IN ids(:ids)) ORDER BY id
"""
MEMBERS = "SELECT number, id FROM person WHERE id IN ids(:ids) ORDER BY id"
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
"""Accounts that are or were theirs as trainers; and whether one has a role that is not theirs."""
PROPOSALS = "SELECT id FROM proposal WHERE lead IN ids(:people)"


@dataclass(frozen=True)
class DataSubject:
    """All ids that people have; the streams that are theirs, and their proposals; the workshops
    that name them; the accounts that are or were theirs as trainers, apart from those with other
    roles, which are `needed_accounts`."""

    people: list[PersonId]
    streams: set[str]
    proposals: set[str]
    workshops: list[WorkshopId]
    accounts: list[str]
    needed_accounts: list[str]


def data_subject(db: Db, ids: Iterable[str]) -> DataSubject:
    """These people, and everybody who is merged with them today."""
    return exactly(db, (id for (id,) in db.rows(GROUP, ids=sorted(set(ids)))))


def exactly(db: Db, ids: Iterable[str]) -> DataSubject:
    """These people alone, whoever they are merged with."""
    members = {n: PersonId(member) for n, member in db.rows(MEMBERS, ids=sorted(set(ids)))}
    numbers = sorted(members)
    streams = {person.stream(member) for member in members.values()}
    streams |= {pair.stream(a, b) for a, b in db.rows(PAIRS, people=numbers)}
    for (cascade,) in db.rows("SELECT id FROM cascade"):
        streams |= {certification.stream(CascadeId(cascade), p) for p in members.values()}
    streams |= {outcome.stream(OutcomeId(o)) for (o,) in db.rows(OUTCOMES, people=numbers)}
    accounts = db.rows(ACCOUNTS, people=numbers)
    return DataSubject(
        list(members.values()),
        streams,
        {f"proposal/{id}" for (id,) in db.rows(PROPOSALS, people=numbers)},
        [WorkshopId(w) for (w,) in db.rows(WORKSHOPS, people=numbers)],
        [account for account, has_other_roles in accounts if not has_other_roles],
        [account for account, has_other_roles in accounts if has_other_roles],
    )


# ---- the words of facts ----------------------------------------------------------------------


def words_about(log: Log, subject: DataSubject) -> set[Commitment]:
    """Commitments to words that single out one of them: in facts about a workshop, and as reasons
    why a role was given or taken."""
    return set(_words(log, subject))


def _words(log: Log, subject: DataSubject) -> Iterator[Commitment]:
    streams = [*map(workshop.stream, subject.workshops)]
    streams += [f"access/{id}" for id in (*subject.accounts, *subject.needed_accounts)]
    for stream, entries in log.load(streams).items():
        facts = [entry.event for entry in entries]
        for at, fact in enumerate(facts):
            texts = list(words_of(fact))
            if texts and people_singled_out(stream, fact, facts[:at]) & set(subject.people):
                yield from texts


# ---- lines on proposals ----------------------------------------------------------------------


class Line(NamedTuple):
    """A line of the register that a trainer typed on a proposal."""

    commitment: Commitment
    owner: str
    typed: Mapping[str, str | None]


def lines_about(private: Private, people: Iterable[PersonId]) -> set[Commitment]:
    """Lines, on anybody's proposals, with a contact or an identifier that one of these people has
    or had. Ask before their own texts are deleted: those say which."""
    contacts, _names = _contacts_and_names(private, people)
    lines = _lines(private) if contacts else ()
    return {line.commitment for line in lines if _contacts_on(line.typed) & contacts}


def count_lines_named_alike(private: Private, subject: DataSubject) -> int:
    """Lines that bear a name of theirs, as names are compared, and would not be deleted."""
    contacts, names = _contacts_and_names(private, subject.people)
    return sum(
        words(line.typed.get("name") or "") in names and not _contacts_on(line.typed) & contacts
        for line in (_lines(private) if names else ())
        if line.owner not in subject.proposals
    )


def _contacts_and_names(
    private: Private, people: Iterable[PersonId]
) -> tuple[set[Contact], set[tuple[str, ...]]]:
    """All contacts that these people ever had, with identifiers; and the words of each name."""
    members = sorted(set(people))
    contacts = {
        Contact("identifier", same(name))
        for names in private.identifiers(members).values()
        for name in names
    }
    names = set()
    for row in private.text_rows(map(person.stream, members), ()):
        details = json.loads(row.content)
        contacts |= _contacts_on(details)
        names.add(words(details.get("name") or ""))
    return contacts, names - {()}


def _lines(private: Private) -> list[Line]:
    query = select(sealed.c.commitment, sealed.c.owner, sealed.c.content)
    with private.engine.connect() as connection:
        rows = connection.execute(query.where(sealed.c.tag == LINE)).all()
    return [Line(Commitment(made), owner, json.loads(content)) for made, owner, content in rows]


def _contacts_on(typed: Mapping[str, str | None]) -> set[Contact]:
    identifier = typed.get("identifier")
    return contacts_in(typed) | ({Contact("identifier", same(identifier))} if identifier else set())
