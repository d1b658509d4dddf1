"""People, trainers, certification and duplicates by pages: found, read, recorded, never leaked."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from api.home import Home
from domain.values import Role
from tests.support.api import Api
from tests.support.browsing import Browser, text_of
from tests.support.people_of import as_

NAMES = {
    "A": "Amina Achieng", "B": "Mohamed Abdi", "C": "Chebet Korir", "D": "Muhammad Abdi",
    "S": "Sunday Southern",
}  # fmt: skip
TYPED = ("Nobody told me", "Seen at the clinic", "Chebet Corrected", "She is unwell", "CERT-77")
STANDARD = {"least_post_share": 0.8, "least_rubric": 3, "cofacilitations": 1, "months_valid": 24}


@dataclass
class Place:
    """A trained B and C, and then D with C beside them. S is Southern."""

    app: Flask
    home: Home
    cascade: str
    north: str
    people: dict[str, str]

    def of(self, role: Role, region: str | None = None) -> Browser:
        browser = Browser(self.app)
        as_(browser.client, self.home, role, self.cascade, region=region).signs_in(browser.client)
        return browser

    def at(self, rest: str, name: str = "") -> str:
        return f"/cascades/{self.cascade}/people" + (f"/{self.people[name]}" if name else "") + rest


@pytest.fixture
def place(app: Flask, api: Api, home: Home, private_texts: list[str]) -> Place:
    private_texts += [*TYPED, *NAMES.values(), "+254 722 111 222"]
    cascade = api.cascade(standard=STANDARD)
    north = api.post("/regions", name="North")["id"]
    south = api.post("/regions", name="South")["id"]
    people = {
        key: api.person(
            cascade,
            f"TRN-{key}",
            details={"name": name, "phone": "+254 722 111 222" if key in "BD" else "+254 733 9"},
            profile={"region": south if key == "S" else north, "sex": "female"},
        )
        for key, name in NAMES.items()
    }

    def hold(on: str, lead: str, names: str, **more: Any) -> None:
        register = [{"person": people[n], "pre": 2, "post": 9, "max_score": 10} for n in names]
        leader = {"person": people[lead]}
        api.post("/workshops", cascade=cascade, starts_on=on, lead=leader, register=register,
                 region=north, **more)  # fmt: skip

    hold("2024-02-01", "A", "BC")
    hold("2024-03-01", "A", "D", cofacilitators=[{"person": people["C"]}])
    api.post("/workshops", cascade=cascade, starts_on="2024-04-01", lead={"person": people["S"]},
             register=[{"identifier": "TRN-T"}], region=south)  # fmt: skip
    return Place(app, home, cascade, north, people)


def shown(browser: Browser, marker: str = "data-person") -> list[str]:
    """The ids in the rows of the page."""
    assert browser.last is not None
    return [part.split('"')[0] for part in browser.last.text.split(f'{marker}="')[1:]]


# ---- lists and search ------------------------------------------------------------------------


def test_people_are_listed_and_narrowed(place: Place):
    browser, of = place.of(Role.COORDINATOR), place.people
    browser.open(place.at(""))
    assert set(of.values()) <= set(shown(browser)) and len(shown(browser)) == 6
    for asked, names in {
        "tier=0": "AS",
        "facilitated=yes": "ACS",
        "until=2024-02-28": "ABC",
        "from=2024-02-28&facilitated=no&sex=female": "D",
        "standing=none&tier=0": "AS",
        "standing=certified": "",
        "sex=male": "",
        f"region={place.north}": "ABCD",
        "due=followup&sex=female": "BCD",
    }.items():
        browser.open(place.at(f"?{asked}"))
        assert sorted(shown(browser)) == sorted(of[name] for name in names), asked
    browser.open(place.at("?tier=deep"))
    assert "A tier is a number" in browser.shown


def test_who_is_looked_for_stands_in_no_address(place: Place):
    browser = place.of(Role.COORDINATOR)
    wanted = {"TRN-C": "C", "0722111222": "BD", "muhamed abdi": "BD", "Achieng": "A", "Xyz": ""}
    for typed, names in wanted.items():
        browser.open(place.at(""))
        answer = browser.send(place.at(""), who=typed)
        assert answer.status_code == 200 and not answer.history
        assert sorted(shown(browser)) == sorted(place.people[name] for name in names), typed
        links = re.findall('(?:href|action)="([^"]+)"', answer.text)
        assert not [link for link in links if typed in link]


def test_a_name_that_was_erased_finds_nobody(place: Place, api: Api):
    api.post(f"/people/{place.people['B']}/erasure", reason={"code": "requested"})
    browser = place.of(Role.COORDINATOR)
    browser.open(place.at(""))
    browser.send(place.at(""), who="Mohamed Abdi")
    assert shown(browser) == [place.people["D"]]


def test_a_coordinator_of_a_region_finds_only_theirs(place: Place):
    browser = place.of(Role.COORDINATOR, place.north)
    browser.open(place.at(""))
    assert place.people["S"] not in shown(browser) and place.people["A"] in shown(browser)
    browser.send(place.at(""), who="Southern")
    assert shown(browser) == []
    assert browser.open(place.at("", "S")).status_code == 404
    browser.open(f"/cascades/{place.cascade}/trainers")
    assert sorted(shown(browser)) == sorted(place.people[n] for n in "AC")


def test_auditors_see_codes_and_no_forms(place: Place):
    browser, pages = place.of(Role.AUDITOR), ["", "/certification"]
    for page in (place.at(""), *(place.at(rest, "B") for rest in pages)):
        text = browser.open(page).text
        assert not [name for name in NAMES.values() if name in text]
        assert "TRN-" not in text and "<textarea" not in text and 'name="who"' not in text
    assert place.people["B"][:8] in browser.open(place.at("")).text


def test_the_file_says_what_the_list_says(place: Place):
    browser = place.of(Role.COORDINATOR)
    answer = browser.open(place.at("?facilitated=yes&format=csv"))
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert {row["name"] for row in rows} == {NAMES[n] for n in "ACS"}
    book = browser.open(place.at("?format=xlsx"))
    assert book.data[:2] == b"PK"
    for file in (answer, book):
        assert file.headers["Cache-Control"] == "no-store" and "Expires" not in file.headers
    theirs = place.of(Role.AUDITOR).open(place.at("?format=csv")).text
    assert not [name for name in NAMES.values() if name in theirs] and "+254" not in theirs


def test_trainers_stand_by_lineage_with_the_numbers_of_the_api(place: Place, api: Api):
    browser = place.of(Role.COORDINATOR)
    browser.open(f"/cascades/{place.cascade}/trainers")
    assert shown(browser)[0] == place.people["A"]
    row = text_of(browser.last.text.split('data-person="')[1])  # type: ignore[union-attr]
    numbers = api.get(f"/cascades/{place.cascade}/people/{place.people['A']}/reach")
    said = [numbers[name] for name in ("lineage", "direct", "reach", "workshops_given")]
    assert " ".join(map(str, said)) in row
    browser.open(f"/cascades/{place.cascade}/trainers?active=yes&from=2024-03-15")
    assert shown(browser) == [place.people["S"]]


# ---- one person ------------------------------------------------------------------------------


def test_a_person_stands_in_the_lineage(place: Place):
    browser = place.of(Role.COORDINATOR)
    page = browser.open(place.at("", "B")).text
    path = page.split('data-is="path"')[1].split("</ol>")[0]
    assert place.people["A"] in path and NAMES["B"] in path
    assert "0.88" in browser.shown
    browser.open(place.at("", "A"))
    assert set(shown(browser, "data-child")) == {place.people[n] for n in "BCD"}


def test_details_and_profile_are_corrected_and_what_is_wrong_stands_beside(place: Place, api: Api):
    browser, id = place.of(Role.COORDINATOR), place.people["C"]
    browser.open(place.at("/correct", "C"))
    why = {"reason.code": "typing-error", "reason.words": "Nobody told me"}
    browser.send(place.at("/correct", "C"), **why, **{"details.name": "Chebet Corrected"})
    assert "Chebet Corrected" in browser.shown
    browser.open(place.at("/correct", "C"))
    own = {"cadre": "nurse", "sex": "female", "disability": "no", "region": ""}
    said = {f"profile.{name}": text for name, text in own.items()}
    browser.send(place.at("/profile", "C"), **why, **said)
    assert api.get(f"/people/{id}")["profile"]["cadre"] == "nurse"
    assert api.get(f"/people/{id}")["profile"]["region"] is None
    browser.open(place.at("/correct", "C"))
    answer = browser.send(place.at("/profile", "C"), **why, **{"profile.sex": "neither"})
    assert answer.status_code == 422 and 'aria-describedby="statistics-profile' not in answer.text
    assert "Nobody told me" in answer.text


def test_an_outcome_is_recorded_once_however_often_it_is_sent(place: Place, api: Api):
    browser = place.of(Role.COORDINATOR)
    page = browser.open(place.at("/outcome", "B")).text
    typed = {"id": page.split('name="id" value="')[1].split('"')[0], "kind": "behaviour",
             "on": "2024-06-01", "fidelity": "75", "words": "Seen at the clinic"}  # fmt: skip
    for _time in range(2):
        browser.send(place.at("/outcome", "B"), **typed)
        browser.open(place.at("/outcome", "B"))
    (outcome,) = api.get(f"/outcomes?person={place.people['B']}")
    assert (outcome["kind"], outcome["quantity"]) == ("behaviour", 0.75)
    answer = browser.send(place.at("/outcome", "B"), **(typed | {"id": "", "fidelity": "175"}))
    assert answer.status_code == 422 and 'value="175"' in answer.text
    answer = browser.send(place.at("/outcome", "B"), id="", kind="behaviour", on="2999-01-01")
    assert answer.status_code == 422


def test_a_consent_is_recorded(place: Place, api: Api):
    browser = place.of(Role.COORDINATOR)
    browser.open(place.at("/consents", "B"))
    said = {"purpose": "contact", "given": "false", "on": "2024-06-01", "source": "spoken"}
    browser.send(place.at("/consents", "B"), **said)
    assert "does not agree" in browser.shown
    (consent,) = api.get(f"/people/{place.people['B']}/consents")
    assert (consent["purpose"], consent["given"]) == ("contact", False)


def test_who_is_erased_is_warned_of_first_and_gone_then(place: Place):
    browser = place.of(Role.COORDINATOR)
    browser.open(place.at("/erase", "D"))
    unsure = browser.send(place.at("/erase", "D"), **{"reason.code": "requested"})
    assert unsure.status_code == 422 and NAMES["D"] in place_text(browser, place, "D")
    browser.open(place.at("/erase", "D"))
    done = browser.send(place.at("/erase", "D"), sure="yes", **{"reason.code": "requested"})
    assert 'data-is="erased"' in done.text
    assert NAMES["D"] not in place_text(browser, place, "D")


def place_text(browser: Browser, place: Place, name: str) -> str:
    return browser.open(place.at("", name)).text


def test_a_name_is_revealed_once_for_a_reason_that_is_recorded(place: Place, api: Api):
    auditor = place.of(Role.AUDITOR)
    auditor.open(place.at("/reveal", "B"))
    nothing = auditor.send(place.at("/reveal", "B"), **{"reason.code": "quality"})
    assert nothing.status_code == 422 and NAMES["B"] not in nothing.text
    why = {"reason.code": "quality", "reason.words": "Nobody told me"}
    assert NAMES["B"] in auditor.send(place.at("/reveal", "B"), **why).text
    assert NAMES["B"] not in auditor.open(place.at("", "B")).text
    history = api.get(f"/people/{place.people['B']}/history")
    assert [line for line in history if "reveal" in str(line)]


def test_merging_shows_its_effects_and_then_does_it(place: Place, api: Api):
    browser = place.of(Role.COORDINATOR)
    browser.open(place.at("/merge", "B"))
    found = browser.send(place.at("/merge", "B"), who="Muhammad Abdi")
    assert place.people["D"] in found.text
    effects = browser.send(place.at("/merge", "B"), who="x", other=place.people["D"])
    assert 'data-is="effects"' in effects.text
    assert api.get(f"/people/{place.people['D']}")["merged_into"] is None
    browser.send(place.at("/merge", "B"), other=place.people["D"], do="1")
    assert len(api.get(f"/people/{place.people['D']}")["same_as"]) == 2


# ---- certification ---------------------------------------------------------------------------


def step(browser: Browser, name: str) -> str:
    assert browser.last is not None
    return browser.last.text.split(f'data-step="{name}" data-state="')[1].split('"')[0]


def test_the_way_to_a_certificate_has_one_next_step_at_a_time(place: Place, api: Api):
    browser, here = place.of(Role.COORDINATOR), place.at("/certification", "C")
    browser.open(here)
    assert "Next: Nominate them." in browser.shown and step(browser, "post-test") == "done"
    browser.send(f"{here}/nominate", nominated_on="2024-05-01")
    assert "assesses them on the rubric" in browser.shown
    names = ("pedagogy", "facilitation", "content", "leadership", "reflective_practice")
    scores = {f"rubric.{name}": "4" for name in names}
    said = {"assessed_on": "2024-05-02", **scores}
    refused = browser.send(f"{here}/assess", assessor_named="TRN-A", **said)
    assert refused.status_code == 422 and "cannot assess them" in refused.text
    browser.open(here)
    browser.send(f"{here}/assess", assessor_named="TRN-S", **said)
    assert step(browser, "rubric") == "done" and "it is credited" in browser.shown
    early = browser.send(f"{here}/certify", level="qualified", certified_on="2024-05-03")
    assert early.status_code == 422 and "The standard is not met" in early.text
    browser.open(here)
    workshop = browser.last.text.split('name="workshop"')[1].split('value="')[1]  # type: ignore[union-attr]
    browser.send(f"{here}/credit", workshop=workshop.split('"')[0])
    assert "Nothing is missing" in browser.shown
    browser.send(f"{here}/certify", level="qualified", certified_on="2026-01-03", number="CERT-77")
    assert "certified (qualified) until" in browser.shown and "CERT-77" in browser.shown
    found = api.get(f"/cascades/{place.cascade}/certifications/{place.people['C']}")
    assert (found["standing"], found["until"], found["missing"]) == ("certified", "2028-01-03", [])


def test_a_certificate_is_suspended_once_it_was_shown_what_hangs_on_it(place: Place, api: Api):
    browser, here = place.of(Role.COORDINATOR), place.at("/certification", "A")
    browser.open(here)
    waived = {"waiver.code": "other", "waiver.words": "Nobody told me"}
    browser.send(f"{here}/certify", level="master", certified_on="2026-01-03", **waived)
    assert "waived" in browser.shown
    hangs = text_of(browser.last.text.split('data-is="hangs"')[1].split("</dl>")[0])  # type: ignore[union-attr]
    assert "Lineage 3" in hangs and "Workshops given 2" in hangs
    why = {"suspended_on": "2026-02-01", "reason.code": "quality", "reason.words": "She is unwell"}
    assert "Nothing is recorded yet" in browser.send(f"{here}/suspend", **why).text
    one = f"/cascades/{place.cascade}/certifications/{place.people['A']}"
    assert api.get(one)["standing"] == "certified"
    browser.send(f"{here}/suspend", do="1", **why)
    assert api.get(one)["standing"] == "suspended" and "reinstated" in browser.shown
    browser.send(f"{here}/reinstate", **(why | {"reinstated_on": "2026-03-01"}))
    assert api.get(one)["standing"] == "certified"


# ---- duplicates ------------------------------------------------------------------------------


def test_a_pair_is_looked_at_and_decided(place: Place, api: Api):
    assert api.duplicates(place.cascade)
    browser, here = place.of(Role.COORDINATOR), f"/cascades/{place.cascade}/duplicates"
    page = browser.open(here).text
    two = {"one": min(place.people[n] for n in "BD"), "other": max(place.people[n] for n in "BD")}
    assert f'data-one="{two["one"]}" data-other="{two["other"]}"' in page
    assert "Telephone the same" in browser.shown
    browser.send(here, decision="unsure", **two)
    assert "could not tell" in browser.shown
    assert 'data-is="effects"' in browser.send(here, decision="same", **two).text
    browser.send(here, decision="same", do="1", **two)
    assert two["one"] not in browser.open(here).text.replace(two["other"], "")
    assert len(api.get(f"/people/{two['one']}")["same_as"]) == 2


def test_it_is_said_how_many_people_are_still_to_be_compared(place: Place, api: Api):
    browser, here = place.of(Role.COORDINATOR), f"/cascades/{place.cascade}/duplicates"
    people = len(api.get(f"/people?cascade={place.cascade}&limit=500"))
    assert 'data-is="left"' in browser.open(here).text
    assert f"{people} people are still to be compared with the others." in browser.shown
    assert "No pair was found so far." in browser.shown
    assert api.duplicates(place.cascade)
    assert 'data-is="left"' not in browser.open(here).text


def test_a_region_sees_only_its_pairs(place: Place, api: Api):
    assert api.duplicates(place.cascade)
    elsewhere = place.of(Role.COORDINATOR, place.north)
    assert "data-one=" in elsewhere.open(f"/cascades/{place.cascade}/duplicates").text
