"""Parts of many requests: a reason, a person, a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validates_schema

from api.i18n import _
from api.schemas.fields import Choice, Id, Line, Part, Shape, Words
from domain.values import AgeBand, Disability, ReasonCode, Sex


class ReasonSaid(Shape):
    """Why: a code, and words that stay in the private drawer."""

    code = Choice(ReasonCode, required=True)
    words = Words()


class Because(Shape):
    reason = Part(ReasonSaid, required=True)


class Details(Shape):
    """Private: who they are and how to get hold of them."""

    name = Line()
    phone = Line(60)
    email = Line()
    id_number = Line(60)


class ProfileSaid(Shape):
    """The statistics about a person."""

    sex = Choice(Sex)
    age_band = Choice(AgeBand, allow_none=True)
    region = Id(allow_none=True)
    cadre = Line(100, allow_none=True)
    organisation = Id(allow_none=True)
    disability = Choice(Disability)


class Someone(Shape):
    """A person by id, by the programme's identifier, or a new one with their details.

    A new person is registered in the same command.
    """

    person = Id()
    identifier = Line()
    details = Part(Details)
    profile = Part(ProfileSaid)

    @validates_schema
    def _one_way(self, said: Mapping[str, object], **kwargs: Any) -> None:
        if "person" in said and len(said.keys() & {"identifier", "details", "profile"}):
            raise ValidationError(
                _("Who is named by id is known already: leave out the rest, or the id.")
            )
        if not said.keys() & {"person", "identifier", "details", "profile"}:
            raise ValidationError(
                _("Say who: their id as “person”, or their “identifier”, or their “details”.")
            )


class Search(Shape):
    """An identifier in a cascade's number series."""

    cascade = Id(required=True)
    identifier = Line(required=True)
