"""The reason that a move gives."""

from __future__ import annotations

from dataclasses import dataclass

from domain.values import ReasonCode


@dataclass(frozen=True)
class Why:
    """A reason: its code, and words for the private drawer, or none."""

    code: ReasonCode
    words: str = ""
