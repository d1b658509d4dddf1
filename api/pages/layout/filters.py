"""What a list is narrowed to. Every list takes the same words in its address, and every number
that opens a list says them: `?tier=2&region=…&from=2026-01-01&until=2026-03-31&organisation=…`.
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
    """`tier`: a generation in the lineage, or `UNATTRIBUTED`; `region`, `organisation`: ids, the
    region with all below it; `from_`, `until`: days, both counted in; `wrong`: by field, what
    cannot be understood, which then narrows nothing. `more`: the list's own words.
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


def asked(**own: tuple[str, ...]) -> Filter:
    """Of the address. `own`: the list's own words → what they may say; empty: any text."""
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
        said = args.get(name, "")
        if said and allowed and said not in allowed:
            found.wrong[name], said = _("Choose one of those that are offered."), ""
        found.more[name] = said
    return found


@dataclass(frozen=True)
class Choices:
    """(id, name) of the regions, by their paths, and of the organisations."""

    regions: list[tuple[str, str]]
    organisations: list[tuple[str, str]]


def choices(db: Db) -> Choices:
    rows = db.rows("SELECT id, name FROM organisation ORDER BY name, id")
    return Choices(paths(db), [(id, name or id) for id, name in rows])
