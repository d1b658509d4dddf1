"""How far a person stands from the start of a cascade."""

from __future__ import annotations


def child_generation(generation: int | None) -> int:
    """The generation of those directly under somebody of a generation; the unattributed, -1, and
    those outside the tree begin as roots do."""
    return max(generation or 0, 0) + 1
