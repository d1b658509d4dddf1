"""ProbablePair duplicates: one pair at a time, side by side, for a coordinator to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.access.rules import LOG_WORK, requires
from api.endpoints.duplicates import leave_people_unsure
from api.endpoints.people import distinguish_people, get_person
from api.errors import Problem
from api.i18n import _
from api.matching import contacts
from api.matching.explanations import explain
from api.matching.phonetics import words
from api.pages.layout import change, labels
from api.pages.layout.change import Wrong
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page, field
from api.pages.people.merge import of_two, same
from api.pages.people.people_list import of_numbers, read_cascade
from api.people import duplicates as queue
from api.people.names import display_names
from api.people.presentation import Person
from api.transactions.read import Page as Cursor
from api.transactions.read import Read
from domain.rules import Refused
from domain.values import ReasonCode
from projections.records import people as records_people

blueprint = Blueprint("duplicates", __name__, url_prefix="/cascades/<uuid:cascade>/duplicates")
LIST = "pages.duplicates.show_all"


@blueprint.get("")
@requires(LOG_WORK, cascade="cascade")
def show_all(cascade: UUID) -> str:
    """The next pair. `?after=`: the pair after this one, which stays undecided."""
    return _shown(cascade)


@blueprint.post("")
@requires(LOG_WORK, cascade="cascade")
def decide(cascade: UUID) -> Response | Page | str:
    """`decision`: `same`, `distinct` or `unsure`. A merge is previewed first."""
    one, other = field("one"), field("other")
    decision, here = field("decision"), url_for(LIST, cascade=cascade)
    if decision == "same":
        merge = same(cascade, one, other, here, LIST)
        return change.go(merge, lambda wrong: _again(cascade, wrong))
    decided = {
        "distinct": (distinguish_people, _("They stay two people.")),
        "unsure": (leave_people_unsure, _("They come again at the end.")),
    }
    unclear = Refused("Choose one of those that are offered.", field="decision")
    if decision not in decided:
        return _again(cascade, unclear)
    endpoint, sentence = decided[decision]
    try:
        send(of_two(endpoint, one, other, ReasonCode.OTHER, unclear))
    except (Refused, Problem) as wrong:
        return _again(cascade, wrong)
    flash(sentence)
    return redirect(here, 303)


def _again(cascade: UUID, wrong: Wrong) -> Page:
    return _shown(cascade, change.sentence(wrong), LIST), 422 if wrong else 200


# ---- the queue -------------------------------------------------------------------------------


def _shown(cascade: UUID, wrong: str | None = None, here: str | None = None) -> str:
    read, number = read_cascade(cascade, LOG_WORK)
    pairs = queue.waiting(read, number)
    skipped = "after" in read.asked
    after = cast(queue.Rank, read.after(queue.FIRST)) if skipped else queue.FIRST
    found = queue.shown(read, number, pairs, after, 1)
    at = found[0] if found else None
    return render_template(
        "people/duplicates.html",
        cascade=cascade,
        pair=_compared(read, number, at) if at else None,
        waiting=len(pairs),
        left=queue.left(read, number),
        skipped=skipped,
        onward=Cursor((), at.rank).cursor if at and at.rank != pairs[-1] else None,
        wrong=wrong,
        typed=request.form.get("words", ""),
        here=here,
    )


# ---- side by side ----------------------------------------------------------------------------


class Compared(NamedTuple):
    label: str
    one: str
    other: str
    same: bool


def _compared(read: Read, cascade: int, pair: queue.ProbablePair) -> dict[str, object]:
    found: list[Person] = [get_person(read, UUID(id)) for id in pair.ids]
    one, other = (display_names(read, [p["number"]])[p["number"]] for p in found)
    return {
        "one": {**one, "person": pair.ids[0]},
        "other": {**other, "person": pair.ids[1]},
        "score": pair.score / 1000,
        "why": explain(pair.why),
        "unsure": pair.unsure,
        "lines": [*_texts(read, cascade, *found), *_numbers(read, cascade, *found)],
    }


def _texts(read: Read, cascade: int, a: Person, b: Person) -> Iterator[Compared]:
    sexes, bands = dict(labels.sexes()), dict(labels.age_bands())

    def region(person: Person) -> str:
        listed = of_numbers(read, cascade, [person["one"]])
        return (listed[0]["region"] or "") if listed else ""

    rows: list[tuple[str, Callable[[Person], str], Callable[[str], object]]] = [
        (_("Name"), lambda p: p["details"].get("name") or "", lambda name: sorted(words(name))),
        (_("Telephone"), lambda p: p["details"].get("phone") or "", contacts.phones),
        (_("E-mail address"), lambda p: p["details"].get("email") or "", contacts.email),
        (_("ID number"), lambda p: p["details"].get("id_number") or "", contacts.id_number),
        (_("Identifier"), lambda p: ", ".join(p["identifiers"]), str.casefold),
        (_("Sex"), lambda p: sexes[p["profile"]["sex"]], str.casefold),
        (_("Age"), lambda p: bands.get(p["profile"]["age_band"] or "", ""), str.casefold),
        (_("Region"), region, str.casefold),
        (_("Cadre"), lambda p: p["profile"]["cadre"] or "", str.casefold),
    ]
    for label, text_of, alike in rows:
        one, other = text_of(a), text_of(b)
        yield Compared(label, one, other, bool(one and other and alike(one) == alike(other)))


def _numbers(read: Read, cascade: int, *found: Person) -> Iterator[Compared]:
    """The numbers of workshops that the two people attended and gave."""
    records = [
        records_people.record(read.db, p["one"], (0, 0), 500, cascade, read.scope) for p in found
    ]
    for role, label in (("participant", _("Attended")), ("facilitator", _("Gave"))):
        one, other = (str(sum(line["role"] == role for line in record)) for record in records)
        yield Compared(label, one, other, False)
