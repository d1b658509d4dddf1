"""People who are probably one: a pair at a time, side by side, and a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

from api.access.policy import require_records, together
from api.access.rules import LOG_WORK, needs
from api.endpoints.duplicates import leave_people_unsure
from api.endpoints.people import distinguish_people, get_person
from api.errors import Problem
from api.i18n import _
from api.matching import contacts
from api.matching.explanations import spoken
from api.matching.phonetics import words as spelt
from api.pages.layout import change
from api.pages.layout import labels as layout_labels
from api.pages.layout.change import Change, Wrong
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page, field
from api.pages.people.merge import same
from api.pages.people.people_list import of_numbers, opened
from api.people.duplicates import Probable, queue
from api.people.names import display_names
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

Said = dict[str, Any]


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
    return redirect(url_for(LIST, cascade=cascade), 303)  # type: ignore[return-value]


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
    with opened(cascade, LOG_WORK) as (read, number):
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
            words=layout_labels,
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


def _compared(read: Read, cascade: int, pair: Probable) -> Said:
    """`lines`: (name, one's, the other's, whether they are the same)."""
    ids = (pair.one, pair.other)
    found = [get_person(read, UUID(id)) for id in ids]
    listed = [_listed(read, cascade, person["one"]) for person in found]
    people = display_names(read, [person["number"] for person in found])
    return {
        "one": people[found[0]["number"]] | {"person": pair.one},
        "other": people[found[1]["number"]] | {"person": pair.other},
        "score": pair.score / 1000,
        "why": spoken(pair.why),
        "unsure": pair.unsure,
        "lines": _lines(found, listed) + _numbers(read, cascade, found),
    }


def _listed(read: Read, cascade: int, one: int) -> Said:
    rows = of_numbers(read, cascade, [one])
    return rows[0] if rows else {}


def _lines(found: Sequence[Said], listed: Sequence[Said]) -> list[tuple[str, str, str, bool]]:
    labels = {
        "name": _("Name"),
        "phone": _("Telephone"),
        "email": _("E-mail address"),
        "id_number": _("ID number"),
    }
    texts = [
        (label, *(person["details"].get(name) or "" for person in found), _alike(name))
        for name, label in labels.items()
    ]
    called = [", ".join(person["identifiers"]) for person in found]
    sexes, bands = dict(layout_labels.sexes()), dict(layout_labels.age_bands())
    own = [person["profile"] for person in found]
    texts += [
        (_("Identifier"), *called, _plain),
        (_("Sex"), *(sexes[one["sex"]] for one in own), _plain),
        (_("Age"), *(bands.get(one["age_band"], "") for one in own), _plain),
        (_("Region"), *(one.get("region") or "" for one in listed), _plain),
        (_("Cadre"), *(one["cadre"] or "" for one in own), _plain),
    ]
    return [(label, a, b, bool(a and b and alike(a) == alike(b))) for label, a, b, alike in texts]


def _numbers(read: Read, cascade: int, found: Sequence[Said]) -> list[tuple[str, str, str, bool]]:
    """How many workshops they attended and gave."""
    lines = []
    records = [
        records_people.record(read.db, p["one"], (0, 0), 500, cascade, read.scope) for p in found
    ]
    for role, label in (("participant", _("Attended")), ("facilitator", _("Gave"))):
        counts = [str(sum(line["role"] == role for line in record)) for record in records]
        lines.append((label, *counts, False))
    return [(label, a, b, alike) for label, a, b, alike in lines]


def _alike(name: str) -> Any:
    """What of a contact or a name is compared."""
    return {"phone": contacts.phones, "email": contacts.email, "id_number": contacts.id_number}.get(
        name, lambda text: sorted(spelt(text))
    )


def _plain(text: str) -> str:
    return text.casefold()
