"""The four tables of an import and an export: columns, required ones, dates, choices."""

import re
from enum import StrEnum

from api.spreadsheets.files.cells import trimmed
from domain.values import AgeBand, Disability, Kind, Level, Mode, Sex

COLUMNS: dict[str, tuple[str, ...]] = {
    "people": (
        "person", "name", "sex", "age_band", "region", "cadre", "organisation", "disability",
        "phone", "email", "id_number",
    ),
    "workshops": (
        "workshop", "starts_on", "kind", "title", "ends_on", "lead", "co_facilitators", "venue",
        "region", "headcount", "mode", "modules",
    ),
    "register": ("workshop", "person", "pre", "post", "max_score"),
    "certifications": ("person", "level", "certified_on", "expires_on", "number"),
}  # fmt: skip

# In this order: a header belongs to the first table of which it has all required columns.
REQUIRED: dict[str, tuple[str, ...]] = {
    "workshops": ("workshop", "starts_on"),
    "certifications": ("person", "level", "certified_on"),
    "register": ("workshop", "person"),
    "people": ("person",),
}

DATES = frozenset({"starts_on", "ends_on", "certified_on", "expires_on"})
NUMBERS = frozenset({"headcount", "pre", "post", "max_score"})
CHOICES: dict[str, tuple[StrEnum, ...]] = {
    "sex": tuple(Sex),
    "age_band": tuple(AgeBand),
    "disability": (Disability.YES, Disability.NO),
    "kind": tuple(Kind),
    "mode": tuple(Mode),
    "level": tuple(Level),
}

PROBLEM = "problem"
"""The column of reasons in a file of refused rows. The file may be imported with it; the column is
not read."""
_KNOWN = {name for columns in COLUMNS.values() for name in columns}


def column_name(cell: object) -> str:
    """The normal form of a column name: `starts_on` for `Starts on` and `starts-on`."""
    return re.sub(r"[\s-]+", "_", trimmed(str(cell)).lower())


def is_column(text: str) -> bool:
    """Whether the text is the name of a column of one of the four tables."""
    return column_name(text) in _KNOWN


def table_named(name: str) -> str | None:
    """The table in the name of a file (without ending) or sheet: `2024 register` → `register`."""
    found = set(re.findall(r"[^\W\d_]+", name.lower())) & COLUMNS.keys()
    return found.pop() if len(found) == 1 else None


def table_with(names: set[str]) -> str | None:
    """The first table of which all required columns are among these names."""
    return next((table for table, need in REQUIRED.items() if names.issuperset(need)), None)
