"""A report as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas.answer_fields import anything, boolean, date, integer, number, part, parts, string
from api.schemas.envelope import KnownAt
from api.schemas.fields import Count, Day, Id


class AskReport(KnownAt):
    from_ = Day(data_key="from", description="First day of the period.")
    until = Day(description="Last day of the period.")
    region = Id(description="With all below it: where people live.")
    tier = Count(-1, 1000, description="The generation; -1: the unattributed.")
    organisation = Id()


class ReportSums(Schema):
    people = integer("New in the period, each once; adds up.")
    trained = integer("On a register in the period, each once; periods overlap.")
    participations = integer("Attendances in the period; adds up.")


class ReportPart(ReportSums):
    value = anything("A code, a region's id, a tier; null: not known.")


class ReportBreakdowns(Schema):
    sex = parts(ReportPart)
    age_band = parts(ReportPart)
    disability = parts(ReportPart)
    cadre = parts(ReportPart)
    region = parts(ReportPart)
    tier = parts(ReportPart)


class TargetProgress(Schema):
    """A target and what came of it by its day, or so far."""

    tier = integer()
    name = string()
    region = string(null=True)
    by = date()
    planned = integer()
    reached = integer()
    counted_until = date()
    is_over = boolean()


class Report(ReportSums):
    """`trained` = `people` − `came_as_facilitators` + `entered_before`."""

    from_ = fields.Date(required=True, allow_none=True, data_key="from", attribute="asked.first")
    until = fields.Date(required=True, allow_none=True, attribute="asked.last")
    came_as_facilitators = integer("New, and on no register in the period.")
    entered_before = integer("Trained in the period, and not new in it.")
    claimed = integer("Heads without names; null where people are narrowed.", null=True)
    verification_factor = number("Confirmed ÷ checked; null: no spot check is recorded.", null=True)
    breakdowns = part(ReportBreakdowns)
    targets = parts(TargetProgress)
