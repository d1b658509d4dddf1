"""The four tables that travel in files: their columns, which are required, dates, choices."""

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

# From the most to the least demanding: a header belongs to the first whose columns it has.
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
"""The column of reasons in a file of refused rows; it may come back with it, and is not read."""
_KNOWN = {name for columns in COLUMNS.values() for name in columns}


def column_name(cell: object) -> str:
    """A column name as compared: `Starts on`, `starts-on` and `starts_on` are one."""
    return re.sub(r"[\s-]+", "_", trimmed(str(cell)).lower())


def is_column(text: str) -> bool:
    """Whether it is the name of a column of one of the four."""
    return column_name(text) in _KNOWN


def table_named(name: str) -> str | None:
    """The table that a file's stem or a sheet's name speaks of: `2024 register` → `register`."""
    found = set(re.findall(r"[^\W\d_]+", name.lower())) & COLUMNS.keys()
    return found.pop() if len(found) == 1 else None


def table_with(names: set[str]) -> str | None:
    """The table that has these column names."""
    return next((table for table, need in REQUIRED.items() if names.issuperset(need)), None)
