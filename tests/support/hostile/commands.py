"""Sends every command of the JSON API with hostile texts in every text field of its body.

Bodies are made from the OpenAPI document, so that a new command or field is covered by itself.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from tests.support.api import Api
from tests.support.people_of import Somebody

DAY = "2024-02-01"
Known = Mapping[str, Any]
Place = tuple[str | int, ...]
NOTHING: Known = MappingProxyType({})


class Texts:
    """Gives one after another, over and over; begun one further each time, each text comes to
    each place."""

    def __init__(self, texts: list[str]) -> None:
        self.texts, self.at = texts, 0

    def next(self) -> str:
        self.at += 1
        return self.texts[self.at % len(self.texts)]


class Document:
    def __init__(self, document: Any) -> None:
        self._shapes = document["components"]["schemas"]
        self.writes: dict[str, tuple[str, str, Any]] = {}
        """Operation → (method, path, shape of its body, None where it takes none)."""
        self.reads: dict[str, tuple[str, set[str]]] = {}
        """Operation → (path, what may be asked for)."""
        for path, operations in document["paths"].items():
            for method, said in operations.items():
                if method in ("post", "put", "patch", "delete"):
                    body = said.get("requestBody", {}).get("content", {}).get("application/json")
                    shape = body and body["schema"]
                    where = path.removeprefix("/api/v1")
                    self.writes[said["operationId"]] = (method.upper(), where, shape)
                elif method == "get":
                    asked = {p["name"] for p in said.get("parameters", ()) if p["in"] == "query"}
                    self.reads[said["operationId"]] = (path.removeprefix("/api/v1"), asked)

    def shape(self, said: Any) -> Any:
        if "$ref" in said:
            return self._shapes[said["$ref"].rpartition("/")[2]]
        for inner in (*said.get("allOf", ()), *said.get("anyOf", ())):
            if inner.get("type") != "null":
                return self.shape(inner)
        return said

    def places(self, said: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:
        """Every field of a shape, with what it takes; of a list, its first."""
        shape = self.shape(said)
        if "properties" in shape:
            for name, inner in shape["properties"].items():
                yield from self.places(inner, (*at, name))
        elif shape.get("type") == "array":
            yield from self.places(shape["items"], (*at, 0))
        else:
            yield at, shape


def is_text(shape: Any) -> bool:
    return "string" in kinds(shape) and not {"enum", "format"} & shape.keys()


def kinds(shape: Any) -> list[str]:
    said = shape.get("type", [])
    return [said] if isinstance(said, str) else list(said)


def sound(shape: Any) -> Any:
    """A valid value for a field that is not a text."""
    if "enum" in shape:
        return next(v for v in reversed(shape["enum"]) if v is not None)
    if shape.get("format") == "date":
        return DAY
    if "boolean" in kinds(shape):
        return True
    if {"integer", "number"} & set(kinds(shape)):
        return max(1, shape.get("minimum", 1))
    return None


def put(body: Any, place: Place, value: Any) -> None:
    """Sets a value at a path, and makes the objects and lists above it."""
    for part, onward in itertools.pairwise(place):
        empty: Any = [] if onward == 0 else {}
        if isinstance(body, list):
            if not body:
                body.append(empty)
            body = body[0]
        else:
            body = body.setdefault(part, empty)
    if isinstance(body, list):
        body.append(value)
    else:
        body[place[-1]] = value


class Teller:
    """`accepted`: (command, text field) → how often a text was accepted."""

    def __init__(self, document: Document, texts: Texts) -> None:
        self.document, self.texts = document, texts
        self.accepted: Counter[tuple[str, str]] = Counter()
        self.wrong: list[tuple[str, int, Any]] = []
        self.done: set[str] = set()

    def fields(self, operation: str) -> list[str]:
        _method, _path, shape = self.document.writes[operation]
        found = self.document.places(shape) if shape else ()
        return ["/".join(map(str, place)) for place, said in found if is_text(said)]

    def tell(self, api: Api, operation: str, ids: Known, say: Known, leave: tuple[str, ...]) -> Any:
        """The data, None where it is refused. `say`: by place, instead of what is made up; `leave`:
        places, and all under them, that are left out."""
        method, path, shape = self.document.writes[operation]
        texts, body = {}, {}
        for place, said in self.document.places(shape) if shape else ():
            name = "/".join(map(str, place))
            if any(f"{name}/".startswith(f"{one}/") for one in (*say, *leave)):
                continue
            if is_text(said):
                texts[name] = (place, self.texts.next()[: said.get("maxLength", 200)])
            elif (value := sound(said)) is not None:
                put(body, place, value)
        for name, value in say.items():
            put(body, tuple(int(p) if p == "0" else p for p in name.split("/")), value)
        return self._until_taken(api, operation, (method, path.format(**ids)), body, texts)

    def _until_taken(
        self, api: Api, operation: str, way: tuple[str, str], body: Any, texts: dict[str, Any]
    ) -> Any:
        """Sends a command until it is accepted: a refused field gets a harmless text; without a
        field, all texts but one get harmless ones."""
        tame: set[str] = set()
        for _try in range(4):
            answer = self._send(api, operation, way, body, texts, tame)
            if answer.status_code < 400:
                return answer.json["data"]
            pointers = {e.get("pointer", "")[2:] for e in answer.json.get("errors", ())}
            refused = {n for n in texts for p in pointers if p and f"{n}/".startswith(f"{p}/")}
            if not refused - tame:
                break
            tame |= refused
        for name in texts:
            answer = self._send(api, operation, way, body, texts, texts.keys() - {name})
            if answer.status_code < 400:
                return answer.json["data"]
        answer = self._send(api, operation, way, body, texts, set(texts))
        return answer.json["data"] if answer.status_code < 400 else None

    def _send(
        self, api: Api, operation: str, way: tuple[str, str], body: Any, texts: Any, tame: Any
    ) -> Any:
        whole: Any = {}
        for name, (place, text) in texts.items():
            put(whole, place, f"amani-{uuid4().hex[:6]}" if name in tame else text)
        merged = _merged(body, whole)
        answer = api.send(way[0], way[1], merged if self.document.writes[operation][2] else None)
        if answer.status_code >= 500:
            self.wrong.append((operation, answer.status_code, merged))
        elif answer.status_code < 400:
            self.done.add(operation)
            self.accepted.update((operation, name) for name in texts.keys() - set(tame))
        return answer


def _merged(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        both = one | other
        return both | {k: _merged(one[k], other[k]) for k in one.keys() & other.keys()}
    if isinstance(one, list) and isinstance(other, list):
        first = [_merged(one[0], other[0])] if one and other else [*one, *other][:1]
        return first + one[1:]
    return other


# ---- a programme -----------------------------------------------------------------------------


@dataclass
class Programme:
    """One cascade; each story tells every command at least once.

    `records`: by story, the places of addresses.
    """

    teller: Teller
    api: Api
    cascade: str
    trainer: Somebody
    auditor: Somebody
    administrator: Somebody
    browser: Api
    records: list[dict[str, str]] = field(default_factory=list)

    def tell(
        self,
        operation: str,
        ids: Known = NOTHING,
        say: Known = NOTHING,
        leave: tuple[str, ...] = (),
        by: Api | None = None,
    ) -> str:
        """The id of what came of it, else ""."""
        found = self.teller.tell(by or self.api, operation, ids, say, leave)
        return str(found.get("id", "")) if isinstance(found, dict) else ""

    def story(self) -> None:
        it: dict[str, str] = {"cascade": self.cascade, "purpose": "contact"}
        self._settings(it)
        self._people(it)
        self._workshops(it)
        self._certification(it)
        self._outcomes(it)
        self._pairs(it)
        self._proposals(it)
        self._accounts(it)
        self.records.append(it)

    def _settings(self, it: dict[str, str]) -> None:
        it["region"] = self.tell("defineRegion")
        it["organisation"] = self.tell("defineOrganisation", say={"region": it["region"]})
        one, target = {"id": self.cascade}, {"tiers/0/targets/0/region": it["region"]}
        it["another"] = self.tell("openCascade", say=target)
        for operation in ("reviseStandard", "reviseCurriculum", "closeCascade", "reopenCascade"):
            self.tell(operation, one)
        self.tell("reviseTargets", one, target)
        self.tell("setSafeguards", one, {"second_factor": False})

    def _people(self, it: dict[str, str]) -> None:
        said = {"cascade": self.cascade, "profile/region": it["region"],
                "profile/organisation": it["organisation"]}  # fmt: skip
        for name in ("person", "other", "leaving"):
            it[name] = self.tell("registerPerson", say=said)
        one = {"id": it["person"]}
        self.tell("correctProfile", one, {"profile/region": it["region"]})
        self.tell("commitDetails", one)
        self.tell("sayConsent", one | it)
        self.tell("searchPeople", say={"cascade": self.cascade})
        self.tell("findSimilarPeople", say={"cascade": self.cascade})
        self.tell("revealPerson", one, by=self.auditor)
        self.tell("erasePerson", {"id": it["leaving"]})

    def _workshops(self, it: dict[str, str]) -> None:
        new = {"cascade": self.cascade, "region": it["region"]}
        by_id = ("lead/person", "cofacilitators/0/person", "register/0/person")
        it["plan"] = self.tell("planWorkshop", say=new, leave=by_id)
        self.tell("rescheduleWorkshop", {"id": it["plan"]})
        self.tell("cancelWorkshop", {"id": it["plan"]})
        it["workshop"] = self.tell("holdWorkshop", say=new, leave=by_id)
        beside = {"cofacilitators": [{"person": it["person"]}, {"person": it["other"]}]}
        it["second"] = self.tell("holdWorkshop", say=new | beside, leave=by_id)
        one = {"id": it["workshop"]}
        self.tell("correctWorkshop", one, {"region": it["region"]}, by_id)
        seats = [{"person": it["person"]}, {"person": it["other"]}]
        self.tell("addAttendance", one, leave=("person",))
        for seat in seats:
            say = {"person": seat["person"]}
            self.tell("addAttendance", one, say, ("identifier", "details", "profile"))
        for operation in ("voidAttendance", "restoreAttendance", "recordScores"):
            self.tell(operation, one | seats[0])
        self.tell("moveAttendance", one | seats[1], {"to": it["second"]})
        self.tell("recordFeedback", one, {"person": it["person"]})
        it["evidence"] = self.tell("attachEvidence", one, {"content": "dGV4dA=="})
        self.tell("voidWorkshop", one)
        self.tell("restoreWorkshop", one)
        self.tell("searchWorkshops", say={"cascade": self.cascade})

    def _certification(self, it: dict[str, str]) -> None:
        for who in ("other", "person"):
            ids = {"cascade": self.cascade, "person": it[who]}
            self.tell("nominate", ids)
            self.tell("assess", ids, {"assessor": it["other"] if who == "person" else it["person"]})
            self.tell("creditCofacilitation", ids, {"workshop": it["second"]})
            self.tell("certify", ids, {"expires_on": "2026-02-01"})
            self.tell("correctCertificate", ids, {"expires_on": "2027-02-01"})
            if who == "other":
                self.tell("voidCertificate", ids)
                continue
            self.tell("suspend", ids, {"suspended_on": "2024-02-02"})
            self.tell("reinstate", ids, {"reinstated_on": "2024-02-03"})
            self.tell("renew", ids, {"renewed_on": "2024-02-04", "expires_on": "2028-02-01"})
            if len(self.records) % 2:
                self.tell("revoke", ids, {"revoked_on": "2024-02-05"})

    def _outcomes(self, it: dict[str, str]) -> None:
        said = {"cascade": self.cascade, "person": it["person"]}
        for operation in ("observeBehaviour", "reportResult", "claimSharing"):
            it["outcome"] = self.tell(operation, say=said | {"workshop": it["workshop"]})
        self.tell("voidOutcome", {"id": it["outcome"]})

    def _pairs(self, it: dict[str, str]) -> None:
        two = {"one": it["person"], "other": it["other"]}
        for operation in ("leavePeopleUnsure", "mergePeople", "undoMerge", "distinguishPeople"):
            self.tell(operation, say=two)

    def _proposals(self, it: dict[str, str]) -> None:
        new = {"cascade": self.cascade}
        for name in ("withdrawn", "returned", "accepted", "proposal"):
            it[name] = self.tell("makeProposal", say=new, by=self.trainer)
        self.tell("withdrawProposal", {"id": it["withdrawn"]}, by=self.trainer)
        self.tell("returnProposal", {"id": it["returned"]})
        self.tell("reviseProposal", {"id": it["returned"]}, by=self.trainer)
        self.tell("returnProposal", {"id": it["returned"]})
        say = {"lines": [{"new": True}], "region": it["region"]}
        it["accepted workshop"] = self.tell("acceptProposal", {"id": it["accepted"]}, say)

    def _accounts(self, it: dict[str, str]) -> None:
        email = f"{uuid4().hex[:8]}@example.org"
        admin = self.administrator
        it["account"] = self.tell("invite", say={"email": email}, by=admin)
        one = {"id": it["account"]}
        within = {"cascade": self.cascade, "role": "auditor"}
        more = ("region", "person", "until")
        it["grant"] = self.tell("grantRole", one, within, more, by=admin)
        self.tell("withdrawRole", one | it, by=admin)
        for operation in ("resetAccount", "disableAccount", "enableAccount"):
            self.tell(operation, one, by=admin)
        it["token"] = self.tell("makeToken", say={"roles": ["auditor"]}, by=self.browser)
        self.tell("revokeToken", {"id": it["token"]}, by=self.browser)
        self.tell("endSession", {"id": str(uuid4())}, by=self.browser)
