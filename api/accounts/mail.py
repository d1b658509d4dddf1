"""Letters: by SMTP where BANYAN_SMTP_URL says so, else as files in BANYAN_HOME/outbox.

`smtp://user:password@host:587` speaks TLS before anything else (STARTTLS; not to this machine
itself), `smtps://…` from the first byte. `?from=…` is the sender.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from uuid import uuid4

from api.private.tables import utc_now
from projections import permissions

HERE = ("localhost", "127.0.0.1", "::1")
PATIENCE = 15
"""Seconds for the mail server."""


class Outbox:
    """`folder` is made at the first letter, for its owner alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, to: str, subject: str, text: str) -> bool:
        """Whether it was handed to a mail server; if not, it lies in the folder."""
        url = os.environ.get("BANYAN_SMTP_URL")
        letter = _letter(to, subject, text, _sender(url))
        if url:
            try:
                _hand_over(urlsplit(url), letter)
            except (OSError, smtplib.SMTPException):
                pass  # it is kept instead, and the caller says so
            else:
                return True
        self._keep(letter)
        return False

    def _keep(self, letter: EmailMessage) -> None:
        path = permissions.folder(self._folder) / f"{utc_now():%Y%m%dT%H%M%S}-{uuid4()}.eml"
        permissions.file(path, letter.as_bytes(policy=SMTP))


def _letter(to: str, subject: str, text: str, sender: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"] = format_datetime(utc_now())
    letter.set_content(text)
    return letter


def _sender(url: str | None) -> str:
    asked = parse_qs(urlsplit(url).query).get("from") if url else None
    return asked[0] if asked else "banyan@localhost"


def _hand_over(server: SplitResult, letter: EmailMessage) -> None:
    host, trust = server.hostname or "localhost", ssl.create_default_context()
    if server.scheme == "smtps":
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            host, server.port or 465, timeout=PATIENCE, context=trust
        )
    else:
        line = smtplib.SMTP(host, server.port or 587, timeout=PATIENCE)
    with line:
        if server.scheme != "smtps" and host not in HERE:
            line.starttls(context=trust)
        if server.username:
            line.login(unquote(server.username), unquote(server.password or ""))
        line.send_message(letter)
