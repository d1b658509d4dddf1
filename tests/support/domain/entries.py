"""Facts to append, for tests of the log itself, which do not depend on the content of facts."""

from datetime import UTC, datetime

from domain.codec import Envelope
from domain.events import Event, NameGiven
from domain.log import Pending
from domain.values import CascadeId

AT = datetime(2024, 6, 15, 12, tzinfo=UTC)


def pending(stream: str, version: int, fact: Event | None = None) -> Pending:
    fact = fact or NameGiven("series", stream, str(version))
    envelope = Envelope(AT, "console", "c1", fact, "test", CascadeId("malaria"))
    return Pending(stream, version, envelope)


def several(stream: str, first: int, count: int) -> list[Pending]:
    return [pending(stream, version) for version in range(first, first + count)]
