"""Resumes a form whose session or CSRF token had ended: its fields are carried through the sign-in
and shown again to the same account, which sends them with one button.

Every form has a seal of the account for which it was opened. Fields without the seal of the account
that signs in are dropped: another site may have sent them, or another person typed them.
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
from api.spreadsheets.recognition.line_values import line_labels
from api.web.services import home

SECRET = ("password", "again", "present", "code")
OURS = ("csrf_token", "whose", "kept")
UNSEEN = (*OURS, "id", "of", "answer", "more_lines", "add_line", "check", "lead_id", "lead_of",
          "co_id", "co_of", "line", "column", "given", "pasted_of", "fractions", "dates",
          "row")  # fmt: skip
"""Fields that are not typed, and so not shown."""
MAX_CARRIED = 500_000
"""Characters."""

Fields = list[tuple[str, str]]


def helpers() -> dict[str, Callable[..., Any]]:
    return {"draft_key": draft_key}


def form_seal() -> str:
    """The seal of the current account; "" without a session."""
    account = _account()
    return _seal("form", account) if account else ""


def draft_key() -> str:
    """The key under which the browser stores this account's draft of this form."""
    return f"{_seal('draft', _account())} {request.path}"


def carried_form() -> str:
    """The form of the request as text, to be carried through the sign-in; "" if there is nothing to
    carry. Forms with passwords, codes or files are never carried."""
    fields = [(k, v) for k, v in request.form.items(multi=True) if k not in OURS]
    typed = [k for k, v in fields if v and k not in UNSEEN]
    secret = any(name in request.form for name in SECRET)
    if request.method != "POST" or secret or request.files or not typed:
        return ""
    form = {"path": request.path, "whose": request.form.get("whose", ""), "fields": fields}
    text = json.dumps(form)
    return text if len(text) <= MAX_CARRIED else ""


def go_on(secret: str, onward: str, kept: str) -> Response:
    """Signs in with the new session's secret, then shows the carried form `kept` if it is this
    account's, else goes `onward`."""
    entered = let_in(secret, onward)
    g.session = home().accounts.session(secret)
    page = resume_page(kept)
    if page is not None:
        entered.status_code = 200
        entered.headers.pop("Location", None)
        entered.set_data(page)
    return entered


def resume_page(kept: str) -> str | None:
    """The page with the carried form and a new CSRF token; None unless the account's seal fits."""
    form = _read(kept)
    account = _account()
    if form is None or not account:
        return None
    if not hmac.compare_digest(form["whose"].encode(), _seal("form", account).encode()):
        return None
    single, table = _sorted(form["fields"])
    return render_template(
        "layout/resume.html", kept=form, single=single, table=table, here="pages.start"
    )


def _read(kept: str) -> dict[str, Any] | None:
    """{"path", "whose", "fields"} of a carried form; None if it cannot be read."""
    try:
        form = json.loads(kept)
        fields = [(str(name), str(value)) for name, value in form["fields"]]
        path, seal = sound_path(form["path"]), str(form["whose"])
    except (ValueError, KeyError, TypeError):
        return None
    return {"path": path, "whose": seal, "fields": fields} if path else None


def _sorted(fields: Fields) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """(label, value) of the fields that occur once, and label → values of those with lines."""
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
    """Field → its label in its form; other fields are shown by their names."""
    labels = line_labels()
    return labels | {
        "person_region": labels["region"],
        "region": _("Region"),
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
