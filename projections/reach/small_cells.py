"""Counts of people in cells, with the small ones hidden so that no total gives them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LEAST = 5
"""A cell with fewer people says too much about each of them; so does an empty one."""


def hidden(cells: Mapping[str, int]) -> dict[str, int | None]:
    """The cells as anybody may see them who knows their sum; None: hidden.

    Small cells are hidden together with the next larger ones (complementary suppression), until
    at least two are hidden, `LEAST` people are in them, and they cannot all be as large as small
    cells may be. Equal cells are hidden together: which of them was taken says nothing then. So
    even who knows this rule cannot tell how many are in a small cell, unless nobody is in any.
    """
    order = sorted(cells.values())
    if not order or order[0] >= LEAST:
        return dict(cells)
    hiding = 1
    while hiding < len(order) and (
        order[hiding] <= max(order[hiding - 1], LEAST - 1) or _give_away(order[:hiding])
    ):
        hiding += 1
    most = order[hiding - 1]
    return {name: None if count <= most else count for name, count in cells.items()}


def _give_away(hiding: Sequence[int]) -> bool:
    """Whether the sum of these cells says what is in one of them."""
    together = sum(hiding)
    return len(hiding) < 2 or together < LEAST or together == len(hiding) * (LEAST - 1)
