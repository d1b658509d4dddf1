"""What scores are out of, and which rows are sums: nothing is taken for granted."""

from __future__ import annotations

from api.spreadsheets.files.cells import Percent
from api.spreadsheets.recognition.reader import read_uploads
from api.spreadsheets.recognition.reading import Answers, Ask, Layout, Reading

HEAD = "Date: 12 March 2026,,,,\nTrainer: Jane Achieng,,,,\n"


def read(*rows: str, **common: object) -> Reading:
    text = HEAD + "".join(f"{row}\n" for row in rows)
    answers = Answers(common=Layout(**common))  # type: ignore[arg-type]
    return read_uploads([("march.csv", text.encode())], answers)


def scores(reading: Reading, *names: str) -> list[tuple[object, ...]]:
    return [tuple(row.cells.get(n) for n in names) for row in reading.tables.rows["register"]]


def test_a_single_point_among_points_is_no_share():
    points = read("Name,Post", "Mary Auma,12", "Ali Juma,1", fractions="percent", max_score=20.0)
    assert scores(points, "post", "max_score") == [("12", 20.0), ("1", 20.0)]
    shares = read("Name,Post", "Mary Auma,0.8", "Ali Juma,1", fractions="percent")
    assert scores(shares, "post") == [(Percent(0.8),), (Percent(1.0),)]


def test_a_maximum_in_one_heading_says_nothing_of_the_other_score():
    reading = read("Name,Pre (/20),Post", "Mary Auma,8,15")
    assert Ask.MAX_SCORE in reading.sheets[0].asks
    same = read("Name,Pre (/20),Post", "Mary Auma,8,15", max_score=20.0)
    assert scores(same, "pre", "post", "max_score") == [("8", "15", 20.0)]


def test_a_day_that_contradicts_the_answer_is_asked_again():
    rows = ("Date of training,Trainer,Name", "3/4/2026,Jane Achieng,Mary Auma",
            "3/25/2026,Jane Achieng,Ali Juma")  # fmt: skip
    assert (
        Ask.DATES
        in read_uploads(
            [("list.csv", "\n".join(rows).encode())], Answers(common=Layout(dates="dmy"))
        )
        .sheets[0]
        .asks
    )


def test_a_row_without_a_name_is_no_total_where_it_says_more():
    reading = read("Name,Sex,Cadre,Pre,Post", "Mary Auma,F,Nurse,8/20,15/20",
                   ",F,Clinician,8,15", max_score=20.0)  # fmt: skip
    asked = [row for row in reading.tables.rows["people"] if row.problem]
    assert [row.where.line for row in asked] == [5]


def test_a_name_in_two_columns_is_no_total():
    reading = read("First name,Surname,Sex", "Mary,Auma,F", "Media,Otieno,F", "Soma,Ali,M")
    names = [row.cells["name"] for row in reading.tables.rows["people"]]
    assert names == ["Mary Auma", "Media Otieno", "Soma Ali"]


def test_a_row_with_a_score_and_nobody_is_asked_about():
    text = "Workshop ID,Participant ID,Post\nW1,P1,7/10\nW1,,9/10\n"
    tables = read_uploads([("list.csv", text.encode())]).tables
    assert [row.where.line for row in tables.rows["people"] if row.problem] == [3]


def test_an_unclear_mark_is_of_its_row_alone():
    others = ("Ali Juma,P,A", "Tom Otieno,A,P", "Ann Moraa,P,P", "Rose Njeri,P,P")
    reading = read("Name,Day 1,Day 2", "Mary Auma,7th,7th", *others)
    assert [row.problem for row in reading.tables.rows["workshops"]] == [None]
    assert [bool(row.problem) for row in reading.tables.rows["register"]] == [True] + [False] * 4


def test_a_familys_telephone_does_not_join_its_members():
    reading = read("Name,Sex,Phone", "Amina Wanjiku Otieno,F,0712345678",
                   "Grace Wanjiku Otieno,F,0712345678", "Wanjiku Otieno,M,0712345678")  # fmt: skip
    people = {str(row.cells["person"]) for row in reading.tables.rows["register"]}
    assert len(people) == 3
