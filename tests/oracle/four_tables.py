"""Imports that are hard on purpose, as four CSV tables, and an independent reader of such tables.

The writer keeps to what the definitions decide; the reader refuses row by row, as
`--skip-refused` does, and says what was left out and why.
"""

import csv
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from unicodedata import normalize

from tests.oracle.facts import Attendance, Facts, Workshop

COLUMNS = {
    "people": "person name sex age_band region cadre organisation disability phone email id_number",
    "workshops": "workshop starts_on kind title ends_on lead co_facilitators venue region"
    " headcount mode modules",
    "register": "workshop person pre post max_score",
    "certifications": "person level certified_on expires_on number",
}
KINDS = ("tot", "step-down", "refresher", "peer")

Cells = dict[str, str]


# Reading


@dataclass(frozen=True)
class Refusal:
    """`row` as a spreadsheet counts: the header is row 1."""

    table: str
    row: int
    why: str


@dataclass(frozen=True)
class Reading:
    facts: Facts
    refused: tuple[Refusal, ...]


class Refused(Exception):
    """Why a row cannot stand."""


def facts_from_tables(directory: Path, today: date | None = None) -> Facts:
    return read_tables(directory, today).facts


def read_tables(directory: Path, today: date | None = None) -> Reading:
    """The facts as they stand once the rows that must be refused are left out."""
    refused: list[Refusal] = []
    profiles = one_row_each(directory, "people", "person", refused)
    people = {person: cells for person, (_, cells) in profiles.items()}
    workshops = read_workshops(directory, today or datetime.now(UTC).date(), refused)
    seats = read_register(directory, workshops, refused)
    facts = Facts(
        workshops=tuple(with_register(workshops[key], seats[key]) for key in sorted(workshops)),
        sex={person: cells.get("sex") or None for person, cells in people.items()},
        region={person: cells.get("region") or None for person, cells in people.items()},
    )
    return Reading(facts, tuple(refused))


def rows(directory: Path, table: str) -> Iterator[tuple[int, Cells]]:
    """Rows with the columns that are known, trimmed; empty rows are none."""
    path = directory / f"{table}.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
        file.seek(0)
        comma = ";" if header.count(";") > header.count(",") else ","
        reader = csv.DictReader(file, delimiter=comma)
        for number, row in enumerate(reader, start=2):
            cells = {key: (row.get(key) or "").strip() for key in COLUMNS[table].split()}
            if any(cells.values()):
                yield number, cells


def identifier(cell: str) -> str:
    """A spreadsheet's 7.0 is 7; else exactly what is written."""
    return re.sub(r"^(\d+)\.0$", r"\1", cell.strip())


def one_row_each(
    directory: Path, table: str, key: str, refused: list[Refusal]
) -> dict[str, tuple[int, Cells]]:
    """One row for each identifier. Repeated: known already. Differing: none of them."""
    found: dict[str, list[tuple[int, Cells]]] = defaultdict(list)
    for number, cells in rows(directory, table):
        if cells[key]:
            cells[key] = identifier(cells[key])
            found[cells[key]].append((number, cells))
        else:
            refused.append(Refusal(table, number, f"no {key}"))
    for name, same in list(found.items()):
        if any(cells != same[0][1] for _, cells in same):
            refused += [Refusal(table, number, "rows differ") for number, _ in same]
            del found[name]
    return {name: same[0] for name, same in found.items()}


def read_workshops(directory: Path, today: date, refused: list[Refusal]) -> dict[str, Workshop]:
    found = {}
    for name, (number, cells) in one_row_each(directory, "workshops", "workshop", refused).items():
        try:
            found[name] = workshop_of(cells, today)
        except Refused as why:
            refused.append(Refusal("workshops", number, str(why)))
    return found


def workshop_of(cells: Cells, today: date) -> Workshop:
    starts_on = day(cells["starts_on"])
    ends_on = day(cells["ends_on"] or cells["starts_on"])
    kind = cells["kind"] or "step-down"
    if kind not in KINDS:
        raise Refused("no such kind")
    if ends_on < starts_on:
        raise Refused("ends before it starts")
    if ends_on > today:
        raise Refused("in the future")
    lead = identifier(cells["lead"]) or None
    team = (identifier(cell) for cell in cells["co_facilitators"].split(";"))
    others = tuple(sorted({person for person in team if person and person != lead}))
    return Workshop(cells["workshop"], starts_on, ends_on, kind, lead, others)


def day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise Refused("not a date") from None


Seats = dict[str, set[Attendance]]


def read_register(
    directory: Path, workshops: dict[str, Workshop], refused: list[Refusal]
) -> dict[str, Seats]:
    """What each row that stands says of each person on each register."""
    said: dict[str, Seats] = defaultdict(lambda: defaultdict(set))
    for number, cells in rows(directory, "register"):
        try:
            workshop = standing(workshops, identifier(cells["workshop"]))
            seat = seat_on(workshop, cells)
        except Refused as why:
            refused.append(Refusal("register", number, str(why)))
        else:
            said[workshop.identifier][seat.person].add(seat)
    return said


def standing(workshops: dict[str, Workshop], name: str) -> Workshop:
    if name not in workshops:
        raise Refused("no such workshop, or refused")
    return workshops[name]


def seat_on(workshop: Workshop, cells: Cells) -> Attendance:
    person = identifier(cells["person"])
    if not person:
        raise Refused("no person")
    if person == workshop.lead:
        raise Refused("the lead")
    pre, post, most = (score(cells[key]) for key in ("pre", "post", "max_score"))
    if most is not None and any(value is not None and value > most for value in (pre, post)):
        raise Refused("score above maximum")
    return Attendance(person, pre, post, most)


def score(cell: str) -> float | None:
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Refused("not a score")
    return value


def with_register(workshop: Workshop, seats: Seats) -> Workshop:
    """Rows that differ keep the attendance and drop the scores."""
    register = tuple(
        next(iter(said)) if len(said) == 1 else Attendance(person)
        for person, said in sorted(seats.items())
    )
    return replace(workshop, register=register)


# Writing

# Shapes that sort oddly: digits, case, blanks inside, accents in both spellings, other planes.
SHAPES: tuple[str, ...] = ("{}", "0{}", "W {}", "W{}", "w{}", "É {}", "é{}", "e\u0301{}", "ß{}")
SHAPES += ("\uff37{}", "\U0001d54e{}")
EPOCH = date(2019, 1, 1)
SPAN = 900


@dataclass
class UnitOfWork:
    """The four tables while they are written."""

    rng: Random
    cast: list[str]
    unused: list[str]
    regions: Sequence[str]
    people: list[Cells] = field(default_factory=list)
    workshops: list[Cells] = field(default_factory=list)
    register: list[Cells] = field(default_factory=list)
    certifications: list[Cells] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def write_tables(
    directory: Path, people: int, workshops: int, seed: int, regions: Sequence[str] = ()
) -> None:
    """Hard cases in their thousands, the same for the same arguments.

    `regions`: codes that the cascade knows; without them nobody has a region.
    """
    if people < 10:
        raise ValueError("Name at least 10 people: a scene needs a few who differ.")
    rng = Random(seed)
    draft = UnitOfWork(rng, identifiers(rng, people), identifiers(rng, workshops), regions)
    while draft.unused:
        scene = rng.choices(SCENES, WEIGHTS)[0]
        scene(draft)
    add_people(draft)
    add_certifications(draft)
    spoil(draft)
    directory.mkdir(parents=True, exist_ok=True)
    for table in COLUMNS:
        write(draft.rng, directory / f"{table}.csv", table, getattr(draft, table))


def identifiers(rng: Random, count: int) -> list[str]:
    """Different ones; of those that are the same but for case, width, blanks and first zeros, one
    spelling, which is always the same: an import would ask about the others."""
    made: dict[str, list[str]] = {}
    for n in range(1, count + 1):
        for shape in SHAPES:
            name = shape.format(n)
            plain = normalize("NFKC", name).casefold().replace(" ", "").lstrip("0")
            made.setdefault(plain, []).append(name)
    chosen = [ways[at % len(ways)] for at, ways in enumerate(made.values())]
    return rng.sample(chosen[: count * 2], count)


def some_day(draft: UnitOfWork) -> date:
    return EPOCH + timedelta(draft.rng.randrange(SPAN))


def trainers(draft: UnitOfWork, count: int) -> list[str]:
    """Few train much, and most never: the first in the cast come oftenest."""
    found: list[str] = []
    while len(found) < count:
        person = draft.cast[int(len(draft.cast) * draft.rng.random() ** 3)]
        if person not in found:
            found.append(person)
    return found


def learners(draft: UnitOfWork, without: Iterable[str]) -> list[str]:
    """Anybody, and sometimes those who train."""
    some = draft.rng.sample(draft.cast, draft.rng.randint(0, min(7, len(draft.cast))))
    some += trainers(draft, draft.rng.randint(0, 2))
    return [person for person in dict.fromkeys(some) if person not in without]


def hold(
    draft: UnitOfWork,
    first: date,
    lead: str | None,
    people: Iterable[str],
    team: Sequence[str] = (),
    days: int = 0,
    kind: str | None = None,
) -> None:
    if not draft.unused:
        return
    name = draft.unused.pop()
    last = (first + timedelta(days)).isoformat()
    draft.workshops.append(
        {
            "workshop": name,
            "starts_on": first.isoformat(),
            "ends_on": "" if days == 0 and draft.chance(0.5) else last,
            "kind": some_kind(draft) if kind is None else kind,
            "title": f"Workshop {name}",
            "lead": lead or "",
            "co_facilitators": draft.rng.choice((";", "; ", " ; ")).join(team),
            "venue": draft.rng.choice(("", "Town hall", "School, east wing")),
            "headcount": draft.rng.choice(("", "12")),
        }
    )
    draft.register += [
        scored(draft, {"workshop": name, "person": p}) for p in dict.fromkeys(people)
    ]


def some_kind(draft: UnitOfWork) -> str:
    return draft.rng.choices(("", *KINDS), (10, 15, 55, 12, 8))[0]


def scored(draft: UnitOfWork, cells: Cells) -> Cells:
    pre, post = draft.rng.randint(0, 20), draft.rng.randint(0, 20)
    full = {"pre": str(pre), "post": str(post), "max_score": "20"}
    half = {"post": str(post), "max_score": "20"}
    return cells | draft.rng.choices((full, half, {}), (5, 1, 2))[0]


# Scenes


def plainly(draft: UnitOfWork) -> None:
    lead, *team = trainers(draft, draft.rng.choice((1, 1, 2, 3)))
    days = draft.rng.choice((0, 0, 1, 2, 4))
    hold(draft, some_day(draft), lead, learners(draft, (lead, *team)), team, days)


def mutual(draft: UnitOfWork) -> None:
    """Two, on the same day, each on the other's register; sometimes a third to close a ring."""
    ring, first = trainers(draft, draft.rng.choice((2, 2, 2, 3))), some_day(draft)
    for lead, learner in zip(ring, ring[1:] + ring[:1], strict=True):
        hold(draft, first, lead, [learner, *learners(draft, ring)], kind=counting(draft))


def same_day(draft: UnitOfWork) -> None:
    """Several workshops on one day share a learner: the identifier decides."""
    leads, first = trainers(draft, 3), some_day(draft)
    shared = draft.rng.choice(draft.cast)
    for lead in leads:
        hold(draft, first, lead, [p for p in (shared, *learners(draft, (lead,))) if p != lead])


def handed_on(draft: UnitOfWork) -> None:
    """A learner teaches on: before the end, on the last day, or the day after."""
    lead, learner, newcomer = trainers(draft, 3)
    first, days = some_day(draft), draft.rng.choice((0, 1, 3, 100))
    kind = counting(draft)
    hold(draft, first, lead, [learner, *learners(draft, (lead, learner))], days=days, kind=kind)
    then = first + timedelta(max(0, days + draft.rng.choice((-1, 0, 1, 1, 1))))
    others = learners(draft, (learner, newcomer))
    hold(draft, then, learner, [newcomer, *others], kind=counting(draft))


def without_lead(draft: UnitOfWork) -> None:
    team = trainers(draft, draft.rng.choice((1, 1, 2)))[draft.rng.randint(0, 1) :]
    hold(draft, some_day(draft), None, learners(draft, team), team)


def facilitators_on_register(draft: UnitOfWork) -> None:
    """A co-facilitator's row is kept, and counts for nothing; the lead's is refused."""
    lead, *team = trainers(draft, 3)
    signed = draft.rng.sample((lead, *team), 2)
    hold(draft, some_day(draft), lead, [*learners(draft, (lead, *team)), *signed], team)


def lead_named_twice(draft: UnitOfWork) -> None:
    lead, other = trainers(draft, 2)
    team = (other, lead, other)
    hold(draft, some_day(draft), lead, learners(draft, team), team)


def peers(draft: UnitOfWork) -> None:
    lead, *team = trainers(draft, 2)
    hold(draft, some_day(draft), lead, learners(draft, (lead, *team)), team, kind="peer")


def nobody_came(draft: UnitOfWork) -> None:
    hold(draft, some_day(draft), trainers(draft, 1)[0], ())


def counting(draft: UnitOfWork) -> str:
    return draft.rng.choice(("", "tot", "step-down", "refresher"))


SCENES: tuple[Callable[[UnitOfWork], None], ...] = (
    plainly,
    mutual,
    same_day,
    handed_on,
    without_lead,
    facilitators_on_register,
    lead_named_twice,
    peers,
    nobody_came,
)
WEIGHTS = (20, 60, 8, 20, 12, 6, 3, 4, 1)


# The other two tables


def add_people(draft: UnitOfWork) -> None:
    """Some are only on registers, or only lead."""
    for person in draft.cast:
        if draft.chance(0.85):
            draft.people.append(
                {
                    "person": person,
                    "name": f"Person of number {person}",
                    "sex": draft.rng.choice(("female", "male", "")),
                    "region": draft.rng.choice(("", *draft.regions)),
                }
            )


def add_certifications(draft: UnitOfWork) -> None:
    listed = [cells["person"] for cells in draft.people]
    for person in draft.rng.sample(listed, len(listed) // 10):
        level = draft.rng.choice(("candidate", "qualified", "master"))
        certified_on = some_day(draft).isoformat()
        draft.certifications.append(
            {"person": person, "level": level, "certified_on": certified_on}
        )


# Rows that are repeated, that differ, that must be refused


def spoil(draft: UnitOfWork) -> None:
    """No row is spoilt in two ways: what then becomes of it is not said."""
    some = draft.rng.sample(draft.workshops, len(draft.workshops) // 30)
    half = len(some) // 2
    impossible(draft, some[:half])
    draft.workshops += [cells | other_workshop(draft, cells) for cells in some[half:]]
    twice = draft.rng.sample(draft.people, len(draft.people) // 60)
    draft.people += [cells | other_person(draft, cells) for cells in twice]
    bad_seats(draft)
    scored_again(draft)
    for table in (draft.people, draft.workshops, draft.register, draft.certifications):
        table += [dict(draft.rng.choice(table)) for _ in range(len(table) // 20)]


def impossible(draft: UnitOfWork, some: Iterable[Cells]) -> None:
    """Workshops that are refused, and with them their registers."""
    for cells in some:
        cells |= draft.rng.choice(
            (
                {"ends_on": "2018-12-31"},
                {"starts_on": "2999-01-01", "ends_on": "2999-01-02"},
                {"starts_on": "soon"},
                {"starts_on": "2020-02-30"},
                {"kind": "lecture"},
            )
        )


def bad_seats(draft: UnitOfWork) -> None:
    for cells in draft.register:
        if draft.chance(0.005):
            cells |= draft.rng.choice(
                (
                    {"pre": "3", "post": "21", "max_score": "20"},
                    {"pre": "many"},
                    {"workshop": "no such workshop"},
                    {"person": ""},
                )
            )


def other_workshop(draft: UnitOfWork, cells: Cells) -> Cells:
    lead = next(person for person in trainers(draft, 2) if person != cells["lead"])
    return draft.rng.choice(({"lead": lead}, {"title": "Another"}, {"starts_on": "2018-06-01"}))


def other_person(draft: UnitOfWork, cells: Cells) -> Cells:
    return draft.rng.choice(({"name": "Somebody else"}, {"sex": "other"}))


def scored_again(draft: UnitOfWork) -> None:
    """The same attendance with other scores: it stands, its scores do not."""
    full = [cells for cells in draft.register if cells.get("pre", "").isdigit()]
    good = [cells for cells in full if int(cells["post"]) <= 20]
    for cells in draft.rng.sample(good, len(good) // 40):
        draft.register.append(cells | {"pre": str((int(cells["pre"]) + 1) % 21)})


def write(rng: Random, path: Path, table: str, found: list[Cells]) -> None:
    """Rows and columns in any order, blanks around cells, and columns that nobody knows."""
    columns = [*COLUMNS[table].split(), "remarks"]
    rng.shuffle(columns)
    rng.shuffle(found)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for number, cells in enumerate(found):
            padded = {key: padding(rng, cell) for key, cell in cells.items()}
            writer.writerow(padded | {"remarks": f"line {number}"})


def padding(rng: Random, cell: str) -> str:
    return f" {cell} " if cell and rng.random() < 0.02 else cell
