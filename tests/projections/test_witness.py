"""What the views remember of a log: all of it, and nothing that changes by itself."""

from __future__ import annotations

from typing import Any

from domain.log import Row
from projections.witness import Witness, read

ROWS: list[Row] = [
    (1, "name/slugs/a", 1, "name.given", b'{"at":"2024"}'),
    (2, "cascade/é", 1, "cascade.opened", b"{}"),
    (5, "cascade/é", 2, "cascade.closed", b"\xff\n"),
]
WHOLE = Witness().after(ROWS)


def test_every_byte_of_the_log_is_in_the_chain():
    for n, row in enumerate(ROWS):
        others: list[Row] = [
            (row[0] + 1000, *row[1:]),
            (row[0], row[1] + "x", *row[2:]),
            (*row[:2], row[2] + 1, *row[3:]),
            (*row[:3], row[3] + "x", row[4]),
            (*row[:4], row[4] + b" "),
            (*row[:4], row[4].decode("latin-1")),  # type: ignore[list-item]
        ]
        for other in others:
            assert Witness().after([*ROWS[:n], other, *ROWS[n + 1 :]]).chain != WHOLE.chain


def test_no_two_rows_are_framed_alike():
    """Not those that divide the same bytes otherwise, nor what SQLite keeps in any column."""
    places: list[Any] = [0, 1, -1, 2**63 - 1, 1.0, 1.5, "1", b"1", None, "ab", "abc", "é"]
    texts: list[Any] = ["", "a", "ab", "abc", b"a", b"abc", None, 1, "\ud800", "a\0", "='"]
    rows = {(1, one, 1, two, bytes(3)) for one in texts for two in texts}
    rows |= {(one, "s", two, "n", b"x") for one in places for two in places if one != 1.0 != two}
    rows |= {(1, "s", 1, "n", state) for state in (b"x", "x", b"", "", None, 1, 1.5, b"?", b"\0")}
    rows |= {(1, "s" * n, 1, "s" * (9 - n), b"s" * m) for n in range(10) for m in range(4)}
    chains = {Witness().after([row]).chain for row in rows}
    assert len(chains) == len({repr(row) for row in rows})


def test_batches_make_no_difference():
    for n in range(len(ROWS) + 1):
        assert Witness().after(ROWS[:n]).after(ROWS[n:]) == WHOLE


def test_it_is_the_same_in_every_version_of_python_and_of_banyan():
    """Else an upgrade would be taken for another log."""
    assert WHOLE.chain == "86c47dee4f628e6b7fe90e9efe79993043666d52a43007a7486a937d4f91aec7"
    assert read(WHOLE.text()) == WHOLE


def test_what_is_no_witness_is_none():
    for text in (None, "", "null", "[]", "x", '{"position": "1"}'):
        assert read(text) is None
