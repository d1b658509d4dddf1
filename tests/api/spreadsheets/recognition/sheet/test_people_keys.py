"""Which rows without an identifier mean the same person."""

from __future__ import annotations

from api.spreadsheets.files.cells import BY_NAME
from api.spreadsheets.recognition.reader import read_uploads

HEAD = "Date of training,Trainer,Name,Sex,Phone\n"
FIRST, SECOND = "2026-03-12,Jane Achieng,", "2026-04-02,Tom Wekesa,"


def people(*rows: str) -> list[str]:
    """The keys of the lines of registers, in order."""
    text = HEAD + "".join(f"{row}\n" for row in rows)
    tables = read_uploads([("list.csv", text.encode())]).tables
    return [str(row.cells["person"]) for row in tables.rows["register"]]


def test_one_telephone_is_one_person_however_the_name_is_turned():
    one, other = people(FIRST + "Mary Auma,F,0712345678", SECOND + "AUMA Mary,F,+254712345678")
    assert one == other and not one.endswith(BY_NAME)


def test_two_telephones_are_two_people():
    one, other = people(FIRST + "Mary Auma,F,0712345678", SECOND + "Mary Auma,F,0799999999")
    assert one != other


def test_a_name_of_another_sex_is_somebody_else():
    one, other = people(FIRST + "Kim Otieno,F,", SECOND + "Kim Otieno,M,")
    assert one != other


def test_a_name_alone_beside_one_with_a_telephone_is_not_proven():
    """It is asked then: one person, or two."""
    for rows in (["0712345678", ""], ["", "0712345678"]):
        one, other = people(FIRST + f"Mary Auma,F,{rows[0]}", SECOND + f"Mary Auma,F,{rows[1]}")
        assert one == other and one.endswith(BY_NAME)


def test_a_shared_telephone_does_not_join_other_names():
    one, other = people(FIRST + "Mary Auma,F,0712345678", FIRST + "Peter Otieno,M,0712345678")
    assert one != other
