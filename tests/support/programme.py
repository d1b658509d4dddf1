"""A cascade with two regions, accounts of every role and scope, and a request for each JSON
route."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from domain.values import Role
from tests.support.api import WHY, Api
from tests.support.people_of import Somebody, as_


@dataclass
class Programme:
    """A cascade with two regions; A trained B and X, B trained C, in the North; S is Southern."""

    cascade: str = ""
    other: str = ""
    regions: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    workshop: str = ""
    plan: str = ""
    outcome: str = ""
    evidence: str = ""
    proposal: str = ""
    account: str = ""
    grant: str = ""
    alarm: str = ""


def programme(api: Api) -> Programme:
    it = Programme()
    north = api.post("/regions", name="North")["id"]
    it.regions["north"] = north
    it.regions["district"] = api.post("/regions", name="Lake", parent=north)["id"]
    it.regions["south"] = api.post("/regions", name="South")["id"]
    it.cascade = api.cascade(objectives=["Nets are hung"])
    it.other = api.cascade("water")
    named = {
        "A": ("Zuleika Adhiambo", "north"),
        "B": ("Zawadi Barasa", "district"),
        "C": ("Zuleika Chebet", "district"),
        "X": ("Zawadi Xola", "north"),
        "S": ("Otieno Southern", "south"),
    }
    for key, (name, where) in named.items():
        it.people[key] = api.person(
            it.cascade,
            f"TRN-{key}",
            details={"name": name, "phone": f"+254 711 000 00{ord(key) % 10}"},
            profile={"region": it.regions[where], "sex": "female"},
        )
    it.people["U"] = api.person(it.other, "TRN-U", details={"name": "Zuleika Unrelated"})
    hold(api, it, "2024-02-01", "A", "BX", it.regions["north"])
    it.workshop = hold(api, it, "2024-03-01", "B", "C", it.regions["district"])
    hold(api, it, "2024-04-01", "S", "", it.regions["south"])
    it.plan = api.post(
        "/workshops/plans",
        cascade=it.cascade,
        starts_on="2024-05-01",
        region=it.regions["north"],
    )["id"]
    it.outcome = api.post(
        "/outcomes/sharing",
        cascade=it.cascade,
        person=it.people["B"],
        claimed_on="2024-04-05",
        people=7,
        words="Zuleika said so",
    )["id"]
    one = f"/cascades/{it.cascade}/certifications/{it.people['B']}"
    api.post(f"{one}/certificates", level="qualified", certified_on="2024-03-05", number="TRN-9",
             waiver=WHY)  # fmt: skip
    it.evidence = api.post(
        f"/workshops/{it.workshop}/evidence",
        kind="photograph",
        media_type="image/png",
        content="dGV4dA==",
    )["id"]
    return it


def hold(api: Api, it: Programme, on: str, lead: str, people: str, region: str) -> str:
    register = [{"person": it.people[key], "pre": 2, "post": 7, "max_score": 10} for key in people]
    return str(
        api.post(
            "/workshops",
            cascade=it.cascade,
            starts_on=on,
            lead={"person": it.people[lead]},
            register=register,
            region=region,
            title="Kilimani Hall",
        )["id"]
    )


def everybody(client: FlaskClient, home: Home, it: Programme) -> dict[str, Somebody]:
    """Accounts by the names in the table of `who_may`. Routes name B."""

    def of(role: Role, cascade: str | None = None, **more: str) -> Somebody:
        return as_(client, home, role, cascade, **more)

    found = {
        "administrator": of(Role.ADMINISTRATOR),
        "whole": of(Role.COORDINATOR, it.cascade),
        "north": of(Role.COORDINATOR, it.cascade, region=it.regions["north"]),
        "south": of(Role.COORDINATOR, it.cascade, region=it.regions["south"]),
        "elsewhere": of(Role.COORDINATOR, it.other),
        "auditor": of(Role.AUDITOR, it.cascade),
        "stranger": of(Role.AUDITOR, it.other),
        "above": of(Role.TRAINER, it.cascade, person=it.people["A"]),
        "beside": of(Role.TRAINER, it.cascade, person=it.people["X"]),
        "below": of(Role.TRAINER, it.cascade, person=it.people["C"]),
        "unrelated": of(Role.TRAINER, it.other, person=it.people["U"]),
    }
    it.proposal = found["beside"].post(
        "/proposals",
        cascade=it.cascade,
        starts_on="2024-05-02",
        title="Kilimani Hall",
        register=[{"name": "Zawadi Typed", "phone": "+254 711 000 001"}],
    )["id"]
    return found


def operations(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(name, method, rule) of every JSON route."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/"):
            head, *rest = rule.endpoint.split(".")[-1].split("_")
            name = head + "".join(word.capitalize() for word in rest)
            (method,) = (rule.methods or set()) - {"OPTIONS", "HEAD"}
            yield name, method, rule.rule


def address(rule: str, it: Programme) -> str:
    """The address of a route, with the ids of records in the North."""
    noun = rule.removeprefix("/api/v1/").split("/")[0]
    ids = {
        "cascades": it.cascade,
        "people": it.people["B"],
        "workshops": it.workshop,
        "outcomes": it.outcome,
        "proposals": it.proposal,
        "regions": it.regions["north"],
        "accounts": it.account,
        "alarms": it.alarm,
    }

    def fill(place: re.Match[str]) -> str:
        named = {
            "cascade": it.cascade,
            "person": it.people["B"],
            "evidence": it.evidence,
            "grant": it.grant,
        }
        return named.get(place[1]) or ids.get(noun, "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10")

    return re.sub(r"<[a-z]+:([a-z]+)>", fill, rule.removeprefix("/api/v1"))


def body(name: str, it: Programme) -> dict[str, Any]:
    """A body that names a record of the North; the rest of it need not be valid."""
    within = {"cascade": it.cascade}
    north = {**within, "starts_on": "2024-05-05", "region": it.regions["north"]}
    outcome = {**within, "person": it.people["B"]}
    two = {"one": it.people["B"], "other": it.people["C"], "reason": WHY}
    return {
        "registerPerson": {**within, "profile": {"region": it.regions["north"]}},
        "planWorkshop": north,
        "holdWorkshop": north,
        "makeProposal": {**within, "starts_on": "2024-05-05"},
        "searchPeople": {**within, "identifier": "TRN-B"},
        "searchWorkshops": {**within, "identifier": "W-1"},
        "observeBehaviour": {**outcome, "observed_on": "2024-05-01", "fidelity": 0.5},
        "reportResult": {**outcome, "reported_on": "2024-05-01", "quantity": 3, "unit": "nets"},
        "claimSharing": {**outcome, "claimed_on": "2024-05-01", "people": 3},
        "makeToken": {"name": "tests", "roles": ["auditor"], "days": 3},
        "findSimilarPeople": {**within, "details": {"name": "Zawadi Barasa"}},
        "leavePeopleUnsure": two,
        "mergePeople": two,
        "undoMerge": two,
        "distinguishPeople": two,
    }.get(name, {})
