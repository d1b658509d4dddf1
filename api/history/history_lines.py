"""Flags and history in sentences, with people by name and workshops by identifier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from babel.numbers import format_decimal

from api.i18n import _, locale
from api.people.names import DisplayName, best_name, display_names
from api.transactions.read import Read
from projections import tables
from projections.history import record_history
from projections.history.record_history import Change, Line
from projections.history.typed_values import Id
from projections.quality import flags as quality_flags
from projections.quality.flags import Flag

PEOPLE = ("person", "one", "other", "by", "assessor", "observer", "lead")


class FlagSentence(TypedDict):
    """A flag. `workshop`, `person`: ids of the records that it is about."""

    code: str
    workshop: str | None
    person: str | None
    sentence: str


class FieldChange(TypedDict):
    """A field that changed. `before`, `after`: None also for a private text that was erased."""

    field: str
    before: Any
    after: Any
    private: bool


class HistoryLine(TypedDict):
    """One entry, as `schemas.figures.HistoryEntry`. `about`: its stream; `name`: the kind of entry;
    `reason`: a code; `words`: the reason in words."""

    position: int
    recorded_at: datetime
    recorded_by: str
    source: str
    about: str
    name: str
    sentence: str
    reason: str | None
    words: str | None
    changes: list[FieldChange]


def flag_sentences(read: Read, flags: Sequence[Flag]) -> list[FlagSentence]:
    people = display_names(read, _numbers(flags, quality_flags.PEOPLE))
    workshops = _workshops(read, _numbers(flags, quality_flags.WORKSHOPS))
    return [_flag(flag, people, workshops) for flag in flags]


def history_lines(read: Read, lines: Sequence[Line], *, brief: bool = False) -> list[HistoryLine]:
    """The entries in words, with the names and texts that the reader may open.

    `brief`: in sentences, a record without a name is shown by the first characters of its id.
    """
    ids = {str(v) for line in lines for k, v in line.params.items() if k in PEOPLE}
    numbers = read.db.numbers(tables.person, ids)
    people = display_names(read, numbers.values())
    names = {id: best_name(people[number]) for id, number in numbers.items()}
    names |= _identifiers(read, {str(line.params.get("workshop")) for line in lines})
    opened = read.private.open(
        sealed for line in lines for sealed in (line.words, *_sealed(line.changes))
    )
    return [_line(line, names, opened, brief) for line in lines]


# ---- flags -----------------------------------------------------------------------------------


def _numbers(flags: Iterable[Flag], places: frozenset[str]) -> Iterator[int]:
    for flag in flags:
        yield from flag.numbers(places).values()


def _flag(
    flag: Flag, people: Mapping[int, DisplayName], workshops: Mapping[int, tuple[str, str]]
) -> FlagSentence:
    params = dict(flag.params)
    for place, number in flag.numbers(quality_flags.PEOPLE).items():
        params[place] = best_name(people.get(number))
    for place, number in flag.numbers(quality_flags.WORKSHOPS).items():
        params[place] = workshops.get(number, ("", ""))[1]
    return {
        "code": flag.code,
        "workshop": workshops[flag.workshop][0] if flag.workshop else None,
        "person": people[flag.person]["person"] if flag.person else None,
        "sentence": _(quality_flags.SENTENCES[flag.code], **params),
    }


def _workshops(read: Read, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Number → (id, identifier; the id where there is none)."""
    sql = "SELECT number, id, identifier FROM workshop WHERE number IN ids(:numbers)"
    rows = read.db.rows(sql, numbers=sorted(set(numbers)))
    return {number: (id, identifier or id) for number, id, identifier in rows}


# ---- history ---------------------------------------------------------------------------------


def _identifiers(read: Read, ids: set[str]) -> dict[str, str]:
    sql = "SELECT id, identifier FROM workshop WHERE id IN ids(:ids) AND identifier IS NOT NULL"
    return dict(read.db.rows(sql, ids=sorted(ids)))


def _sealed(changes: Iterable[Change]) -> list[str | None]:
    return [sealed for change in changes for sealed in change.sealed or ()]


def _line(
    line: Line, names: Mapping[str, str], opened: Mapping[str, Mapping[str, str]], brief: bool
) -> HistoryLine:
    params = {name: _worded(value, names, brief) for name, value in line.params.items()}
    return {
        "position": line.position,
        "recorded_at": line.recorded_at,
        "recorded_by": line.recorded_by,
        "source": line.source,
        "about": line.about,
        "name": line.name,
        "sentence": _(record_history.SENTENCES[line.name], **params),
        "reason": line.reason,
        "words": opened.get(line.words or "", {}).get("words"),
        "changes": [_change(change, opened) for change in line.changes],
    }


def _worded(value: object, names: Mapping[str, str], brief: bool) -> str:
    """A value in a sentence: ids by name, numbers as the reader writes them, others unchanged."""
    if isinstance(value, Id):
        return names.get(value) or (short(value) if brief else value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return in_figures(value)
    return str(value)


def in_figures(value: float) -> str:
    """A number with all of its decimals, as the reader writes it."""
    return str(format_decimal(value, "#,##0.######", locale=locale()))


def short(id: str) -> str:
    """The first characters of an id, for a record without a name."""
    return id[:8]


def _change(change: Change, opened: Mapping[str, Mapping[str, str]]) -> FieldChange:
    before: object = change.before
    after: object = change.after
    if change.sealed is not None:
        before, after = (opened.get(sealed or "") for sealed in change.sealed)
    return {
        "field": change.field,
        "before": before,
        "after": after,
        "private": change.sealed is not None,
    }
