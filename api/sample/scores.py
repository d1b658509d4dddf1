"""Pre-test and post-test: what people know before, and how much less is passed on each time."""

from __future__ import annotations

from random import Random

GAIN_AT_FIRST = 0.62
KEPT = 0.85
"""Of the mean gain, from one generation to the next: the dilution."""


def test_scores(rng: Random, generation: int, skill: float, most: int) -> tuple[int, int]:
    """(pre, post), whole points, for somebody taught at this generation."""
    pre = min(0.85, max(0.02, rng.gauss(0.38, 0.13)))
    mean = (GAIN_AT_FIRST + skill) * KEPT ** (generation - 1)
    gain = min(1.0, max(-0.35, rng.gauss(mean, 0.17)))
    before = round(pre * most)
    return before, min(most, max(0, round(before + gain * (most - before))))
