"""A step of an import: a few facts decided and recorded together.

Each step is taken twice: in rehearsal, on a draft that is thrown away, which tells what becomes of
its row; and for good, on what the log says then. Steps do nothing where all is known already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from api.i18n import _
from api.private.sealing import Sealer
from api.private.store import Private
from api.spreadsheets.importing.regions import Regions
from api.spreadsheets.importing.verdicts import Judged, Verdict
from domain.rules import Refused
from domain.service import Commands
from domain.values import (
    CascadeId,
    Commitment,
    OrganisationId,
    PersonId,
    Reason,
    ReasonCode,
    RegionId,
)

IMPORTED = Reason(ReasonCode.IMPORTED)


@dataclass
class Hands:
    """What steps need besides the log."""

    cascade: CascadeId
    series: str
    private: Private
    sealer: Sealer
    regions: Regions
    people: dict[str, PersonId] = field(default_factory=dict)
    """By what the programme calls them."""
    unseen: frozenset[PersonId] = frozenset()
    """Of them, who is known and whom the importer may not see."""
    contents: dict[str, dict[str, str]] = field(default_factory=dict)
    """Private texts by commitment, as far as they were opened."""

    def region(self, c: Commands, text: str) -> RegionId:
        return c.region_at(self.regions.path(text), new_id)

    def organisation(self, c: Commands, name: str) -> OrganisationId:
        return c.organisation_named(name, new_id)

    def open_all(self, commitments: Iterable[str | None]) -> None:
        self.contents |= self.private.open(commitments)

    def content(self, commitment: str | None) -> dict[str, str]:
        """Also of what another process has sealed since the import began."""
        if commitment is None:
            return {}
        if commitment not in self.contents:
            self.open_all([commitment])
        return self.contents.get(commitment, {})


class Blank(Sealer):
    """For the rehearsal: what it gives differs each time and seals nothing."""

    def __init__(self) -> None:
        """There is nothing to keep, and nowhere."""

    def seal(self, owner: str, tag: str, content: Mapping[str, Any]) -> Commitment:
        return Commitment(str(uuid4()))

    def claim(self, series: str, identifier: str, holder: PersonId) -> Commitment:
        return Commitment(str(uuid4()))


@dataclass(frozen=True)
class Step:
    """`speaks_of`: the streams that it will ask for, so that those of many are loaded at once."""

    act: Callable[[Commands, Hands], None]
    speaks_of: Callable[[Hands], Iterable[str]]

    def __call__(self, c: Commands, hands: Hands) -> None:
        self.act(c, hands)


def new_id() -> str:
    return str(uuid4())


def said(refused: Refused) -> str:
    """A domain's refusal in the reader's language."""
    return _(refused.template, **refused.params)


def rehearse(step: Step, judged: Judged, c: Commands, hands: Hands, known: bool) -> bool:
    """Takes a step on the draft; the verdict says what it would do. Whether it would do anything.

    `known`: what the row speaks of was in the log before.
    """
    before = len(c.pending)
    try:
        step(c, hands)
    except Refused as refused:
        judged.refuse(said(refused))
        return False
    if len(c.pending) == before:
        judged.verdict = Verdict.KNOWN
        return False
    if known and judged.verdict is Verdict.NEW:
        judged.verdict = Verdict.CHANGED
    return True
