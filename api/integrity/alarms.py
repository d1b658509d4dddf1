"""The alarm that the log is not the one that the views were made from: raised, and acknowledged.

It lies in a file in `keys/`, so that neither a rebuild, nor views that are deleted, nor a database
that is put back from a copy takes it away. Nothing in these files is written over. Who acknowledged
stands in a file beside it (the first to come stays), and so does where the views were put aside.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import msgspec

from api.i18n import _
from api.private.key_files import secret
from domain.rules import NotFound
from projections import views

ALARM, SEEN, ASIDE = ".alarm.json", ".seen.json", ".aside"


class Raised(msgspec.Struct, frozen=True):
    """The file of an alarm.

    `known`: the position up to which the views knew the log; `end`: the log's last then.
    `chains`: over all entries up to `known`, as the views had it and as the log has it, by which
    the same difference is recognised.
    """

    id: str
    raised_at: str
    known: int
    end: int
    chains: tuple[str, str]

    @property
    def is_shorter(self) -> bool:
        return self.end < self.known


class Seen(msgspec.Struct, frozen=True):
    """The file of who acknowledged it first: an account, or `console`."""

    acknowledged_at: str
    acknowledged_by: str


class Aside(msgspec.Struct, frozen=True):
    """The file that says where views of before are kept: a file or a schema."""

    aside: str


class Alarm(Raised, frozen=True):
    """An alarm with what stands beside it. `aside`: where the views of before are kept."""

    aside: tuple[str, ...] = ()
    acknowledged_at: str | None = None
    acknowledged_by: str | None = None

    @property
    def stands(self) -> bool:
        return self.acknowledged_at is None


F = TypeVar("F", Raised, Seen, Aside)


class Alarms:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def ring(self, found: views.Alarm) -> None:
        """Once for the same difference, however often it is met, and also where it was
        acknowledged; where the views are put aside now, that is added."""
        chains = (found.known.chain, found.now.chain)
        known = [alarm for alarm in self.all() if alarm.chains == chains]
        id = known[0].id if known else str(uuid4())
        if not known:
            raised = Raised(id, _now(), found.known.position, found.end, chains)
            self._write(f"{id}{ALARM}", raised)
            logging.getLogger("banyan").warning(sentence(self._get(id)))
        if found.aside:
            self._write(f"{id}.{found.aside}{ASIDE}", Aside(found.aside))

    def all(self) -> list[Alarm]:
        """The oldest first."""
        ids = (path.name.removesuffix(ALARM) for path in self._directory.glob(f"*{ALARM}"))
        return sorted(map(self._get, ids), key=lambda alarm: (alarm.raised_at, alarm.id))

    def standing(self) -> list[Alarm]:
        """Those that are not acknowledged."""
        return [alarm for alarm in self.all() if alarm.stands]

    def acknowledge(self, id: str, by: str) -> Alarm:
        """The first account to do so stays on record. NotFound where there is no such alarm."""
        if all(alarm.id != id for alarm in self.all()):
            raise NotFound("There is no such alarm. Check the id.")
        self._write(f"{id}{SEEN}", Seen(_now(), by))
        return self._get(id)

    def _get(self, id: str) -> Alarm:
        raised = self._read(self._directory / f"{id}{ALARM}", Raised)
        kept = sorted(self._directory.glob(f"{id}.*{ASIDE}"))
        aside = tuple(self._read(path, Aside).aside for path in kept)
        path = self._directory / f"{id}{SEEN}"
        seen = msgspec.structs.asdict(self._read(path, Seen)) if path.exists() else {}
        return Alarm(**msgspec.structs.asdict(raised), aside=aside, **seen)

    def _read(self, path: Path, kind: type[F]) -> F:
        return msgspec.json.decode(path.read_bytes(), type=kind)

    def _write(self, name: str, content: F) -> None:
        """Of two that write the same file, the first one's stays."""
        secret(
            self._directory / name,
            lambda: msgspec.json.format(msgspec.json.encode(content), indent=1),
        )


def sentence(alarm: Alarm) -> str:
    """What happened, and where the views of before are."""
    if alarm.is_shorter:
        said = _(
            "The log has become shorter: the views knew it up to position {known}, and it ended at "
            "position {end} when that was noticed.",
            known=alarm.known,
            end=alarm.end,
        )
    else:
        said = _(
            "The log has another past: up to position {known} it is not what the views were made "
            "from. It ended at position {end} when that was noticed.",
            known=alarm.known,
            end=alarm.end,
        )
    if not alarm.aside:
        return said
    kept = _("The views of before are kept as {aside}.", aside=", ".join(alarm.aside))
    return f"{said} {kept}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
