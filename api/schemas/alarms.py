"""Shapes of the alarm that the log is another than it was."""

from __future__ import annotations

from marshmallow import Schema, fields


class AlarmListed(Schema):
    """`aside`: the files or schemas in which the views of before are kept."""

    id = fields.String(required=True)
    raised_at = fields.String(required=True)
    known = fields.Integer(
        required=True,
        metadata={"description": "The position up to which the views knew the log of before."},
    )
    end = fields.Integer(
        required=True, metadata={"description": "The last position of the log as it was found."}
    )
    shorter = fields.Boolean(required=True)
    detail = fields.String(required=True)
    aside = fields.List(fields.String(), required=True)
    acknowledged_at = fields.String(required=True, allow_none=True)
    acknowledged_by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "An account, or `console`: whoever may open Banyan's files."},
    )
