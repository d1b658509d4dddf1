"""Shapes of the alarms that the log was replaced or shortened."""

from __future__ import annotations

from api.schemas.answer_fields import Record, boolean, integer, string, strings


class AlarmListed(Record):
    """`aside`: the files or schemas that hold the earlier views."""

    raised_at = string()
    known = integer("The position up to which the views knew the log of before.")
    end = integer("The last position of the log as it was found.")
    shorter = boolean()
    detail = string()
    aside = strings()
    acknowledged_at = string(null=True)
    acknowledged_by = string(
        "An account, or `console`: whoever may open Banyan's files.", null=True
    )
