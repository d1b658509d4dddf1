"""What the pages show for a code is what a sheet may hold for it."""

from __future__ import annotations

import pytest

from api.i18n import LANGUAGES, speaking
from api.pages.layout import labels
from api.spreadsheets.recognition.vocabulary import words


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_our_pages_show_are_read(language: str) -> None:
    with speaking(language):
        sexes, kinds, levels = dict(labels.sexes()), labels.kinds(), labels.levels()
        disabilities = dict(labels.disabilities())
    assert {code: words.sex(text) for code, text in sexes.items()} == {c: c for c in sexes}
    assert {code: words.kind(text) for code, text in kinds.items()} == {c: c for c in kinds}
    assert {code: words.level(text) for code, text in levels.items()} == {c: c for c in levels}
    found = {code: words.disability(text) for code, text in disabilities.items()}
    assert found == {code: code for code in disabilities}
