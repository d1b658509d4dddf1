"""Corrections of a register, line by line; and a person added to it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint

from api.access.rules import LOG_WORK, requires
from api.endpoints.registers import (
    add_attendance,
    move_attendance,
    record_scores,
    restore_attendance,
    void_attendance,
)
from api.i18n import _
from api.pages.layout.change import Wrong
from api.pages.layout.form import Form, as_text
from api.pages.layout.visitor import Page
from api.pages.workshops.correction_form import AT, Correction, PageAnswer
from api.people.names import best_name
from api.people.typed_line import SCORES, Someone
from api.schemas.common import Because
from api.schemas.workshops import AddAttendance, MoveAttendance, RecordScores
from api.transactions.idempotency import Answer
from api.transactions.write import Write
from api.workshops.presentation import RegisterLine
from domain.rules import NotFound, Refused

blueprint = Blueprint("attendances", __name__, url_prefix=f"{AT}/attendances")
requires_log_work = requires(LOG_WORK, cascade="cascade", workshop="workshop")
LINE, NEW = "pages.attendances.line", "pages.attendances.newcomer"


@blueprint.get("/new")
@requires_log_work
def newcomer(cascade: UUID, workshop: UUID) -> PageAnswer:
    return Correction(cascade, workshop, NEW).page("workshops/correct_newcomer.html")


@blueprint.post("/new")
@requires_log_work
def add(cascade: UUID, workshop: UUID) -> PageAnswer:
    it = Correction(cascade, workshop, NEW)
    who = it.form.get("identifier") or it.form.get("name")

    def act(write: Write) -> Answer:
        body = {**_someone(it), **_scores(it.form.typed)}
        return add_attendance(write, it.loaded(AddAttendance, body), workshop)

    title = _("Add {who} to the register", who=who)
    done = _("The register has one more person.")
    return it.go(act, title, done, lambda wrong: it.page("workshops/correct_newcomer.html", wrong))


@blueprint.get("/<uuid:person>")
@requires_log_work
def line(cascade: UUID, workshop: UUID, person: UUID) -> PageAnswer:
    it = Correction(cascade, workshop, LINE, person=person)
    return _line(it, _signed(it, person))


@blueprint.post("/<uuid:person>/<what>")
@requires_log_work
def correct_line(cascade: UUID, workshop: UUID, person: UUID, what: str) -> PageAnswer:
    if what not in ("scores", "voiding", "restoration", "move"):
        raise NotFound("There is nothing at this address.")
    it = Correction(cascade, workshop, LINE, person=person)
    signed = _signed(it, person)
    now = _now(signed)
    changed = it.form.changed(now) if what == "scores" else {}

    def act(write: Write) -> Answer:
        match what:
            case "scores":
                body = it.loaded(RecordScores, _scores({**now, **changed}))
                return record_scores(write, body, workshop, person)
            case "move":
                to = it.other_workshop(it.form.get("to"))
                return move_attendance(
                    write, it.loaded(MoveAttendance, {"to": to}), workshop, person
                )
        door = void_attendance if what == "voiding" else restore_attendance
        return door(write, it.loaded(Because, {}), workshop, person)

    title, done = _titles(best_name(signed))[what]
    return it.go(
        act, title, done, lambda wrong: _line(it, signed, wrong, what), it.says(now, changed)
    )


def _line(it: Correction, signed: RegisterLine, wrong: Wrong = None, what: str = "") -> Page | str:
    """The page of a line. Only the form that was sent keeps its typed text."""
    form = it.form if what == "scores" else Form()
    values = form.values(_now(signed))
    return it.page("workshops/correct_line.html", wrong, signed=signed, what=what, values=values)


def _titles(who: str) -> dict[str, tuple[str, str]]:
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


def _signed(it: Correction, person: UUID) -> RegisterLine:
    """The person's line of the register."""
    for signed in it.it["register"]:
        if signed["person"] == str(person):
            return signed
    raise NotFound("This person is not on this register. Add them first.")


def _now(signed: Mapping[str, object]) -> dict[str, str]:
    """The scores as they stand in the form."""
    return {name: as_text(signed[name]) for name in SCORES}


def _someone(it: Correction) -> Someone:
    """A known person by identifier; an unknown one is registered if a name was typed too."""
    identifier, name = it.form.get("identifier"), it.form.get("name")
    if not identifier and not name:
        raise Refused("Say who: their identifier, or the name of somebody new.", field="identifier")
    if identifier and not name:
        return it.person_named(identifier, "identifier")
    if identifier and it.bearer(identifier):
        raise Refused(
            "“{identifier}” is somebody known. Leave the name empty to add them.",
            field="identifier",
            identifier=identifier,
        )
    new: Someone = {"details": {"name": name}}
    return {**new, "identifier": identifier} if identifier else new


def _scores(texts: Mapping[str, str]) -> dict[str, float | None]:
    return {name: _number(texts.get(name, ""), name) for name in SCORES}


def _number(text: str, name: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if text else None
    except ValueError:
        raise Refused("This is to be a number.", field=name) from None
