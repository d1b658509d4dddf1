"""People without an identifier: who of them is known, as when a register is typed.

What is alike for sure is known, what is like nobody is new, and the rest is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec

from api.people.candidates import Candidate
from api.people.names import best_name
from api.people.register_matching import LineMatch, LineState, match_typed
from api.people.search import CascadeOf
from api.people.typed_line import STATISTICS
from api.spreadsheets.files.cells import BY_NAME
from api.spreadsheets.importing.coming import (
    ACCEPT,
    APART,
    LEAVE_OUT,
    Arrivals,
    Choice,
    Kind,
    leave_out,
    rename,
)
from api.spreadsheets.importing.names import as_said, is_key, keys, part_of, shown
from api.spreadsheets.importing.row_values import (
    PersonRecord,
    RegisterRecord,
    WorkshopRecord,
)
from api.spreadsheets.importing.steps import ImportContext
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement, Verdict
from api.transactions.read import Read
from domain.values import PersonId

CONTACTS = ("phone", "email", "id_number")


def look(arrivals: Arrivals, context: ImportContext, read: Read, cascade: CascadeOf) -> None:
    """Gives the keys of people who are known to these people, and asks about the others who
    perhaps are."""
    judgement = arrivals.judgement
    strangers = sorted(keys(judgement.people()) - context.people.keys())
    if not strangers:
        return
    described = _described(judgement) | context.described
    lines = [_line(name, described.get(name)) for name in strangers]
    regions = _regions(context, judgement, strangers, described)
    matches = match_typed(read, cascade.number, cascade.series, regions, lines)
    found = dict(zip(strangers, matches, strict=True))
    certain = Counter(match.answer for match in matches if match.state is LineState.KNOWN)
    known: dict[str, PersonId] = {}
    unclear: dict[str, LineMatch] = {}
    for name, match in found.items():
        if match.state is LineState.KNOWN and certain[match.answer] == 1:
            known[name] = PersonId(match.answer)
        elif match.state in (LineState.KNOWN, LineState.UNCLEAR):
            unclear[name] = match
    rows = judgement.rows_with(unclear)
    for name, match in unclear.items():
        said = _ask(arrivals, name, rows[name], match.choices)
        if said:
            known[name] = PersonId(said)
    bind(judgement, context, known)


def bind(judgement: Judgement, context: ImportContext, known: Mapping[str, PersonId]) -> None:
    """From now on each of these names means this known person, who has one name in all rows."""
    others = {id: name for name, id in context.people.items()}
    now = {name: others[id] for name, id in known.items() if id in others}
    for name, rows in judgement.rows_with(now).items():
        rename(rows, {name: now[name]})
    context.people |= {name: id for name, id in known.items() if name not in now}


def choice(one: Candidate) -> Choice:
    label = best_name(one)
    if one["name"] and one["identifier"]:
        label = f"{one['name']} ({one['identifier']})"
    return Choice(one["person"], label, ", ".join(one["why"]))


def _ask(
    arrivals: Arrivals, name: str, rows: list[JudgedRow], candidates: Iterable[Candidate]
) -> str:
    """The id that was chosen, or ""."""
    choices = [choice(one) for one in candidates]
    said = arrivals.decide(Kind.PERSON, as_said(name), rows, choices, shown(name))
    if said == LEAVE_OUT:
        leave_out(rows, name)
    return "" if said in (ACCEPT, APART, LEAVE_OUT) else said


def _described(judgement: Judgement) -> dict[str, PersonRecord]:
    records = (row.record for row in judgement.rows["people"])
    return {one.person: one for one in records if isinstance(one, PersonRecord)}


def _line(name: str, record: PersonRecord | None) -> dict[str, str]:
    if record is None:
        return {"name": shown(name)}
    stated = {column: str(getattr(record, column) or "") for column in STATISTICS}
    line = {**stated, **{c: record.details.get(c, "") for c in ("name", *CONTACTS)}}
    return {column: text for column, text in line.items() if text}


def _regions(
    context: ImportContext,
    judgement: Judgement,
    names: Collection[str],
    described: Mapping[str, PersonRecord],
) -> list[int | None]:
    """The region of each person; else, that of a workshop that they attended."""
    held = {
        row.record.workshop: row.record.region
        for row in judgement.rows["workshops"]
        if isinstance(row.record, WorkshopRecord)
    }
    of: dict[str, str | None] = {name: one.region for name, one in described.items() if one.region}
    wanted = set(names)
    for row in judgement.rows["register"]:
        if isinstance(row.record, RegisterRecord) and row.record.person in wanted:
            of.setdefault(row.record.person, held.get(row.record.workshop))
    numbers = {text: context.regions.number(text) for text in {None, *of.values()}}
    return [numbers[of.get(name)] for name in names]


# ---- one name on several registers -----------------------------------------------------------


def set_apart(arrivals: Arrivals, context: ImportContext) -> None:
    """Makes as many people of a key as there are workshops, where that was decided. Comes before
    anybody is looked up."""
    if APART not in arrivals.decisions.values():
        return
    judgement = arrivals.judgement
    described = _described(judgement)
    several = _on_several(judgement, described)
    named = judgement.rows_with(several)
    for name, there in several.items():
        if arrivals.said(Kind.SAME_NAME, as_said(name)) != APART:
            continue
        arrivals.decide(Kind.SAME_NAME, as_said(name), named[name], (), shown(name))
        apart = {workshop: part_of(name, workshop) for workshop in there}
        for workshop, rows in there.items():
            rename(rows, {name: apart[workshop]})
        lists = [row for row in named[name] if isinstance(row.record, PersonRecord)]
        if record := described.get(name):
            details = {n: text for n, text in record.details.items() if n not in CONTACTS}
            one = msgspec.structs.replace(record, details=details)
            context.described |= {
                new: msgspec.structs.replace(one, person=new) for new in apart.values()
            }
            if details != record.details:
                _leave_contacts_out(lists, one)
        rename(lists, {name: next(iter(apart.values()))})


def _leave_contacts_out(rows: Iterable[JudgedRow], record: PersonRecord) -> None:
    """Which of several people has the contact of their common row cannot be told."""
    for row in rows:
        row.record = record
        row.mark(
            Verdict.FLAGGED,
            "These are several people, and it cannot be told whose the contacts are: they are left "
            "out.",
        )


def ask_of_same_names(arrivals: Arrivals, context: ImportContext) -> None:
    """Lists the new people of whom nothing but the name says that they are one."""
    judgement = arrivals.judgement
    strangers = keys(judgement.people()) - context.people.keys()
    if not strangers:
        return
    several = _on_several(judgement, _described(judgement)).keys() & strangers
    rows = judgement.rows_with(several)
    for name in sorted(several):
        said = arrivals.decide(Kind.SAME_NAME, as_said(name), rows[name], (), shown(name))
        if said == LEAVE_OUT:
            leave_out(rows[name], name)


def _on_several(
    judgement: Judgement, described: Mapping[str, PersonRecord]
) -> dict[str, dict[str, list[JudgedRow]]]:
    """Key of somebody without a contact who is on several registers → workshop → the rows of its
    register."""
    proven = {
        name
        for name, one in described.items()
        if not one.details.keys().isdisjoint(CONTACTS) and not name.endswith(BY_NAME)
    }
    found: dict[str, dict[str, list[JudgedRow]]] = defaultdict(lambda: defaultdict(list))
    for row in judgement.rows["register"]:
        record = row.record
        if not isinstance(record, RegisterRecord) or record.person in proven:
            continue
        if is_key(record.person):
            found[record.person][record.workshop].append(row)
    return {name: rows for name, rows in found.items() if len(rows) > 1}
