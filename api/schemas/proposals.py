"""Proposals as JSON: a trainer's account of a workshop, and a coordinator's decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from api.i18n import _
from api.people.typed_line import COLUMNS, SCORES, WHO
from api.schemas.answer_fields import Record, date, integer, number, part, parts, string, strings
from api.schemas.common import ReasonSaid
from api.schemas.envelope import InCascade
from api.schemas.fields import (
    MAX_IN_A_FILE,
    MAX_MODULES,
    Choice,
    Day,
    Id,
    Line,
    NewId,
    Part,
    Score,
    Several,
    Shape,
    Whole,
    Yes,
)
from api.schemas.people import Known
from domain.proposal import State
from domain.values import AgeBand, Disability, Kind, Mode, Sex


class TypedLine(Shape):
    """One line of a sign-in sheet, as it was typed: all of it private."""

    identifier = Line()
    name = Line()
    phone = Line(60)
    email = Line()
    id_number = Line(60)
    sex = Choice(Sex)
    age_band = Choice(AgeBand)
    cadre = Line(100)
    disability = Choice(Disability)
    organisation = Line(description="Its name.")
    region = Line(description="Its path, such as Kenya / Kisumu, or a name that only it has.")
    pre = Score(allow_none=True)
    post = Score(allow_none=True)
    max_score = Score(allow_none=True)

    @validates_schema
    def _somebody(self, said: Mapping[str, object], **kwargs: Any) -> None:
        if not said.keys() & set(WHO):
            raise ValidationError(
                _("Say who: a name, a telephone number, an e-mail address or an identifier.")
            )


class ReviseProposal(Shape):
    """Replaces the whole proposal."""

    kind = Choice(Kind, load_default=Kind.STEP_DOWN)
    starts_on = Day(required=True)
    ends_on = Day(description="By default the first day.")
    region = Id(allow_none=True)
    title = Line(description="Private.")
    venue = Line(description="Private.")
    modules = Several(Line(60), MAX_MODULES)
    mode = Choice(Mode, allow_none=True)
    register = Several(Part(TypedLine), 2000)
    headcount = Whole(
        most=MAX_IN_A_FILE,
        allow_none=True,
        description="People said to have attended.",
    )


class MakeProposal(ReviseProposal):
    """A workshop that the trainer gave; they are its lead."""

    id = NewId()
    cascade = Id(required=True)


class WithdrawProposal(Shape):
    pass


class ReturnProposal(Shape):
    """With words, so that the trainer knows what to put right."""

    reason = Part(ReasonSaid, required=True)


class AnsweredLine(Shape):
    """The decision on a line: a known person by id, a new person, or leave the line out."""

    person = Id()
    new = Yes()
    leave_out = Yes()

    @validates_schema
    def _one_way(self, said: Mapping[str, object], **kwargs: Any) -> None:
        if sum(bool(value) for value in said.values()) != 1:
            raise ValidationError(
                _("Say one of the three: the id as “person”, or “new”, or “leave_out”.")
            )


class AcceptProposal(Shape):
    """Its lines in order; dates and region where they are to be put right."""

    id = NewId()
    lines = Several(Part(AnsweredLine), 2000, required=True)
    identifier = Line(description="What the programme calls the workshop.")
    starts_on = Day()
    ends_on = Day()
    region = Id(allow_none=True)


class ListProposals(InCascade):
    state = Line(20, metadata={"enum": [state.value for state in State]})


# ---- answers ---------------------------------------------------------------------------------


class Proposal(Record):
    """`made_by` and `answered_by` are accounts; `words`: of a proposal that was returned."""

    cascade = string()
    state = string()
    kind = string()
    starts_on = date()
    ends_on = date()
    lead = part(Known)
    region = string(null=True)
    title = string(null=True)
    venue = string(null=True)
    mode = string(null=True)
    modules = strings()
    headcount = integer(null=True)
    heads = integer("Claimed while it waits.")
    made_by = string()
    answered_by = string(null=True)
    reason = string(null=True)
    words = string(null=True)
    workshop = string(null=True)


class Candidate(Known):
    """A known person who may be the one on the line; `score` from 0 to 1, null: not scored."""

    score = number(null=True)
    why = strings()


Typed = Schema.from_dict(
    {name: fields.Float() if name in SCORES else fields.String() for name in COLUMNS}, name="Typed"
)
"""A line as it was typed; fields that were not typed are left out."""


class LineOf(Schema):
    """`typed` is null once it is deleted: after acceptance, or after an erasure.

    `likely` is null for readers who may not answer the proposal.
    """

    typed = part(Typed, null=True)
    likely = parts(Candidate, null=True)


class WholeProposal(Proposal):
    register = parts(LineOf)
