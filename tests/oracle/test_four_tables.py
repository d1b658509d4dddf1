"""The reader of the four tables by hand, the writer's promises, and the real cascade."""

from collections import Counter
from dataclasses import astuple
from datetime import date
from pathlib import Path

import pytest

from tests.oracle import brute, carpentry
from tests.oracle.facts import Attendance, Workshop
from tests.oracle.four_tables import facts_from_tables, read_tables, rows, write_tables
from tests.oracle.sweep import by_generation, forest, numbers
from tests.support.needs_shared import needs_shared

TABLES = {
    "people": """person,sex,region,shoe_size
        a,female,north,38
        b,male,,40
        b,female,,40
        c,male,south,41
        c,male,south,42
        ,male,,
        """,
    "workshops": """workshop,starts_on,ends_on,kind,lead,co_facilitators,title
        w1,2021-03-01,,,a,b; a ;;b,
        w2,2021-03-02,2021-03-01,tot,a,,
        w3,2021-03-02,,tot,a,,
        w3,2021-03-02,,tot,a,,Other
        w4,2021-03-03,2021-03-05,peer,,d,
        w4,2021-03-03,2021-03-05,peer,,d,
        w5,03/04/2021,,tot,a,,
        w6,2021-03-04,,party,a,,
        w7,2999-03-04,,tot,a,,
        8.0,2021-03-04,,tot,c,,
        """,
    "register": """workshop,person,pre,post,max_score
        w1,a,,,
        w1,b,,,
        w1,c,3,5,10
        w1,c,3.0,5,10
        w1, d ,3,5,10
        w1,d,4,5,10
        w1,e,3,11,10
        w1,f,few,,
        w1,g,,5,
        w1,,,,
        w2,c,,,
        w3,c,,,
        w4,c,,,
        w9,c,,,
        8,b,,,
        """,
}


def lay_out(directory: Path, tables: dict[str, str], comma: str = ",", mark: str = "") -> Path:
    for name, text in tables.items():
        lines = "\n".join(line.strip() for line in text.strip().splitlines())
        if comma == ";":
            lines = lines.replace("b; a ;;b", '"b; a ;;b"')
        path = directory / f"{name}.csv"
        path.write_text(mark + lines.replace(",", comma) + "\n", encoding="utf-8")
    return directory


def day(number: int) -> date:
    return date(2021, 3, number)


@pytest.mark.parametrize(("comma", "mark"), [(",", ""), (",", "\ufeff"), (";", "")])
def test_what_stands_after_every_refusal(tmp_path: Path, comma: str, mark: str):
    facts = facts_from_tables(lay_out(tmp_path, TABLES, comma, mark))
    seats = (Attendance("c", 3, 5, 10), Attendance("d"), Attendance("g", None, 5))
    register = (Attendance("b"), *seats)
    assert facts.workshops == (
        Workshop("8", day(4), day(4), "tot", "c", (), (Attendance("b"),)),
        Workshop("w1", day(1), day(1), "step-down", "a", ("b",), register),
        Workshop("w4", day(3), day(5), "peer", None, ("d",), (Attendance("c"),)),
    )
    assert facts.sex == {"a": "female", "c": "male"}
    assert facts.region == {"a": "north", "c": "south"}


def test_what_is_left_out_and_why(tmp_path: Path):
    refused = read_tables(lay_out(tmp_path, TABLES)).refused
    assert {(r.table, r.row): r.why for r in refused} == {
        ("people", 3): "rows differ",
        ("people", 4): "rows differ",
        ("people", 7): "no person",
        ("workshops", 3): "ends before it starts",
        ("workshops", 4): "rows differ",
        ("workshops", 5): "rows differ",
        ("workshops", 8): "not a date",
        ("workshops", 9): "no such kind",
        ("workshops", 10): "in the future",
        ("register", 2): "the lead",
        ("register", 8): "score above maximum",
        ("register", 9): "not a score",
        ("register", 11): "no person",
        ("register", 12): "no such workshop, or refused",
        ("register", 13): "no such workshop, or refused",
        ("register", 15): "no such workshop, or refused",
    }


def test_one_seed_gives_one_import(tmp_path: Path):
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_tables(tmp_path / name, people=60, workshops=40, seed=seed)
    texts = {name: text(tmp_path / name) for name in ("one", "again", "other")}
    assert texts["one"] == texts["again"] != texts["other"]


def text(directory: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(directory.iterdir())]


@pytest.mark.parametrize("seed", range(5))
def test_sweep_and_brute_agree_on_what_was_written(tmp_path: Path, seed: int):
    write_tables(tmp_path, people=80, workshops=120, seed=seed)
    facts = facts_from_tables(tmp_path)
    for as_of in (None, date(2019, 7, 1), date(2020, 7, 1)):
        assert numbers(facts, as_of) == brute.numbers(facts, as_of)


def test_a_big_import_has_hard_cases_in_their_thousands(tmp_path: Path):
    write_tables(tmp_path, people=6000, workshops=9000, seed=7)
    reading = read_tables(tmp_path)
    workshops = reading.facts.workshops
    whys = Counter(refusal.why for refusal in reading.refused)
    assert mutual_pairs(workshops) > 1000
    assert len({w.kind for w in workshops}) == 4
    assert sum(w.lead is None for w in workshops) > 300
    assert sum(w.ends_on > w.starts_on for w in workshops) > 500
    assert min(whys[why] for why in ("the lead", "rows differ", "score above maximum")) > 50
    assert min(whys[why] for why in ("in the future", "ends before it starts", "no person")) > 5
    listed = {cells["person"] for _, cells in rows(tmp_path, "people")}
    assert len({seat.person for w in workshops for seat in w.register} - listed) > 500


def mutual_pairs(workshops: tuple[Workshop, ...]) -> int:
    """Pairs of people who lead one another on one day."""
    taught = {
        (w.starts_on, w.lead, seat.person) for w in workshops if w.lead for seat in w.register
    }
    return sum((on, b, a) in taught for on, a, b in taught if a < b)


@pytest.fixture(scope="module")
def carpentries(tmp_path_factory: pytest.TempPathFactory):
    needs_shared(carpentry.SOURCE)
    return carpentry.convert(tmp_path_factory.mktemp("carpentry"))


def test_the_real_cascade_loses_one_workshop(carpentries):
    assert carpentry.REFUSED_WORKSHOP not in {w.identifier for w in carpentries.facts.workshops}
    assert len(carpentries.facts.workshops) == 286 - 1 + 20
    assert {r.table for r in carpentries.refused} == {"workshops", "register"}
    assert sum(r.table == "workshops" for r in carpentries.refused) == 1
    assert sum(w.lead is None for w in carpentries.facts.workshops) == 6


def test_the_real_cascade_in_numbers(carpentries):
    """As the sweep and the brute way both found them."""
    found = numbers(carpentries.facts)
    assert len(found) == 282
    assert len(forest(carpentries.facts)) == 7155
    assert {p: astuple(found[p])[1:] for p in ("unrecorded-trainer", "p7067", "p1212", "p682")} == {
        "unrecorded-trainer": (0, 855, 2481, 6013, 20, 230),
        "p7067": (0, 1323, 435, 3308, 43, 79),
        "p1212": (0, 458, 468, 1275, 7, 27),
        "p682": (1, 317, 310, 317, 8, 1),
    }
    generations = by_generation(carpentries.facts)
    assert {key: (g.people, g.active) for key, g in generations.items()} == {
        0: (137, 137),
        1: (3833, 134),
        2: (3075, 11),
        3: (110, 0),
    }
