"""Facts as plain data that still knows what it is: what a text is, its field says, never its look.

A day, an id and a code are texts as JSON has them, each of a type of its own.
"""

from __future__ import annotations

import datetime
from enum import Enum
from functools import lru_cache
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET

from domain.values import (
    AccountId,
    CascadeId,
    GrantId,
    OrganisationId,
    OutcomeId,
    PersonId,
    ProposalId,
    RegionId,
    WorkshopId,
)


class Day(str):
    """A date of a fact: `date.fromisoformat` reads it."""

    __slots__ = ()


class Id(str):
    """Random, and of one record."""

    __slots__ = ()


class Code(str):
    """One of those that an enumeration has."""

    __slots__ = ()


IDS = (
    AccountId,
    CascadeId,
    GrantId,
    OrganisationId,
    OutcomeId,
    PersonId,
    ProposalId,
    RegionId,
    WorkshopId,
)
IDS_BY_NAME = frozenset({"evidence", "feedback", "means"})
"""Fields of facts that hold an id without a type that says so."""


def plain(value: Any, hint: Any = None) -> Any:
    """As JSON has it; what equals its default, or is not said, is left out.

    `hint`: what the field of the value is annotated with; a fact knows its own.
    """
    if value is UNSET:
        return None
    return _marked(msgspec.to_builtins(value, builtin_types=(datetime.date,)), hint or type(value))


def plain_field(fact: msgspec.Struct, name: str) -> Any:
    """One field of a fact, as plain data."""
    return plain(getattr(fact, name), Id if name in IDS_BY_NAME else hints(type(fact))[name])


@lru_cache(maxsize=256)
def hints(fact: type) -> dict[str, Any]:
    return get_type_hints(fact)


def _marked(it: Any, hint: Any) -> Any:
    kinds = (hint, *get_args(hint))
    match it:
        case datetime.date():
            return Day(it.isoformat())
        case str() if Id in kinds or any(kind in IDS for kind in kinds):
            return Id(it)
        case str() if any(isinstance(kind, type) and issubclass(kind, Enum) for kind in kinds):
            return Code(it)
        case list() | tuple():
            return [_marked(one, _element(kinds)) for one in it]
        case dict():
            inner = _fields(kinds)
            return {name: _marked(one, inner.get(name)) for name, one in it.items()}
    return it


def _element(kinds: tuple[Any, ...]) -> Any:
    """Of the tuple that is among them."""
    return next((get_args(kind)[0] for kind in kinds if get_origin(kind) is tuple), None)


def _fields(kinds: tuple[Any, ...]) -> dict[str, Any]:
    structs = (k for k in kinds if isinstance(k, type) and issubclass(k, msgspec.Struct))
    found = next((hints(struct) for struct in structs), {})
    return found | dict.fromkeys(IDS_BY_NAME & found.keys(), Id)
