"""One read: the moment of the views that it sees, what its reader may see, and pages of rows."""

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
from api.access.policy import MISSING, Access, narrowed
from api.access.rules import HISTORY, Rule
from api.errors import SENTENCES, Problem
from api.home import Home
from api.transactions.caller import Caller
from domain.rules import NotFound, latest_today
from projections.db import Db, position
from projections.past_scope import settle
from projections.reach.reach import EVER
from projections.scope import FIND, Scope, find

BAD_CURSOR = "“after” is the cursor “next” of the page before, as it was given."

Keys = tuple[Any, ...]
"""The sort keys of a row: a page continues after those of the last row before it."""
T = TypeVar("T", bound=Mapping[str, object])
V = TypeVar("V")


@dataclass
class Read:
    """`db`: the views at the moment that is read. `private`: the texts that the reader may open.
    `asked`: the query, as its schema loaded it. `position`: the log position at which the answer is
    true. `rule`: the rule of the route. `now`: the views as they are now, if `db` is of an earlier
    moment: what the reader may see depends on the roles and places of now."""

    db: Db
    private: Gate
    home: Home
    asked: Mapping[str, Any]
    position: int
    access: Access
    rule: Rule
    now: Db | None = None

    @property
    def today(self) -> date:
        """Today, in the time zone that is furthest ahead."""
        return latest_today(datetime.now(UTC))

    @property
    def scope(self) -> Scope:
        """The records that the reader may see: a condition in every query."""
        return self.scope_of(self.rule)

    def scope_of(self, rule: Rule) -> Scope:
        """The records that the reader may see under another rule."""
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
        """The day of `?as_of=`, as an ordinal; `EVER` if none was given."""
        day: date | None = self.asked.get("as_of")
        return day.toordinal() if day else EVER

    @property
    def limit(self) -> int:
        return int(self.asked["limit"])

    def after(self, start: Keys) -> Keys:
        """The keys after which the page begins: those of the cursor `?after=`, else `start`. Raises
        a Problem for a cursor whose keys have not the types of `start`."""
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

    def number(self, table: Table, id: object) -> int:
        """The number of the record with this id; raises NotFound if the reader may not see it."""
        found: int | None = None
        if table.name in FIND:
            scope = self.access.scope(self.rule)
            found = find(self.now or self.db, scope, table.name, str(id))
        if table.name not in FIND or (self.now is not None and found is not None):
            found = self.db.numbers(table, [str(id)]).get(str(id))
        if found is None:
            raise NotFound(MISSING[table.name])
        return found


@dataclass
class Page:
    """One page of rows. `last`: the keys of its last row; None on the last page."""

    rows: Sequence[Mapping[str, Any]]
    last: Keys | None

    @property
    def cursor(self) -> str | None:
        """`last` as text for an address: JSON in base64url."""
        if self.last is None:
            return None
        text = json.dumps(self.last, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def page(rows: Sequence[Any], limit: int) -> tuple[Sequence[Any], bool]:
    """(the rows of the page, whether there are more), of up to `limit` + 1 rows found."""
    return rows[:limit], len(rows) > limit


def numbered(
    read: Read,
    find: Callable[[Db, int, int], Sequence[T]],
    present: Callable[[Sequence[T]], Sequence[Mapping[str, object]]] = list,
) -> Page:
    """A page of rows in the order of their `number`. `find(db, after, limit)` gives the rows with
    larger numbers than `after`; `present`: the rows as they are answered."""
    (after,) = read.after((0,))
    rows, more = page(find(read.db, after, read.limit + 1), read.limit)
    return Page(present(rows), (rows[-1]["number"],) if more else None)


def reading(caller: Caller, asked: Mapping[str, Any], rule: Rule) -> Read:
    """A read under a rule, open until the caller's moment ends.

    An earlier moment (`known_at`) is only for readers of the history. Even then the permissions
    are those of now: a reader never sees more than they may see today.
    """
    now, access = caller.db, caller.access
    if asked.get("cascade"):
        access = narrowed(now, access, [("cascade", asked["cascade"])])
    gate = Gate(caller.moment.private, now, access)
    known_at = asked.get("known_at")
    if not known_at:
        return Read(now, gate, caller.home, asked, position(now), access, rule)
    if not access.may(HISTORY):
        raise Problem(404, SENTENCES[404])
    then = caller.moment.enter(caller.snapshots.read(known_at))
    return Read(then, gate, caller.home, asked, position(then), access, rule, now)


def _huge(keys: Sequence[Any]) -> bool:
    return any(isinstance(key, int) and abs(key) > 2**53 for key in keys)
