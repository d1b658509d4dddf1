"""One read: the moment of the views that it sees, and pages of what it found."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Table

from api.access.gate import Gate
from api.access.policy import Access, narrowed
from api.access.rules import HISTORY, Rule
from api.errors import SENTENCES, Problem
from api.home import Home
from api.transactions.answer_cache import AnswerCache
from api.transactions.caller import Caller
from domain.rules import NotFound, latest_today
from projections.db import Db, position
from projections.past_scope import settle
from projections.reach.reach import EVER
from projections.scope import FIND, Scope, find
from projections.witness import Witness, moment

BAD_CURSOR = "“after” is the cursor “next” of the page before, as it was given."

Keys = tuple[Any, ...]
T = TypeVar("T", bound=Mapping[str, object])


@dataclass
class Read:
    """`private`: as far as the reader may read it. `rule`: the one under which they look. `now`:
    the views as they are, where `db` tells of an earlier moment; who may see is judged by them."""

    db: Db
    private: Gate
    home: Home
    answers: AnswerCache
    asked: Mapping[str, Any]
    position: int
    access: Access
    rule: Rule
    now: Db | None = None

    @cached_property
    def moment(self) -> Witness:
        """Of the views: up to which entry, and of which log. What is kept is known again by it."""
        return moment(self.db)

    @property
    def today(self) -> date:
        """Where the day is furthest on."""
        return latest_today(datetime.now(UTC))

    @property
    def scope(self) -> Scope:
        """Where the reader may look: a condition on every look-up."""
        return self.scope_of(self.rule)

    def scope_of(self, rule: Rule) -> Scope:
        """Where they may look under another rule."""
        scope = self.access.scope(rule)
        if self.now is None:
            return scope
        if scope not in self._settled:
            self._settled[scope] = settle(self.now, self.db, scope)
        return self._settled[scope]

    @cached_property
    def _settled(self) -> dict[Scope, Scope]:
        return {}

    @property
    def as_of(self) -> int:
        """An ordinal, `EVER` where none was asked for."""
        day: date | None = self.asked.get("as_of")
        return day.toordinal() if day else EVER

    @property
    def limit(self) -> int:
        return int(self.asked["limit"])

    def after(self, start: Keys) -> Keys:
        """The keys that the page goes on after; `start` also says of which kinds they are."""
        cursor = self.asked.get("after")
        if cursor is None:
            return start
        try:
            keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        except (ValueError, binascii.Error, RecursionError):
            keys = None
        kinds = [type(key) for key in start]
        if not isinstance(keys, list) or [type(k) for k in keys] != kinds or _huge(keys):
            raise Problem(422, BAD_CURSOR)
        return tuple(keys)

    def number(self, table: Table, id: object, sentence: str) -> int:
        """The number behind an id, where the reader may look; NotFound with the sentence."""
        found: int | None = None
        if table.name in FIND:
            scope = self.access.scope(self.rule)
            found = find(self.now or self.db, scope, table.name, str(id))
        if table.name not in FIND or (self.now is not None and found is not None):
            found = self.db.numbers(table, [str(id)]).get(str(id))
        if found is None:
            raise NotFound(sentence)
        return found


@dataclass
class Page:
    """`last`: the keys of the last row, None where nothing comes after it."""

    rows: Sequence[Mapping[str, Any]]
    last: Keys | None

    @property
    def cursor(self) -> str | None:
        if self.last is None:
            return None
        text = json.dumps(self.last, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def page(rows: Sequence[Any], limit: int) -> tuple[Sequence[Any], bool]:
    """Of `limit` + 1 rows that were asked for: those of the page, and whether there are more."""
    return rows[:limit], len(rows) > limit


def numbered(
    read: Read,
    find: Callable[[Db, int, int], Sequence[T]],
    present: Callable[[Sequence[T]], Sequence[Mapping[str, object]]] = list,
) -> Page:
    """A page of rows in the order of their `number`. `find`: from the views, the number to begin
    after, and the most rows."""
    (after,) = read.after((0,))
    rows, more = page(find(read.db, after, read.limit + 1), read.limit)
    return Page(present(rows), (rows[-1]["number"],) if more else None)


def reading(caller: Caller, asked: Mapping[str, Any], rule: Rule) -> Read:
    """Open until the caller's moment ends. Who may read what is decided by the views as they are
    now, whatever moment is read."""
    now, access = caller.db, caller.access
    if asked.get("cascade"):
        access = narrowed(now, access, [("cascade", asked["cascade"])])
    gate = Gate(caller.moment.private, now, access)
    known_at = asked.get("known_at")
    if not known_at:
        return Read(now, gate, caller.home, caller.answers, asked, position(now), access, rule)
    if not access.may(HISTORY):
        raise Problem(404, SENTENCES[404])
    then = caller.moment.enter(caller.snapshots.read(known_at))
    return Read(then, gate, caller.home, caller.answers, asked, position(then), access, rule, now)


def _huge(keys: Sequence[Any]) -> bool:
    return any(isinstance(key, int) and abs(key) > 2**53 for key in keys)
