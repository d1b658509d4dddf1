"""A step of an import: a few facts that are decided and recorded together.

Each step is taken twice: first in a rehearsal, on a draft that is thrown away, which gives the
verdict on its row; then for good, on the log as it is at that time. A step does nothing if its
facts are recorded already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from api.private.sealing import Sealer
from api.private.store import Private
from api.spreadsheets.importing.names import is_key, kept, keys
from api.spreadsheets.importing.regions import Regions
from api.spreadsheets.importing.row_values import PersonRecord
from api.spreadsheets.importing.verdicts import JudgedRow, Verdict
from domain import person
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
class ImportContext:
    """Data that steps need besides the log. `series`: of the identifiers; `keys`: the number series
    of the people without one."""

    cascade: CascadeId
    series: str
    keys: str
    private: Private
    sealer: Sealer
    regions: Regions
    people: dict[str, PersonId] = field(default_factory=dict)
    """Name → id of all people in the rows; for new people an id that was made for them."""
    described: dict[str, PersonRecord] = field(default_factory=dict)
    """Name → what is known of people who have no row of people."""
    unclear: dict[str, dict[str, PersonId]] = field(default_factory=dict)
    """Identifier → those that are the same, as they are written, of several people."""
    unseen: frozenset[PersonId] = frozenset()
    """Known people outside the importer's scope."""
    contents: dict[str, dict[str, str]] = field(default_factory=dict)
    """Commitment → private text, for those opened so far."""

    def ids(self, names: Iterable[str]) -> tuple[PersonId, ...]:
        return tuple(self.people[name] for name in names)

    def streams(self, names: Iterable[str]) -> list[str]:
        return [person.stream(id) for id in self.ids(names)]

    def bearers(self, names: Iterable[str]) -> dict[str, PersonId]:
        """Name → person, of those that are bound to somebody."""
        wanted = set(names)
        keyed = {kept(key): key for key in keys(wanted)}
        found = self.private.bearing(self.keys, keyed).people if keyed else {}
        named, unclear = self.private.bearing(self.series, wanted.difference(keyed.values()))
        self.unclear |= unclear
        return named | {keyed[one]: id for one, id in found.items()}

    def claim(self, name: str, holder: PersonId) -> Commitment:
        """Binds a name to a person."""
        if is_key(name):
            return self.sealer.claim(self.keys, kept(name), holder)
        return self.sealer.claim(self.series, name, holder)

    def unseen_of(self, names: Iterable[str]) -> tuple[PersonId, ...]:
        return tuple(sorted(self.unseen.intersection(self.ids(names))))

    def region(self, c: Commands, text: str) -> RegionId:
        return c.region_at(self.regions.path(text), new_id)

    def organisation(self, c: Commands, name: str) -> OrganisationId:
        return c.organisation_named(name, new_id)

    def open_all(self, commitments: Iterable[str | None]) -> None:
        self.contents |= self.private.open(commitments)

    def content(self, commitment: str | None) -> dict[str, str]:
        """The private text of a commitment, also one that another process sealed meanwhile."""
        if commitment is None:
            return {}
        if commitment not in self.contents:
            self.open_all([commitment])
        return self.contents.get(commitment, {})

    def amended(
        self, owner: str, tag: str, before: str | None, stated: Mapping[str, str]
    ) -> Commitment | None:
        """Seals the former text (commitment `before`) with the cells of a row (`stated`) in it. A
        blank cell replaces nothing. None if the text does not change."""
        was = self.content(before)
        now = {**was, **stated}
        return None if now == was else self.sealer.seal(owner, tag, now)


@dataclass(frozen=True)
class Step:
    """`streams`: the streams that `act` reads, so that those of many steps are loaded at once."""

    act: Callable[[Commands, ImportContext], None]
    streams: Callable[[ImportContext], Iterable[str]]

    def __call__(self, c: Commands, context: ImportContext) -> None:
        self.act(c, context)


def new_id() -> str:
    return str(uuid4())


def rehearse(
    step: Step, judged: JudgedRow, c: Commands, context: ImportContext, known: bool
) -> bool:
    """Takes a step on the draft and sets the row's verdict. Returns whether it records anything.

    `known`: whether the person, workshop or line of the row was in the log before.
    """
    before = len(c.pending)
    try:
        step(c, context)
    except Refused as refused:
        judged.refuse(refused.template, **refused.params)
        return False
    if len(c.pending) == before:
        judged.verdict = Verdict.KNOWN
        return False
    if known and judged.verdict is Verdict.NEW:
        judged.verdict = Verdict.CHANGED
    return True
