"""A number at two moments, and what made the difference."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from api.schemas.envelope import MOMENT, KnownAt
from api.schemas.fields import Day, Line
from api.schemas.figures import HistoryEntry
from projections.history.comparison import FIGURES, PEOPLE

MOST = 100
"""Entries told of each kind."""


class AskComparison(KnownAt):
    """`known_at`: the one moment; `against`: the other, now where it is left out."""

    figure = fields.String(load_default=PEOPLE, validate=OneOf(FIGURES))
    from_ = Day(required=True, data_key="from")
    until = Day(required=True)
    against = Line(most=40, metadata={"description": "As `known_at`.", "pattern": MOMENT})


class Did(HistoryEntry):
    """An entry, and how many it added to the number and took from it."""

    more = fields.Integer(required=True)
    less = fields.Integer(required=True)


class Cause(Schema):
    """The entries of one kind; `largest`: those that did most."""

    kind = fields.String(required=True)
    more = fields.Integer(required=True)
    less = fields.Integer(required=True)
    net = fields.Integer(required=True)
    entries = fields.Integer(required=True)
    largest = fields.List(fields.Nested(Did), required=True)


class Comparison(Schema):
    then = fields.Integer(required=True)
    now = fields.Integer(required=True)
    then_position = fields.Integer(required=True)
    now_position = fields.Integer(required=True)
    groups = fields.List(fields.Nested(Cause), required=True)
