"""What was ever stored must still load: a sample of each event, and of each of its fields."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from domain.codec import UPCASTERS, decode, encode
from domain.events import CLASSES, CURRENT_NAMES, AttendanceAdded, WorkshopHeld
from domain.values import Attendance, Reason, ReasonCode
from tests.support.audit import canonical

HERE = Path(__file__).parent
SAMPLES = [json.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*.json"))]
NAMES = [sample["name"] for sample in SAMPLES]


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_stored_fact_still_loads(sample):
    state = canonical(sample["state"])
    envelope = decode(sample["name"], state)
    assert envelope.command == sample["state"]["command"]
    if sample["name"] not in UPCASTERS:
        assert type(envelope.fact) is CLASSES[sample["name"]]
        assert encode(envelope) == state


def stored(name: str) -> bytes:
    return canonical(json.loads((HERE / f"{name}.json").read_text("utf-8"))["state"])


def test_who_was_left_off_an_old_register_stands_on_it_without_scores():
    """That they had signed was kept; what they had scored was not."""
    fact = decode("workshop.held", stored("workshop.held")).fact
    assert isinstance(fact, WorkshopHeld)
    kept, left_off = fact.register
    assert kept.scores.post == 8.5
    assert left_off == Attendance("10475c30-e111-5708-8f34-9e1f688283ac")


def test_who_was_left_off_an_old_register_twice_stands_on_it_once():
    state = json.loads(stored("workshop.held"))
    fact = state["fact"]
    fact["left_off"] = [*fact["left_off"] * 2, fact["register"][0]["person"]]
    assert decode("workshop.held", canonical(state)) == decode(
        "workshop.held", stored("workshop.held")
    )


def test_who_was_left_off_later_was_added_without_scores():
    fact = decode("facilitator.left_off", stored("facilitator.left_off")).fact
    person = "2862c175-7cdc-583f-ab40-f31789183f3c"
    assert fact == AttendanceAdded(Attendance(person), Reason(ReasonCode.OTHER))


def test_a_fact_is_called_the_same_in_every_shape():
    assert CURRENT_NAMES[WorkshopHeld] == "workshop.held"
    assert len(set(CURRENT_NAMES.values())) == len(CLASSES)


@pytest.mark.parametrize("name", sorted({*CLASSES, *UPCASTERS}))
def test_every_event_has_a_sample(name):
    assert name in NAMES, f"add tests/golden/{name}.json, as the README there says"


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_field_of_an_event_is_in_a_sample(name):
    shown = {field for s in SAMPLES if s["name"] == name for field in s["state"]["fact"]}
    assert shown == set(CLASSES[name].__struct_fields__)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: path.name)
def test_a_sample_is_named_after_its_event(path):
    assert path.stem.split(" with ")[0] == json.loads(path.read_text("utf-8"))["name"]


@pytest.mark.parametrize("name", sorted({*CLASSES, *UPCASTERS, *NAMES}))
def test_a_name_is_a_text_that_we_chose_and_no_path_to_code(name):
    assert re.fullmatch(r"[a-z]+\.[a-z_]+(\.[2-9])?", name)
    assert not name.startswith(("domain.", "projections.", "api.", "tests."))
