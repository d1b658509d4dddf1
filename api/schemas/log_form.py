"""What the form of a workshop asks while a register is typed."""

from __future__ import annotations

from api.schemas.fields import Id, Line, Part, Several, Shape, Whole


class TypedSoFar(Shape):
    """A line as it stands now; nothing of it need be sound yet."""

    at = Whole(required=True)
    identifier = Line(least=0)
    name = Line(least=0)
    phone = Line(least=0)
    email = Line(least=0)
    id_number = Line(least=0)
    sex = Line(least=0)
    age_band = Line(least=0)
    cadre = Line(least=0)
    disability = Line(least=0)
    pre = Line(least=0)
    post = Line(least=0)
    max_score = Line(least=0)
    answer = Line(least=0)
    of = Line(least=0)


class Judged(Shape):
    """Another line, which did not change since it was asked about."""

    state = Line(20, required=True)
    answer = Line(least=0, load_default="")


class Ask(Shape):
    """`above`: who gave the workshop."""

    region = Id(allow_none=True)
    above = Several(Id(), 51, load_default=list)
    lines = Several(Part(TypedSoFar), 2000, required=True)
    others = Several(Part(Judged), 2000, load_default=list)


class AskWho(Shape):
    typed = Line(200, 0, required=True)
