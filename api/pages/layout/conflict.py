"""A conflict: what others recorded after the author of a form opened it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask import request

from api.access.rules import LOG_WORK
from api.history.history_lines import HistoryLine, history_lines, in_figures
from api.i18n import _
from api.pages.layout import labels
from api.pages.layout.formatting import NONE, day
from api.pages.layout.numerals import whole
from api.pages.layout.regions import paths
from api.people.names import best_name, display_names
from api.transactions.read import Read
from api.web.services import home, reading
from projections import tables
from projections.history.record_history import history
from projections.history.typed_values import Code, Day, Id


class MeanwhileLine(NamedTuple):
    """`by`: a name; `changes`: (field, before, after), in words."""

    by: str
    changes: list[tuple[str, str, str]]
    entry: HistoryLine


@dataclass(frozen=True)
class Meanwhile:
    """`lines`: the entries recorded meanwhile; `version`: of the stream after the last of them."""

    lines: Sequence[MeanwhileLine]
    version: int


def of(stream: str) -> Meanwhile:
    """The entries of a workshop since the version that the form's author saw (field `seen`)."""
    entries = home().service.read().entries(stream)
    seen = whole(request.form.get("seen", "")) or 0
    start = max((e.position for e in entries if e.version <= seen), default=0)
    read = reading(LOG_WORK)
    kind, id = stream.split("/")
    lines = history_lines(read, history(read.home.log, read.db, kind, id, start), brief=True)
    names = _names(read, lines)
    by = home().accounts.directory.named({line["recorded_by"] for line in lines})
    return Meanwhile([_line(line, by, names) for line in lines], entries[-1].version)


def still_mine(carried: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The carried fields that the author changed; the others take the value recorded now."""
    return [pair for pair in carried if pair[0] != "seen" and not _as_seen(pair[0])]


def _as_seen(name: str) -> bool:
    field = name.removeprefix("was-")
    return f"was-{field}" in request.form and (
        request.form.get(field, "").strip() == request.form[f"was-{field}"].strip()
    )


def _line(line: HistoryLine, by: Mapping[str, Any], names: Mapping[str, str]) -> MeanwhileLine:
    who = by[line["recorded_by"]].name if line["recorded_by"] in by else _("the command line")
    named = fields()
    changes = [
        (
            named.get(one["field"], one["field"]),
            _plain(one["before"], names),
            _plain(one["after"], names),
        )
        for one in line["changes"]
    ]
    return MeanwhileLine(who, changes, line)


def _names(read: Read, lines: Iterable[HistoryLine]) -> dict[str, str]:
    """Id or code → name, of those in the changes."""
    ids = ids_in([[c["before"], c["after"]] for line in lines for c in line["changes"]])
    numbers = read.db.numbers(tables.person, ids)
    people = display_names(read, numbers.values())
    names = {id: best_name(people[number]) for id, number in numbers.items()}
    return labels.kinds() | dict(paths(read.db)) | names


def ids_in(value: Any) -> set[str]:
    """All ids in a value of a change, which may be nested."""
    if isinstance(value, Mapping | list):
        parts = value.values() if isinstance(value, Mapping) else value
        return {id for part in parts for id in ids_in(part)}
    return {value} if isinstance(value, Id) else set()


def _plain(value: Any, names: Mapping[str, str]) -> str:
    """A value of a change in words."""
    if value is None or value == "":
        return NONE
    if isinstance(value, Mapping):
        named = fields()
        parts = [(named.get(n, ""), _plain(v, names)) for n, v in value.items() if v is not None]
        return ", ".join(f"{name} {text}".strip() for name, text in parts)
    if isinstance(value, list):
        return ", ".join(_plain(one, names) for one in value)
    if isinstance(value, Id | Code):
        return names.get(value, value)
    if isinstance(value, Day):
        return day(date.fromisoformat(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return in_figures(value)
    return str(value)


def fields() -> dict[str, str]:
    """Field of a workshop → its label in a history."""
    return {
        "kind": _("Kind"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "lead": _("Lead"),
        "cofacilitators": _("Co-facilitators"),
        "region": _("Region"),
        "details": _("Title and venue"),
        "title": _("Title"),
        "venue": _("Venue"),
        "headcount": _("Headcount"),
        "status": _("State"),
        "attendance": _("A line of the register"),
        "pre": _("Pre-test"),
        "post": _("Post-test"),
        "max_score": _("Maximum"),
        "voided": _("voided"),
    }
