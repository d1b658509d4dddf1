"""Raises and acknowledges the alarm that the log is not the one from which the views were made.

An alarm is a file in `keys/`, so that it survives a rebuild, the deletion of views, and a database
that is restored from a copy. These files are never overwritten. Two more files beside it say who
acknowledged it first, and where the former views are kept.
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

ALARM_SUFFIX, ACKNOWLEDGED_SUFFIX, KEPT_SUFFIX = ".alarm.json", ".seen.json", ".aside"


class AlarmFile(msgspec.Struct, frozen=True):
    """The file of an alarm.

    `known`: the position up to which the views knew the log; `end`: the log's last position when
    the alarm was raised. `chains`: hash chains over all entries up to `known`, from the views and
    from the log. Two alarms with the same chains are about the same difference.
    """

    id: str
    raised_at: str
    known: int
    end: int
    chains: tuple[str, str]

    @property
    def is_shorter(self) -> bool:
        return self.end < self.known


class Acknowledgement(msgspec.Struct, frozen=True):
    """The file of an acknowledgement, the first one. `acknowledged_by`: an account or `console`."""

    acknowledged_at: str
    acknowledged_by: str


class KeptViews(msgspec.Struct, frozen=True):
    """The file that says where the former views are kept. `aside`: a file or a schema."""

    aside: str


class Alarm(AlarmFile, frozen=True):
    """An alarm with its acknowledgement. `aside`: where the former views are kept."""

    aside: tuple[str, ...] = ()
    acknowledged_at: str | None = None
    acknowledged_by: str | None = None

    @property
    def stands(self) -> bool:
        return self.acknowledged_at is None


F = TypeVar("F", AlarmFile, Acknowledgement, KeptViews)


class Alarms:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def ring(self, found: views.Alarm) -> None:
        """Raises an alarm, but only one for each difference, also after it was acknowledged. Where
        the former views are kept is added to it."""
        chains = (found.known.chain, found.now.chain)
        known = [alarm for alarm in self.all() if alarm.chains == chains]
        id = known[0].id if known else str(uuid4())
        if not known:
            raised = AlarmFile(id, _now(), found.known.position, found.end, chains)
            self._write(f"{id}{ALARM_SUFFIX}", raised)
            logging.getLogger("banyan").warning(sentence(self._get(id)))
        if found.aside:
            self._write(f"{id}.{found.aside}{KEPT_SUFFIX}", KeptViews(found.aside))

    def all(self) -> list[Alarm]:
        """All alarms, the oldest first."""
        ids = (
            path.name.removesuffix(ALARM_SUFFIX)
            for path in self._directory.glob(f"*{ALARM_SUFFIX}")
        )
        return sorted(map(self._get, ids), key=lambda alarm: (alarm.raised_at, alarm.id))

    def standing(self) -> list[Alarm]:
        """Alarms that are not acknowledged."""
        return [alarm for alarm in self.all() if alarm.stands]

    def acknowledge(self, id: str, by: str) -> Alarm:
        """Acknowledges an alarm; only the first account that does so is recorded. NotFound if there
        is no such alarm."""
        if all(alarm.id != id for alarm in self.all()):
            raise NotFound("There is no such alarm. Check the id.")
        self._write(f"{id}{ACKNOWLEDGED_SUFFIX}", Acknowledgement(_now(), by))
        return self._get(id)

    def _get(self, id: str) -> Alarm:
        raised = self._read(self._directory / f"{id}{ALARM_SUFFIX}", AlarmFile)
        kept = sorted(self._directory.glob(f"{id}.*{KEPT_SUFFIX}"))
        aside = tuple(self._read(path, KeptViews).aside for path in kept)
        path = self._directory / f"{id}{ACKNOWLEDGED_SUFFIX}"
        seen = msgspec.structs.asdict(self._read(path, Acknowledgement)) if path.exists() else {}
        return Alarm(**msgspec.structs.asdict(raised), aside=aside, **seen)

    def _read(self, path: Path, kind: type[F]) -> F:
        return msgspec.json.decode(path.read_bytes(), type=kind)

    def _write(self, name: str, content: F) -> None:
        """Writes a file. If two processes write the same file, the first one's content stays."""
        secret(
            self._directory / name,
            lambda: msgspec.json.format(msgspec.json.encode(content), indent=1),
        )


def sentence(alarm: Alarm) -> str:
    """What happened, and where the former views are kept."""
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
