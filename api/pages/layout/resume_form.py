"""A form that met the end of a session, or of its mark: what was typed is carried along, and shown
again to whose it is, to be sent with one button.

Every form bears a seal of the account that it was opened for. What another site sends in
somebody's name, and what somebody else left on the screen, has none that fits, and is dropped.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, g, render_template, request
from werkzeug.wrappers import Response

from api.i18n import _
from api.pages.layout.visitor import let_in, sound_path
from api.spreadsheets.recognition.register_columns import all_labels
from api.web.services import home

SECRET = ("password", "again", "present", "code")
OURS = ("csrf_token", "whose", "kept")
UNSEEN = (*OURS, "id", "of", "answer", "more", "more_lines", "check", "lead_id", "lead_of", "co_id",
          "co_of", "line", "column")  # fmt: skip
"""Sent along, but nothing that anybody typed."""
LARGEST = 500_000

Fields = list[tuple[str, str]]


def helpers() -> dict[str, Callable[..., Any]]:
    return {"draft_key": draft_key}


def whose() -> str:
    """The seal of the account at hand; "" where nobody is signed in."""
    account = _account()
    return _seal("form", account) if account else ""


def draft_key() -> str:
    """Under which a browser keeps drafts of this form by this account."""
    return f"{_seal('draft', _account())} {request.path}"


def carried() -> str:
    """The form at hand, to be carried through the sign-in; "" where it has nothing to keep."""
    fields = [(k, v) for k, v in request.form.items(multi=True) if k not in OURS]
    typed = [k for k, v in fields if v and k not in UNSEEN]
    secret = any(name in request.form for name in SECRET)
    if request.method != "POST" or secret or request.files or not typed:
        return ""
    kept = {"path": request.path, "whose": request.form.get("whose", ""), "fields": fields}
    text = json.dumps(kept)
    return text if len(text) <= LARGEST else ""


def go_on(secret: str, onward: str, kept: str) -> Response:
    """In by the new session's secret: on to what was typed, where it is theirs; else onward."""
    entered = let_in(secret, onward)
    g.session = home().accounts.session(secret)
    page = shown(kept)
    if page is not None:
        entered.status_code = 200
        entered.headers.pop("Location", None)
        entered.set_data(page)
    return entered


def shown(kept: str) -> str | None:
    """The page with what was typed and a fresh mark; None where it is not the visitor's."""
    found = _read(kept)
    account = _account()
    if found is None or not account:
        return None
    if not hmac.compare_digest(found["whose"].encode(), _seal("form", account).encode()):
        return None
    here = {"here": "pages.start", "here_args": {}}
    single, table = _sorted(found["fields"])
    return render_template("layout/resume.html", kept=found, single=single, table=table, **here)


def _read(kept: str) -> dict[str, Any] | None:
    """None where nothing sound is carried."""
    try:
        found = json.loads(kept)
        fields = [(str(name), str(value)) for name, value in found["fields"]]
        path, seal = sound_path(found["path"]), str(found["whose"])
    except (ValueError, KeyError, TypeError):
        return None
    return {"path": path, "whose": seal, "fields": fields} if path else None


def _sorted(fields: Fields) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """For the eye: what was said once, by its label, and what was said on each line."""
    by_name: dict[str, list[str]] = {}
    for name, value in fields:
        if name not in UNSEEN:
            by_name.setdefault(name, []).append(value)
    known = labels()
    single = [
        (known.get(name, name.replace("_", " ").replace("-", " ")), values[0])
        for name, values in by_name.items()
        if len(values) == 1 and values[0]
    ]
    several = {
        known.get(name, name): values
        for name, values in by_name.items()
        if len(values) > 1 and any(values)
    }
    return single, several


def labels() -> Mapping[str, str]:
    """Of fields, as their forms call them; others are shown by their names."""
    return all_labels() | {
        "starts_on": _("First day"),
        "ends_on": _("Last day, where it is another"),
        "venue": _("Venue"),
        "title": _("Title"),
        "kind": _("Kind"),
        "lead": _("Who gave it"),
        "co": _("Beside them"),
        "headcount": _("Headcount"),
        "words": _("Words"),
        "pasted": _("Pasted rows"),
    }


def _seal(what: str, account: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, f"{what} {account}".encode(), "sha256").hex()[:32]


def _account() -> str:
    session = g.get("session")
    return session.account if session is not None else ""
