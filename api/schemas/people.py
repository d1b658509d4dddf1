"""People as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas.common import Details, ProfileSaid, ReasonSaid
from api.schemas.envelope import InCascade
from api.schemas.fields import Choice, Id, Line, NewId, Part, Shape
from domain.values import ReasonCode


class RegisterPerson(Shape):
    id = NewId()
    cascade = Id(required=True)
    identifier = Line(metadata={"description": "Private: what the programme calls them."})
    profile = Part(ProfileSaid)
    details = Part(Details)


class CorrectProfile(Shape):
    """What is left out stays as it is; null takes it away."""

    profile = Part(ProfileSaid, required=True)
    reason = Part(ReasonSaid, required=True)


class CommitDetails(Shape):
    """In place of what was there."""

    details = Part(Details, required=True)
    reason = Part(ReasonSaid, required=True)


class WhyErased(Shape):
    """A code alone: words about the person would have to go with them."""

    code = Choice(ReasonCode, required=True)


class Erase(Shape):
    reason = Part(WhyErased, required=True)


class TwoPeople(Shape):
    one = Id(required=True)
    other = Id(required=True)
    reason = Part(ReasonSaid, required=True)


class Revealed(Schema):
    """What is known of who somebody is. That it was asked for is on record."""

    id = fields.String(required=True)
    identifiers = fields.List(fields.String(), required=True)
    details = fields.Nested(Details, required=True)


class Profile(Schema):
    sex = fields.String(required=True)
    age_band = fields.String(required=True, allow_none=True)
    region = fields.String(required=True, allow_none=True)
    cadre = fields.String(required=True, allow_none=True)
    organisation = fields.String(required=True, allow_none=True)
    disability = fields.String(required=True)


class Person(Schema):
    """`merged_into`: the id that stands for a merged group; `same_as`: all of the group."""

    id = fields.String(required=True)
    merged_into = fields.String(required=True, allow_none=True)
    same_as = fields.List(fields.String(), required=True)
    identifiers = fields.List(fields.String(), required=True)
    details = fields.Nested(Details, required=True)
    profile = fields.Nested(Profile, required=True)
    cascade = fields.String(required=True, allow_none=True)
    withdrawn = fields.Boolean(required=True)
    erased = fields.Boolean(required=True)


class Known(Schema):
    """Somebody named in another answer."""

    person = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    identifier = fields.String(required=True, allow_none=True)


class Participation(Schema):
    """One line of a training record."""

    workshop = fields.String(required=True)
    identifier = fields.String(required=True, allow_none=True)
    cascade = fields.String(required=True)
    kind = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    role = fields.String(required=True, metadata={"enum": ["facilitator", "participant"]})
    pre = fields.Float(required=True, allow_none=True)
    post = fields.Float(required=True, allow_none=True)
    max_score = fields.Float(required=True, allow_none=True)
    gain = fields.Float(required=True, allow_none=True)


class ListPeople(InCascade):
    """People of a cascade: registered in it, or in its tree."""


class Erased(Schema):
    """All ids that the person had; whether every byte about them is gone; what remains, and for
    how long."""

    id = fields.String(required=True)
    erased = fields.List(fields.String(), required=True)
    gone = fields.Boolean(required=True)
    remains = fields.List(fields.String(), required=True)
