"""One write on its way to the log: its ids, its sealed texts, and the answer it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from api.access.policy import Place, Record, require_records
from api.access.rules import LOG_WORK
from api.errors import BadInput, Problem
from api.transactions import idempotency
from api.transactions.caller import Caller
from api.transactions.idempotency import Answer
from api.transactions.record import record
from domain.rules import Conflict, Refused
from domain.service import Actor, Commands, Recorded
from domain.values import Commitment, PersonId, Reason
from projections import tables
from projections.db import Db
from projections.scope import EVERYTHING, find, people_within
from projections.witness import fingerprint

Said = dict[str, Any]


BESIDE = ("feedback.recorded", "evidence.attached")
"""Entries that come with a workshop and correct nothing in it."""


class Changed(Conflict):
    """Somebody else corrected it after the writer looked at it."""

    def __init__(self, stream: str) -> None:
        super().__init__(
            "This was changed by somebody else after you opened it. Look at what they did, and "
            "send yours again if it is still right."
        )
        self.stream = stream


class Write:
    """`id(…)` in the order of creation; `seal(…)` what is private; then `commit(…)`, once."""

    _place: Place | None = None
    """Where what is recorded lies, once that was asked for."""

    def __init__(self, caller: Caller, body: object, key: str | None, status: int = 200) -> None:
        """`key`: what makes a repeat, None where nothing does; `status`: of the answer."""
        self.caller = caller
        self.home = caller.home
        self.access = caller.access
        self.status = status
        self.sealer = self.home.private.sealer()
        caller.moment.close_private()
        self.repeat = idempotency.begin(self.home.private, key, body)
        self._made = 0
        self._seen: dict[str, int] = {}

    @property
    def db(self) -> Db:
        """The views: within the act as they are then, so that each try looks anew."""
        return self.caller.db

    def once(self, act: Callable[[], Answer]) -> Answer:
        """Acts; or, where the same was sent before, answers as the first time. What was refused
        may be sent again, corrected."""
        try:
            return self._answered() or act()
        except (Refused, BadInput, Problem):
            idempotency.forget(self.home.private, self.repeat)
            raise

    def _answered(self) -> Answer | None:
        """What was answered the first time, for as long as the log has the entry that it speaks of:
        where another log was put in its place, what was said to be recorded is recorded anew."""
        answer = self.repeat.answer
        if answer and answer.get("entry") not in (None, self._entry(answer["position"])):
            idempotency.take_back(self.home.private, self.repeat)
            return None
        return answer

    def _entry(self, position: int) -> str:
        return fingerprint(self.home.log, position)

    def expect(self, stream: str, version: int) -> None:
        """Nothing else was corrected in a stream since the version that the writer saw."""
        self._seen[stream] = version

    def id(self, chosen: str | None = None) -> str:
        """The client's, or else a new one: the same when the same write is sent again."""
        self._made += 1
        return chosen or self.repeat.id(self._made)

    def seal(self, owner: str, tag: str, content: Mapping[str, Any] | None) -> Commitment | None:
        """None where there is nothing to seal. Kept just before the entry is appended."""
        return self.sealer.seal(owner, tag, content) if content else None

    def replace(
        self, owner: str, tag: str, before: str | None, content: Mapping[str, Any] | None
    ) -> Commitment | None:
        """The commitment to what comes in the place of a text: the same where it is the same. For
        use within the act, where `before` is what the log says then."""
        known = self.home.private.open([before]).get(before or "", {})
        same = before is not None and known == content
        return Commitment(str(before)) if same else self.seal(owner, tag, content)

    def reason(self, owner: str, said: Said) -> Reason:
        words = said.get("words")
        return Reason(said["code"], self.seal(owner, "words", {"words": words} if words else None))

    def require_people(self, ids: Iterable[str]) -> None:
        """The writer must see everybody whom they name by id, since being on a register opens a
        person to the cascade. Whom they cannot see they name by identifier."""
        people = [("person", id) for id in ids]
        if people:
            named = [*self.caller.named, *people]
            require_records(self.db, self.access, LOG_WORK, named, place=self._place)

    def require_known(self, named: Iterable[Record]) -> None:
        """These (kind, id), which nobody comes to read by this, are of a cascade that the writer
        coordinates, in whatever region; no id names nothing."""
        said = [(kind, id) for kind, id in named if id]
        if said:
            require_records(self.db, self.access, LOG_WORK, self.caller.named, known=said)

    def require_own(self, kind: str, chosen: str | None) -> None:
        """A record that is there already, under an id that the client chose, is the writer's."""
        if chosen is not None and find(self.db, EVERYTHING, kind, chosen) is not None:
            named = [*self.caller.named, (kind, chosen)]
            require_records(self.db, self.access, LOG_WORK, named)

    def require_place(self, cascade: str, region: str | None) -> None:
        """What is to be recorded lies in a region that the writer coordinates."""
        scope = self.access.scope(LOG_WORK)
        within = self.db.numbers(tables.cascade, [cascade]).get(cascade, 0)
        number = self.db.numbers(tables.region, [region]).get(region) if region else None
        if not scope.part_of(within, number):
            raise Problem(
                403, "You coordinate a part of this cascade: choose a region that is yours."
            )
        self._place = within, number

    def unseen(self, ids: Iterable[PersonId]) -> tuple[PersonId, ...]:
        """Of these people who are known, those whom the writer may not see."""
        known = dict.fromkeys(ids)
        scope = self.caller.whole.scope(LOG_WORK)
        if scope.everything or not known:
            return ()
        seen = people_within(self.db, scope, known)
        return tuple(id for id in known if id not in seen)

    def commit(
        self,
        act: Callable[[Commands], object],
        data: Mapping[str, Any],
        location: str | None = None,
    ) -> Answer:
        """Appends, brings the views up to it, and gives the answer, which a repeat gets too."""
        return self.finish(self.append(act), data, location)

    def finish(
        self, recorded: Recorded, data: Mapping[str, Any], location: str | None = None
    ) -> Answer:
        """The answer to what was appended, for now and for a repeat. Where there was nothing to
        append, nothing was created: what is answered holds already."""
        if not (recorded.entries or recorded.repeated):
            self.status = 200
        answer = Answer(
            position=recorded.position,
            data=dict(data),
            location=location,
            entry=self._entry(recorded.position),
            status=self.status,
        )
        idempotency.finish(self.home.private, self.repeat, answer)
        return answer

    def command(self, part: int = 0) -> str:
        """The id of what is appended: the same when the same write is sent again."""
        return self.repeat.id(2**31 + part)

    def by(self, part: int = 0) -> Actor:
        return Actor(self.caller.account, self.caller.source, self.command(part))

    def append(self, act: Callable[[Commands], object], part: int = 0) -> Recorded:
        """`part`: of a write that takes several appends, which of them. `act` decides, as often as
        it takes; what it seals and whom it registers follows from what it reads then."""
        recorded = record(self.home, self.by(part), self.anew(act), self.sealer)
        self.home.views.catch_up(upto=recorded.position)
        return recorded

    def anew(self, act: Callable[[Commands], object]) -> Callable[[Commands], object]:
        """Wraps `act`: each try looks at the views anew, checks `expect`, and counts its ids from
        the same number, as does whoever asks for ids afterwards."""
        made = self._made

        def decide(commands: Commands) -> None:
            self.caller.moment.close()
            try:
                self.require_as_seen(commands)
                act(commands)
            finally:
                self._made = made
                self.caller.moment.close()

        return decide

    def require_as_seen(self, commands: Commands) -> None:
        for stream, version in self._seen.items():
            later = [e for e in commands.entries(stream) if e.version > version]
            if any(entry.name not in BESIDE for entry in later):
                raise Changed(stream)
