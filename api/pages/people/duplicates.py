"""People who are probably one: a pair at a time, side by side, and a person decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.access.policy import require_records, together
from api.access.rules import LOG_WORK, needs
from api.endpoints.duplicates import leave_people_unsure
from api.endpoints.people import distinguish_people, get_person
from api.errors import Problem
from api.i18n import _
from api.matching import contacts
from api.matching.explanations import spoken
from api.matching.phonetics import words
from api.pages.layout import change, labels
from api.pages.layout.change import Change, Wrong
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page, field
from api.pages.people.merge import same
from api.pages.people.people_list import of_numbers, opened
from api.people.duplicates import Probable, queue
from api.people.names import display_names
from api.people.presentation import Person
from api.people.search import AN_ID
from api.transactions.read import Page as Cursor
from api.transactions.read import Read
from api.transactions.write import Write
from api.web.services import this_access
from domain.rules import Refused
from domain.values import ReasonCode
from projections.db import Db
from projections.records import people as records_people

blueprint = Blueprint("duplicates", __name__, url_prefix="/cascades/<uuid:cascade>/duplicates")
LIST = "pages.duplicates.show_all"
LARGE = 20_000
"""People of a cascade, from which on nobody should wait until all pairs are compared."""
MANY = "SELECT count(*) FROM (SELECT 1 FROM person WHERE cascade = :cascade LIMIT :large) AS some"
DECIDED = """
SELECT a.id, b.id FROM pair p JOIN person a ON a.number = p.one JOIN person b ON b.number = p.other
WHERE p.distinct_people = 1 OR p.merged = 1
"""
UNSURE = """
SELECT a.id, b.id FROM pair p JOIN person a ON a.number = p.one JOIN person b ON b.number = p.other
WHERE p.unsure = 1
"""
ONES = "SELECT id, one FROM person WHERE id IN ids(:ids) AND erased = 0"


@blueprint.get("")
@needs(LOG_WORK, cascade="cascade")
def show_all(cascade: UUID) -> str:
    """`?after=`: looks at the pair after, and leaves the one before undecided."""
    return _shown(cascade)


@blueprint.post("")
@needs(LOG_WORK, cascade="cascade")
def decide(cascade: UUID) -> Response | Page | str:
    """`decision`: same, distinct or unsure. Who is the same is merged once that was shown."""
    one, other = field("one"), field("other")
    if field("decision") == "same":
        return change.go(_merge(cascade, one, other), lambda wrong: _again(cascade, wrong))
    try:
        send(_looked_at(one, other, field("decision")))
    except (Refused, Problem) as wrong:
        return _again(cascade, wrong)
    sentences = {"distinct": _("They stay two people."), "unsure": _("They come again at the end.")}
    flash(sentences[field("decision")])
    return redirect(url_for(LIST, cascade=cascade), 303)


def _merge(cascade: UUID, one: str, other: str) -> Change:
    return Change(
        cascade=str(cascade),
        act=same(one, other, field("words")),
        title=_("Say that two people are one"),
        onward=url_for(LIST, cascade=cascade),
        done=_("They are one person now."),
        here=LIST,
        here_args={"cascade": cascade},
    )


def _looked_at(one: str, other: str, decision: str) -> Any:
    acts = {"distinct": distinguish_people, "unsure": leave_people_unsure}

    def act(write: Write) -> Any:
        if decision not in acts or not (AN_ID.fullmatch(one) and AN_ID.fullmatch(other)):
            raise Refused("Choose one of those that are offered.", field="decision")
        db = write.db
        require_records(db, this_access(), LOG_WORK, [("person", one), ("person", other)])
        reason = {"code": ReasonCode.OTHER, "words": field("words").strip() or None}
        return acts[decision](write, {"one": one, "other": other, "reason": reason})

    return act


def _again(cascade: UUID, wrong: Wrong) -> Page:
    return _shown(cascade, change.sentence(wrong), LIST), 422 if wrong else 200


# ---- the queue -------------------------------------------------------------------------------


def _shown(cascade: UUID, wrong: str | None = None, here: str | None = None) -> str:
    read, number = opened(cascade, LOG_WORK)
    pairs = _waiting(read, number)
    last = read.after((0, -1001, "", "")) if "after" in read.asked else None
    at = next((pair for pair in pairs or () if last is None or pair.rank > last), None)
    return render_template(
        "people/duplicates.html",
        cascade=cascade,
        pair=_compared(read, number, at) if at else None,
        waiting=None if pairs is None else len(pairs),
        skipped=last is not None,
        onward=Cursor((), at.rank).cursor if at and pairs and at is not pairs[-1] else None,
        words=labels,
        wrong=wrong,
        typed=request.form.get("words", ""),
        here=here,
        here_args={"cascade": cascade},
    )


def _waiting(read: Read, cascade: int) -> list[Probable] | None:
    """Those within the reader's scope whom nobody has decided; None: still being compared."""
    ((people,),) = read.db.rows(MANY, cascade=cascade, large=LARGE)
    ask = read.answers.soon if people >= LARGE else read.answers.of
    private = read.home.private

    def compute(db: Db) -> Sequence[Probable]:
        return queue(db, private, cascade)

    held = ask(read, ("duplicates", cascade), compute)
    return None if held is None else _undecided(read, held.value)


def _undecided(read: Read, pairs: Sequence[Probable]) -> list[Probable]:
    """As they are now: pairs may have been decided since they were compared."""
    ids = {id for pair in pairs for id in (pair.one, pair.other)}
    seen = together(read.db, read.access, LOG_WORK, ((pair.one, pair.other) for pair in pairs))
    one_of: dict[str, int] = dict(read.db.rows(ONES, ids=sorted(ids)))
    decided = {frozenset(two) for two in read.db.rows(DECIDED)}
    unsure = {frozenset(two) for two in read.db.rows(UNSURE)}
    left = [
        pair
        for pair in pairs
        if (pair.one, pair.other) in seen
        and pair.one in one_of
        and pair.other in one_of
        and one_of[pair.one] != one_of[pair.other]
        and frozenset((pair.one, pair.other)) not in decided
    ]
    return sorted(left, key=lambda p: (frozenset((p.one, p.other)) in unsure, p.rank))


# ---- side by side ----------------------------------------------------------------------------


class Compared(NamedTuple):
    label: str
    one: str
    other: str
    same: bool


def _compared(read: Read, cascade: int, pair: Probable) -> dict[str, object]:
    found: list[Person] = [get_person(read, UUID(id)) for id in (pair.one, pair.other)]
    one, other = (display_names(read, [p["number"]])[p["number"]] for p in found)
    return {
        "one": {**one, "person": pair.one},
        "other": {**other, "person": pair.other},
        "score": pair.score / 1000,
        "why": spoken(pair.why),
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
    """How many workshops they attended and gave."""
    records = [
        records_people.record(read.db, p["one"], (0, 0), 500, cascade, read.scope) for p in found
    ]
    for role, label in (("participant", _("Attended")), ("facilitator", _("Gave"))):
        one, other = (str(sum(line["role"] == role for line in record)) for record in records)
        yield Compared(label, one, other, False)
