"""The alarm that the log is not the one that the views were made from: raised, and acknowledged.

It lies in a file in `keys/`, so that neither a rebuild, nor views that are deleted, nor a database
that is put back from a copy takes it away. Nothing in these files is written over: who acknowledged
stands in a file beside it (the first to come stays), and so does where the views were put aside.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from api.i18n import _
from api.private.key_files import secret
from domain.rules import NotFound
from projections import views

ALARM, SEEN, ASIDE = ".alarm.json", ".seen.json", ".aside"


@dataclass(frozen=True)
class Alarm:
    """`known`: the position up to which the views knew the log; `end`: the log's last then.

    `chains`: over all entries up to `known`, as the views had it and as the log has it, which is
    how a difference is known again. `aside`: the files or schemas that hold the views of before.
    `acknowledged_by`: an account, or `console`.
    """

    id: str
    raised_at: str
    known: int
    end: int
    chains: tuple[str, str]
    aside: tuple[str, ...] = ()
    acknowledged_at: str | None = None
    acknowledged_by: str | None = None

    @property
    def stands(self) -> bool:
        return self.acknowledged_at is None

    @property
    def is_shorter(self) -> bool:
        return self.end < self.known


class Alarms:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def ring(self, found: views.Alarm) -> None:
        """Once for the same difference, however often it is met, and also where it was
        acknowledged; where the views are put aside now, that is added."""
        chains = (found.known.chain, found.now.chain)
        known = [alarm for alarm in self._all() if alarm.chains == chains]
        alarm = known[0] if known else self._new(found, chains)
        if found.aside:
            self._write(f"{alarm.id}.{found.aside}{ASIDE}", {"aside": found.aside})
        if not known:
            logging.getLogger("banyan").warning(sentence(alarm))

    def _new(self, found: views.Alarm, chains: tuple[str, str]) -> Alarm:
        alarm = Alarm(str(uuid4()), _now(), found.known.position, found.end, chains)
        names = ("id", "raised_at", "known", "end", "chains")
        self._write(f"{alarm.id}{ALARM}", {name: getattr(alarm, name) for name in names})
        return alarm

    def all(self) -> list[Alarm]:
        """The oldest first."""
        return sorted(self._all(), key=lambda alarm: (alarm.raised_at, alarm.id))

    def standing(self) -> list[Alarm]:
        return [alarm for alarm in self.all() if alarm.stands]

    def acknowledge(self, id: str, by: str) -> Alarm:
        """Who was first stands. NotFound where there is no such alarm."""
        found = next((alarm for alarm in self._all() if alarm.id == id), None)
        if found is None:
            raise NotFound("There is no such alarm. Check the id.")
        seen = {"acknowledged_at": _now(), "acknowledged_by": by}
        return replace(found, **self._write(f"{id}{SEEN}", seen))

    def _all(self) -> Iterator[Alarm]:
        names = sorted(path.name for path in self._directory.glob("*"))
        for name in names:
            if not name.endswith(ALARM):
                continue
            said, id = self._read(name), name.removesuffix(ALARM)
            aside = [n for n in names if n.startswith(f"{id}.") and n.endswith(ASIDE)]
            said["aside"] = tuple(self._read(n)["aside"] for n in aside)
            said["chains"] = tuple(said["chains"])
            yield Alarm(**said, **(self._read(f"{id}{SEEN}") if f"{id}{SEEN}" in names else {}))

    def _read(self, name: str) -> dict[str, Any]:
        return dict(json.loads((self._directory / name).read_bytes()))

    def _write(self, name: str, said: dict[str, Any]) -> dict[str, Any]:
        """What the file says then: of two that write the same one, the first."""
        content = secret(self._directory / name, lambda: json.dumps(said, indent=1).encode())
        return dict(json.loads(content))


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
