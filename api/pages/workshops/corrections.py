"""Corrections of a workshop where it stands: each asks why and shows first what it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, request

from api.access.rules import LOG_WORK, needs
from api.endpoints.workshops import (
    cancel_workshop,
    correct_workshop,
    reschedule_workshop,
    restore_workshop,
    void_workshop,
)
from api.i18n import _
from api.pages.layout import labels as layout_labels
from api.pages.layout.change import Wrong, go
from api.pages.workshops import correction_form
from api.pages.workshops.correction_form import (
    AT,
    Answer,
    change_of,
    expecting,
    facts,
    form_of,
    found,
    labels,
    loaded,
)
from api.pages.workshops.workshop_list import version_of
from api.schemas.common import Because
from api.schemas.workshops import CorrectWorkshop, Reschedule

blueprint = Blueprint("corrections", __name__, url_prefix=AT)
needed = needs(LOG_WORK, cascade="cascade", workshop="workshop")
ASK, FACTS = "pages.corrections.ask", "pages.corrections.facts"
WHOLE = ("voiding", "restoration", "cancellation", "rescheduling")


# ---- the facts -------------------------------------------------------------------------------


@blueprint.get("/correction", endpoint="facts")
@needed
def facts_page(cascade: UUID, workshop: UUID) -> Answer:
    return _facts(cascade, workshop)


@blueprint.post("/correction")
@needed
def correct(cascade: UUID, workshop: UUID) -> Answer:
    it = found(cascade, workshop)
    now = facts(it)
    changed = correction_form.typed(now)

    def act(write: Any) -> Any:
        said = correction_form.said_of_facts(cascade, it, changed)
        expecting(write, workshop)
        return correct_workshop(write, loaded(CorrectWorkshop, said), workshop)

    change = change_of(
        cascade, workshop, act, _("Correct this workshop"), _("The workshop is corrected."),
        FACTS, says=correction_form.says(now, changed, it),
    )  # fmt: skip
    return go(change, lambda wrong: _facts(cascade, workshop, wrong))


def _facts(cascade: UUID, workshop: UUID, wrong: Wrong = None) -> Answer:
    seen = version_of(workshop)
    it = found(cascade, workshop)
    return form_of(
        "workshops/correct_facts.html", wrong, cascade, workshop, FACTS, seen=seen, it=it,
        values=correction_form.values(facts(it)), labels=labels(), words=layout_labels,
    )  # fmt: skip


# ---- the workshop as a whole -----------------------------------------------------------------


def _whole(rule: Callable[..., Any]) -> Callable[[Any], Any]:
    def declare(view: Any) -> Any:
        for what in WHOLE:
            rule(f"/{what}", defaults={"what": what})(view)
        return view

    return declare


@_whole(blueprint.get)
@needed
def ask(cascade: UUID, workshop: UUID, what: str) -> Answer:
    return _ask(cascade, workshop, what)


@_whole(blueprint.post)
@needed
def answer(cascade: UUID, workshop: UUID, what: str) -> Answer:
    doors: Mapping[str, Any] = {
        "voiding": (void_workshop, Because, _("The workshop is voided.")),
        "restoration": (restore_workshop, Because, _("The workshop counts again.")),
        "cancellation": (cancel_workshop, Because, _("The workshop is cancelled.")),
        "rescheduling": (reschedule_workshop, Reschedule, _("The workshop has other days now.")),
    }
    door, shape, done = doors[what]
    days = ("starts_on", "ends_on") if what == "rescheduling" else ()

    def act(write: Any) -> Any:
        said = {name: request.form[name] for name in days if request.form.get(name)}
        expecting(write, workshop)
        return door(write, loaded(shape, said), workshop)

    change = change_of(cascade, workshop, act, titles()[what], done, ASK, what=what)
    return go(change, lambda wrong: _ask(cascade, workshop, what, wrong))


def _ask(cascade: UUID, workshop: UUID, what: str, wrong: Wrong = None) -> Answer:
    seen = version_of(workshop)
    it = found(cascade, workshop)
    return form_of(
        "workshops/correct_whole.html", wrong, cascade, workshop, ASK, seen=seen, it=it,
        what=what, title=titles()[what],
    )  # fmt: skip


def titles() -> dict[str, str]:
    return {
        "voiding": _("Void this workshop"),
        "restoration": _("Restore this workshop"),
        "cancellation": _("Cancel this workshop"),
        "rescheduling": _("Move this workshop to other days"),
    }
