"""Reads all records after a history, and compares them with the acknowledged ones and the
oracle."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from pytest import approx

from tests.oracle import sweep
from tests.oracle.acknowledged import State
from tests.oracle.facts import Facts
from tests.oracle.in_order import facts_of, state_after
from tests.support.command import Banyan
from tests.support.senders.senders import Ledger, Reader

SEXES = ("female", "male", "other", "unknown")


def must_be_same(about: str, shown: Mapping[Any, Any], told: Mapping[Any, Any]) -> None:
    """Compares two mappings; the failure lists the keys that differ."""
    keys = sorted(shown.keys() | told.keys(), key=str)
    differing = [
        f"{key}: shown {shown.get(key, 'nothing')}, not {told.get(key, 'nothing')}"
        for key in keys
        if key not in shown or key not in told or shown[key] != told[key]
    ]
    assert not differing, "\n".join([about, *differing])


def everybody(reader: Reader, ledger: Ledger) -> dict[str, dict[str, Any]]:
    """The people of the cascade by id; all who were not erased are in the ledger afterwards."""
    found = {}
    for shown in reader.all("/people", cascade=ledger.cascade, limit=500):
        for id in shown["same_as"]:
            found[id] = person = reader.get(f"/people/{id}")["data"]
            assert person["same_as"] == shown["same_as"], id
            if not person["erased"]:
                name = person["details"]["name"]
                assert ledger.names.setdefault(id, name) == name
    return found


@dataclass
class Story:
    """`ids`: of the people, by name."""

    reader: Reader
    cascade: str
    state: State
    ids: Mapping[str, str]

    @classmethod
    def read(cls, reader: Reader, ledger: Ledger) -> Story:
        shown = everybody(reader, ledger)
        state = state_after(ledger.acknowledged, ledger.names)
        ids = {name: id for id, name in ledger.names.items()}
        assert len(ids) == len(ledger.names), "two were registered as one"
        story = cls(reader, ledger.cascade, state, ids)
        story.must_be(shown)
        return story

    @property
    def facts(self) -> Facts:
        return facts_of(self.state, self.ids)

    # ---- what was acknowledged ---------------------------------------------------------------

    def must_be(self, shown: Mapping[str, Mapping[str, Any]]) -> None:
        """Compares the people with those that were registered, their merged groups and details."""
        assert {self.state.names[id] for id in shown} == self.state.people.keys()
        for id, found in shown.items():
            name = self.state.names[id]
            person, group = self.state.people[name], self.state.group(name)
            bears = {identifier for identifier, who in self.state.bound.items() if who in group}
            alive = {n for n in group if not self.state.people[n].erased}
            said = found["details"].get("name")
            profile = {field: found["profile"][field] for field in ("sex", "region")}
            assert {self.state.names[one] for one in found["same_as"]} == group, name
            assert found["erased"] == person.erased, name
            assert found["identifiers"] == sorted(bears), name
            assert said == name if not person.erased else said is None or said in alive, name
            assert profile == {"sex": person.sex, "region": person.region}, name

    def must_read_back(self) -> None:
        """Workshops with all their lines, outcomes, certificates."""
        workshops = self.reader.all("/workshops", cascade=self.cascade, limit=500)
        assert {one["id"] for one in workshops} == self.state.workshops.keys()
        for id in self.state.workshops:
            must_be_same(f"workshop {id}", self._shown(id), self._told(id))
        shown = self.reader.all("/outcomes", cascade=self.cascade, limit=500)
        must_be_same(
            "outcomes",
            {one["id"]: (one["person"]["person"], one["workshop"], one["voided"]) for one in shown},
            {
                id: (self.ids[one.person], one.workshop, one.voided)
                for id, one in self.state.outcomes.items()
            },
        )
        certified: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for name, level, day in self.state.certificates:
            for one in self.state.group(name):
                certified[self.ids[one]].add((level, str(day)))
        for id, expected in certified.items():
            path = f"/cascades/{self.cascade}/certifications/{id}"
            found = self.reader.get(path)["data"]["certificates"]
            assert {(one["level"], one["certified_on"]) for one in found} == expected, id

    def _shown(self, id: str) -> dict[str, Any]:
        found = self.reader.get(f"/workshops/{id}")["data"]
        names = ("identifier", "kind", "region", "title", "headcount", "starts_on", "ends_on")
        lines = {
            line["person"]: (line["pre"], line["post"], line["max_score"], line["voided"])
            for line in found["register"]
        }
        assert len(lines) == len(found["register"]), "somebody has two lines"
        return {name: found[name] for name in (*names, "status", "people", "counts")} | {
            "lead": found["lead"] and found["lead"]["person"],
            "cofacilitators": [one["person"] for one in found["cofacilitators"]],
            "lines": lines,
        }

    def _told(self, id: str) -> dict[str, Any]:
        told = self.state.workshops[id]
        name = sweep.one_name(self.facts)
        key = told.identifier or id
        (plain,) = (w for w in self.facts.workshops if w.identifier == key)
        counts = sweep.counts(plain, None)
        return {
            **{n: getattr(told, n) for n in ("identifier", "kind", "region", "title", "headcount")},
            "starts_on": str(told.starts_on),
            "ends_on": str(told.ends_on),
            "status": "voided" if told.voided else "held",
            "people": len(sweep.sheet(plain, name).people),
            "counts": counts,
            "lead": self.ids[told.lead] if told.lead else None,
            "cofacilitators": [self.ids[one] for one in told.cofacilitators],
            "lines": {
                self.ids[one]: (*line.scores, line.voided) for one, line in told.lines.items()
            },
        }

    # ---- what it adds up to ------------------------------------------------------------------

    def must_add_up(self, day: date | None) -> None:
        """Reach, tree, generations and summary as of a day."""
        facts, here = self.facts, f"/cascades/{self.cascade}"
        rows = self.reader.all(f"{here}/reach", as_of=day, limit=500)
        shown = {
            row["person"]: sweep.Row(**{f: row[f] for f in sweep.Row.__dataclass_fields__})
            for row in rows
        }
        must_be_same(f"reach on {day}", shown, sweep.numbers(facts, day))
        assert len(shown) == len(rows)
        places = sweep.forest(facts, day)
        self._must_stand(places, day)
        regions = sweep.profile(facts, facts.region)
        entered = {w.identifier or id: w.region for id, w in self.state.workshops.items()}
        known = {p: regions.get(p) or entered[at.entry_workshop] for p, at in places.items()}
        whole = sweep.by_generation(replace(facts, region=known), day)
        claimed = self._claimed(day, places)
        found = self.reader.get(f"{here}/generations", as_of=day)["data"]
        assert {g["generation"] for g in found} == whole.keys() | claimed.keys()
        for row in found:
            self._must_equal(row, whole.get(row["generation"]), claimed[row["generation"]])
        self._must_sum(self.reader.get(f"{here}/summary", as_of=day)["data"], facts, day)

    def _must_stand(self, places: Mapping[str, sweep.Place], day: date | None) -> None:
        """Each person is at the same place in the tree as in the oracle."""
        here = f"/cascades/{self.cascade}"
        seen: dict[str, tuple[Any, ...]] = {}
        waiting = [(None, f"{here}/roots")]
        while waiting:
            parent, path = waiting.pop()
            for child in self.reader.all(path, as_of=day, limit=500):
                assert child["person"] not in seen
                role = 0 if child["role"] == "facilitator" else 1
                at = child["entered_on"], child["entered_by"]
                seen[child["person"]] = parent, role, *at
                if child["is_trainer"]:
                    waiting.append((child["person"], f"{here}/people/{child['person']}/children"))
        by_key = {w.identifier or id: id for id, w in self.state.workshops.items()}
        told = {
            person: (at.parent, at.entry_role, str(at.entry_date), by_key[at.entry_workshop])
            for person, at in places.items()
        }
        must_be_same(f"tree on {day}", seen, told)

    def _claimed(self, day: date | None, places: Mapping[str, sweep.Place]) -> Counter[int | None]:
        """Heads without names, one below the workshop's lead."""
        heads = {w.identifier or id: w.headcount for id, w in self.state.workshops.items()}
        claimed: Counter[int | None] = Counter()
        for w in sweep.sheets(self.facts, day):
            unnamed = (heads[w.identifier] or 0) - len(w.people)
            if unnamed > 0:
                claimed[places[w.lead].generation + 1 if w.lead else None] += unnamed
        return claimed

    def _must_equal(
        self, row: Mapping[str, Any], expected: sweep.Generation | None, claimed: int
    ) -> None:
        about = f"generation {row['generation']}"
        if expected is None:
            must_be_same(
                about, {n: row[n] for n in ("people", "claimed")}, {"people": 0, "claimed": claimed}
            )
            return
        by_sex = {sex or "unknown": people for sex, people in expected.people_by_sex.items()}
        told = {
            "claimed": claimed,
            "people": expected.people,
            "active": expected.active,
            "trained": expected.trained,
            "drop_off": approx(expected.drop_off),
            "trained_per_active": approx(expected.trained_per_active),
            "gain": approx(expected.gain.mean),
            "by_sex": dict.fromkeys(SEXES, 0) | by_sex,
            "by_region": expected.people_by_region,
        }
        by_region = {one["region"]: one["people"] for one in row["by_region"]}
        must_be_same(about, {n: row[n] for n in told} | {"by_region": by_region}, told)

    def _must_sum(self, found: Mapping[str, Any], facts: Facts, day: date | None) -> None:
        counting = sweep.sheets(facts, day)
        places, given = sweep.place(counting), sweep.workshops_given(counting)
        waited = [
            (min(w.starts_on for w in given[p]) - at.entry_date).days
            for p, at in places.items()
            if at.entry_role == sweep.PARTICIPANT and p in given
        ]
        last = max((w.starts_on for w in counting), default=None)
        expected = {
            "people": len(places),
            "deepest": max((at.generation for at in places.values()), default=None),
            "workshops": len(counting),
            "last_workshop": str(last) if last else None,
            "unattributed": sum(at.unattributed for at in places.values()),
            "active": len(given),
            "median_days_to_first": median(waited) if waited else None,
            "claimed": self._claimed(day, places).total(),
        }
        must_be_same(f"summary on {day}", {name: found[name] for name in expected}, expected)

    # ---- the command line --------------------------------------------------------------------

    def must_be_exported(self, banyan: Banyan, folder: Path) -> None:
        called = self._called()
        rows = {
            name: _exported(banyan, folder, name) for name in ("people", "workshops", "register")
        }
        name = sweep.one_name(self.facts)
        assert Counter(row["person"] for row in rows["people"]) == Counter(set(called.values()))
        held = [w for w in self.facts.workshops if w.status == "held"]
        assert {row["workshop"] for row in rows["workshops"]} == {w.identifier for w in held}
        signed = {(row["workshop"], row["person"]) for row in rows["register"]}
        assert len(signed) == len(rows["register"])
        assert signed == {
            (w.identifier, called[line.person])
            for w in held
            for line in w.register
            if name.get(line.person, line.person) != name.get(w.lead or "", w.lead)
        }
        numbers = sweep.numbers(self.facts).items()
        told = {called[p]: replace(row, person=called[p]) for p, row in numbers}
        must_be_same("banyan reach", banyan.reach(), told)

    def _called(self) -> dict[str, str]:
        """By id: the smallest identifier of their group, or else its smallest id."""
        found = {}
        for name, id in self.ids.items():
            group = self.state.group(name)
            bears = [identifier for identifier, who in self.state.bound.items() if who in group]
            found[id] = min(bears, default=min(self.ids[one] for one in group))
        return found


def _exported(banyan: Banyan, folder: Path, table: str) -> list[dict[str, str]]:
    file = folder / f"{table}.csv"
    banyan.done("export", "--cascade", "c", "--table", table, "--out", file)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
