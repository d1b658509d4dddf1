"""What an upload would bring into being, as the page lists it, and the decisions that come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from api.i18n import _
from api.pages.imports.upload_view import MAX_TEXT
from api.pages.layout.formatting import number
from api.spreadsheets.files.cells import trimmed
from api.spreadsheets.importing.coming import (
    ACCEPT,
    APART,
    LEAVE_OUT,
    OF_REGIONS,
    Coming,
    Kind,
    kind_names,
)
from api.spreadsheets.uploads.rewriting import OF_TRAINERS

MOST_SHOWN = 50
"""Of what comes into being, listed under one heading."""
MOST_PLACES = 5
FIRST = "first"
"""Takes the first choice of all under a heading."""


@dataclass(frozen=True)
class Decision:
    """One line of the list. `options`: answer → label; `where`: the first rows, in words;
    `is_text`: whether another text may be written in all its rows."""

    key: str
    label: str
    count: int
    where: str
    options: Mapping[str, str]
    chosen: str
    is_text: bool


@dataclass(frozen=True)
class Arriving:
    """All of one kind. `together`: (answer, label) of the buttons that decide all that is open;
    `more`: how many are not listed."""

    kind: str
    name: str
    lines: Sequence[Decision]
    open: int
    decided: int
    more: int
    together: Sequence[tuple[str, str]]


def arriving(coming: Sequence[Coming], label: Callable[[Coming], str]) -> list[Arriving]:
    return [
        _arriving(kind, name, label, [one for one in coming if one.kind == kind])
        for kind, name in kind_names().items()
        if any(one.kind == kind for one in coming)
    ]


def _arriving(
    kind: Kind, name: str, label: Callable[[Coming], str], coming: Sequence[Coming]
) -> Arriving:
    waiting = [one for one in coming if not one.decision]
    listed = sorted(coming, key=lambda one: bool(one.decision))[:MOST_SHOWN]
    together = [(ACCEPT, _accept_all(kind))]
    if waiting and all(one.choices for one in waiting):
        together.insert(0, (FIRST, _("Take the first proposal for all")))
    lines = [
        Decision(
            one.key,
            label(one),
            one.count,
            _where(one),
            _options(one),
            one.decision,
            kind in (*OF_REGIONS, *OF_TRAINERS),
        )
        for one in listed
    ]
    count = len(waiting)
    more = len(coming) - len(listed)
    return Arriving(kind.value, name, lines, count, len(coming) - count, more, together)


def _where(one: Coming) -> str:
    """The first rows: “Training 1: 14, 15; Training 2: 8, …”."""
    found: dict[str, list[str]] = {}
    for place in one.places[:MOST_PLACES]:
        found.setdefault(place.sheet or place.file, []).append(number(place.line))
    listed = "; ".join(f"{name}: {', '.join(dict.fromkeys(at))}" for name, at in found.items())
    return listed + (", …" if one.count > MOST_PLACES else "")


def _options(one: Coming) -> dict[str, str]:
    found = {
        choice.answer: _("It is {name}", name=choice.label)
        + (f" ({choice.why})" if choice.why else "")
        for choice in one.choices
    }
    if one.kind is Kind.TRAINERS:
        found = {choice.answer: _("All of it is one name") for choice in one.choices}
    found[ACCEPT] = _accept(one.kind)
    if one.kind is Kind.SAME_NAME:
        found[APART] = _("Somebody else in each workshop")
    found[LEAVE_OUT] = _leave_out(one.kind)
    return found


def _accept(kind: Kind) -> str:
    match kind:
        case Kind.REGION:
            return _("Add the region")
        case Kind.REGION_NEAR:
            return _("It is another region: add it")
        case Kind.NAMELESS:
            return _("Add them, with their identifier alone")
        case Kind.TRAINER:
            return _("Add them as somebody new")
        case Kind.TRAINERS:
            return _("Each is a trainer")
        case Kind.PERSON:
            return _("Somebody else: add them")
        case Kind.SAME_NAME:
            return _("It is one person")
        case Kind.WORKSHOP:
            return _("It is another workshop: add it")
    return _("It is another one: add it as written")


def _accept_all(kind: Kind) -> str:
    if kind is Kind.SAME_NAME:
        return _("Each name is one person")
    if kind is Kind.TRAINERS:
        return _("Each is a trainer")
    return _("Add them all")


def _leave_out(kind: Kind) -> str:
    if kind in OF_REGIONS:
        return _("Leave the region out")
    if kind in OF_TRAINERS:
        return _("Leave the trainer out")
    return _("Leave these rows out")


def decided(coming: Sequence[Coming], form: Mapping[str, str], together: str) -> dict[str, str]:
    """The decisions of the form, by their keys. `together`: kind and answer for all of this kind
    that are not decided yet."""
    found = {one.key: said for one in coming if (said := form.get(f"d:{one.key}"))}
    kind, _sign, answer = together.partition(":")
    for one in coming:
        if one.kind == kind and not one.decision and one.key not in found:
            first = one.choices[0].answer if one.choices else ""
            said = first if answer == FIRST else answer
            if said:
                found[one.key] = said
    return found


def written_instead(coming: Sequence[Coming], form: Mapping[str, str]) -> list[tuple[Coming, str]]:
    """What was typed in the place of regions and trainers."""
    typed = ((one, trimmed(form.get(f"w:{one.key}", ""))[:MAX_TEXT]) for one in coming)
    return [(one, text) for one, text in typed if text]
