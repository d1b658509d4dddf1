"""People on a list who did not take part, or of whom it cannot be told who they are."""

from __future__ import annotations

import pytest

from api.spreadsheets.recognition.pasted import read_pasted
from api.spreadsheets.recognition.reader import read_uploads

HEAD = "Date: 12 March 2026,,\nTrainer: Jane Achieng,,\nName,Role,Phone\n"


def asked(*rows: str) -> list[str]:
    """Who is refused until somebody says more."""
    text = HEAD + "".join(f"{row}\n" for row in rows)
    tables = read_uploads([("march.csv", text.encode())]).tables
    return [str(row.cells["person"]) for row in tables.rows["register"] if row.problem]


@pytest.mark.parametrize(
    "remark", ["(did not attend)", "(absent)", "– absente", "[ausente]", "(缺席)", "(hakuhudhuria)"]
)
def test_a_remark_beside_a_name_is_no_part_of_it(remark: str):
    name = f"Opio Sam {remark}"
    assert asked(f"{name},,0712345678", "Mary Auma,,0799999999") == [name]
    (line,) = read_pasted(f"Name\tSex\n{name}\tM\nMary Auma\tF").lines
    assert line["name"] == "Mary Auma"


def test_other_remarks_and_double_names_stand():
    assert asked("Mary (Nurse) Auma,,0712345678", "Ann - Marie Moraa,,0722222222") == []


def test_who_is_no_participant_by_their_role_is_asked():
    rows = ("Mary Auma,Participant,1234567", "Tom Wekesa,Facilitator,2345678", "Juma Ali,,3456789")
    assert asked(*rows) == ["Tom Wekesa"]
    assert asked("Mary Auma,Nurse,1234567", "Tom Wekesa,Driver,2345678") == []


def test_one_of_several_of_a_name_is_asked():
    rows = ("Mary Auma,,0712345678", "Mary Auma,,0799999999", "Mary Auma,,")
    assert len(asked(*rows)) == 1


def test_an_identifier_of_one_letter_is_no_group():
    """F and M are words for a sex, where they stand in the place of a name."""
    lines = read_pasted("Name\tCode\tPost\n\tF\t7/10\nMary Auma\tM\t8/10").lines
    assert [line["identifier"] for line in lines] == ["F", "M"]
