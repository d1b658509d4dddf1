"""The envelope of every answer: the position at which it is true, the data, the next page."""

from __future__ import annotations

from functools import cache

from marshmallow import Schema, fields

from api.schemas.answer_fields import Record, integer, part, parts, string
from api.schemas.fields import Count, Day, Id, Line, Shape


def _position() -> fields.Integer:
    return integer("The entry of the log up to which this is true.", minimum=0)


class Answer(Schema):
    position = _position()


class Made(Record):
    """The id of the record that a write made or changed."""


class Written(Answer):
    data = part(Made)


@cache
def one(shape: type[Schema]) -> type[Schema]:
    """The answer with one of a shape in it."""
    return Schema.from_dict(
        {"position": _position(), "data": part(shape)}, name=f"One{shape.__name__}"
    )


@cache
def many(shape: type[Schema]) -> type[Schema]:
    """The answer with a page of a shape in it; `next` is the cursor of the page after, or null."""
    cursor = string("Give it as `after` to read on; null at the end.", null=True)
    return Schema.from_dict(
        {"position": _position(), "data": parts(shape), "next": cursor},
        name=f"Page{shape.__name__}",
    )


# ---- what reads may ask for ------------------------------------------------------------------


MOMENT = r"^(\d{1,18}|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)$"
"""A position of the log, or a time."""


class KnownAt(Shape):
    known_at = Line(
        most=40,
        description="As it was known at a position of the log, or at a time "
        "(2026-03-31T12:00:00Z). Where that takes a while: 202, and Retry-After.",
        metadata={"pattern": MOMENT},
    )


class AsOf(KnownAt):
    as_of = Day(description="As it was in the world at the end of a day.")


class PagedNow(Shape):
    after = Line(most=200, description="The cursor `next` of the page before.")
    limit = Count(1, 500, load_default=50, description="Rows on a page.")


class Paged(PagedNow, KnownAt):
    pass


class PagedAsOf(AsOf, Paged):
    pass


class InCascade(Paged):
    cascade = Id(description="Of this cascade alone.")
