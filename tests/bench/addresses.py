"""Every address of the app that is a GET, with what lists and figures are narrowed to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Flask
from werkzeug.routing import Rule as Address

from api.access.rules import requirement_of
from domain.values import PersonId, Role
from projections.db import Db
from projections.quality import flags
from tests.bench.facts import BATCH, CASCADE
from tests.bench.readers import Reader, district
from tests.bench.report import WrongAnswer

APART = {
    "static": "a file",
    "pages.signin.show": "not signed in",
    "pages.signin.ask_second": "not signed in",
    "pages.signin.open_link": "not signed in",
    "pages.imports.one": "of an upload",
    "pages.imports.errors": "a download",
    "pages.imports.template": "a download",
    "registers.get_evidence": "a download",
    "privacy.get_personal_data": "a download",
}
"""Endpoint → why nobody waits for it here."""
PLAIN, AS_OF, COMPARED = "plain", "as of a day", "why it changed"
FUTURE = "2999-01-01"
"""A day that is not over: now."""


@dataclass(frozen=True)
class Line:
    """An address that a reader asks for. `kind`: which floor it is judged by."""

    path: str
    kind: str = PLAIN


@dataclass(frozen=True)
class Records:
    """Records that lie in one district, and days in the middle of the programme."""

    ids: dict[str, str]
    district: str
    region: str
    organisation: str
    largest: PersonId
    middle: date


class Addresses:
    def __init__(self, app: Flask, records: Records) -> None:
        self._app, self._records = app, records
        self._urls = app.url_map.bind("localhost")
        self._as_of = _takes_as_of(app)

    def lines(self, reader: Reader) -> list[Line]:
        """All that the rules let this reader ask for."""
        found = []
        for address in sorted(self._app.url_map.iter_rules(), key=lambda one: one.rule):
            endpoint = address.endpoint
            if "GET" not in (address.methods or ()) or endpoint in APART:
                continue
            if reader.may(requirement_of(self._app.view_functions[endpoint]).rule):
                found += self._of(address, reader)
        return list(dict.fromkeys(found))

    def _of(self, address: Address, reader: Reader) -> Iterator[Line]:
        path = self._path(address, reader)
        kind = COMPARED if "compar" in address.endpoint else PLAIN
        more = self._narrowed(reader).get(address.endpoint, [])
        if address.endpoint not in ("pages.compare.show", "comparisons.get_comparison"):
            yield Line(path, kind)
        yield from (Line(f"{path}?{urlencode(asked)}", kind) for asked in more)
        if address.endpoint in self._as_of:
            for asked in [{}, *more]:
                day = {"as_of": str(self._records.middle)}
                yield Line(f"{path}?{urlencode({**asked, **day})}", AS_OF)
        if "person" in address.arguments or address.endpoint == "people.get_person":
            of_largest = self._path(address, reader, self._records.largest)
            if not reader.regions and "workshop" not in address.arguments:
                yield Line(of_largest, kind)

    def _path(self, address: Address, reader: Reader, person: str | None = None) -> str:
        known, values = self._records.ids, dict(address.defaults or {})
        for name in address.arguments - values.keys():
            kind = self._kind(address, name)
            if kind == "proposal" and reader.person:
                kind = "own proposal"
            if kind not in known:
                raise WrongAnswer(f"No benchmark knows a {kind} for {address.rule}.")
            values[name] = person if person and kind == "person" else known[kind]
        return self._urls.build(address.endpoint, values)

    def _kind(self, address: Address, name: str) -> str:
        """What an id in an address is of: the noun before it."""
        if name != "id":
            return name
        before = address.rule.split("/<uuid:id>")[0].rsplit("/", 1)[-1]
        return {"people": "person"}.get(before, before.removesuffix("s"))

    def _narrowed(self, reader: Reader) -> dict[str, list[dict[str, str]]]:
        """Endpoint → what its list or figure is narrowed to."""
        r = self._records
        first = r.middle.replace(day=1)
        month = {"from": str(first), "until": str(first + timedelta(days=27))}
        year = {"from": str(first), "until": str(first + timedelta(days=365))}
        of_district, of_region = {"region": r.district}, {"region": r.region}
        of_organisation = {"organisation": r.organisation}
        places = [of_district, of_region, of_organisation]
        compared = [{"figure": one, **month} for one in ("people", "workshops")]
        every = reader.role is Role.COORDINATOR and not reader.regions
        codes = [{"code": code} for code in list(flags.SENTENCES)[: None if every else 3]]
        standings = [{"standing": so} for so in ("certified", "lapsed", "suspended", "none")]
        return {
            "pages.people.show_all": [
                *places, *standings, month, {"tier": "2"}, {"tier": "2", "facilitated": "no"},
                {"tier": "4", "facilitated": "yes"}, {"tier": "unattributed"}, {"due": "followup"},
                {"facilitated": "no", **of_district}, {"sex": "female"}, {"disability": "yes"},
                {"cadre": "Inspector"}, {"age_band": "45-54", **of_region},
            ],
            "pages.trainers.show_all": [
                *places, *standings, {"due": "idle"}, {"due": "lapsing"}, {"tier": "2"},
                {"active": "yes", **year}, {"active": "no", **year}, {"tier": "3", **of_district},
            ],
            "pages.workshops.show_all": [
                *places, month, {"tier": "2"}, {"kind": "peer"}, {"status": "planned"},
            ],
            "pages.flags.show_all": codes,
            "quality.list_flags": codes,
            "pages.report.show": [*places, month, year, {"tier": "2"}, {**year, **of_region}],
            "reports.get_report": [*places, month, year, {"tier": "2"}, {**year, **of_region}],
            "pages.compare.show": [{**asked, "then": FUTURE} for asked in compared],
            "comparisons.get_comparison": compared,
            "pages.history.show": [{"late": "1"}, {"corrections": "1"}, month],
            "people.list_people": [{"cascade": CASCADE}],
            "workshops.list_workshops": [{"cascade": CASCADE}, {"status": "planned"}],
        }  # fmt: skip


def _takes_as_of(app: Flask) -> set[str]:
    """The endpoints that can be asked how it was on a day."""
    document = app.test_client().get("/api/openapi.json").get_json()
    asked = {
        path
        for path, item in document["paths"].items()
        if any(one.get("name") == "as_of" for one in item.get("get", {}).get("parameters", ()))
    }
    found = {"pages.cascade"}
    for address in app.url_map.iter_rules():
        bare = "".join(_bare(part) for part in address.rule.split("<"))
        if bare in asked:
            found.add(address.endpoint)
    return found


def _bare(part: str) -> str:
    """`uuid:id>/history` as `{id}/history`."""
    name, end, rest = part.partition(">")
    return f"{{{name.split(':')[-1]}}}{rest}" if end else part


# ---- the records that are asked for ----------------------------------------------------------

IN = "r.id = :district ORDER BY"
ON_A_REGISTER = f"""
SELECT p.id, w.id FROM region r JOIN workshop w ON w.region = r.number AND w.counts = 1
JOIN presence s ON s.workshop = w.number AND s.role = 1
JOIN person p ON p.number = s.person AND p.region = w.region
LEFT JOIN reach_trainer t ON t.person = p.number
WHERE {IN} t.person IS NULL, p.number LIMIT 1
"""
"""A trainer, and a workshop that they attended; somebody else where no trainer is there."""
SAMPLES = {
    "outcome": "SELECT o.id FROM outcome o JOIN person p ON p.number = o.person"
    f" JOIN region r ON r.number = p.region WHERE {IN} o.number LIMIT 1",
    "proposal": "SELECT o.id FROM proposal o JOIN region r ON r.number = o.region"
    f" WHERE o.state = 'waiting' AND {IN} o.number LIMIT 1",
}
OWN = "SELECT id FROM proposal WHERE author <> 'console' ORDER BY number LIMIT 1"
MIDDLE = """
SELECT starts_on FROM workshop WHERE counts = 1 ORDER BY starts_on LIMIT 1
OFFSET (SELECT count(*) / 2 FROM workshop WHERE counts = 1)
"""
ABOVE = "SELECT a.id FROM region r JOIN region a ON a.number = r.parent WHERE r.id = :district"


def records(db: Db, largest: PersonId, account: str) -> Records:
    here = district(db)
    ids = {name: str(db.rows(sql, district=here)[0][0]) for name, sql in SAMPLES.items()}
    ((ids["person"], ids["workshop"]),) = db.rows(ON_A_REGISTER, district=here)
    ((ids["own proposal"],),) = db.rows(OWN)
    ((region,),) = db.rows(ABOVE, district=here)
    ((organisation,),) = db.rows("SELECT id FROM organisation ORDER BY number LIMIT 1")
    ids |= {
        "cascade": CASCADE,
        "region": here,
        "organisation": organisation,
        "name": BATCH,
        "batch": BATCH,
        "account": account,
    }
    ((middle,),) = db.rows(MIDDLE)
    return Records(ids, here, region, organisation, largest, date.fromordinal(middle))
