"""What people consented to, when, and how it came to be known. The last statement on a purpose
holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from api.private import pending
from api.private.sql_helpers import add
from api.private.store import Private
from api.private.tables import consent, utc_now
from api.private.texts import Texts
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


@dataclass(frozen=True)
class Statement:
    """`given`: yes or no. `on`: the day, YYYY-MM-DD. `recorded_by`: an account, or `console`."""

    purpose: str
    given: bool
    on: str
    source: str
    recorded_by: str
    recorded_at: str


def record(
    private: Private, person: str, purpose: Purpose, by: str, given: bool, on: date, source: Source
) -> None:
    """Added to what was said before. `by`: an account, or `console`. Refused for a person who was
    erased, be it at this moment."""
    row = {
        "person": person,
        "purpose": purpose.value,
        "recorded_at": utc_now().isoformat(),
        "given": given,
        "given_on": on.isoformat(),
        "source": source.value,
        "recorded_by": by,
    }
    with pending.writing_alone(private.engine) as connection:
        erased = pending.any_erased(connection, [person])
        require_known(Person(PersonId(person), erased=erased))
        add(connection, consent, [row])


def statements(private: Texts, ids: Iterable[str]) -> list[Statement]:
    """All that was ever said for one person, under all their ids, the oldest first."""
    c = consent.c
    query = select(c.purpose, c.given, c.given_on, c.source, c.recorded_by, c.recorded_at)
    query = query.where(c.person.in_(sorted(set(ids)))).order_by(c.recorded_at, c.purpose)
    with private.connected() as connection:
        return [Statement(*row) for row in connection.execute(query)]


def consents(private: Texts, ids: Iterable[str], purpose: Purpose) -> bool:
    """Whether one person consents: the last statement under any of their ids holds."""
    said = [one for one in statements(private, ids) if one.purpose == purpose]
    return bool(said) and said[-1].given
