"""Facts as plain data whose texts are typed by their field, never by how they look.

A day, an id and a code are texts as in JSON, each of a type of its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import TypeAlias, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET

from domain.values import IDS

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
"""A value of a fact, as JSON has it. Texts that are days, ids or codes are of the types below."""


class Day(str):
    """A date of a fact: `date.fromisoformat` reads it."""

    __slots__ = ()


class Id(str):
    """The random id of one record."""

    __slots__ = ()


class Code(str):
    """A value of an enumeration."""

    __slots__ = ()


IDS_BY_NAME = frozenset({"evidence", "feedback", "means"})
"""Fields of facts that hold an id without a type that says so."""


def plain(value: object, hint: object = None) -> Plain:
    """As in JSON, without fields that are unset or equal their defaults.

    `hint`: the annotation of the value's field; by default its own type.
    """
    if value is UNSET:
        return None
    return _marked(msgspec.to_builtins(value, builtin_types=(datetime.date,)), hint or type(value))


def plain_fields(struct: msgspec.Struct) -> dict[str, Plain]:
    """As `plain`, of a fact or of a part of one, field by field."""
    builtins = msgspec.to_builtins(struct, builtin_types=(datetime.date,))
    return _mark_fields(builtins, (type(struct),))


def plain_field(fact: msgspec.Struct, name: str) -> Plain:
    """One field of a fact, as plain data."""
    return plain(getattr(fact, name), Id if name in IDS_BY_NAME else hints(type(fact))[name])


@lru_cache(maxsize=256)
def hints(fact: type) -> Mapping[str, object]:
    return get_type_hints(fact)


def _marked(it: object, hint: object) -> Plain:
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
            return _mark_fields(it, kinds)
        case None | bool() | int() | float() | str():
            return it
    raise TypeError(f"a fact holds no {type(it).__name__}")


def _mark_fields(it: dict[str, object], kinds: tuple[object, ...]) -> dict[str, Plain]:
    inner = _fields(kinds)
    return {name: _marked(one, inner.get(name)) for name, one in it.items()}


def _element(kinds: tuple[object, ...]) -> object:
    """The type of the elements of the tuple that is among these types."""
    return next((get_args(kind)[0] for kind in kinds if get_origin(kind) is tuple), None)


def _fields(kinds: tuple[object, ...]) -> dict[str, object]:
    structs = (k for k in kinds if isinstance(k, type) and issubclass(k, msgspec.Struct))
    found = next((hints(struct) for struct in structs), {})
    return dict(found) | dict.fromkeys(IDS_BY_NAME & found.keys(), Id)
