"""Shapes of probable duplicates."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas.answer_fields import boolean, number, part, strings
from api.schemas.common import Details, ProfileSaid
from api.schemas.fields import Id, Part, Shape
from api.schemas.people import Known


def _score() -> fields.Float:
    return number("How likely, 0 to 1.", minimum=0, maximum=1)


def _why() -> fields.List[str]:
    return strings("What speaks for it, then what against it, in words.")


class Duplicate(Schema):
    """Two people, how likely they are one, and why. `alike`: which private texts agree."""

    one = part(Known)
    other = part(Known)
    score = _score()
    why = _why()
    alike = strings(enum=["phone", "email", "id_number", "name"])
    unsure = boolean("Somebody looked, and could not tell.")


class Similar(Shape):
    """What was typed so far about a person."""

    cascade = Id(required=True)
    details = Part(Details, required=True)
    profile = Part(ProfileSaid)


class SimilarPerson(Known):
    """A person who is registered already."""

    score = _score()
    why = _why()
