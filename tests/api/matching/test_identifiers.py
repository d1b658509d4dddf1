"""Identifiers that are perhaps one are told from those that are another's."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api.matching.identifiers import are_near, near, near_forms, same

IDENTIFIERS = st.from_regex(r"[A-Ca-c]{0,2}([-– ./]?[0-9]{1,3}){1,3}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TRN-017", "trn017"),
        ("TRN 017", "TRN-017"),
        ("007", "7"),
        ("KE-2026-017", "KE2026017"),
        ("KE-2026-017", "KE/2026/17"),
        ("W.1", "W1"),
        ("٠٠٧", "7"),
    ],
)
def test_dashes_blanks_and_first_zeros_make_near(one, other):
    assert are_near(one, other)
    assert set(near_forms(one)) & set(near_forms(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TRN-017", "trn–017"),
        ("TRN-017", "TRN-018"),
        ("TRN-1", "TRN-10"),
        ("W-1-11", "W-11-1"),
        ("W-1²", "W-12"),
        ("-", "- -"),
    ],
)
def test_one_and_another_are_not_near(one, other):
    assert not are_near(one, other)


@given(IDENTIFIERS, IDENTIFIERS)
def test_near_ones_share_a_key_and_their_numbers(one, other):
    assume(same(one) != same(other))
    assert are_near(one, other) == are_near(other, one)
    if are_near(one, other):
        assert set(near_forms(one)) & set(near_forms(other))
        assert _worth(one) == _worth(other)


def _worth(text: str) -> str:
    """All digits but zeros: no other digit may differ between near ones."""
    return "".join(sign for sign in text if sign in "123456789")


@given(IDENTIFIERS)
def test_one_without_dashes_and_blanks_is_near(text):
    bare = "".join(sign for sign in text if sign.isalnum())
    assume(same(bare) != same(text))

    assert are_near(text, bare)


@given(IDENTIFIERS)
def test_zeros_before_a_number_make_near(text):
    assert near(f"{text}-{7}") == near(f"{text}-{'007'}")
    assert are_near(f"{text}-7", f"{text}-007")
