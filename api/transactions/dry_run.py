"""A write that is decided by the same functions as any other, and recorded nowhere.

It looks at the log and the private drawer and writes to neither: what it would append is kept
here, no text is sealed, and no identifier is bound. Imports rehearse with the same sealer.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from api.home import Home
from api.private.sealing import Sealer
from api.transactions.caller import Caller
from api.transactions.idempotency import Answer, Repeat
from api.transactions.write import Write
from domain.events import CURRENT_NAMES, Entry
from domain.service import Commands, Recorded
from domain.values import Commitment, PersonId

READING = frozenset({"open", "with_owners", "people", "bearers", "identifiers"})
"""What a rehearsal may ask of the private drawer; none of it writes."""


class Rehearsal(Write):
    """`claimed`: identifiers that the write would bind, to people who are not registered yet."""

    def __init__(self, caller: Caller) -> None:
        home = caller.home
        self.caller = caller
        self.home = _Untouched(home)  # type: ignore[assignment]
        self.access, self.status = caller.access, 200
        self.sealer = sealer = NullSealer()
        self.claimed = sealer.claimed
        self.repeat = Repeat(None, "", secrets.token_hex(32), first=True)
        self._made = 0
        self._seen = {}
        self._commands = home.service.read()

    def append(self, act: Callable[[Commands], object], part: int = 0) -> Recorded:
        before = len(self._commands.pending)
        self.anew(act)(self._commands)
        return Recorded(0, len(self._commands.pending) - before)

    def finish(
        self, recorded: Recorded, data: Mapping[str, Any], location: str | None = None
    ) -> Answer:
        """Of nothing that was recorded."""
        return Answer(
            position=recorded.position, data=dict(data), location=location, entry="", status=200
        )

    def entries(self, after: int) -> Sequence[Entry]:
        """What would be appended, as if at the positions that come after this one."""
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
    """Seals nothing and binds no identifier: each commitment that it gives is random.

    `claimed`: identifiers that it was asked to bind, and to whom.
    """

    def __init__(self) -> None:
        self.claimed: dict[str, PersonId] = {}

    def seal(self, owner: str, tag: str, content: Mapping[str, object]) -> Commitment:
        return Commitment(secrets.token_hex(32))

    def claim(self, series: str, identifier: str, holder: PersonId) -> Commitment:
        self.claimed[identifier] = holder
        return Commitment(secrets.token_hex(32))


class _Untouched:
    """A home that can be looked at."""

    def __init__(self, home: Home) -> None:
        self.views, self.log = home.views, home.log
        self.service = _Looking(home)
        self.private = _ReadOnly(home)


class _Looking:
    def __init__(self, home: Home) -> None:
        self.read = home.service.read


class _ReadOnly:
    """The private drawer without what writes: asked for that, it fails."""

    def __init__(self, home: Home) -> None:
        self._private = home.private

    def __getattr__(self, name: str) -> Any:
        if name not in READING:
            raise AttributeError(f"a rehearsal does not ask the private drawer for {name}")
        return getattr(self._private, name)

    def forget_tagged(self, owners: Iterable[str], tag: str) -> None:
        """Nothing is forgotten by a rehearsal."""
