"""People who are probably one, as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas.common import Details, ProfileSaid
from api.schemas.fields import Id, Part, Shape
from api.schemas.people import Known

SCORE = {"description": "How likely, 0 to 1.", "minimum": 0, "maximum": 1}
WHY = {"description": "What speaks for it, then what against it, in words."}


class Duplicate(Schema):
    """Two people, how likely they are one, and why. `alike`: which private texts agree."""

    one = fields.Nested(Known, required=True)
    other = fields.Nested(Known, required=True)
    score = fields.Float(required=True, metadata=SCORE)
    why = fields.List(fields.String(), required=True, metadata=WHY)
    alike = fields.List(
        fields.String(metadata={"enum": ["phone", "email", "id_number", "name"]}), required=True
    )
    unsure = fields.Boolean(
        required=True, metadata={"description": "Somebody looked, and could not tell."}
    )


class Similar(Shape):
    """What was typed so far of somebody."""

    cascade = Id(required=True)
    details = Part(Details, required=True)
    profile = Part(ProfileSaid)


class SimilarPerson(Known):
    """Somebody who is known already."""

    score = fields.Float(required=True, metadata=SCORE)
    why = fields.List(fields.String(), required=True, metadata=WHY)
