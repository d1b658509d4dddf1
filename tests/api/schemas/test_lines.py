"""Texts of requests on one line."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from api.schemas.fields import Line, Words


def test_a_name_is_kept_as_it_is_written():
    for name in ("علی\u200cرضا", "ශ්\u200dරී ලංකාව", "Nomsa  Dlamini"):
        assert Line().deserialize(name) == name


def test_odd_blanks_are_blanks():
    assert Line().deserialize("Asha\u00a0One\ufeff") == "Asha One"


def test_line_breaks_are_refused():
    with pytest.raises(ValidationError):
        Line().deserialize("Asha\nOne")
    assert Words().deserialize("Asha\nOne ") == "Asha\nOne"


def test_what_shows_nothing_is_blank():
    for text in ("\u200b", "\u00a0", "\u200c", " \ufeff "):
        with pytest.raises(ValidationError):
            Line().deserialize(text)
