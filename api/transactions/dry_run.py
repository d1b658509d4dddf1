"""A dry run: a write that the same functions decide as any other, and that records nothing.

It reads the log and the private drawer and writes to neither. Its entries stay in memory, no text
is sealed, and no identifier is bound. Imports use the same sealer for their dry runs.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast

from api.home import Home
from api.private.sealing import Sealer
from api.transactions.caller import Caller
from api.transactions.idempotency import Answer, Repeat
from api.transactions.write import Write
from domain.events import CURRENT_NAMES, Entry
from domain.service import Commands, Recorded
from domain.values import Commitment, PersonId

READING = frozenset({"open", "with_owners", "people", "bearing", "bearers", "identifiers"})
"""Methods of the private drawer that a dry run may call; none of them writes."""


class DryRun(Write):
    """A dry run of one write. `claimed`: identifier → the new person to whom it would be bound."""

    def __init__(self, caller: Caller) -> None:
        home, sealer = cast(Home, _ReadOnlyHome(caller.home)), NullSealer()
        self._begin(caller, home, sealer, Repeat(None, "", secrets.token_hex(32), first=True), 200)
        self.claimed = sealer.claimed
        self._commands = home.service.read()

    def append(self, act: Callable[[Commands], object], part: int = 0) -> Recorded:
        before = len(self._commands.pending)
        self.retried(act)(self._commands)
        return Recorded(0, len(self._commands.pending) - before)

    def finish(
        self, recorded: Recorded, data: Mapping[str, Any], location: str | None = None
    ) -> Answer:
        """An answer about no entry, which is not stored."""
        return Answer(
            position=recorded.position, data=dict(data), location=location, entry="", status=200
        )

    def entries(self, after: int) -> Sequence[Entry]:
        """The entries that the write would append, with the positions after `after`."""
        return [
            Entry(
                position,
                pending.originator_id,
                pending.originator_version,
                CURRENT_NAMES[type(pending.envelope.fact)],
                pending.envelope.at,
                pending.envelope.by,
                pending.envelope.source,
                pending.envelope.command,
                pending.envelope.cascade,
                pending.envelope.fact,
            )
            for position, pending in enumerate(self._commands.pending, after + 1)
        ]


class NullSealer(Sealer):
    """Seals nothing and binds no identifier: its commitments are random.

    `claimed`: identifier → the person to whom it was to be bound.
    """

    def __init__(self) -> None:
        self.claimed: dict[str, PersonId] = {}

    def seal(self, owner: str, tag: str, content: Mapping[str, object]) -> Commitment:
        return Commitment(secrets.token_hex(32))

    def claim(self, series: str, identifier: str, holder: PersonId) -> Commitment:
        self.claimed[identifier] = holder
        return Commitment(secrets.token_hex(32))


class _ReadOnlyHome:
    """The parts of a home that a write reads, and nothing that writes."""

    def __init__(self, home: Home) -> None:
        self.views, self.log = home.views, home.log
        self.service = SimpleNamespace(read=home.service.read)
        self.private = _ReadOnlyPrivate(home)


class _ReadOnlyPrivate:
    """The private drawer with the methods in `READING` alone; others raise AttributeError."""

    def __init__(self, home: Home) -> None:
        self._private = home.private

    def __getattr__(self, name: str) -> Any:
        if name not in READING:
            raise AttributeError(f"a dry run does not call {name} of the private drawer")
        return getattr(self._private, name)

    def forget_tagged(self, owners: Iterable[str], tag: str) -> None:
        """Does nothing: a dry run deletes no text."""
