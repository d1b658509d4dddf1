"""Moves about the cascade itself."""

from __future__ import annotations

from dataclasses import dataclass

from api.sample.moves.why import Why
from api.sample.opening import PlannedTier
from domain.values import Module, Standard


@dataclass(frozen=True)
class ReviseCurriculum:
    modules: tuple[Module, ...]
    objectives: str
    why: Why


@dataclass(frozen=True)
class ReviseTargets:
    tiers: tuple[PlannedTier, ...]
    why: Why


@dataclass(frozen=True)
class ReviseStandard:
    standard: Standard
    why: Why
