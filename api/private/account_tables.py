"""The tables of accounts in the private drawer. Secrets are kept as hashes.

Times are texts in UTC, to the second, so that they sort by time.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from api.private.tables import metadata

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True, comment="the e-mail address, small letters"),
    Column("name", Text, nullable=False),
    Column("password", Text, comment="Argon2id; null until the invitation is accepted"),
    Column("totp", Text, comment="base32; null while there is no second factor"),
    Column("totp_offered", Text, comment="shown to its owner, not yet answered by a code"),
    Column("totp_step", Integer, nullable=False, comment="the last time step that was used"),
    Column("language", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("disabled", Text),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("account", Text, primary_key=True),
    Column("code", Text, primary_key=True, comment="hashed"),
    Column("used", Text),
)

invitation = Table(
    "invitation",
    metadata,
    Column("secret", Text, primary_key=True, comment="hashed"),
    Column("purpose", Text, nullable=False),
    Column("account", Text, comment="null where accepting makes the account"),
    Column("expires", Text, nullable=False),
    Column("used", Text),
    Index("invitation_account", "account"),
)

session = Table(
    "session",
    metadata,
    Column("secret", Text, primary_key=True, comment="hashed"),
    Column("id", Text, nullable=False, unique=True),
    Column("account", Text, nullable=False),
    Column("standing", Text, nullable=False, comment="'waiting' for the second factor, or 'open'"),
    Column("strong", Boolean, nullable=False, comment="the second factor was shown"),
    Column("begun", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("address", Text, nullable=False),
    Index("session_account", "account"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("secret", Text, primary_key=True, comment="hashed"),
    Column("id", Text, nullable=False, unique=True),
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False, comment="a JSON list"),
    Column("cascades", Text, comment="a JSON list; null for all"),
    Column("created", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("used", Text),
    Column("revoked", Text),
    Index("api_token_account", "account"),
)

token_grant = Table(
    "token_grant",
    metadata,
    Column("token", Text, primary_key=True, comment="its id"),
    Column("grant", Text, primary_key=True, comment="held by its owner when it was made"),
    Index("token_grant_grant", "grant"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Text, primary_key=True),
    Column("pair", Text, nullable=False, comment="hash of what was typed and where it came from"),
    Column("at", Text, nullable=False),
    Index("attempt_pair", "pair", "at"),
    Index("attempt_at", "at"),
)

last_visit = Table(
    "look",
    metadata,
    Column("account", Text, primary_key=True),
    Column("cascade", Text, primary_key=True),
    Column("at", Text, nullable=False, comment="when a trainer last looked at their branch"),
    Column("position", Integer, nullable=False, comment="of the log, then"),
    Column("people", Integer, nullable=False),
    Column("trainers", Integer, nullable=False),
    Column("before_at", Text, comment="the visit before, which the last one was compared with"),
    Column("before_people", Integer),
    Column("before_trainers", Integer),
)


def new_secret() -> str:
    """256 bits, for an address or a header."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """Enough for what is random and long; passwords are hashed by Argon2id instead."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
