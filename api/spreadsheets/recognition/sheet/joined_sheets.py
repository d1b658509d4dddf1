"""Sheets that belong together: the pre-test and the post-test of one workshop, a form and its
repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from api.spreadsheets.files.cells import Cell, as_text
from api.spreadsheets.recognition.fields import WORKSHOP
from api.spreadsheets.recognition.sheet.parsed import SCORES, Parsed, days_of
from api.spreadsheets.recognition.sheet.shapes import test_named
from api.spreadsheets.recognition.sheet.title_block import Facts
from api.spreadsheets.recognition.vocabulary.words import heading, is_blank, plain


def name_scores(parsed: Parsed) -> None:
    """A column “Score” is of the test that the sheet's name or title tells. Where nothing tells, it
    is probably the post-test, and somebody has to say so; and if a remembered layout says
    otherwise than the sheet's name, again."""
    titles = [as_text(c) for r in parsed.grid.rows[: parsed.header.first] for c in r.cells]
    test = test_named(parsed.grid.title, *titles) or test_named(parsed.grid.file)
    if "score" in parsed.fields:
        if test and test not in parsed.fields:
            # The reader sees “score” still: the next sheet of this shape may be the other test.
            parsed.columns = [replace(c, field=test) if c.field == "score" else c
                              for c in parsed.columns]  # fmt: skip
        else:
            free = next((t for t in ("post", "pre") if t not in parsed.fields), "")
            parsed.take("score", free, sure=False)
        return
    for column in parsed.columns:
        named = heading(column.heading) if column.field in SCORES else None
        if test and named and named.field == "score" and column.field != test:
            parsed.take(column.field, test, sure=False)


def pair_tests(sheets: Sequence[Parsed]) -> None:
    """Joins each sheet of pre-tests alone with the next one of post-tests alone (or the other way
    round) with the same people and titles that do not contradict: both are of one workshop."""
    waiting: list[Parsed] = []
    for sheet in sheets:
        tests = [name for name in SCORES if name in sheet.fields]
        if len(tests) != 1 or sheet.reading.shape != "register":
            continue
        mate = next((one for one in waiting if tests[0] not in one.fields and _agree(one, sheet)),
                    None)  # fmt: skip
        if mate is None:
            waiting.append(sheet)
            continue
        waiting.remove(mate)
        mate.pair = sheet.pair = mate.reading.label
        shared = {**sheet.facts, **mate.facts}
        if "title" in shared and mate.facts.get("title") != sheet.facts.get("title"):
            del shared["title"]
        mate.facts, sheet.facts = dict(shared), dict(shared)


def _agree(one: Parsed, other: Parsed) -> bool:
    names, others = _names(one), _names(other)
    if len(names & others) < min(len(names), len(others)) / 2:
        return False
    first, second = _compared(one), _compared(other)
    return all(second.get(name, value) == value for name, value in first.items())


def _names(parsed: Parsed) -> set[str]:
    return {
        "".join(sorted(plain(" ".join(as_text(row.cell(n)) for n in parsed.at("name")))))
        for row, _problem in parsed.rows
    }


def _compared(parsed: Parsed) -> dict[str, object]:
    """The facts but the title, days as days."""
    found: dict[str, object] = {}
    for name, cell in parsed.facts.items():
        if name == "starts_on":
            found[name] = (days_of(cell, parsed.reading.layout.dates) or (cell,))[0]
        elif name not in ("title", "ends_on"):
            found[name] = plain(as_text(cell))
    return found


def join_repeats(sheets: Sequence[Parsed]) -> set[int]:
    """Gives the rows of a form's repeats the facts of the answer to which they belong. Returns the
    places of the sheets of answers: they are no lists of people themselves."""
    answers: set[int] = set()
    for child in sheets:
        for at, form in enumerate(sheets):
            if child is not form and "parent" in child.fields and (key := _link(form, child)):
                parents, parent = key
                child.parents = _facts_by(form, parents)
                child.columns = [
                    c for n, c in enumerate(child.columns) if c.field != "parent" or n == parent
                ]
                answers.add(at)
    return answers


def _link(form: Parsed, child: Parsed) -> tuple[int, int] | None:
    """The columns (key, parent) of which every value of the parent is a key; None if none are."""
    for parent in child.at("parent"):
        wanted = {as_text(row.cell(parent)) for row, _problem in child.rows} - {""}
        for key in form.at("key"):
            if wanted and wanted <= {as_text(row.cell(key)) for row, _problem in form.rows}:
                return key, parent
    return None


def _facts_by(form: Parsed, key: int) -> dict[str, Facts]:
    """Key of each answer → what it says of the workshop."""
    names = {**{n: n for n in WORKSHOP}, "region": "workshop_region"}
    found: dict[str, Facts] = {}
    for row, _problem in form.rows:
        facts: dict[str, Cell] = {}
        for n, column in enumerate(form.columns):
            name = names.get(column.field)
            if name and not is_blank(row.cell(n)):
                facts.setdefault(name, row.cell(n))
        found[as_text(row.cell(key))] = facts
    return found
