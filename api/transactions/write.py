"""One write: its ids, its sealed texts, its entries in the log, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from api.access.policy import Place, Record, require_records
from api.access.rules import LOG_WORK
from api.errors import BadInput, Problem
from api.home import Home
from api.private.sealing import Sealer
from api.transactions import idempotency
from api.transactions.caller import Caller
from api.transactions.idempotency import Answer, Repeat
from api.transactions.record import record
from domain.rules import Conflict, Refused
from domain.service import Actor, Commands, Recorded
from domain.values import Commitment, PersonId, Reason
from projections import tables
from projections.db import Db
from projections.scope import EVERYTHING, find, people_within
from projections.witness import fingerprint

Body = dict[str, Any]
"""A JSON object: a request's body as its schema loaded it, or the data of an answer."""

NOT_CORRECTIONS = ("feedback.recorded", "evidence.attached")
"""Entries of a workshop's stream that change nothing in the workshop."""


class Changed(Conflict):
    """Another writer corrected the stream after this writer opened it."""

    def __init__(self, stream: str) -> None:
        super().__init__(
            "This was changed by somebody else after you opened it. Look at what they did, and "
            "send yours again if it is still right."
        )
        self.stream = stream


class Write:
    """Call `id(…)` in the order of creation, `seal(…)` for private texts, then `commit(…)` once."""

    _place: Place | None = None
    """The place of the new entry, once `require_place` has checked it."""

    def __init__(self, caller: Caller, body: object, key: str | None, status: int = 200) -> None:
        """`key`: two writes with the same key are one; None: never a repeat. `status`: of the
        answer."""
        private = caller.home.private
        caller.moment.close_private()
        repeat = idempotency.begin(private, key, body)
        self._begin(caller, caller.home, private.sealer(), repeat, status)

    def _begin(
        self, caller: Caller, home: Home, sealer: Sealer, repeat: Repeat, status: int
    ) -> None:
        self.caller, self.home, self.access = caller, home, caller.access
        self.sealer, self.repeat, self.status = sealer, repeat, status
        self._made = 0
        self._expected: dict[str, int] = {}

    @property
    def db(self) -> Db:
        """The views. Inside `act` they are read anew at each try."""
        return self.caller.db

    def once(self, act: Callable[[], Answer]) -> Answer:
        """Acts; if the same write was sent before, returns its first answer. After a refusal the
        key is free for a corrected write."""
        try:
            return self._answered() or act()
        except (Refused, BadInput, Problem):
            idempotency.forget(self.home.private, self.repeat)
            raise

    def _answered(self) -> Answer | None:
        """The first answer, if the log still has the entry that it names. If the log was replaced
        by another, the answer is dropped and the write is recorded again."""
        answer = self.repeat.answer
        if answer and answer.get("entry") not in (None, self._entry(answer["position"])):
            idempotency.take_back(self.home.private, self.repeat)
            return None
        return answer

    def _entry(self, position: int) -> str:
        return fingerprint(self.home.log, position)

    def expect(self, stream: str, version: int) -> None:
        """The write is refused (`Changed`) if the stream was corrected after this version."""
        self._expected[stream] = version

    def id(self, chosen: str | None = None) -> str:
        """The client's id, else a new one, which is the same when the write is sent again."""
        self._made += 1
        return chosen or self.repeat.id(self._made)

    def seal(self, owner: str, tag: str, content: Mapping[str, Any] | None) -> Commitment | None:
        """The commitment to a private text, which is stored just before the entry is appended; None
        if there is no content."""
        return self.sealer.seal(owner, tag, content) if content else None

    def replace(
        self, owner: str, tag: str, before: str | None, content: Mapping[str, Any] | None
    ) -> Commitment | None:
        """The commitment to a text that replaces another; unchanged content keeps its commitment.
        Call it inside `act`; `before`: the commitment that the log has then."""
        known = self.home.private.open([before]).get(before or "", {})
        same = before is not None and known == content
        return Commitment(str(before)) if same else self.seal(owner, tag, content)

    def reason(self, owner: str, body: Body) -> Reason:
        """`body`: {"code", "words"?} of a request; the words are sealed."""
        words = body.get("words")
        return Reason(body["code"], self.seal(owner, "words", {"words": words} if words else None))

    def require_people(self, ids: Iterable[str]) -> None:
        """Raises NotFound unless the writer may see each person named by id. A register makes a
        person visible in its cascade, so people whom the writer cannot see are named by
        identifier."""
        people = [("person", id) for id in ids]
        if people:
            named = [*self.caller.named, *people]
            require_records(self.db, self.access, LOG_WORK, named, place=self._place)

    def require_known(self, named: Iterable[Record]) -> None:
        """Raises NotFound unless these records (kind, id) lie in a cascade that the writer
        coordinates, in any region. For records that the write makes visible to no one. Pairs
        without an id are skipped."""
        known = [(kind, id) for kind, id in named if id]
        if known:
            require_records(self.db, self.access, LOG_WORK, self.caller.named, known=known)

    def require_own(self, kind: str, chosen: str | None) -> None:
        """Raises NotFound if a record has the chosen id already and the writer may not see it."""
        if chosen is not None and find(self.db, EVERYTHING, kind, chosen) is not None:
            named = [*self.caller.named, (kind, chosen)]
            require_records(self.db, self.access, LOG_WORK, named)

    def require_place(self, cascade: str, region: str | None) -> None:
        """Raises a Problem unless the new entry lies in a region that the writer coordinates."""
        scope = self.access.scope(LOG_WORK)
        within = self.db.numbers(tables.cascade, [cascade]).get(cascade, 0)
        number = self.db.numbers(tables.region, [region]).get(region) if region else None
        if not scope.part_of(within, number):
            raise Problem(
                403, "You coordinate a part of this cascade: choose a region that is yours."
            )
        self._place = within, number

    def unseen(self, ids: Iterable[PersonId]) -> tuple[PersonId, ...]:
        """Those of these registered people whom the writer may not see."""
        people = dict.fromkeys(ids)
        scope = self.caller.whole.scope(LOG_WORK)
        if scope.everything or not people:
            return ()
        visible = people_within(self.db, scope, people)
        return tuple(id for id in people if id not in visible)

    def commit(
        self,
        act: Callable[[Commands], object],
        data: Mapping[str, Any],
        location: str | None = None,
    ) -> Answer:
        """Appends, brings the views up to date, and returns the answer, also for repeats."""
        return self.finish(self.append(act), data, location)

    def finish(
        self, recorded: Recorded, data: Mapping[str, Any], location: str | None = None
    ) -> Answer:
        """Makes the answer and stores it for repeats. Its status is 200 where nothing was appended,
        since the facts were recorded before."""
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
        """The id of a part's command: the same when the write is sent again."""
        return self.repeat.id(2**31 + part)

    def by(self, part: int = 0) -> Actor:
        return Actor(self.caller.account, self.caller.source, self.command(part))

    def append(self, act: Callable[[Commands], object], part: int = 0) -> Recorded:
        """Appends the entries that `act` decides and brings the views up to date. After a conflict
        `act` runs again, so it must read, seal and register anew each time. `part`: the number of
        the append, in a write of several."""
        recorded = record(self.home, self.by(part), self.retried(act), self.sealer)
        self.home.views.catch_up(upto=recorded.position)
        return recorded

    def retried(self, act: Callable[[Commands], object]) -> Callable[[Commands], object]:
        """Wraps `act` so that each try reads the views anew, checks `expect`, and counts ids from
        the same number. Calls of `id` after the act count from that number too."""
        made = self._made

        def decide(commands: Commands) -> None:
            self.caller.moment.close()
            try:
                self._require_expected(commands)
                act(commands)
            finally:
                self._made = made
                self.caller.moment.close()

        return decide

    def _require_expected(self, commands: Commands) -> None:
        for stream, version in self._expected.items():
            later = [e for e in commands.entries(stream) if e.version > version]
            if any(entry.name not in NOT_CORRECTIONS for entry in later):
                raise Changed(stream)
