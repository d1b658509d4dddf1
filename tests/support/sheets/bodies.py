"""The people on a register, and what stands below them."""

from __future__ import annotations

from datetime import date

from tests.support.sheets import words
from tests.support.sheets.drawing import Drawn
from tests.support.sheets.files import Cell, Shown
from tests.support.sheets.keeping import TESTS, Building
from tests.support.sheets.truth import Either, Left, Line, perhaps


def body(building: Building, fields: tuple[str, ...]) -> None:
    kept, draw, grid = building.kept, building.draw, building.grid
    heading = list(grid.rows[-1]) if grid.rows else []
    for number, drawn in enumerate(draw.people(kept.people + kept.absent)):
        absent = number >= kept.people
        if kept.sections and number % 4 == 0:
            grid.rows.append([f"{draw.heading('region')}: {draw.one(('A', 'B'))}{number // 4 + 1}"])
            building.left.append(Left("title", str(grid.rows[-1][0])))
        if kept.pages and number and number % kept.pages == 0:
            grid.rows.append(list(heading))
            building.left.append(Left("heading", str(heading[1])))
        if kept.gaps and number == 3:
            grid.rows.append([None] * len(fields))
        if kept.hidden and number == kept.hidden:
            grid.hidden.add(len(grid.rows))
        grid.rows.append(_row(building, number, drawn, absent))
        if kept.twice and number == 1:
            grid.rows.append(list(grid.rows[-1]))
    first = kept.people + kept.absent + 1
    spare: list[Cell] = [None] * (len(fields) - 1)
    grid.rows += [[number, *spare] for number in range(first, first + kept.spare)]


def _row(building: Building, number: int, drawn: Drawn, absent: bool) -> list[Cell]:
    kept, draw = building.kept, building.draw
    pre, post = draw.scores()
    cells: list[Cell] = []
    for column in kept.columns:
        if column in (*TESTS, "max_score"):
            value = {"pre": pre, "post": post, "max_score": 20}[column]
            cells.append(None if absent else score_cell(value, 20, kept.scores, column))
        elif column == "day":
            cells += marks(building, number, absent)
        else:
            cells.append(_cell(building, column, number, drawn))
    if absent:
        building.left.append(Left("absent", drawn.family))
        return cells
    other: dict[str, object] = dict.fromkeys(kept.blanks)
    if "is_f" in kept.columns:
        other["sex"] = perhaps("female" if drawn.woman else "male")
    if "facility" in kept.columns and "organisation" not in kept.columns:
        other["organisation"] = perhaps(drawn.facility)
    if kept.sections and "region" not in kept.columns:
        title = building.left[-1].text
        other["region"] = Either((title, title.split(": ")[-1], None))
    building.people.append(drawn.said(kept.columns, **other))
    numbers = {"pre": pre, "post": post}
    said = {test: numbers[test] for test in TESTS if test in kept.columns}
    most = 100 if kept.scores in ("percent", "share", "shown", "fraction") else 20
    scale = most // 20
    building.lines.append(
        Line(
            0,
            len(building.people) - 1,
            *(said[test] * scale if test in said else None for test in TESTS),
            most if said else None,
        )
    )
    return cells


def marks(building: Building, number: int, absent: bool) -> list[Cell]:
    """A mark a day. Who came was there on the first day at least."""
    kept = building.kept
    here, away = kept.marks or words.MARKS[kept.language]
    chance = [here if building.draw.rng.random() < 0.8 else away for _ in range(kept.days - 1)]
    row: list[Cell] = [away] * kept.days if absent else [here, *chance]
    return [int(mark) if isinstance(mark, str) and mark.isdigit() else mark for mark in row]


def score_cell(value: int, most: int, style: str, column: str = "") -> Cell:
    """A test's points as a sheet has them."""
    if column == "max_score" or style in ("points", "column", "heading"):
        return value
    if style == "of":
        return f"{value}/{most}"
    percent = round(value * 100 / most)
    if style == "percent":
        return f"{percent} %"
    if style == "share":
        return percent
    return Shown(percent / 100) if style == "shown" else percent / 100


def _cell(building: Building, column: str, number: int, drawn: Drawn) -> Cell:
    kept = building.kept
    if column in kept.blanks:
        return building.draw.one(("N/A", "-", "TBC", "none", ""))
    if column == "name":
        title = f"{kept.titles[number % len(kept.titles)]} " if kept.titles else ""
        return title + drawn.name
    if column == "surname_first":
        # Chinese names stand so anyway.
        comma = f"{drawn.family}, {drawn.first}"
        return drawn.name if kept.language == "zh" else comma
    if column == "phone":
        return drawn.phone if kept.text_phones else int(drawn.phone)
    if column == "age_band":
        return drawn.band.replace("-", "–")
    values: dict[str, Cell] = {
        "no": number + 1, "first": drawn.first, "family": drawn.family, "age": drawn.age,
        "sex": building.sexes[0 if drawn.woman else 1], "email": drawn.email,
        "id_number": drawn.id_number, "organisation": drawn.organisation, "cadre": drawn.cadre,
        "region": drawn.region, "facility": drawn.facility, "person": drawn.code,
        "chief": building.draw.one(("Ochieng Daniel", "Moussa Ly", "Salim Haji")),
        "is_f": "✓" if drawn.woman else "", "is_m": "" if drawn.woman else "✓",
        "gain": 7, "service": 3 + number, "per_diem": 2500, "dob": date(1980 + number, 2, 17),
        "remarks": building.draw.one(("OK", "Late", "")), "signature": "",
    }  # fmt: skip
    return values[column]


def below(building: Building) -> None:
    kept, draw, rows = building.kept, building.draw, building.grid.rows
    total, average, prepared, signature, _sub = words.ENDINGS[kept.language]
    width = len(rows[-1])
    at = min(1, width - 1)
    spots = [n for n, column in enumerate(kept.columns) if column in TESTS]
    for ending in kept.endings:
        row: list[Cell] = [None] * width
        if ending in ("total", "average"):
            row[at if kept.columns[0] == "no" else 0] = total if ending == "total" else average
            for spot in spots if not kept.days else []:
                row[spot] = 96 if ending == "total" else 10.5
        elif ending == "prepared":
            row[0] = prepared.format(draw.person().name)
        else:
            row[0] = signature
        rows.append(row)
        label = next(str(cell) for cell in row if cell)
        building.left.append(Left("total" if ending in ("total", "average") else "note", label))
