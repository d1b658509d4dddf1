"""The base of all facts: their class, their name in the log, and their entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec

from domain.values import CascadeId


class Event(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A fact. Fields that equal their default are not stored in the log."""


class Entry(msgspec.Struct, frozen=True):
    """A fact with its place in the log. Order is the position, never a clock.

    `name`: the present name of the fact, whatever its stored shape.
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
"""Class → name without the number of the shape."""


def recorded_as(name: str) -> Callable[[E], E]:
    def register(cls: E) -> E:
        assert name not in CLASSES, name
        NAMES[cls], CLASSES[name] = name, cls
        CURRENT_NAMES[cls] = re.sub(r"\.[0-9]+$", "", name)
        return cls

    return register
