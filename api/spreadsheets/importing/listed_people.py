"""People of registers who stand by name alone, and with an identifier on a list of these files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from api.matching.phonetics import words
from api.spreadsheets.importing.coming import rename
from api.spreadsheets.importing.names import is_key
from api.spreadsheets.importing.row_values import PersonRecord, Record
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement

TOLD_APART_BY = ("phone", "email", "id_number")
FEWEST_WORDS = 2
"""Of a name that tells one of a list from the others."""


def join(judgement: Judgement) -> None:
    """Whoever has the whole name of exactly one person with an identifier, and contradicts nothing
    that is said of them, is that person. Their row adds what the list does not say."""
    listed: dict[tuple[str, ...], list[JudgedRow]] = defaultdict(list)
    keyed: dict[str, list[JudgedRow]] = defaultdict(list)
    for row in judgement.rows["people"]:
        if isinstance(row.record, PersonRecord):
            if is_key(row.record.person):
                keyed[row.record.person].append(row)
            else:
                listed[_called(row.record)].append(row)
    if not keyed or not listed:
        return
    now = dict(_same(listed, keyed))
    for name, rows in judgement.rows_with(now).items():
        known = now[name]
        for row in rows:
            if isinstance(row.record, PersonRecord) and isinstance(known.record, PersonRecord):
                known.record = _filled(known.record, row.record)
                row.repeats(known)
                row.record = None
        rename(rows, {name: known.people[0]})


def _same(
    listed: dict[tuple[str, ...], list[JudgedRow]], keyed: dict[str, list[JudgedRow]]
) -> Iterator[tuple[str, JudgedRow]]:
    """(key, the row of the list). One of the list is not two of those without an identifier."""
    found: dict[int, list[tuple[str, JudgedRow]]] = defaultdict(list)
    for name, rows in keyed.items():
        records = [row.record for row in rows if isinstance(row.record, PersonRecord)]
        called = _called(records[0])
        namesakes = listed.get(called, []) if len(called) >= FEWEST_WORDS else []
        if len(namesakes) == 1 and all(_agree(one, namesakes[0].record) for one in records):
            found[id(namesakes[0])].append((name, namesakes[0]))
    return (several[0] for several in found.values() if len(several) == 1)


def _called(record: PersonRecord) -> tuple[str, ...]:
    return tuple(sorted(words(record.details.get("name", ""))))


def _agree(one: PersonRecord, other: Record | None) -> bool:
    if not isinstance(other, PersonRecord):
        return False
    pairs = [(one.details.get(name), other.details.get(name)) for name in TOLD_APART_BY]
    pairs.append((one.sex, other.sex))
    return all(not a or not b or a == b for a, b in pairs)


def _filled(known: PersonRecord, more: PersonRecord) -> PersonRecord:
    """The record on the list, with what only the other one says."""
    fields = [name for name in PersonRecord.__struct_fields__ if name not in ("person", "details")]
    stated = {name: getattr(more, name) for name in fields if getattr(known, name) is None}
    return msgspec.structs.replace(known, **stated, details={**more.details, **known.details})
