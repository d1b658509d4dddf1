"""Consents as JSON."""

from __future__ import annotations

from marshmallow import Schema

from api.private.consents import Purpose, Source
from api.schemas.answer_fields import boolean, string
from api.schemas.fields import Choice, Day, Shape, Yes


class SayConsent(Shape):
    """`given`: false where it was refused or taken back."""

    given = Yes(required=True)
    on = Day(required=True, description="The day on which they said so.")
    source = Choice(Source, required=True)


class Consent(Schema):
    """A consent. Of each purpose, the latest one is valid."""

    purpose = string(enum=[p.value for p in Purpose])
    given = boolean()
    on = string(format="date")
    source = string(enum=[s.value for s in Source])
    recorded_by = string()
    recorded_at = string(format="date-time")
