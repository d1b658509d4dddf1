"""Consents as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.private.consents import Purpose, Source
from api.schemas.fields import Choice, Day, Shape, Yes


class SayConsent(Shape):
    """`given`: false where it was refused or taken back."""

    given = Yes(required=True)
    on = Day(required=True, metadata={"description": "The day on which they said so."})
    source = Choice(Source, required=True)


class Consent(Schema):
    """Of one purpose the last one holds."""

    purpose = fields.String(required=True, metadata={"enum": [p.value for p in Purpose]})
    given = fields.Boolean(required=True)
    on = fields.String(required=True, metadata={"format": "date"})
    source = fields.String(required=True, metadata={"enum": [s.value for s in Source]})
    recorded_by = fields.String(required=True)
    recorded_at = fields.String(required=True, metadata={"format": "date-time"})
