"""The definition of one number that the pages show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Definition(NamedTuple):
    """English templates, translated when they are shown. `values` fills the places of `text`."""

    name: str
    text: str
    values: Mapping[str, object] = {}
