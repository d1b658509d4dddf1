"""Accounts, sources and values of changes, in words that the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from babel.dates import format_skeleton, format_time

from api.access.rules import ADMINISTER, LOG_WORK
from api.history.history_lines import HistoryLine, in_figures, short
from api.i18n import _, locale
from api.pages.layout.conflict import ids_in
from api.pages.layout.formatting import NONE, day
from api.pages.layout.visitor import role_names
from api.people.names import display_names
from api.transactions.read import Read
from projections import tables
from projections.history.typed_values import Day, Id
from projections.records import grants

CONSOLE = "console"
PLACES = (
    "SELECT id, identifier FROM workshop WHERE id IN ids(:ids)",
    "SELECT id, name FROM region WHERE id IN ids(:ids)",
    "SELECT id, name FROM organisation WHERE id IN ids(:ids)",
)


def accounts(read: Read, ids: Iterable[str]) -> dict[str, str]:
    """Account id → its name for coordinators and administrators, else its role and short id."""
    wanted = sorted(set(ids))
    named = read.access.may(LOG_WORK) or read.access.may(ADMINISTER)
    roles: dict[str, str] = {}
    for held in grants.held(read.db, wanted):
        roles.setdefault(held.account, role_names().get(held.role, held.role))
    book = read.home.accounts.directory
    names = {one.id: one.name for one in book.listed() if one.id in wanted} if named else {}
    shown = {id: names.get(id) or f"{roles.get(id, _('Account'))} {id[:6]}" for id in wanted}
    return shown | {CONSOLE: _("The command line")}


def source(recorded: str) -> str:
    """The source of an entry in words: `web`, `api`, `console`, or `import:`, `undo:`, `form:` with
    the name of the batch."""
    way, _colon, which = recorded.partition(":")
    sentences = {
        "web": _("on these pages"),
        "api": _("by a program"),
        "console": _("at the command line"),
        "import": _("by the import {batch}"),
        "undo": _("by taking back the import {batch}"),
        "form": _("by the form {batch}"),
    }
    return sentences.get(way, recorded).replace("{batch}", which)


# ---- what an entry says ----------------------------------------------------------------------


def helpers() -> dict[str, Callable[..., Any]]:
    """What the templates of history and comparison may call."""
    return {
        "moment": moment,
        "month_name": month_name,
        "source": source,
        "value": value,
        "field_names": fields,
        "reasons": reasons,
    }


def moment(at: datetime) -> str:
    """A time in UTC, as the log has it."""
    return f"{day(at.astimezone(UTC))}, {format_time(at, 'HH:mm', UTC, locale())} UTC"


def month_name(month: date) -> str:
    return str(format_skeleton("yMMMM", month, locale=locale()))


def names(read: Read, lines: Iterable[HistoryLine]) -> dict[str, str]:
    """Id → name, of the people, workshops and places in the changes."""
    ids = ids_in([[c["before"], c["after"]] for line in lines for c in line["changes"]])
    numbers = read.db.numbers(tables.person, ids)
    people = display_names(read, numbers.values())
    found = {id: people[n]["name"] or people[n]["identifier"] for id, n in numbers.items()}
    for sql in PLACES:
        found |= dict(read.db.rows(sql, ids=sorted(ids)))
    return {id: name for id, name in found.items() if name}


def value(it: Any, names: Mapping[str, str] | None = None) -> str:
    """One value of a change, in words. `names`: id → name; an id without a name is shortened. If
    `names` is left out, ids are shown whole."""
    if it in (None, "", [], {}):
        return NONE
    match it:
        case bool():
            return _("yes") if it else _("no")
        case int() | float():
            return in_figures(it)
        case Day():
            return day(date.fromisoformat(it))
        case Id():
            return it if names is None else names.get(it) or short(it)
        case dict():
            labels = fields()
            parts = (
                value(v, names) if k == "person" else f"{labels.get(k, k)} {value(v, names)}"
                for k, v in it.items()
            )
            return ", ".join(parts)
        case list():
            return ", ".join(value(one, names) for one in it)
    return str(it)


def fields() -> dict[str, str]:
    """Field of a change → label; other fields are shown by their names in the log."""
    return {
        "status": _("state"),
        "starts_on": _("first day"),
        "ends_on": _("last day"),
        "lead": _("lead"),
        "cofacilitators": _("co-facilitators"),
        "headcount": _("headcount"),
        "attendance": _("on the register"),
        "region": _("region"),
        "organisation": _("organisation"),
        "kind": _("kind"),
        "mode": _("mode"),
        "modules": _("modules"),
        "details": _("details"),
        "identifier": _("identifier"),
        "sex": _("sex"),
        "age_band": _("age band"),
        "cadre": _("cadre"),
        "disability": _("disability"),
        "pre": _("pre-test"),
        "post": _("post-test"),
        "max_score": _("of at most"),
        "voided": _("voided"),
        "in_conflict": _("scores disagree"),
        "certificate": _("certificate"),
        "expires_on": _("valid until"),
        "evidence": _("evidence"),
        "feedback": _("feedback"),
        "level": _("level"),
    }


def reasons() -> dict[str, str]:
    """Code of a reason → label."""
    return {
        "typing-error": _("typing error"),
        "wrong-person": _("wrong person"),
        "duplicate": _("duplicate"),
        "not-held": _("was not held"),
        "new-information": _("new information"),
        "quality": _("quality"),
        "misconduct": _("misconduct"),
        "requested": _("requested"),
        "imported": _("imported"),
        "import-undone": _("the import was taken back"),
        "other": _("other reason"),
    }
