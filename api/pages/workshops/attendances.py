"""Corrections of a register, line by line; and somebody whom the sheet was without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, request

from api.access.rules import LOG_WORK, needs
from api.endpoints.registers import (
    add_attendance,
    move_attendance,
    record_scores,
    restore_attendance,
    void_attendance,
)
from api.i18n import _
from api.pages.layout.change import Wrong, go
from api.pages.workshops import correction_form
from api.pages.workshops.correction_form import (
    AT,
    SCORES,
    Answer,
    change_of,
    expecting,
    form_of,
    found,
    labels,
    loaded,
)
from api.pages.workshops.workshop_list import version_of
from api.schemas.common import Because
from api.schemas.workshops import AddAttendance, MoveAttendance, RecordScores
from domain.rules import NotFound, Refused

blueprint = Blueprint("attendances", __name__, url_prefix=f"{AT}/attendances")
needed = needs(LOG_WORK, cascade="cascade", workshop="workshop")
LINE, NEW = "pages.attendances.line", "pages.attendances.newcomer"
OF_A_LINE = ("scores", "voiding", "restoration", "move")


@blueprint.get("/new")
@needed
def newcomer(cascade: UUID, workshop: UUID) -> Answer:
    return _newcomer(cascade, workshop)


@blueprint.post("/new")
@needed
def add(cascade: UUID, workshop: UUID) -> Answer:
    form = {name: text.strip() for name, text in request.form.items()}
    called = form.get("identifier") or form.get("name", "")

    def act(write: Any) -> Any:
        who = _somebody(cascade, form)
        expecting(write, workshop)
        return add_attendance(write, loaded(AddAttendance, who | _scores(form)), workshop)

    change = change_of(
        cascade, workshop, act, _("Add {who} to the register", who=called),
        _("The register has one more person."), NEW,
    )  # fmt: skip
    return go(change, lambda wrong: _newcomer(cascade, workshop, wrong))


def _newcomer(cascade: UUID, workshop: UUID, wrong: Wrong = None) -> Answer:
    seen = version_of(workshop)
    it = found(cascade, workshop)
    return form_of(
        "workshops/correct_newcomer.html", wrong, cascade, workshop, NEW, seen=seen, it=it,
        labels=labels(), form=request.form,
    )  # fmt: skip


@blueprint.get("/<uuid:person>")
@needed
def line(cascade: UUID, workshop: UUID, person: UUID) -> Answer:
    return _line(cascade, workshop, person)


@blueprint.post("/<uuid:person>/<what>")
@needed
def correct_line(cascade: UUID, workshop: UUID, person: UUID, what: str) -> Answer:
    if what not in OF_A_LINE:
        raise NotFound("There is nothing at this address.")
    it = found(cascade, workshop)
    signed = _signed(it, person)
    now = correction_form.scores(signed)
    changed = correction_form.typed(now) if what == "scores" else {}

    def act(write: Any) -> Any:
        expecting(write, workshop)
        match what:
            case "scores":
                said = loaded(RecordScores, _scores({**now, **changed}))
                return record_scores(write, said, workshop, person)
            case "move":
                to = correction_form.other_workshop(cascade, request.form.get("to", "").strip())
                return move_attendance(write, loaded(MoveAttendance, {"to": to}), workshop, person)
        door = void_attendance if what == "voiding" else restore_attendance
        return door(write, loaded(Because, {}), workshop, person)

    title, done = line_titles(signed["name"] or signed["identifier"] or signed["person"])[what]
    change = change_of(
        cascade, workshop, act, title, done, LINE, person=person,
        says=correction_form.says(now, changed, it),
    )  # fmt: skip
    return go(change, lambda wrong: _line(cascade, workshop, person, wrong, what))


def _line(
    cascade: UUID, workshop: UUID, person: UUID, wrong: Wrong = None, what: str = ""
) -> Answer:
    seen = version_of(workshop)
    it = found(cascade, workshop)
    signed = _signed(it, person)
    now = correction_form.scores(signed)
    return form_of(
        "workshops/correct_line.html", wrong, cascade, workshop, LINE, {"person": person},
        seen=seen, it=it, signed=signed, what=what, labels=labels(), form=request.form,
        values=correction_form.values(now)
        if what == "scores" else {n: (t, t) for n, t in now.items()},
    )  # fmt: skip


def line_titles(who: str) -> dict[str, tuple[str, str]]:
    """(what is to be done, what was done)"""
    return {
        "scores": (_("Correct the scores of {who}", who=who), _("The scores are corrected.")),
        "voiding": (_("Void the attendance of {who}", who=who), _("The attendance is voided.")),
        "restoration": (
            _("Restore the attendance of {who}", who=who),
            _("The attendance counts again."),
        ),
        "move": (_("Move {who} to another workshop", who=who), _("The attendance is moved.")),
    }


def _signed(it: Mapping[str, Any], person: UUID) -> dict[str, Any]:
    for signed in it["register"]:
        if signed["person"] == str(person):
            return dict(signed)
    raise NotFound("This person is not on this register. Add them first.")


def _somebody(cascade: UUID, form: Mapping[str, str]) -> dict[str, Any]:
    """Somebody known by identifier; who is not known is registered if they have a name too."""
    identifier, name = form.get("identifier", ""), form.get("name", "")
    if not identifier and not name:
        raise Refused("Say who: their identifier, or the name of somebody new.", field="identifier")
    if identifier and not name:
        return correction_form.somebody(cascade, identifier, "identifier")
    who = correction_form.bearer(cascade, identifier) if identifier else None
    if who:
        raise Refused(
            "“{identifier}” is somebody known. Leave the name empty to add them.",
            field="identifier",
            identifier=identifier,
        )
    return {"details": {"name": name}} | ({"identifier": identifier} if identifier else {})


def _scores(texts: Mapping[str, str]) -> dict[str, Any]:
    return {name: _number(texts.get(name, ""), name) for name in SCORES}


def _number(text: str, name: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        raise Refused("This is to be a number.", field=name) from None
