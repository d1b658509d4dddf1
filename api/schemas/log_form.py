"""Requests of the workshop form while a register is typed."""

from __future__ import annotations

from api.people.typed_line import COLUMNS
from api.schemas.fields import Id, Line, Part, Several, Shape, Whole

TypedSoFar = Shape.from_dict(
    {"at": Whole(required=True)} | {name: Line(least=0) for name in (*COLUMNS, "answer", "of")},
    name="TypedSoFar",
)
"""A line while it is typed: its fields need not be valid yet."""


class Judged(Shape):
    """A line that was matched before and did not change."""

    state = Line(20, required=True)
    answer = Line(least=0, load_default="")


class Ask(Shape):
    """Lines to match. `above`: ids of facilitators; `others`: lines that were matched before."""

    region = Id(allow_none=True)
    above = Several(Id(), 51, load_default=list)
    lines = Several(Part(TypedSoFar), 2000, required=True)
    others = Several(Part(Judged), 2000, load_default=list)


class AskWho(Shape):
    typed = Line(200, 0, required=True)
