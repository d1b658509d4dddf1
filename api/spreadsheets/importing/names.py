"""The names by which the rows of an import speak of people and workshops.

A name is an identifier or, for somebody or something without one, a key: the text of
`NoIdentifier` after a sign that no identifier can hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from api.private.texts import KEYS_OF_IMPORTS
from api.spreadsheets.files.cells import KEY_SIGN, Cell, NoIdentifier, PersonName
from api.spreadsheets.recognition.vocabulary import values

SIGN = KEY_SIGN
"""Begins each key. Inside a key it separates what a reader is shown from the rest."""
NAMED = SIGN + "named"
"""Ends the key of a trainer of whom a sheet says one word that is probably a name."""


def name_in(cell: Cell) -> str:
    """The name that a cell holds. CellError if it is none."""
    if isinstance(cell, NoIdentifier):
        return SIGN + cell
    name = values.identifier(cell)
    is_word = isinstance(cell, PersonName) and not any(c.isdigit() or c.isspace() for c in name)
    return SIGN + name + NAMED if is_word else name


def is_key(name: str) -> bool:
    return name.startswith(SIGN)


def shown(name: str) -> str:
    """The name as a reader knows it."""
    return name[1:].partition(SIGN)[0] if is_key(name) else name


def series_of(digest: str) -> str:
    """The number series of the keys of one import. `digest`: of its cells."""
    return KEYS_OF_IMPORTS + digest


def kept(key: str) -> str:
    """A key as it is kept in its number series: a hash, in which no text can be read."""
    return hashlib.sha256(key.encode()).hexdigest()


def part_of(key: str, workshop: str) -> str:
    """A key for the part of somebody that is on one workshop."""
    return key + SIGN + workshop


def as_said(name: str) -> str:
    """A text for a decision on this name: another one for each name."""
    return name[1:].removesuffix(NAMED).replace(SIGN, " · ") if is_key(name) else name


def keys(names: Iterable[str]) -> set[str]:
    return {name for name in names if is_key(name)}
