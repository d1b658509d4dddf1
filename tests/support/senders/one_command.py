"""A command to send, and the ways in which it names people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Bearer:
    """The person with this identifier at the time of sending."""

    identifier: str


@dataclass(frozen=True)
class OnLine:
    """The person on a register line at the time of sending: the nth of the voided, or of the
    others."""

    workshop: str
    nth: int
    voided: bool


Who = Bearer | OnLine


@dataclass(frozen=True)
class Command:
    """`path` and `body` name people by `Who` where their ids belong. `again`: whether it is sent
    again, with the same key: not, at once, or when all others are through."""

    what: str
    method: str
    path: tuple[str | Who, ...]
    body: Body
    key: str | None = None
    again: str = "never"
