"""Rows of a sheet that are left out, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from api.i18n import ngettext
from api.pages.layout.formatting import number
from api.spreadsheets.recognition.reading import SheetReading


def all_left_out(sheets: Iterable[SheetReading]) -> str:
    """The kinds and numbers of all rows left out: “3 totals, 1 signature”; "" if there are none."""
    kinds = Counter(one.kind for sheet in sheets for one in sheet.left_out)
    return ", ".join(left_out_words(kind, count) for kind, count in kinds.items())


def left_out_words(kind: str, count: int) -> str:
    n = number(count)
    match kind:
        case "title":
            return ngettext("{count} title line", "{count} title lines", count, count=n)
        case "heading":
            return ngettext("{count} repeated heading", "{count} repeated headings", count, count=n)
        case "total":
            return ngettext("{count} total", "{count} totals", count, count=n)
        case "signature":
            return ngettext("{count} signature", "{count} signatures", count, count=n)
        case "absent":
            return ngettext(
                "{count} person absent on all days", "{count} people absent on all days",
                count, count=n,
            )  # fmt: skip
    return ngettext("{count} note", "{count} notes", count, count=n)
