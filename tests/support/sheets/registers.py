"""The register of one workshop, in the many ways in which it is kept: with lines above, headings
on two rows, a mark a day, scores in every writing, totals and signatures below."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.support.sheets import words
from tests.support.sheets.bodies import below, body
from tests.support.sheets.drawing import Draw, Drawn, in_words
from tests.support.sheets.files import Cell, Grid, text, written
from tests.support.sheets.keeping import TESTS, UNREAD, Building, Kept, field_of
from tests.support.sheets.truth import Made, SheetTruth, Truth, Workshop, perhaps


def register(seed: int, kept: Kept, stem: str = "register") -> Made:
    """One workshop on one sheet."""
    draw = Draw(seed, kept.language)
    grid, truth = sheet(draw, kept, "Sheet1" if kept.language == "en" else "Feuil1")
    if kept.form == "paste":
        # The form asks for the workshop in any case.
        open_facts = replace(truth, workshops=(of_a_form(truth.workshops[0]),))
        asked = replace(open_facts, must=truth.must - {"facts"})
        return Made((), named(asked, "", ""), text(grid, "\t", end="\n"))
    files = written(stem, [grid], kept.form)
    in_book = grid.name if kept.form in ("xlsx", "xls", "ods") else ""
    return Made(files, named(truth, files[0][0], in_book))


def of_a_form(workshop: Workshop) -> Workshop:
    """Of whom and where are typed into the form, and not read from the text."""
    return replace(workshop, leads=(), title=None, place=None)


def named(truth: Truth, file: str, name: str) -> Truth:
    """The truth of a sheet, once it is known in which file it lies."""
    sheets = tuple(replace(sheet, file=file, name=name) for sheet in truth.sheets)
    return replace(truth, sheets=sheets)


def sheet(draw: Draw, kept: Kept, name: str, after: int = 0) -> tuple[Grid, Truth]:
    """The sheet, and its truth. `after`: by how many months it was later than others."""
    sexes = draw.one(words.SEXES[kept.language])
    first, last = draw.days(max(kept.days, 2), after, certain=kept.top == "clear")
    if kept.top == "dmy":
        first, last = (
            day.replace(day=(first.day % 9) + n + 1) for n, day in enumerate((first, last))
        )
    building = Building(draw, kept, sexes, Grid(name), first)
    trainers = [draw.person() for _ in range(kept.trainers)]
    place = draw.one(("Hotel Sarova", "Centre Mbollo", "Salón Municipal"))
    title = draw.one(words.TOPICS[kept.language])
    if kept.top:
        _above(building, first, last, trainers, place, title)
    fields = _headings(building)
    body(building, fields)
    below(building)
    workshop = Workshop(
        first,
        last if kept.top != "" else first,
        tuple(one.name for one in trainers) if kept.top else (),
        perhaps(title) if kept.top else None,
        perhaps(place) if kept.top else None,
    )
    facts = {"starts_on": first.isoformat(), "ends_on": last.isoformat()}
    facts["lead"] = " & ".join(workshop.leads) or "-"
    truth = Truth(
        tuple(building.people), (replace(workshop, ends_on=last),), tuple(building.lines), (),
        tuple(building.left), (SheetTruth("", name, fields, facts, "register"),),
        max_score=100 if kept.scores in ("fraction", "shown", "share") else 20,
        dates="dmy" if kept.top == "dmy" else "iso",
        fractions="percent" if kept.scores in ("fraction", "shown") else "",
    )  # fmt: skip
    return building.grid, _with_questions(truth, kept)


def _with_questions(truth: Truth, kept: Kept) -> Truth:
    truth = truth.asked(may="columns" if UNREAD & set(kept.columns) - {"no", "signature"} else "")
    if not kept.top:
        truth = truth.asked("facts", "shape")
    if not kept.headed:
        truth = truth.asked(may="columns")
    if not kept.trainers:
        truth = truth.asked(may="facts")
    if kept.top == "dmy":
        truth = truth.asked("dates")
    if kept.scores == "points" and set(TESTS) & set(kept.columns):
        truth = truth.asked("max_score")
    if kept.scores in ("heading", "share"):
        truth = truth.asked(may="max_score")
    if kept.scores == "fraction":
        truth = truth.asked("fractions", "max_score columns")
    return truth


def _above(
    building: Building, first: date, last: date, trainers: list[Drawn], place: str, title: str
) -> None:
    kept, rows = building.kept, building.grid.rows
    whose, what, of = words.TITLES[kept.language]
    day, venue, leader = words.LABELS[kept.language]
    giving = " & ".join(one.name for one in trainers)
    rows += [[whose], [what], [of.format(title)]]
    building.grid.merges += [(at, 0, at, len(kept.columns) - 1) for at in range(2)]
    said: Cell = in_words(first, last, kept.language)
    written_days = {"iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "clear": "%d/%m/%Y"}.get(kept.top)
    if written_days:
        said = f"{first.strftime(written_days)} - {last.strftime(written_days)}"
    if kept.top == "cell":
        rows += [[day, first, words.UNTIL[kept.language], last], [venue, place]]
        rows += [[leader, giving]] if giving else []
        return
    rows += [[f"{day}: {said}"], [f"{venue}: {place}"]]
    rows += [[f"{leader}: {giving}"]] if giving else []
    rows += [[]] if kept.gaps else []


def _headings(building: Building) -> tuple[str, ...]:
    """Writes the headings, on two rows where tests stand under one; gives the fields."""
    kept, draw, grid = building.kept, building.draw, building.grid
    names: list[Cell] = []
    fields: list[str] = []
    for column in kept.columns:
        many = kept.days if column == "day" else 1
        word = "name" if column == "surname_first" else column
        after = {"heading": " (/20)", "share": " (%)"}.get(kept.scores, "")
        ending = after if column in TESTS else ""
        for n in range(many):
            names.append(_heading(building, word, n) or draw.heading(word, n + 1) + ending)
        fields += [field_of(column)] * many
    pairs: dict[int, tuple[Cell, Cell, Cell]] = {}
    if kept.groups:
        pairs[fields.index("pre")] = (draw.heading("scores"), "Pre", "Post")
    if kept.heads == "halves":
        at = fields.index("attended")
        pairs |= {
            at + n: (draw.heading("day", n // 2 + 1), "AM", "PM") for n in range(0, kept.days, 2)
        }
    if kept.headed:
        _two_rows(grid, names, pairs)
    return tuple(fields)


def _heading(building: Building, column: str, number: int) -> Cell:
    """A heading that is not a word."""
    if column == "day" and building.kept.heads == "dates":
        return building.first + timedelta(days=number)
    return {"is_f": "F", "is_m": "M"}.get(column)


def _two_rows(grid: Grid, names: list[Cell], pairs: dict[int, tuple[Cell, Cell, Cell]]) -> None:
    """The headings, on two rows where a word stands over two columns. `pairs`: by the first one."""
    top = len(grid.rows)
    over, under = list(names), list[Cell]([None] * len(names))
    for at, (word, left, right) in pairs.items():
        over[at : at + 2] = [word, None]
        under[at : at + 2] = [left, right]
        grid.merges.append((top, at, top, at + 1))
    grid.rows.append(over)
    if pairs:
        grid.rows.append(under)
        paired = {at + n for at in pairs for n in (0, 1)}
        grid.merges += [(top, n, top + 1, n) for n in range(len(names)) if n not in paired]
