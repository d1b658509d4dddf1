"""The gain of one participation, from its two scores."""

from __future__ import annotations


def gain(pre: float | None, post: float | None, top: float | None) -> float | None:
    """(post − pre) / (max − pre), after Hake 1998; None if one is missing or pre = max."""
    if pre is None or post is None or top is None or pre == top:
        return None
    return (post - pre) / (top - pre)
