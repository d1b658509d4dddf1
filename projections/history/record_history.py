"""The history of a record: each entry that concerns it, with its changes, before and after.

The history of a merged person is that of all their records, with the workshops that name or ever
named them. Values are texts, numbers, and ids, codes and ISO dates that are marked as such
(`projections.history.typed_values`); a door names people and renders sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.events import AttendanceAdded, Entry, ProposalMade, ProposalRevised, WorkshopHeld
from domain.log import Log
from projections.db import Db
from projections.history.field_changes import Key, Sealed, State, folded, sealed_fields
from projections.history.sentences import SENTENCES
from projections.history.typed_values import Id, Plain, plain, plain_field, plain_fields
from projections.scope import EVERYTHING, Scope, knowing

__all__ = ["SENTENCES", "Change", "Line", "history"]

STREAMS = (
    "cascade",
    "workshop",
    "certification",
    "outcome",
    "region",
    "organisation",
    "batch",
    "access",
    "proposal",
)
"""Kinds whose history is one stream; a certification's id is `<cascade>/<person>`."""
OF_ONE = ("attendance", "feedback")
"""Fields whose value names the person whom the change is about."""
BY_NAME = ("batch", "name")
"""Kinds of streams whose names have a chosen name in them, not an id."""
WHOLE = ("workshop.", "evidence.")
"""Entries about a whole workshop; others of its stream are about one person each."""


@dataclass(frozen=True)
class Change:
    """The change of one field. For a private text, `before` and `after` are "" if there is a text,
    and `sealed` has both commitments (before, after), for a door that may open them."""

    field: str
    before: Plain
    after: Plain
    sealed: tuple[str | None, str | None] | None = None


@dataclass(frozen=True)
class Line:
    """One entry. `SENTENCES[name]` says it in words, its places filled from `params`.

    `about`: the stream, such as `workshop/<id>`. `reason`: its code; `words`: the commitment to
    the words of the reason.
    """

    position: int
    recorded_at: datetime
    recorded_by: str
    source: str
    cascade: str | None
    about: str
    name: str
    params: dict[str, Plain]
    changes: tuple[Change, ...]
    reason: str | None = None
    words: str | None = None


def history(
    log: Log,
    db: Db,
    kind: str,
    id: str,
    after: int = 0,
    limit: int = 100,
    scope: Scope = EVERYTHING,
) -> list[Line]:
    """Lines after the position `after`, in order; none if the id is unknown.

    `kind`: person or one of `STREAMS`; else ValueError. For a person, the entries of those
    cascades in which they lie within the scope.
    """
    if kind == "person":
        found = _of_person(log, db, id)
    elif kind in STREAMS:
        found = _of_streams(log, [f"{kind}/{id}"])
    else:
        raise ValueError(f"there is no history of kind {kind}")
    later = [line for line in found if line.position > after]
    if kind == "person" and not scope.everything:
        within, unseen = _theirs(db, scope, id)
        later = [x for x in later if _is_own(x) or x.cascade in within or x.position in unseen]
    return sorted(later, key=lambda line: line.position)[:limit]


UNSEEN = """
SELECT u.position FROM unseen u JOIN person p ON p.number = u.person JOIN person o ON o.one = p.one
WHERE o.id = :id
"""


def _theirs(db: Db, scope: Scope, id: str) -> tuple[set[str], set[int]]:
    """The cascades (ids) in which the person lies within the scope; and the positions of all
    entries that named the person although the recorder could not see them."""
    sql = "SELECT id FROM cascade WHERE number IN ids(:numbers)"
    within = {id for (id,) in db.rows(sql, numbers=sorted(knowing(db, scope, id)))}
    return within, {position for (position,) in db.rows(UNSEEN, id=id)}


def _is_own(line: Line) -> bool:
    """Whether the line is about the person as such, not about one of their cascades."""
    return line.about.startswith(("person/", "pair/"))


def by_account(
    log: Log, db: Db, account: str, cascade: int, after: int = 0, limit: int = 100
) -> list[Line]:
    """Entries that an account itself recorded on its proposals in a cascade; paged as `history`."""
    sql = "SELECT id FROM proposal WHERE author = :account AND cascade = :cascade"
    streams = [f"proposal/{id}" for (id,) in db.rows(sql, account=account, cascade=cascade)]
    found = (line for line in _of_streams(log, streams) if line.recorded_by == account)
    later = (line for line in found if line.position > after)
    return sorted(later, key=lambda line: line.position)[:limit]


def lines_at(log: Log, entries: Iterable[Entry]) -> list[Line]:
    """The lines of these entries, in order."""
    wanted = {entry.position: entry.stream for entry in entries}
    found = _of_streams(log, set(wanted.values()))
    return sorted((line for line in found if line.position in wanted), key=lambda x: x.position)


def _of_streams(log: Log, streams: Iterable[str], people: Set[str] = frozenset()) -> Iterator[Line]:
    """Lines of all entries; of workshops, if `people` are given, those that concern them."""
    for stream, entries in log.load(streams).items():
        state: State = {}
        for entry in entries:
            before, state = state, folded(state, entry.event)
            changes = [c for c in _changes(before, state) if not _is_own_id(c, stream)]
            if people and stream.startswith("workshop/"):
                if not _concerns(entry, before, state, people):
                    continue
                changes = [c for c in changes if _about(c, people)]
            yield _line(entry, tuple(changes))


# ---- a person --------------------------------------------------------------------------------


def _of_person(log: Log, db: Db, id: str) -> Iterator[Line]:
    row = db.one("SELECT one FROM person WHERE id = :id", id=id)
    if row is None:
        return iter(())
    group: dict[int, str] = dict(
        db.rows("SELECT number, id FROM person WHERE one = :one", one=row[0])
    )
    streams = {f"person/{p}" for p in group.values()}
    for sql, stream in _BESIDE:
        found = db.rows(sql, people=sorted(group), one=row[0])
        streams |= {stream.format(*ids) for ids in found}
    return _of_streams(log, streams, frozenset(group.values()))


_BESIDE = (
    (
        "SELECT a.id, b.id FROM pair JOIN person a ON a.number = pair.one"
        " JOIN person b ON b.number = pair.other"
        " WHERE pair.one IN ids(:people) OR pair.other IN ids(:people)",
        "pair/{}/{}",
    ),
    (
        "SELECT c.id, p.id FROM cascade c CROSS JOIN person p WHERE p.number IN ids(:people)"
        " AND (EXISTS (SELECT 1 FROM certificate x"
        " WHERE x.cascade = c.number AND x.person = p.number) OR EXISTS (SELECT 1 FROM standing x"
        " WHERE x.cascade = c.number AND x.person = p.number))",
        "certification/{}/{}",
    ),
    (
        "SELECT id FROM outcome WHERE person IN ids(:people) OR observer IN ids(:people)",
        "outcome/{}",
    ),
    (
        "SELECT id FROM workshop WHERE number IN (SELECT workshop FROM presence"
        " WHERE person = :one UNION SELECT workshop FROM mention WHERE person IN ids(:people))",
        "workshop/{}",
    ),
)


def _concerns(entry: Entry, before: State, after: State, people: Set[str]) -> bool:
    if entry.name.startswith(WHOLE):
        return any(_names(state, people) for state in (before, after))
    return bool(_ids(plain(entry.event)) & people)


def _names(state: State, people: Set[str]) -> bool:
    found = {key[1] for key in state if key[0] in OF_ONE} | {state.get(("lead", ""))}
    return not people.isdisjoint(found | set(state.get(("cofacilitators", "")) or ()))


def _about(change: Change, people: Set[str]) -> bool:
    """Whether the change is about one of these people, or about the whole workshop."""
    if change.field in (*OF_ONE, "lead", "cofacilitators"):
        return bool((_ids(change.before) | _ids(change.after)) & people)
    return True


def _ids(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {found for part in value.values() for found in _ids(part)}
    if isinstance(value, list):
        return {found for part in value for found in _ids(part)}
    return {value} if isinstance(value, Id) else set()


# ---- a line ----------------------------------------------------------------------------------


def _changes(before: State, after: State) -> list[Change]:
    keys: list[Key] = [*after, *(key for key in before if key not in after)]
    return [
        _change(key[0], before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    ]


def _is_own_id(change: Change, stream: str) -> bool:
    kind, *own = stream.split("/")
    return (isinstance(change.after, Id) or kind in BY_NAME) and change.after in own


def _change(field: str, before: Any, after: Any) -> Change:
    if field == "boundary":
        return Change(field, before and before["type"], after and after["type"])
    if not isinstance(before, Sealed) and not isinstance(after, Sealed):
        return Change(field, before, after)
    old, new = (v.commitment if isinstance(v, Sealed) else None for v in (before, after))
    return Change(field, old and "", new and "", (old, new))


def _line(entry: Entry, changes: tuple[Change, ...]) -> Line:
    reason = getattr(entry.event, "reason", None) or getattr(entry.event, "waiver", None)
    return Line(
        entry.position,
        entry.recorded_at,
        entry.recorded_by,
        entry.source,
        entry.cascade,
        entry.stream,
        entry.name,
        _params(entry),
        changes,
        reason.code.value if reason else None,
        reason.words if reason else None,
    )


def _params(entry: Entry) -> dict[str, Plain]:
    """The ids in the stream's name, and the fields of the event that are one word or number."""
    kind, *ids = entry.stream.split("/")
    if kind == "certification":
        params: dict[str, Plain] = dict(zip(("cascade", "person"), map(Id, ids), strict=False))
    elif len(ids) == 1:
        params = {kind: ids[0] if kind == "batch" else Id(ids[0])}
    else:
        params = {}
    sealed = sealed_fields(type(entry.event))
    for name in entry.event.__struct_fields__:
        value = plain_field(entry.event, name)
        if name not in sealed and isinstance(value, str | int | float):
            params[name] = value
    if isinstance(entry.event, WorkshopHeld):
        params["people"] = len(entry.event.register)
    if isinstance(entry.event, ProposalMade | ProposalRevised):
        params["lines"] = len(entry.event.lines)
    if isinstance(entry.event, AttendanceAdded):
        params |= plain_fields(entry.event.attendance)
    return params
