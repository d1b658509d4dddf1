"""Every field of every shape, given every kind of value: taken as what it asks for, or refused."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields

from api.app import create_app
from api.schemas.fields import Shape
from tests.support.hostile.commands import DAY
from tests.support.hostile.texts import TYPED

DEEP: Any = []
for _ in range(2_000):
    DEEP = [DEEP]
KINDS: dict[str, list[Any]] = {
    "null": [None],
    "bool": [True, False],
    "int": [0, 1, -1, 5, 2**31, 2**53, -(2**63), 10**400],
    "float": [0.5, -0.0, 1e308, 1e-320, float("nan"), float("inf"), -float("inf")],
    "str": ["", " ", "x", "1", "1.5", "true", "null", DAY, "NaN", "1e400", "9" * 5_000, *TYPED],
    "list": [[], [[]], [None], [1], ["x"], [{}], DEEP],
    "dict": [{}, {"x": 1}, {"": None}, {"id": {"id": []}}, {"x": DEEP}],
}
TAKEN: dict[type[fields.Field[Any]], tuple[set[str], type | tuple[type, ...]]] = {
    fields.String: ({"str"}, str),
    fields.UUID: ({"str"}, str),
    fields.Date: ({"str"}, date),
    fields.Integer: ({"int", "str"}, int),
    fields.Float: ({"int", "float"}, float),
    fields.Boolean: ({"bool", "str"}, bool),
    fields.Enum: ({"str"}, Enum),
    fields.List: ({"list"}, list),
    fields.Nested: ({"dict"}, dict),
    fields.Dict: ({"dict"}, dict),
}
"""Of each sort of field: the JSON kinds that it may take (texts stand for numbers in an address),
and what it makes of them."""


def shapes(of: type[Schema] = Shape) -> Iterator[type[Schema]]:
    """Everything that is read from a body or an address."""
    for shape in of.__subclasses__():
        yield shape
        yield from shapes(shape)


@pytest.fixture(scope="module", autouse=True)
def _all_loaded() -> None:
    assert create_app


@pytest.mark.parametrize("shape", sorted(set(shapes()), key=str), ids=lambda shape: shape.__name__)
def test_a_field_takes_its_own_kind_and_refuses_every_other(shape: type[Schema]) -> None:
    for name, field in shape().fields.items():
        kinds, makes = next(TAKEN[sort] for sort in type(field).__mro__ if sort in TAKEN)
        for kind, values in KINDS.items():
            for value in values:
                try:
                    found = field.deserialize(value)
                except ValidationError as refused:
                    assert json.dumps(refused.normalized_messages()), (name, value)
                    continue
                assert kind in kinds or (found is None and field.allow_none), (name, value)
                assert found is None or isinstance(found, makes), (name, value)


@pytest.mark.parametrize("shape", sorted(set(shapes()), key=str), ids=lambda shape: shape.__name__)
def test_a_shape_is_taken_or_refused_and_said_again(shape: type[Schema]) -> None:
    """Bodies of chance, as the door loads them, and keeps them for a repeat."""
    chance = random.Random(f"seed {shape.__name__}")
    values = [value for several in KINDS.values() for value in several]
    for _try in range(200):
        names = [name for name in shape().fields if chance.random() < 0.5]
        body = {name: chance.choice(values) for name in names}
        try:
            said = shape().load(body)
        except ValidationError:
            continue
        assert shape().dump(said) is not None
