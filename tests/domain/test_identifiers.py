"""Two ways to write one identifier have one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers import same

WORDS = st.text("aBé7ßКش中", min_size=1, max_size=4)
DASHES = "-‐‑‒–—―−－﹣﹘⁃"
BLANKS = [" ", "\u00a0", "\u3000", "\u2009", "  ", " \u00a0", "\t", "\u202f"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TRN-017", "trn–017"),
        ("TRN\u00ad-017", "TRN-017\ufeff"),
        ("KE 12", "ＫＥ　１２"),
        ("José-1", "Jose\u0301-1"),
        ("\u200dKE\u200c-1", "KE-1"),
        ("Σ-1Σ", "σ-1ς"),
        ("ｶﾞ1", "ガ1"),
    ],
)
def test_two_ways_to_write_an_identifier_are_one(one, other):
    assert same(one) == same(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("007", "7"),
        ("TRN-017", "TRN017"),
        ("TRN 017", "TRN-017"),
        ("KE12", "KE 12"),
        ("W-1²", "W-12"),
        ("José", "Jose"),
        ("علی\u200cرضا", "علیرضا"),
        ("ශ්\u200dරී", "ශ්රී"),
    ],
)
def test_what_may_mean_another_is_not_one(one, other):
    assert same(one) != same(other)


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_kinds_of_dashes_and_blanks_and_marks_make_no_difference(words, data):
    dashes, blanks = st.sampled_from(DASHES), st.sampled_from(BLANKS)
    marks = st.sampled_from(["", "\u200b", "\ufe0f", "\u2060"])

    def written() -> str:
        apart = [data.draw(dashes) + data.draw(blanks) + data.draw(marks) for _ in words]
        said = "".join(word + between for word, between in zip(words, apart, strict=True))
        return data.draw(blanks) + said.upper() if data.draw(st.booleans()) else said

    assert same(written()) == same(written())


@given(st.text(max_size=12))
def test_the_form_of_a_form_is_itself(text):
    assert same(same(text)) == same(text)


@given(st.text(st.characters(max_codepoint=127), max_size=12))
def test_the_short_way_for_plain_letters_is_the_long_way(text):
    long = same(f"é{text}é")

    assert same(f"x{text}x") == f"x{long[1:-1]}x"
