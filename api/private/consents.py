"""What people consented to, when and by what way it came here. The last word on a purpose holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from api.private import pending
from api.private.store import Private
from api.private.tables import consent, in_parts
from domain.person import Person, require_known
from domain.values import PersonId


class Purpose(StrEnum):
    CONTACT = "contact"
    """Being telephoned or written to."""
    NAMED_ABOVE = "named-above"
    """Being named to those from whom their training came down."""


class Source(StrEnum):
    """How it came to be known."""

    FORM = "form"
    SPOKEN = "spoken"
    ACCOUNT = "account"
    OTHER = "other"


def say(
    private: Private, person: str, purpose: Purpose, given: bool, on: date, source: Source, by: str
) -> None:
    """Added to what was said before. `by`: an account, or `console`. Refused of somebody who was
    erased, be it at this moment."""
    row = {
        "person": person,
        "purpose": purpose.value,
        "recorded_at": datetime.now(UTC).isoformat(),
        "given": given,
        "given_on": on.isoformat(),
        "source": source.value,
        "recorded_by": by,
    }
    with pending.writing_alone(private.engine) as connection:
        erased = pending.any_erased(connection, [person])
        require_known(Person(PersonId(person), erased=erased))
        connection.execute(consent.insert(), row)


def said(private: Private, people: Iterable[str]) -> list[dict[str, Any]]:
    """All that was ever said for these people, who are one, in the order in which it was."""
    query = select(consent).where(consent.c.person.in_(sorted(set(people))))
    query = query.order_by(consent.c.recorded_at, consent.c.purpose)
    with private.engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(query)]


def consented(private: Private, people: Iterable[str], purpose: Purpose) -> set[str]:
    """Which of these ids consent. Where ids are merged, `one_consents` says it of the person."""
    return {person for person, (_, given) in _last(private, people, purpose).items() if given}


def one_consents(private: Private, ids: Iterable[str], purpose: Purpose) -> bool:
    """Whether somebody who has these ids consents: the last word under any of them holds."""
    words = sorted(_last(private, ids, purpose).values())
    return bool(words) and words[-1][1]


def _last(private: Private, people: Iterable[str], purpose: Purpose) -> dict[str, tuple[str, bool]]:
    """Person → when the last word was recorded, and what it was."""
    found: dict[str, tuple[str, bool]] = {}
    with private.engine.connect() as connection:
        for part in in_parts(sorted(set(people))):
            query = select(consent.c.person, consent.c.recorded_at, consent.c.given).where(
                consent.c.purpose == purpose.value, consent.c.person.in_(part)
            )
            for person, when, given in connection.execute(query.order_by(consent.c.recorded_at)):
                found[person] = (when, given)
    return found
