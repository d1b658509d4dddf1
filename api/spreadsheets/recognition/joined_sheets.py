"""Sheets that belong together: the pre-test and the post-test of one workshop, a form and its
repeats."""

from __future__ import annotations

from collections.abc import Sequence

from api.spreadsheets.files.cells import Cell, as_text
from api.spreadsheets.recognition.fields import WORKSHOP
from api.spreadsheets.recognition.parsed import Parsed
from api.spreadsheets.recognition.shapes import test_named
from api.spreadsheets.recognition.title_block import Facts
from api.spreadsheets.recognition.words import is_blank


def name_scores(parsed: Parsed) -> str:
    """A column “Score” is of the test that the sheet's name or title tells; returns which, or "".
    Where nothing tells, it is probably the post-test, and somebody has to say so."""
    if "score" not in parsed.fields:
        return ""
    titles = [as_text(c) for r in parsed.grid.rows[: parsed.header.first] for c in r.cells]
    test = test_named(parsed.grid.title, *titles) or test_named(parsed.grid.file)
    if test and test not in parsed.fields:
        parsed.take("score", test, sure=True)
        return test
    free = next((t for t in ("post", "pre") if t not in parsed.fields), "")
    parsed.take("score", free, sure=False)
    return ""


def pair_tests(sheets: Sequence[Parsed], tests: Sequence[str]) -> None:
    """Joins each sheet of pre-tests with the next one of post-tests (or the other way round) whose
    titles do not contradict: both are of one workshop."""
    waiting: list[int] = []
    for at, test in enumerate(tests):
        if not test:
            continue
        mate = next(
            (n for n in waiting if tests[n] != test and _agree(sheets[n], sheets[at])), None
        )
        if mate is None:
            waiting.append(at)
            continue
        waiting.remove(mate)
        one, other = sheets[mate], sheets[at]
        one.pair = other.pair = one.reading.label
        shared = {**other.facts, **one.facts}
        if "title" in shared and one.facts.get("title") != other.facts.get("title"):
            del shared["title"]
        one.facts, other.facts = dict(shared), dict(shared)


def _agree(one: Parsed, other: Parsed) -> bool:
    return all(
        other.facts.get(name, value) == value
        for name, value in one.facts.items()
        if name != "title"
    )


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
