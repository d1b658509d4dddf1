"""The path of each region: the names from the largest area down to the region."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from domain.identifiers import same
from projections.db import Db

BETWEEN = " / "
SIGNS = re.compile(r"[/>\\|／＞＼｜]")
"""What stands between the names of a path, in files of many makers."""
_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?=[/>\\|／＞＼｜]|\Z)')
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_ALPHABETS_WITH_ACCENTS = 0x0530
"""The code point after Latin, Greek and Cyrillic: marks of other scripts are more than accents."""


class RegionPath(NamedTuple):
    """`names`: from the largest area down to the region itself."""

    number: int
    id: str
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The path as text, such as Kenya / Kisumu."""
        return BETWEEN.join(self.names)


def region_paths(db: Db) -> list[RegionPath]:
    """The paths of all regions that were not withdrawn."""
    rows = db.rows("SELECT number, id, name, parent FROM region WHERE withdrawn = 0")
    known: dict[int | None, tuple[str, int | None]] = {
        number: (name, parent) for number, _id, name, parent in rows
    }

    def names(at: int | None) -> tuple[str, ...]:
        found: list[str] = []
        while at in known and len(found) < len(known):
            name, at = known[at]
            found.insert(0, name)
        return tuple(found)

    return [RegionPath(number, id, names(number)) for number, id, _name, _parent in rows]


def region_named(db: Db, text: str) -> str | None:
    """The id of the only region with this path, or whose own name this is; None if there is none,
    or more than one."""
    said, alone = tuple(map(compared, split_path(text))), (compared(text),)
    known = [(tuple(map(compared, one.names)), one.id) for one in region_paths(db)]
    whole = [id for names, id in known if names in (said, alone)]
    found = whole or [id for names, id in known if (names[-len(said) :]) == said]
    return found[0] if len(found) == 1 else None


# ---- paths as text -------------------------------------------------------------------------------


def split_path(text: str) -> list[str]:
    """The names of a path, from the largest area down. A name in quotation marks, as
    `written_path` has them, may hold the signs between names."""
    if '"' not in text:
        return [" ".join(step.split()) for step in SIGNS.split(text)]
    steps, at = [], 0
    while at <= len(text):
        if quoted := _QUOTED.match(text, at):
            steps.append(quoted[1].replace('""', '"'))
            at = quoted.end() + 1
        else:
            sign = SIGNS.search(text, at)
            end = sign.start() if sign else len(text)
            steps.append(" ".join(text[at:end].split()))
            at = end + 1
    return steps


def written_path(names: Sequence[str]) -> str:
    """The inverse of `split_path`, for files."""
    return BETWEEN.join(_quoted(name) if _is_taken_apart(name) else name for name in names)


def _is_taken_apart(name: str) -> bool:
    return bool(SIGNS.search(name)) or '"' in name or " ".join(name.split()) != name


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def compared(name: str) -> str:
    """A name as it is compared: without case, accent, width and kind of apostrophe; blanks count
    once."""
    plain = same(name.translate(_APOSTROPHES))
    if plain.isascii():
        return plain
    kept, base = "", ""
    for sign in unicodedata.normalize("NFD", plain):
        base = base if unicodedata.combining(sign) else sign
        if not unicodedata.combining(sign) or ord(base or "a") >= _ALPHABETS_WITH_ACCENTS:
            kept += sign
    return unicodedata.normalize("NFC", kept)
