"""Lists of people without a workshop, and certificates."""

from __future__ import annotations

from datetime import date

from tests.support.sheets import words
from tests.support.sheets.drawing import Draw
from tests.support.sheets.files import Cell, Grid
from tests.support.sheets.keeping import field_of
from tests.support.sheets.lists import sent
from tests.support.sheets.truth import Certificate, Left, Made, SheetTruth, Truth, perhaps


def people_list(
    seed: int,
    language: str,
    form: str = "xlsx",
    columns: tuple[str, ...] = ("no", "name", "sex", "age", "phone", "organisation", "cadre"),
    title: bool = True,
    rounded: int = 0,
    other_bands: bool = False,
    total: bool = False,
) -> Made:
    """A list of people without any workshop. `rounded`: so many telephone numbers that a
    spreadsheet has rounded; `other_bands`: ages in bands that are not Banyan's."""
    draw = Draw(seed, language)
    sexes = draw.one(words.SEXES[language])
    grid = Grid("People")
    if title:
        grid.rows = [[words.TITLES[language][0]], []]
    grid.rows.append([draw.heading(column) for column in columns])
    people = []
    bands = ("18-35", "36-60")
    for number, one in enumerate(draw.people(10)):
        spoilt = number < rounded
        own: dict[str, Cell] = {
            "no": number + 1, "name": one.name, "first": one.first, "family": one.family,
            "sex": sexes[0 if one.woman else 1], "age": one.age,
            "age_band": bands[one.age > 35] if other_bands else one.band,
            "phone": "2.54723E+11" if spoilt else one.phone, "email": one.email,
            "id_number": one.id_number, "organisation": one.organisation, "cadre": one.cadre,
            "region": one.region, "facility": one.facility, "person": one.code,
            "chief": "Salim Haji", "remarks": "",
        }  # fmt: skip
        grid.rows.append([own[column] for column in columns])
        other: dict[str, object] = {}
        if "facility" in columns and "organisation" not in columns:
            other["organisation"] = perhaps(one.facility)
        if spoilt:
            other |= {"phone": None, "refused": True}
        if other_bands:
            other |= {"age_band": None, "refused": True}
        people.append(one.said(columns, **other))
    left: tuple[Left, ...] = ()
    if total:
        label = words.ENDINGS[language][0]
        grid.rows.append([f"{label}: 10"])
        left = (Left("total", label),)
    fields = tuple(map(field_of, columns))
    truth = Truth(tuple(people), left_out=left, sheets=(SheetTruth("", "", fields, {}, "people"),))
    unsure = other_bands or {"facility", "chief", "remarks"} & set(columns)
    return sent(
        "contacts",
        [grid],
        form,
        truth.asked("shape" * (form == "paste"), "shape" + " columns" * bool(unsure)),
    )


def certificates(seed: int, language: str, form: str = "xlsx", never: bool = False) -> Made:
    """Who was certified, when, until when. `never`: some certificates do not expire."""
    draw = Draw(seed, language)
    columns = ("number", "name", "person", "level", "certified_on", "expires_on")
    grid = Grid("Certificates", [[draw.heading(column) for column in columns]])
    people, found = [], []
    for number, one in enumerate(draw.people(6)):
        day = date(2024, 1, 14) if number % 2 else date(2023, 11, 28)
        level = "master" if number == 1 else "qualified"
        open_end = never and number % 3 == 0
        until = None if open_end else date(day.year + 2, day.month, day.day)
        shown = draw.one(("N/A", "-", "")) if open_end else until
        serial = f"CERT/{2024 + number}"
        grid.rows.append([serial, one.name, one.code, level, day, shown])
        people.append(one.said(("person",)))
        found.append(Certificate(number, level, day, until, serial))
    fields = ("number", "name", "person", "level", "certified_on", "expires_on")
    sheets = (SheetTruth("", "", fields, {}, "certifications"),)
    truth = Truth(tuple(people), certificates=tuple(found), sheets=sheets)
    return sent("certificates", [grid], form, truth.asked(may="shape"))
