"""The simulator: the same sample every time, of the right shape, and nothing in it refused."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import phonenumbers
import pytest

from api.sample import Sample, simulate
from api.spreadsheets.recognition.columns import CHOICES, COLUMNS
from tests.oracle.four_tables import Reading, read_tables
from tests.oracle.sweep import Generation, by_generation, forest, numbers

TODAY = date(2024, 6, 15)
PRINT_DIGEST = """
import hashlib
from datetime import date
from api.sample import simulate
print(hashlib.sha256(repr(simulate(300, 5, date(2024, 6, 15))).encode()).hexdigest())
"""


def written(sample: Sample, directory: Path) -> Path:
    """The four tables as CSV."""
    for table, rows in sample.tables.items():
        with (directory / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[table])
            writer.writeheader()
            writer.writerows(rows)
    return directory


def read(sample: Sample, directory: Path) -> Reading:
    return read_tables(written(sample, directory), TODAY)


@pytest.fixture(scope="module", params=[1, 2])
def sample(request: pytest.FixtureRequest) -> Sample:
    return simulate(2000, request.param, TODAY)


def in_the_tree(generations: dict[int | None, Generation]) -> Iterator[tuple[int, Generation]]:
    yield from ((g, found) for g, found in generations.items() if g is not None)


# ---- the same every time ---------------------------------------------------------------------


def test_the_same_arguments_give_the_same_sample() -> None:
    assert simulate(300, 5, TODAY) == simulate(300, 5, TODAY)


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_gives_the_same_sample(hash_seed: str) -> None:
    """The order of sets and the hashes of texts differ from process to process."""
    here = hashlib.sha256(repr(simulate(300, 5, TODAY)).encode()).hexdigest()
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path.cwd())}
    there = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here


def test_other_arguments_give_another_sample() -> None:
    one = simulate(300, 5, TODAY)
    assert simulate(300, 6, TODAY).tables["people"] != one.tables["people"]
    assert simulate(310, 5, TODAY).tables["people"] != one.tables["people"]


def test_a_later_day_moves_the_whole_sample() -> None:
    one, other = simulate(300, 5, TODAY), simulate(300, 5, TODAY + timedelta(days=400))
    assert first_day(other) - first_day(one) > timedelta(days=350)


def first_day(sample: Sample) -> date:
    return min(row["starts_on"] for row in sample.tables["workshops"])  # type: ignore[type-var]


def test_too_few_people_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 200"):
        simulate(199, 1, TODAY)


# ---- the tables ------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [200, 500, 2000, 5000])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_refused_and_people_are_as_many_as_asked(
    people: int, seed: int, tmp_path: Path
) -> None:
    made = simulate(people, seed, TODAY)
    reading = read(made, tmp_path)
    assert reading.refused == ()
    assert abs(len(made.tables["people"]) - people) <= people * 0.06 + 5
    assert abs(len(forest(reading.facts)) - people) <= people * 0.06 + 5


def test_rows_have_the_columns_and_the_choices_of_import(sample: Sample) -> None:
    assert list(sample.tables) == list(COLUMNS)
    for table, rows in sample.tables.items():
        for row in rows:
            assert tuple(row) == COLUMNS[table]
            assert all(type(cell) in (str, int, float, date) for cell in row.values())
            for column in CHOICES.keys() & row.keys():
                assert row[column] in ("", *CHOICES[column])


def test_scores_are_within_their_maximum(sample: Sample) -> None:
    for row in sample.tables["register"]:
        for score in (row["pre"], row["post"]):
            assert score == "" or 0 <= float(score) <= float(row["max_score"])  # type: ignore[arg-type]


def test_regions_and_organisations_are_those_of_the_opening(sample: Sample) -> None:
    paths = {place.path for place in sample.opening.places}
    rows = [*sample.tables["people"], *sample.tables["workshops"]]
    assert {row["region"] for row in rows} <= paths
    at_work = {row["organisation"] for row in sample.tables["people"]} - {""}
    assert at_work <= {employer.name for employer in sample.opening.employers}
    assert {path.count(" / ") for path in paths} == {0, 1, 2}


def test_nobody_can_be_telephoned_or_written_to(sample: Sample) -> None:
    """Numbers look right and belong to no operator; addresses are of a domain kept for examples."""
    for row in sample.tables["people"]:
        if row["phone"]:
            number = phonenumbers.parse(str(row["phone"]))
            assert phonenumbers.is_possible_number(number)
            assert not phonenumbers.is_valid_number(number)
        assert str(row["email"]).endswith("@example.org") or not row["email"]


def test_names_come_from_many_scripts(sample: Sample) -> None:
    names = [str(row["name"]) for row in sample.tables["people"]]
    for script in ("[\u0600-\u06ff]", "[\u4e00-\u9fff]", "[çãéêïÉ]", "^[A-Z][a-z]+ [A-Z][a-z]+$"):
        assert sum(bool(re.search(script, name)) for name in names) >= 20, script
    assert len(set(names)) > len(names) / 2


# ---- the shape of the cascade ----------------------------------------------------------------


def test_two_thousand_people_stand_in_six_generations(sample: Sample, tmp_path: Path) -> None:
    generations = by_generation(read(sample, tmp_path).facts)
    peopled = [g for g, found in in_the_tree(generations) if found.people >= 20]
    assert max(peopled) >= 6
    assert generations[None].people >= 6


def test_most_trainees_never_train_and_a_few_train_much(sample: Sample, tmp_path: Path) -> None:
    facts = read(sample, tmp_path).facts
    generations = by_generation(facts)
    for g in range(1, 6):
        drop_off = generations[g].drop_off
        assert drop_off is not None
        assert 0.8 <= drop_off < 1
    given = Counter(row.workshops_given for row in numbers(facts).values())
    assert given[1] > sum(given.values()) * 0.4
    assert max(given) >= 6


def test_gain_falls_from_generation_to_generation(sample: Sample, tmp_path: Path) -> None:
    generations = by_generation(read(sample, tmp_path).facts)
    means = [generations[g].gain.mean or 0 for g in range(1, 7)]
    assert 0.5 < means[0] < 0.7
    assert all(later < earlier for earlier, later in zip(means, means[2:], strict=False))
    assert means[5] < means[0] * 0.65


def test_people_facilitate_together_and_come_again(sample: Sample) -> None:
    workshops = sample.tables["workshops"]
    assert sum(bool(row["co_facilitators"]) for row in workshops) > len(workshops) * 0.1
    assert {row["kind"] for row in workshops} == {"tot", "step-down", "refresher", "peer"}
    visits = Counter(row["person"] for row in sample.tables["register"])
    assert sum(count > 1 for count in visits.values()) > 50


def test_some_sheets_were_entered_late_and_some_rows_twice(sample: Sample) -> None:
    days = [row["starts_on"] for row in sample.tables["workshops"]]
    assert days != sorted(days)  # type: ignore[type-var]
    for rows in sample.tables.values():
        assert len({tuple(row.items()) for row in rows}) == len(rows) - 3


def test_certificates_lapsed_before_the_day(sample: Sample) -> None:
    certificates = sample.tables["certifications"]
    lapsed = [row for row in certificates if row["expires_on"] < TODAY]  # type: ignore[operator]
    assert 5 <= len(lapsed) < len(certificates)
    listed = {row["person"] for row in sample.tables["people"]}
    assert {row["person"] for row in certificates} <= listed


@pytest.mark.soak
def test_a_hundred_thousand_people_take_seconds() -> None:
    begun = time.process_time()
    made = simulate(100_000, 1, TODAY)
    assert time.process_time() - begun < 20
    assert abs(len(made.tables["people"]) - 100_000) < 2000
