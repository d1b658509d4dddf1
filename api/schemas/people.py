"""People as JSON."""

from __future__ import annotations

from marshmallow import Schema

from api.schemas.answer_fields import Record, boolean, date, number, part, string, strings
from api.schemas.common import Details, ProfileSaid, ReasonSaid
from api.schemas.envelope import InCascade
from api.schemas.fields import Choice, Id, Line, NewId, Part, Shape
from domain.values import ReasonCode


class RegisterPerson(Shape):
    id = NewId()
    cascade = Id(required=True)
    identifier = Line(description="Private: what the programme calls them.")
    profile = Part(ProfileSaid)
    details = Part(Details)


class CorrectProfile(Shape):
    """A field that is left out stays as it is; null removes it."""

    profile = Part(ProfileSaid, required=True)
    reason = Part(ReasonSaid, required=True)


class CommitDetails(Shape):
    """Replaces the details."""

    details = Part(Details, required=True)
    reason = Part(ReasonSaid, required=True)


class WhyErased(Shape):
    """A code without words: words about the person would have to be erased too."""

    code = Choice(ReasonCode, required=True)


class Erase(Shape):
    reason = Part(WhyErased, required=True)


class TwoPeople(Shape):
    one = Id(required=True)
    other = Id(required=True)
    reason = Part(ReasonSaid, required=True)


class Revealed(Record):
    """A person's identifiers and details. The request itself is recorded."""

    identifiers = strings()
    details = part(Details)


class Profile(Schema):
    sex = string()
    age_band = string(null=True)
    region = string(null=True)
    cadre = string(null=True)
    organisation = string(null=True)
    disability = string()


class Person(Record):
    """`merged_into`: the id that stands for a merged group; `same_as`: all of the group."""

    merged_into = string(null=True)
    same_as = strings()
    identifiers = strings()
    details = part(Details)
    profile = part(Profile)
    cascade = string(null=True)
    withdrawn = boolean()
    erased = boolean()


class Known(Schema):
    """A person as other answers name them."""

    person = string()
    name = string(null=True)
    identifier = string(null=True)


class Scores(Schema):
    """The scores of one person at one workshop."""

    pre = number(null=True)
    post = number(null=True)
    max_score = number(null=True)


class Participation(Schema):
    """One line of a training record."""

    workshop = string()
    identifier = string(null=True)
    cascade = string()
    kind = string()
    starts_on = date()
    ends_on = date()
    role = string(enum=["facilitator", "participant"])
    pre = number(null=True)
    post = number(null=True)
    max_score = number(null=True)
    gain = number(null=True)


class ListPeople(InCascade):
    """People of a cascade: registered in it, or in its tree."""


class Erased(Record):
    """`erased`: all ids of the person; `gone`: every byte about them is deleted; `remains`: what is
    not, and for how long."""

    erased = strings()
    gone = boolean()
    remains = strings()
