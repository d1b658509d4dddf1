"""Several workshops in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tests.support.sheets import words
from tests.support.sheets.bodies import score_cell
from tests.support.sheets.drawing import Draw, Drawn, in_words
from tests.support.sheets.files import Cell, Grid, text, written
from tests.support.sheets.keeping import Kept, field_of
from tests.support.sheets.registers import sheet
from tests.support.sheets.truth import (
    Left,
    Line,
    Made,
    Person,
    SheetTruth,
    Truth,
    Workshop,
    perhaps,
)


def sent(stem: str, grids: Sequence[Grid], form: str, truth: Truth) -> Made:
    """The sheets as one workbook, text files or a text that is pasted."""
    if form == "paste":
        return Made((), truth, text(grids[0], "\t", end="\n"))
    files = written(stem, grids, form)
    book = form in ("xlsx", "xls", "ods")
    places = [(files[0 if book else at][0], grid.name) for at, grid in enumerate(grids)]
    sheets = tuple(
        replace(sheet, file=file, name=name if book else "")
        for sheet, (file, name) in zip(truth.sheets, places, strict=True)
    )
    return Made(files, replace(truth, sheets=sheets))


def joined(truths: Sequence[Truth]) -> Truth:
    """What several sheets say together, each about a workshop and people of its own."""
    whole = Truth()
    for truth in truths:
        people, workshops = len(whole.people), len(whole.workshops)
        moved = (
            replace(line, person=line.person + people, workshop=line.workshop + workshops)
            for line in truth.lines
        )
        whole = replace(
            truth,
            people=whole.people + truth.people,
            workshops=whole.workshops + truth.workshops,
            lines=(*whole.lines, *moved),
            left_out=whole.left_out + truth.left_out,
            sheets=whole.sheets + truth.sheets,
            must=whole.must | truth.must,
            may=whole.may | truth.may,
        )
    return whole


BUDGET: list[list[Cell]] = [
    ["Item", "Unit cost", "Quantity", "Amount"],
    ["Hall hire", 5000, 3, 15000],
    ["Tea and snacks", 250, 30, 7500],
    ["TOTAL", None, None, 22500],
]


def sheet_a_workshop(seed: int, kept: Kept, workshops: int = 3, budget: bool = False) -> Made:
    """A workbook, or a text file, for each workshop; each with its own lines above. `budget`: with
    a sheet that has nobody in it."""
    draw = Draw(seed, kept.language)
    made = [sheet(draw, kept, f"{n + 1}", n) for n in range(workshops)]
    if budget:
        nobody = Truth(sheets=(SheetTruth("", "", ("",) * 4, {}, "people"),))
        made.append(
            (Grid("Budget", BUDGET), replace(nobody, max_score=20).asked(may="shape columns"))
        )
    return sent("workshops", [grid for grid, _ in made], kept.form, joined([t for _, t in made]))


def stacked(seed: int, kept: Kept) -> Made:
    """Two registers, one below the other on one sheet, each with its lines and headings."""
    draw = Draw(seed, kept.language)
    parts = [sheet(draw, kept, "Sheet1", n) for n in range(2)]
    grid = Grid("Sheet1", [*parts[0][0].rows, [], *parts[1][0].rows])
    truth = joined([truth for _, truth in parts])
    return sent("registers", [grid], kept.form, replace(truth, sheets=truth.sheets[:1]))


def long_list(
    seed: int,
    language: str,
    form: str = "xlsx",
    columns: tuple[str, ...] = (
        "no", "title", "starts_on", "ends_on", "venue", "lead", "name", "sex", "phone", "pre",
        "post",
    ),
    merged: bool = False,
    days: str = "cell",
    scores: str = "of",
    subtotals: bool = False,
    leads: int = 1,
    repeats: int = 0,
    dash: bool = False,
    namesakes: bool = False,
) -> Made:  # fmt: skip
    """One long list, its workshop on each row, or in merged cells over its rows. `leads`: so many
    trainers in a cell; `repeats`: people who come to the next workshop too; `dash`: identifiers in
    another case or with another dash the second time."""
    draw = Draw(seed, language)
    sexes = draw.one(words.SEXES[language])
    rows: list[list[Cell]] = [[draw.heading(column) for column in columns]]
    grid = Grid("List", rows)
    people: list[Person] = []
    workshops: list[Workshop] = []
    lines: list[Line] = []
    left: list[Left] = []
    known: list[tuple[int, Drawn]] = []
    trainers = [draw.person() for _ in range(leads + 1)]
    for number in range(3):
        # Days after the twelfth of their month cannot be read in two ways.
        first = date(2024, 3 + number, 13 + draw.rng.randint(0, 10))
        if days == "dmy":
            first = first.replace(day=draw.rng.randint(1, 10))
        last = first.replace(day=first.day + 2)
        giving = [trainers[(number + n) % len(trainers)] for n in range(leads)]
        title, place = draw.one(words.TOPICS[language]), draw.one(("Hotel A", "Hall B"))
        code = f"W-{number + 1}"
        workshops.append(
            Workshop(
                first,
                last if "ends_on" in columns or days == "words" else first,
                tuple(one.name for one in giving) if "lead" in columns else (),
                title if "title" in columns else None,
                place if "venue" in columns else None,
                code if "workshop" in columns else None,
            )
        )
        coming = [(-1, one) for one in draw.people(5)]
        if namesakes and known:
            coming[0] = (-1, draw.person(known[-5][1]))
        top = len(rows)
        for at, one in [*known[:repeats], *coming]:
            again = at >= 0
            pre, post = draw.scores()
            shared: dict[str, Cell] = {
                "title": title, "venue": place, "starts_on": first, "ends_on": last,
                "lead": " & ".join(g.name for g in giving), "workshop": code,
            }  # fmt: skip
            if days in ("words", "dmy", "clear"):
                shared["starts_on"] = _day(first, last, days, language)
                shared["ends_on"] = _day(last, last, days, language)
            own: dict[str, Cell] = {
                "no": len(lines) + 1, "name": one.name, "sex": sexes[0 if one.woman else 1],
                "phone": one.phone, "organisation": one.organisation, "cadre": one.cadre,
                "email": one.email, "facility": one.facility, "region": one.region,
                "person": one.code.replace("-", "–").lower() if again and dash else one.code,
                "pre": score_cell(pre, 20, scores), "post": score_cell(post, 20, scores),
                "max_score": 20,
            }  # fmt: skip
            rows.append([(shared | own)[column] for column in columns])
            if not again:
                at = len(people)
                other = {} if "facility" not in columns else {"organisation": perhaps(one.facility)}
                people.append(one.said(columns, **other))
            said = {"pre": pre, "post": post}
            tests = [said[test] if test in columns else None for test in ("pre", "post")]
            lines.append(Line(number, at, *tests, 20 if any(tests) else None))
            if not again:
                known.append((at, one))
        if merged:
            _merge(grid, columns, top)
        if subtotals:
            label = words.ENDINGS[language][4]
            rows.append([f"{label} {code}" if column == "name" else None for column in columns])
            left.append(Left("total", label))
    fields = tuple(map(field_of, columns))
    truth = Truth(
        tuple(people), tuple(workshops), tuple(lines), (), tuple(left),
        (SheetTruth("", "", fields, {"lead": "-"}, "long"),),
        max_score=20, dates="dmy" if days == "dmy" else "iso",
        loose=frozenset({0, 5, 10}) if namesakes and "phone" not in columns else frozenset(),
    ).asked(may="columns" if "facility" in columns else "")  # fmt: skip
    tested = {"pre", "post"} & set(columns)
    truth = truth.asked("max_score" if scores == "points" and tested else "")
    truth = truth.asked("dates" if days == "dmy" else "")
    return sent("training list", [grid], form, truth)


def _day(first: date, last: date, style: str, language: str) -> str:
    if style == "words":
        return in_words(first, last, language)
    return first.strftime("%d/%m/%Y")


SHARED = frozenset({"title", "venue", "starts_on", "ends_on", "lead", "workshop"})


def _merge(grid: Grid, columns: tuple[str, ...], top: int) -> None:
    """One cell over the rows of a workshop, as a person merges them."""
    bottom = len(grid.rows) - 1
    for at, column in enumerate(columns):
        if column in SHARED:
            grid.merges.append((top, at, bottom, at))
            for row in grid.rows[top + 1 :]:
                row[at] = None


def two_tests(seed: int, language: str, form: str = "xlsx", points: bool = False) -> Made:
    """Pre-test and post-test on a sheet each, in different orders. Two came to the first alone."""
    draw = Draw(seed, language)
    first, _last = draw.days(1)
    day = words.LABELS[language][0]
    drawn = draw.people(8)
    style = "points" if points else "of"
    scores = [draw.scores() for _ in drawn]
    grids = []
    for which, test in enumerate(("pre", "post")):
        grid = Grid(draw.heading(test))
        grid.rows = [[f"{day}: {in_words(first, first, language)}"]]
        grid.rows.append([draw.heading("no"), draw.heading("name"), draw.heading("score")])
        there = list(range(8 if test == "pre" else 6))
        draw.rng.shuffle(there)
        for number, at in enumerate(there):
            score = score_cell(scores[at][which], 20, style)
            grid.rows.append([number + 1, drawn[at].name, score])
        grids.append(grid)
    lines = [
        Line(0, at, pre, post if at < 6 else None, 20) for at, (pre, post) in enumerate(scores)
    ]
    facts = {"starts_on": first.isoformat(), "ends_on": first.isoformat(), "lead": "-"}
    sheets = (SheetTruth("", "", ("", "name", "score"), facts, "register"),) * 2
    truth = Truth(
        tuple(one.said(()) for one in drawn), (Workshop(first, first),), tuple(lines),
        sheets=sheets, max_score=20,
    ).asked("max_score" if points else "", "facts columns")  # fmt: skip
    return sent("tests", grids, form, truth)
