"""Corrections of a workshop: each asks for a reason and previews its effects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint
from marshmallow import Schema

from api.access.rules import LOG_WORK, requires
from api.endpoints.workshops import (
    cancel_workshop,
    correct_workshop,
    reschedule_workshop,
    restore_workshop,
    void_workshop,
)
from api.i18n import _
from api.pages.layout.change import Wrong
from api.pages.layout.visitor import Page
from api.pages.workshops.correction_form import AT, Correction, PageAnswer
from api.schemas.common import Because
from api.schemas.workshops import CorrectWorkshop, Reschedule
from api.transactions.idempotency import Answer
from api.transactions.write import Write

blueprint = Blueprint("corrections", __name__, url_prefix=AT)
requires_log_work = requires(LOG_WORK, cascade="cascade", workshop="workshop")
ASK, FACTS = "pages.corrections.ask", "pages.corrections.facts"
Shape = type[Schema]
WHOLE: dict[str, tuple[Callable[..., Answer], Shape, tuple[str, ...]]] = {
    "voiding": (void_workshop, Because, ()),
    "restoration": (restore_workshop, Because, ()),
    "cancellation": (cancel_workshop, Because, ()),
    "rescheduling": (reschedule_workshop, Reschedule, ("starts_on", "ends_on")),
}
"""Acts on a whole workshop: name → (endpoint, schema, fields of the form)."""


# ---- the facts -------------------------------------------------------------------------------


@blueprint.get("/correction", endpoint="facts")
@requires_log_work
def facts_page(cascade: UUID, workshop: UUID) -> PageAnswer:
    return _facts(Correction(cascade, workshop, FACTS))


@blueprint.post("/correction")
@requires_log_work
def correct(cascade: UUID, workshop: UUID) -> PageAnswer:
    it = Correction(cascade, workshop, FACTS)
    now = it.facts()
    changed = it.form.changed(now)

    def act(write: Write) -> Answer:
        body = it.loaded(CorrectWorkshop, it.facts_body(changed))
        return correct_workshop(write, body, workshop)

    title, done = _("Correct this workshop"), _("The workshop is corrected.")
    return it.go(act, title, done, lambda wrong: _facts(it, wrong), it.says(now, changed))


def _facts(it: Correction, wrong: Wrong = None) -> Page | str:
    return it.page("workshops/correct_facts.html", wrong, values=it.form.values(it.facts()))


# ---- the workshop as a whole -----------------------------------------------------------------


def _whole(rule: Callable[..., Any]) -> Callable[[Any], Any]:
    def declare(view: Any) -> Any:
        for what in WHOLE:
            rule(f"/{what}", defaults={"what": what})(view)
        return view

    return declare


@_whole(blueprint.get)
@requires_log_work
def ask(cascade: UUID, workshop: UUID, what: str) -> PageAnswer:
    return _ask(Correction(cascade, workshop, ASK, what=what), what)


@_whole(blueprint.post)
@requires_log_work
def answer(cascade: UUID, workshop: UUID, what: str) -> PageAnswer:
    it = Correction(cascade, workshop, ASK, what=what)
    door, shape, days = WHOLE[what]

    def act(write: Write) -> Answer:
        body = {name: it.form.get(name) for name in days if it.form.get(name)}
        return door(write, it.loaded(shape, body), workshop)

    return it.go(act, *_titles()[what], lambda wrong: _ask(it, what, wrong))


def _ask(it: Correction, what: str, wrong: Wrong = None) -> Page | str:
    return it.page("workshops/correct_whole.html", wrong, what=what, title=_titles()[what][0])


def _titles() -> dict[str, tuple[str, str]]:
    """(what is to be done, what was done)"""
    return {
        "voiding": (_("Void this workshop"), _("The workshop is voided.")),
        "restoration": (_("Restore this workshop"), _("The workshop counts again.")),
        "cancellation": (_("Cancel this workshop"), _("The workshop is cancelled.")),
        "rescheduling": (
            _("Move this workshop to other days"),
            _("The workshop has other days now."),
        ),
    }
