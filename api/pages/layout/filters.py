"""Filters of lists. Every list takes the same parameters, and every number that links to a list
uses them: `?tier=2&region=…&from=2026-01-01&until=2026-03-31&organisation=…`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from flask import request

from api.i18n import _
from api.pages.layout.numerals import whole
from api.pages.layout.regions import paths
from api.transactions.moments import asked_day
from projections.db import Db

UNATTRIBUTED = "unattributed"
DAYS = ("from", "until")


@dataclass
class Filter:
    """What a list is filtered by; an empty field filters nothing.

    `tier`: a generation of the tree, or `UNATTRIBUTED`; `region`: an id, with all regions below it;
    `organisation`: an id; `from_`, `until`: days, both included; `more`: the list's own parameters;
    `wrong`: parameter → error, of values that cannot be understood and filter nothing.
    """

    region: str = ""
    organisation: str = ""
    tier: str = ""
    from_: date | None = None
    until: date | None = None
    more: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def is_on(self) -> bool:
        return any((self.region, self.organisation, self.tier, self.from_, self.until)) or (
            any(self.more.values())
        )


def from_address(**own: tuple[str, ...]) -> Filter:
    """The filter in the address. `own`: the list's own parameters → the values allowed; empty: any
    text."""
    args = {name: text.strip() for name, text in request.args.items()}
    found = Filter(args.get("region", ""), args.get("organisation", ""))
    tier = args.get("tier", "")
    if tier and tier != UNATTRIBUTED and whole(tier) is None:
        found.wrong["tier"] = _("A tier is a number: 0, 1, 2 and so on.")
    else:
        found.tier = tier
    days = {name: asked_day(args[name], name, found.wrong) for name in DAYS if args.get(name)}
    found.from_, found.until = days.get("from"), days.get("until")
    for name, allowed in own.items():
        value = args.get(name, "")
        if value and allowed and value not in allowed:
            found.wrong[name], value = _("Choose one of those that are offered."), ""
        found.more[name] = value
    return found


@dataclass(frozen=True)
class Choices:
    """The choices of a filter: (id, path) of the regions, (id, name) of the organisations."""

    regions: list[tuple[str, str]]
    organisations: list[tuple[str, str]]


def choices(db: Db) -> Choices:
    rows = db.rows("SELECT id, name FROM organisation WHERE withdrawn = 0 ORDER BY name, id")
    return Choices(paths(db), [(id, name or id) for id, name in rows])
