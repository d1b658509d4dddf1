"""Shapes of accounts: the own account, sessions, tokens, and administration."""

from __future__ import annotations

from marshmallow import Schema

from api.accounts.tokens import MAX_DAYS
from api.i18n import LANGUAGES
from api.schemas.answer_fields import Record, boolean, date, parts, string, strings
from api.schemas.common import Because
from api.schemas.fields import Choice, Day, Id, Line, NewId, Several, Shape, Whole, Yes
from domain.values import Role


class GrantHeld(Record):
    """A role of an account; `until`: the first day on which it is no longer held."""

    role = string(enum=[role.value for role in Role])
    cascade = string(null=True)
    region = string(null=True)
    person = string(null=True)
    until = date(null=True)
    granted_by = string()


class Me(Schema):
    account = string()
    name = string(null=True)
    email = string(null=True)
    second_factor = boolean("Whether the account has one.")
    grants = parts(GrantHeld)


class SessionListed(Record):
    begun = string()
    seen = string()
    expires = string()
    agent = string()
    address = string()
    strong = boolean("By a second factor.")


class TokenListed(Record):
    name = string()
    roles = strings()
    cascades = strings(null=True)
    created = string()
    expires = string()
    used = string(null=True)
    revoked = string(null=True)


class MakeToken(Shape):
    name = Line(80, required=True)
    roles = Several(Choice(Role), most=4, least=1, required=True)
    cascades = Several(Id(), most=50, least=1)
    days = Whole(1, MAX_DAYS, load_default=90)


class TokenMade(Record):
    secret = string("Shown this once.")


class AccountListed(Record):
    email = string()
    name = string()
    standing = string("invited, active or disabled")
    second_factor = boolean()
    created = string()


class Changed(Record):
    pass


class LinkMade(Record):
    link = string("Opens once.")
    sent = boolean("A mail server took it.")


class Invite(Shape):
    email = Line(254, required=True)
    name = Line(120, required=True)
    language = Line(2, load_default="en", metadata={"enum": list(LANGUAGES)})


class Reset(Shape):
    second_factor = Yes(load_default=False, description="Turn the second factor off as well.")


class GrantRole(Because):
    id = NewId()
    role = Choice(Role, required=True)
    cascade = Id()
    region = Id()
    person = Id()
    until = Day()
