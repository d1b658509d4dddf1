"""What a move needs of the world to become a command: ids, seals, and what only views can say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.sample.moves import Why
from domain.service import Actor, Commands
from domain.service.certifications import Training
from domain.values import CascadeId, Commitment, PersonId, Reason, RegionId, WorkshopId

Seal = Callable[[str, str, dict[str, Any]], Commitment]
"""(owner's stream, tag, content) → commitment, once the content is kept."""


@dataclass(frozen=True)
class Hands:
    """`person` and `workshop` find the id of a programme's identifier.

    `workshop` is asked for workshops that a move creates too: it then chooses the id, and answers
    with the same ever after. `by` names each command; `new_id` gives random ids.
    `keep_file(evidence, media_type, content, keep_until)` keeps an evidence file.
    `training` says where a decision on somebody's certification is to look.
    """

    cascade: CascadeId
    by: Callable[[], Actor]
    new_id: Callable[[], str]
    person: Callable[[str], PersonId]
    workshop: Callable[[str], WorkshopId]
    seal: Seal
    keep_file: Callable[[str, str, bytes, str | None], None]
    training: Callable[..., Training]

    def reason(self, owner: str, why: Why) -> Reason:
        """Its words sealed under the stream of the fact that gives it."""
        return Reason(why.code, self.words(owner, why.words))

    def words(self, owner: str, words: str) -> Commitment | None:
        return self.seal(owner, "words", {"words": words}) if words else None

    def region(self, c: Commands, path: str | None) -> RegionId | None:
        return c.region_at(path, self.new_id) if path else None
