"""Small cells are hidden so that nobody who knows the total can tell what is in one."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.reach.small_cells import MIN_CELL, hidden

TABLES = st.dictionaries(st.text("abcdefgh", min_size=1), st.integers(0, 40), min_size=2)


@given(TABLES)
def test_no_small_cell_is_shown_and_what_is_shown_is_true(cells):
    shown = hidden(cells)
    assert shown.keys() == cells.keys()
    for name, people in shown.items():
        assert people in (None, cells[name])
        assert people is None or people >= MIN_CELL


@given(TABLES)
def test_the_total_gives_no_hidden_cell_away(cells):
    """Whoever subtracts what is shown from the total is left with several cells and enough
    people, and could move one of them from any hidden cell to any other."""
    behind = [cells[name] for name, people in hidden(cells).items() if people is None]
    if behind and sum(cells.values()) >= MIN_CELL:
        assert len(behind) >= 2
        assert sum(behind) >= MIN_CELL


@pytest.mark.parametrize(("cells", "most"), [(2, 14), (3, 11), (4, 7)])
def test_who_knows_the_rule_and_the_total_cannot_tell_a_small_cell(cells, most):
    """All tables there are: behind each answer lie several that differ in every small cell."""
    behind = defaultdict(list)
    for table in product(range(most + 1), repeat=cells):
        shown = tuple(hidden(dict(enumerate(table))).values())
        behind[sum(table), shown].append(table)
    for (total, shown), tables in behind.items():
        for cell, people in enumerate(shown):
            could_be = {table[cell] for table in tables}
            if people is None and total:
                assert len(could_be) > 1 or could_be.pop() >= MIN_CELL, (total, shown, tables)


def test_large_cells_are_all_shown():
    cells = {"female": 12, "male": 5}
    assert hidden(cells) == cells
    assert hidden({"female": 12, "male": 4, "other": 30}) == {
        "female": None, "male": None, "other": 30,
    }  # fmt: skip
