"""Shapes of accounts: who I am, sessions, tokens, and what administrators do."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.accounts.tokens import MAX_DAYS
from api.i18n import LANGUAGES
from api.schemas.common import Because
from api.schemas.fields import Choice, Day, Id, Line, NewId, Several, Shape, Whole, Yes
from domain.values import Role


class GrantHeld(Schema):
    """A role that somebody holds; from `until` on no more."""

    id = fields.String(required=True)
    role = fields.String(required=True, metadata={"enum": [role.value for role in Role]})
    cascade = fields.String(required=True, allow_none=True)
    region = fields.String(required=True, allow_none=True)
    person = fields.String(required=True, allow_none=True)
    until = fields.Date(required=True, allow_none=True)
    granted_by = fields.String(required=True)


class Me(Schema):
    account = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    second_factor = fields.Boolean(
        required=True, metadata={"description": "Whether the account has one."}
    )
    grants = fields.List(fields.Nested(GrantHeld), required=True)


class SessionListed(Schema):
    id = fields.String(required=True)
    begun = fields.String(required=True)
    seen = fields.String(required=True)
    expires = fields.String(required=True)
    agent = fields.String(required=True)
    address = fields.String(required=True)
    strong = fields.Boolean(required=True, metadata={"description": "By a second factor."})


class TokenListed(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    cascades = fields.List(fields.String(), required=True, allow_none=True)
    created = fields.String(required=True)
    expires = fields.String(required=True)
    used = fields.String(required=True, allow_none=True)
    revoked = fields.String(required=True, allow_none=True)


class MakeToken(Shape):
    name = Line(80, required=True)
    roles = Several(Choice(Role), most=4, least=1, required=True)
    cascades = Several(Id(), most=50, least=1)
    days = Whole(1, MAX_DAYS, load_default=90)


class TokenMade(Schema):
    id = fields.String(required=True)
    secret = fields.String(required=True, metadata={"description": "Shown this once."})


class AccountListed(Schema):
    id = fields.String(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    standing = fields.String(required=True, metadata={"description": "invited, active or disabled"})
    second_factor = fields.Boolean(required=True)
    created = fields.String(required=True)


class Changed(Schema):
    id = fields.String(required=True)


class LinkMade(Schema):
    id = fields.String(required=True)
    link = fields.String(required=True, metadata={"description": "Opens once."})
    sent = fields.Boolean(required=True, metadata={"description": "A mail server took it."})


class Invite(Shape):
    email = Line(254, required=True)
    name = Line(120, required=True)
    language = Line(2, load_default="en", metadata={"enum": list(LANGUAGES)})


class Reset(Shape):
    second_factor = Yes(
        load_default=False, metadata={"description": "Turn the second factor off as well."}
    )


class GrantRole(Because):
    id = NewId()
    role = Choice(Role, required=True)
    cascade = Id()
    region = Id()
    person = Id()
    until = Day()
