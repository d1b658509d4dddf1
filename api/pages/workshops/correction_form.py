"""What the forms of a workshop's corrections share: what was typed, against what was seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response, render_template, request, url_for
from marshmallow import Schema, ValidationError

from api.access.rules import LOG_WORK
from api.errors import Problem
from api.i18n import _
from api.pages.layout import labels as layout_labels
from api.pages.layout.change import Change, Wrong, reason, reasons, sentence
from api.pages.layout.formatting import NONE, day
from api.pages.layout.numerals import whole
from api.pages.layout.regions import paths
from api.pages.layout.visitor import Page
from api.pages.workshops.workshop_list import ONE, one
from api.transactions.write import Write
from api.web.services import home, reading
from domain import naming
from domain import workshop as domain
from domain.rules import NotFound, Refused
from domain.values import WorkshopId

AT = "/cascades/<uuid:cascade>/workshops/<uuid:workshop>"
Answer = Response | Page | str
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FACTS = (
    "kind", "starts_on", "ends_on", "lead", "cofacilitators", "region", "venue", "title",
    "headcount",
)  # fmt: skip
SCORES = ("pre", "post", "max_score")


def found(cascade: UUID, workshop: UUID) -> dict[str, Any]:
    """The workshop as it stands, for who may correct it; `regions` to choose from."""
    read = reading(LOG_WORK)
    regions = paths(read.db)
    return one(read, cascade, workshop) | {"regions": regions}


def facts(it: Mapping[str, Any]) -> dict[str, str]:
    """As the form shows them."""
    called = [
        who["identifier"] or who["person"] for who in (it["lead"], *it["cofacilitators"]) if who
    ]
    others = called[1:] if it["lead"] else called
    return {
        **{name: _text(it[name]) for name in FACTS},
        "lead": called[0] if it["lead"] else "",
        "cofacilitators": "; ".join(others),
    }


def scores(line: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(line[name]) for name in SCORES}


def _text(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def typed(now: Mapping[str, str]) -> dict[str, str]:
    """Of the form, what its author changed: what they left as they saw it is not theirs."""
    form = request.form
    return {
        name: form[name].strip()
        for name in now
        if name in form and form[name].strip() != form.get(f"was-{name}", now[name]).strip()
    }


def values(now: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Field → (what stands in it, what its author saw)."""
    form = request.form
    return {
        name: (form.get(name, text), form.get(f"was-{name}", text)) for name, text in now.items()
    }


def said_of_facts(
    cascade: UUID, it: Mapping[str, Any], changed: Mapping[str, str]
) -> dict[str, Any]:
    """As the API would be sent it."""
    said: dict[str, Any] = {name: text or None for name, text in changed.items()}
    there = {who["identifier"] for who in (it["lead"], *it["cofacilitators"]) if who}

    def named(text: str, field: str) -> dict[str, str]:
        """Who stands on the sheet may stand there again, be they seen or not."""
        return {"identifier": text} if text in there else somebody(cascade, text, field)

    if changed.get("lead"):
        said["lead"] = named(changed["lead"], "lead")
    if "cofacilitators" in changed:
        names = [name.strip() for name in re.split("[;\n]", changed["cofacilitators"])]
        said["cofacilitators"] = [named(n, "cofacilitators") for n in names if n]
    if (headcount := whole(changed.get("headcount", ""))) is not None:
        said["headcount"] = headcount
    if "starts_on" in changed and "ends_on" not in changed and it["starts_on"] == it["ends_on"]:
        said["ends_on"] = changed["starts_on"]
    return said


def loaded(shape: type[Schema], said: Mapping[str, Any]) -> dict[str, Any]:
    """As the endpoint takes it, with the reason; refused beside its field."""
    why = reason()
    body = {**said, "reason": {n: text for n, text in why.items() if text}}
    try:
        return dict(shape().load(body))
    except ValidationError as error:
        name, sentence = next(iter(error.normalized_messages().items()))
        raise Refused(_first(sentence), field=str(name)) from None


def _first(sentence: Any) -> str:
    while not isinstance(sentence, str):
        sentence = next(iter(sentence.values() if isinstance(sentence, Mapping) else sentence))
    return sentence


def expecting(write: Write, workshop: UUID) -> WorkshopId:
    """The write goes on only where nobody else corrected what its author saw."""
    it = WorkshopId(str(workshop))
    if (seen := whole(request.form.get("seen", ""))) is not None:
        write.expect(domain.stream(it), seen)
    return it


# ---- who and which is meant ------------------------------------------------------------------


def somebody(cascade: UUID, text: str, field: str) -> dict[str, str]:
    """By identifier, or by the address or id of their page."""
    if by_id := UUIDS.findall(text):
        return {"person": by_id[-1]}
    who = bearer(cascade, text)
    if who is None:
        raise Refused(
            "Nobody here is called “{identifier}”. Check it, or choose from the list.",
            field=field,
            identifier=text,
        )
    return {"person": who}


def bearer(cascade: UUID, identifier: str) -> str | None:
    """Who bears this identifier, of those whom the reader may see."""
    read = reading(LOG_WORK)
    rows = read.db.rows("SELECT series FROM cascade WHERE id = :c", c=str(cascade))
    return read.private.people(rows[0][0], [identifier]).get(identifier)


def other_workshop(cascade: UUID, text: str) -> str:
    """By identifier, or by the address or id of its page."""
    look = home().service.read()
    series = look.known_cascade(str(cascade)).series  # type: ignore[arg-type]
    by_id = UUIDS.findall(text)
    means = by_id[-1] if by_id else look.name(naming.workshops_of(series), text).means
    if not means:
        raise NotFound(
            "No workshop here is called “{identifier}”. Check it, or paste its address.",
            field="to",
            identifier=text,
        )
    return str(means)


# ---- in words --------------------------------------------------------------------------------


def labels() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "lead": _("Lead"),
        "cofacilitators": _("Co-facilitators"),
        "region": _("Region"),
        "venue": _("Venue"),
        "title": _("Title"),
        "headcount": _("Headcount"),
        "pre": _("Pre-test"),
        "post": _("Post-test"),
        "max_score": _("Maximum"),
    }


def says(
    now: Mapping[str, str], changed: Mapping[str, str], it: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """(what, now, afterwards) of each field that changes."""
    named = labels()
    return [
        (named[name], _shown(name, now[name], it), _shown(name, text, it))
        for name, text in changed.items()
    ]


def _shown(name: str, text: str, it: Mapping[str, Any]) -> str:
    if name == "kind":
        return layout_labels.kinds().get(text, text)
    if name == "region":
        return dict(it["regions"]).get(text, text or NONE)
    if name in ("starts_on", "ends_on") and text == str(it[name]):
        return day(it[name])
    if name == "lead" and it["lead"] and text == facts(it)["lead"]:
        return str(it["lead"]["name"] or text)
    return text or NONE


def onward(cascade: UUID, workshop: UUID) -> str:
    return url_for(ONE, cascade=cascade, workshop=workshop)


# ---- the steps --------------------------------------------------------------------------------


def change_of(
    cascade: UUID, workshop: UUID, act: Callable[[Any], Any], title: str, done: str, here: str,
    says: Any = (), **more: Any,
) -> Change:  # fmt: skip
    at = {"cascade": cascade, "workshop": workshop, **more}
    return Change(
        str(cascade), act, title, onward(cascade, workshop), done, here, at,
        says,
    )  # fmt: skip


def form_of(
    template: str, wrong: Wrong, cascade: UUID, workshop: UUID, here: str,
    more: Mapping[str, Any] | None = None, **shown: Any,
) -> Answer:  # fmt: skip
    field = getattr(wrong, "field", None) or ""
    at = {"cascade": cascade, "workshop": workshop, **(more or {})}
    if here == "pages.corrections.ask":
        at["what"] = shown["what"]
    page = render_template(
        template, cascade=cascade, back=onward(cascade, workshop), wrong=sentence(wrong),
        wrong_at=field.split("/")[0].split(".")[0], reasons=reasons(), typed=request.form,
        here=here, here_args=at, **shown,
    )  # fmt: skip
    return page if wrong is None else (page, _status(wrong))


def _status(wrong: Refused | Problem) -> int:
    return 404 if isinstance(wrong, NotFound) else getattr(wrong, "status", 422)
