"""Counts of people in cells; small cells are hidden so that they cannot be computed from totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MIN_CELL = 5
"""A cell with fewer people says too much about each of them; so does an empty cell."""


def hidden(cells: Mapping[str, int]) -> dict[str, int | None]:
    """The cells that a reader who knows their sum may see; None: hidden.

    Small cells are hidden together with the next larger ones (complementary suppression), until at
    least two are hidden, at least `MIN_CELL` people are in them, and they cannot all have the
    largest size of a small cell. Equal cells are hidden together, so that the choice says nothing.
    Even a reader who knows this rule cannot tell how many people are in a small cell, unless all
    are empty.
    """
    order = sorted(cells.values())
    if not order or order[0] >= MIN_CELL:
        return dict(cells)
    hiding = 1
    while hiding < len(order) and (
        order[hiding] <= max(order[hiding - 1], MIN_CELL - 1) or _give_away(order[:hiding])
    ):
        hiding += 1
    most = order[hiding - 1]
    return {name: None if count <= most else count for name, count in cells.items()}


def _give_away(hiding: Sequence[int]) -> bool:
    """Whether the sum of these cells gives away one of them."""
    together = sum(hiding)
    return len(hiding) < 2 or together < MIN_CELL or together == len(hiding) * (MIN_CELL - 1)
