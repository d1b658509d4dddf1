"""The second factor: six digits that change every thirty seconds (RFC 6238), and recovery codes."""

from __future__ import annotations

import base64
import hmac
import secrets
from io import BytesIO

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import ColumnElement, Engine, delete, func, insert, select, update

from api.private.account_tables import account, hashed, recovery_code, stamp
from api.private.sql_helpers import read, write
from api.private.tables import utc_now
from domain.rules import require

STEP = 30
"""Seconds."""
DRIFT = 1
"""Steps that the reader's clock may be off, either way."""
SECRET_BYTES = 20
CODES, CODE_BYTES = 10, 15
"""120 bits a recovery code: enough for a plain hash."""


class SecondFactor:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def on(self, id: str) -> bool:
        return self._one(id, account.c.totp) is not None

    def offer(self, id: str) -> str:
        """A fresh secret, base32, which counts once a code has shown that it arrived.

        Who has one turns it off first, which takes a code: it is not replaced by a password.
        """
        require(not self.on(id), "Your second factor is on. Turn it off first, by a code.")
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
        self._set(id, totp_offered=secret)
        return secret

    def turn_on(self, id: str, code: str) -> list[str]:
        """The recovery codes, to be shown once."""
        offered = self._one(id, account.c.totp_offered)
        step = _step_of(offered, code) if offered else None
        require(
            step is not None,
            "This code does not belong to the picture. Check that your device's clock is right, "
            "and type the code that it shows now.",
            field="code",
        )
        self._set(id, totp=offered, totp_offered=None, totp_step=step)
        return self.new_codes(id)

    def turn_off(self, id: str) -> None:
        off = update(account).where(account.c.id == id).values(totp=None, totp_offered=None)
        write(self._engine, off, delete(recovery_code).where(recovery_code.c.account == id))

    def accepts(self, id: str, code: str) -> bool:
        """A code is taken once: neither it nor an earlier one opens again."""
        typed = "".join(code.split()).replace("-", "")
        if typed.isascii() and typed.isdecimal():
            return self._accepts_digits(id, typed)
        unused = update(recovery_code).where(
            recovery_code.c.account == id,
            recovery_code.c.code == _code_hash(id, typed),
            recovery_code.c.used.is_(None),
        )
        return write(self._engine, unused.values(used=stamp(utc_now()))) == 1

    def _accepts_digits(self, id: str, digits: str) -> bool:
        secret = self._one(id, account.c.totp)
        step = _step_of(secret, digits) if secret else None
        if step is None:
            return False
        newer = update(account).where(account.c.id == id, account.c.totp_step < step)
        return write(self._engine, newer.values(totp_step=step)) == 1

    # ---- recovery codes ----------------------------------------------------------------------

    def new_codes(self, id: str) -> list[str]:
        """Fresh ones; earlier codes no longer count."""
        codes = [_readable(secrets.token_bytes(CODE_BYTES)) for _ in range(CODES)]
        rows = [{"account": id, "code": _code_hash(id, c.replace("-", ""))} for c in codes]
        earlier = delete(recovery_code).where(recovery_code.c.account == id)
        write(self._engine, earlier, insert(recovery_code).values(rows))
        return codes

    def codes_left(self, id: str) -> int:
        query = select(func.count()).select_from(recovery_code)
        left = query.where(recovery_code.c.account == id, recovery_code.c.used.is_(None))
        ((count,),) = read(self._engine, left)
        return count

    def _one(self, id: str, column: ColumnElement[str | None]) -> str | None:
        for (found,) in read(self._engine, select(column).where(account.c.id == id)):
            return found
        return None

    def _set(self, id: str, **values: object) -> None:
        write(self._engine, update(account).where(account.c.id == id).values(**values))


def picture(secret: str, login: str) -> str:
    """The QR code as inline SVG, without styles or scripts, for an authenticator to scan."""
    drawn = BytesIO()
    qr = segno.make(_totp(secret).get_provisioning_uri(login, "Banyan"), error="m")
    qr.save(drawn, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False)
    return drawn.getvalue().decode()


def code_at(secret: str, seconds: float) -> str:
    return _totp(secret).generate(seconds).decode()


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), 6, SHA1(), STEP)  # noqa: S303


def _step_of(secret: str, code: str) -> int | None:
    """The step near now that has this code. Every candidate is compared, in constant time."""
    at = int(utc_now().timestamp()) // STEP
    found = None
    for step in range(at - DRIFT, at + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step * STEP).encode(), code.encode()):
            found = step
    return found


def _readable(raw: bytes) -> str:
    text = base64.b32encode(raw).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _code_hash(id: str, code: str) -> str:
    return hashed(f"{id}\n{code.casefold()}")
