"""A real cascade: the public Software Carpentry data as the four tables, and its facts.

One workshop, swc-32, ends before it starts. An import refuses it with its register, so the
tables load with `--skip-refused` only.
"""

import csv
from collections import defaultdict
from pathlib import Path

from tests.oracle.four_tables import Cells, Reading, read_tables

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "swc"
UNRECORDED_TRAINER = "unrecorded-trainer"
REFUSED_WORKSHOP = "swc-32"


def convert(target: Path, source: Path = SOURCE) -> Reading:
    """Write the four tables into `target`, and read them back as the oracle does."""
    target.mkdir(parents=True, exist_ok=True)
    write(target / "people.csv", people(source))
    write(target / "workshops.csv", workshops(source) + trainings(source))
    write(target / "register.csv", learners(source) + trainees(source))
    write(target / "certifications.csv", certifications(source))
    return read_tables(target)


def people(source: Path) -> list[Cells]:
    return [{"person": row["person_id"], "sex": row["sex"]} for row in rows(source, "people")]


def workshops(source: Path) -> list[Cells]:
    """The dump does not say who led: the instructor with the smallest number did."""
    team = instructors(source)
    return [
        {
            "workshop": row["workshop_id"],
            "starts_on": row["starts_on"],
            "ends_on": row["ends_on"],
            "kind": "step-down",
            "title": row["curriculum"],
            "lead": next(iter(team[row["workshop_id"]]), ""),
            "co_facilitators": ";".join(team[row["workshop_id"]][1:]),
            "venue": row["venue"],
            "headcount": row["headcount"],
        }
        for row in rows(source, "workshops")
    ]


def instructors(source: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows(source, "roles"):
        if row["role"] == "instructor":
            found[row["workshop_id"]].append(row["person_id"])
    return defaultdict(list, {key: sorted(team, key=number) for key, team in found.items()})


def number(person: str) -> int:
    return int(person.removeprefix("p"))


def trainings(source: Path) -> list[Cells]:
    return [
        {
            "workshop": row["training_id"],
            "starts_on": row["starts_on"],
            "kind": "tot",
            "title": row["name"],
            "lead": UNRECORDED_TRAINER,
        }
        for row in rows(source, "trainings_of_trainers")
    ]


def learners(source: Path) -> list[Cells]:
    return [
        {"workshop": row["workshop_id"], "person": row["person_id"]}
        for row in rows(source, "roles")
        if row["role"] == "learner"
    ]


def trainees(source: Path) -> list[Cells]:
    """All who came, whether they completed it or not."""
    return [
        {"workshop": row["training_id"], "person": row["person_id"]}
        for row in rows(source, "trainees_of_trainings")
    ]


def certifications(source: Path) -> list[Cells]:
    return [
        {"person": row["person_id"], "level": "qualified", "certified_on": row["awarded_on"]}
        for row in rows(source, "certificates")
        if row["certificate"] == "instructor"
    ]


def rows(source: Path, name: str) -> list[Cells]:
    with (source / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, found: list[Cells]) -> None:
    columns = list(dict.fromkeys(column for cells in found for column in cells))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(found)
