"""Shapes of comparisons: a number at two moments, and the entries that made the difference."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from api.schemas.answer_fields import integer, parts, string
from api.schemas.envelope import MOMENT, KnownAt
from api.schemas.fields import Day, Line
from api.schemas.figures import HistoryEntry
from projections.history.comparison import FIGURES, PEOPLE

MAX_ENTRIES = 100
"""Entries listed of each kind."""


class AskComparison(KnownAt):
    """`known_at`: one moment; `against`: the other, by default now."""

    figure = fields.String(load_default=PEOPLE, validate=OneOf(FIGURES))
    from_ = Day(required=True, data_key="from")
    until = Day(required=True)
    against = Line(most=40, description="As `known_at`.", metadata={"pattern": MOMENT})


class Did(HistoryEntry):
    """An entry, and how many it added to the number and took from it."""

    more = integer()
    less = integer()


class Cause(Schema):
    """The entries of one kind; `largest`: those that did most."""

    kind = string()
    more = integer()
    less = integer()
    net = integer()
    entries = integer()
    largest = parts(Did)


class Comparison(Schema):
    then = integer()
    now = integer()
    then_position = integer()
    now_position = integer()
    groups = parts(Cause)
