"""Random events for laws that must hold for all events; with few ids, so that events interact."""

from __future__ import annotations

from datetime import date
from types import UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from domain.events import CLASSES, Event

IDS = st.sampled_from(["a", "b", "c"])
DAYS = st.sampled_from([date.min, date(2024, 6, 10), date(2024, 6, 11), date.max])
NUMBERS = st.sampled_from([-1, 0, 3, 2**70])
FLOATS = st.sampled_from([-1.0, 0.0, 0.5, 10.0, float("nan"), float("inf")])
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: IDS,
    int: NUMBERS,
    float: FLOATS,
    bool: st.booleans(),
    date: DAYS,
    type(None): st.none(),
    msgspec.UnsetType: st.just(msgspec.UNSET),
    Any: st.none(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that facts are made of."""
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, NewType):
        return any_of(kind.__supertype__)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return st.one_of(*map(any_of, inner))
    if origin is tuple:
        return st.lists(any_of(inner[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(any_of(inner[0]), any_of(inner[1]), max_size=1)
    if origin is Literal:
        return st.sampled_from(inner)
    if issubclass(kind, msgspec.Struct):
        return st.builds(kind, **{name: any_of(hint) for name, hint in fields(kind).items()})
    return st.sampled_from(list(kind))


def fields(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields of a fact or value, with their types."""
    hints = get_type_hints(kind)
    return {name: hints[name] for name in kind.__struct_fields__}


EVENTS: st.SearchStrategy[Event] = st.one_of(*(any_of(cls) for cls in CLASSES.values()))
HISTORIES = st.lists(EVENTS, max_size=6)
