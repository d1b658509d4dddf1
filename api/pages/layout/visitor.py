"""The reader of a page: their session cookie, and what the page header offers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from api.access.rules import ADMINISTER
from api.accounts import Session
from api.accounts.sessions import LASTS
from api.errors import Problem
from api.i18n import _
from api.sample import visitors
from api.web.services import home, this_access
from domain.rules import NotFound, Refused

Page = tuple[str, int]


def helpers() -> dict[str, Callable[..., Any]]:
    """What the templates may ask about the reader."""
    return {
        "is_known": lambda: g.get("session") is not None,
        "administers": lambda: this_access().may(ADMINISTER),
        "may_look_around": may_look_around,
        "role_names": role_names,
    }


def role_names() -> dict[str, str]:
    return {
        "administrator": _("Administrator"),
        "coordinator": _("Coordinator"),
        "auditor": _("Auditor"),
        "trainer": _("Trainer"),
    }


def mine() -> Session:
    """The current session; raises NotFound for a program with a token."""
    current: Session | None = g.get("session")
    if current is None:
        raise NotFound("There is nothing at this address for a program. Sign in as a person.")
    return current


def may_look_around() -> bool:
    """Whether visitors may sign in without a password: in the sample, on this machine alone."""
    return current_app.config["BANYAN_HOST"] is None and visitors.is_offered(home())


def address() -> str:
    return request.remote_addr or ""


def agent() -> str:
    return request.headers.get("User-Agent", "")


def field(name: str) -> str:
    return request.form.get(name, "")


def again(template: str, wrong: Problem | Refused, here: str, **shown: Any) -> Page:
    """(the page of the form with the error, its status). `here`: the endpoint of the form, for the
    language links."""
    refused = 404 if isinstance(wrong, NotFound) else 422
    status = wrong.status if isinstance(wrong, Problem) else refused
    sentence = _(wrong.template, **wrong.params)
    return render_template(template, wrong=sentence, here=here, **shown), status


# ---- the cookie ------------------------------------------------------------------------------


def let_in(secret: str, onward: str | None = None) -> Response:
    """Ends the current session, starts the one with this secret, and redirects onward."""
    before: Session | None = g.get("session")
    if before is not None:
        home().accounts.sessions.end(before.account, before.id)
    session.clear()
    response = redirect(sound_path(onward) or url_for("pages.start"), 303)
    set_cookie(response, secret)
    return response


def set_cookie(response: Response, secret: str) -> None:
    response.set_cookie(
        current_app.config["BANYAN_COOKIE"],
        secret,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def forget_cookie(response: Response) -> None:
    response.delete_cookie(
        current_app.config["BANYAN_COOKIE"],
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def sound_path(path: str | None) -> str | None:
    """The path if it is on this server, else None: no link leads to another site."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc and path.isprintable() else None
