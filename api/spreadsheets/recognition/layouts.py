"""How a layout is found again: by the headings of a sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec.structs import replace

from api.spreadsheets.recognition.reading import Answers, Layout
from api.spreadsheets.recognition.sheet.header import Header
from api.spreadsheets.recognition.vocabulary.words import heading, plain

WITHOUT_HEADINGS = "none-"
"""How the key of a sheet without headings begins. It tells such a sheet from no other, so that its
layout holds for this sheet alone."""


def layout_key(header: Header, width: int) -> str:
    """The same for sheets with the same headings in the same order. Dates and numbers of days in
    headings do not count."""
    if not header.rows:
        return f"{WITHOUT_HEADINGS}{width}"
    said = []
    for text in header.texts:
        named = heading(text) if text else None
        marks = named is not None and named.field == "attended"
        said.append("#" if marks and any(c.isdecimal() for c in text) else plain(text))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def layout_of(answers: Answers, key: str) -> Layout:
    """The layout with this key; what it does not say of scores and dates is as for all sheets."""
    own, common = answers.layouts.get(key, Layout()), answers.common
    return replace(
        own,
        max_score=common.max_score if own.max_score is None else own.max_score,
        dates=common.dates if own.dates == "iso" else own.dates,
        fractions=own.fractions or common.fractions,
    )


def remembered(answers: Answers, layouts: Mapping[str, Layout]) -> Answers:
    """The answers, and for other headings the layouts that were remembered, but for what is said
    of all sheets now."""
    common = answers.common
    known = {
        key: replace(
            one,
            max_score=one.max_score if common.max_score is None else common.max_score,
            dates=one.dates if common.dates == "iso" else common.dates,
            fractions=common.fractions or one.fractions,
            shape=one.shape and (common.shape or one.shape),
        )
        for key, one in layouts.items()
    }
    return replace(answers, layouts={**known, **answers.layouts})
