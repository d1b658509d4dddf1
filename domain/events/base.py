"""What every fact has: a class, a name in the log, and a place there as an entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec

from domain.values import CascadeId


class Event(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A fact. What equals its default is left out of the log."""


class Entry(msgspec.Struct, frozen=True):
    """A fact with its place in the log. Order is the position, never a clock.

    `name`: what the fact is called now, in whichever of its shapes it is stored.
    """

    position: int
    stream: str
    version: int
    name: str
    recorded_at: datetime
    recorded_by: str
    source: str
    command: str
    cascade: CascadeId | None
    event: Event


E = TypeVar("E", bound=type[Event])
NAMES: dict[type[Event], str] = {}
CLASSES: dict[str, type[Event]] = {}
CURRENT_NAMES: dict[type[Event], str] = {}
"""The names without the number of their shape."""


def recorded_as(name: str) -> Callable[[E], E]:
    def register(cls: E) -> E:
        assert name not in CLASSES, name
        NAMES[cls], CLASSES[name] = name, cls
        CURRENT_NAMES[cls] = re.sub(r"\.[0-9]+$", "", name)
        return cls

    return register
