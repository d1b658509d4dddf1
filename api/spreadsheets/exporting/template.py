"""The template: a workbook of the four tables, with help on each column and lists of choices."""

from pathlib import Path
from typing import BinaryIO

from api.i18n import _
from api.spreadsheets.files.writing import Column, Kind, write_form
from api.spreadsheets.recognition.columns import CHOICES, COLUMNS, DATES, NUMBERS, REQUIRED


def write_template(target: BinaryIO | Path) -> None:
    sheets = {t: [_column(t, name) for name in columns] for t, columns in COLUMNS.items()}
    write_form(target, ("Instructions", _instructions()), sheets)


def _column(table: str, name: str) -> Column:
    kind: Kind = "date" if name in DATES else "number" if name in NUMBERS else "text"
    return Column(name, _help(name), kind, CHOICES.get(name, ()), name in REQUIRED[table])


def _instructions() -> list[str]:
    return [
        _("Fill in the sheets people, workshops, register and certifications, one row each."),
        _("Only the green columns are required. Leave blank what you do not know."),
        _("A person or workshop is known by its code: write the same code on every sheet."),
        _("Dates are YYYY-MM-DD, or real dates of the spreadsheet."),
        _("Do not rename the sheets or the columns. Further columns are not read."),
        _("Nothing is recorded before you have seen, row by row, what will happen."),
    ]


def _help(column: str) -> str:
    """One sentence on what belongs in a column."""
    return {
        "person": _("The code by which your programme knows this person."),
        "workshop": _("The code by which your programme knows this workshop."),
        "name": _("The person's full name."),
        "sex": _("female, male, other or unknown."),
        "age_band": _("The person's age in years, as one of the bands."),
        "region": _("The code or name of the district or other area."),
        "cadre": _("The person's profession or post, such as nurse or teacher."),
        "organisation": _("Where the person works."),
        "disability": _("yes or no; blank if not said."),
        "phone": _("With the country code, such as +254 712 345678."),
        "email": _("The person's e-mail address."),
        "id_number": _("A national or staff number, if your programme needs it."),
        "starts_on": _("The first day of the workshop."),
        "ends_on": _("The last day of the workshop; blank if it took one day."),
        "kind": _("tot, step-down, refresher or peer."),
        "title": _("What the workshop was called."),
        "lead": _("The code of the person who led the workshop."),
        "co_facilitators": _("The codes of the others who gave it, separated by semicolons."),
        "venue": _("The place where it was held."),
        "headcount": _("How many people are said to have attended."),
        "mode": _("in-person, online or blended."),
        "modules": _("The modules taught, separated by semicolons."),
        "pre": _("The score before the training."),
        "post": _("The score after the training."),
        "max_score": _("The highest score that could be reached."),
        "level": _("candidate, qualified or master."),
        "certified_on": _("The day on which the certificate was given."),
        "expires_on": _("The day on which the certificate ends, if it does."),
        "number": _("The number on the certificate."),
    }[column]
