"""What is proposed for columns and rows that a sheet does not name clearly."""

import pytest

from api.spreadsheets.files.cells import as_text
from api.spreadsheets.recognition.pasted import read_pasted
from api.spreadsheets.recognition.reader import read_uploads
from api.spreadsheets.recognition.reading import Ask, Reading


def read(*lines: str) -> Reading:
    return read_uploads([("list.csv", "\n".join(lines).encode())])


def proposed(reading: Reading) -> dict[str, tuple[str, bool]]:
    return {column.heading: (column.field, column.sure) for column in reading.sheets[0].columns}


def names(reading: Reading) -> list[str]:
    """Of the people whose rows nothing is asked about."""
    rows = reading.tables.rows["people"]
    return [as_text(row.cells.get("name", "")) for row in rows if row.problem is None]


def test_yes_and_no_are_nobody_s_trainer() -> None:
    reading = read(
        "Name,Trainer?,Date of training",
        "Okello John,Yes,2026-05-04",
        "Auma Jane,No,2026-05-04",
    )

    assert proposed(reading)["Trainer?"] == ("", False)
    assert Ask.COLUMNS in reading.sheets[0].asks


@pytest.mark.parametrize("heading", ["M", "F", "Male", "Femmes", "15-24"])
def test_a_tick_for_a_sex_or_an_age_is_no_mark_of_attendance(heading: str) -> None:
    reading = read(
        f"Name,{heading},Date of training",
        "Okello John,X,2026-05-04",
        "Auma Jane,,2026-05-04",
        "Opio Sam,X,2026-05-04",
    )

    assert proposed(reading)[heading] == ("", False)


def test_who_was_invited_is_not_taken_for_who_attended() -> None:
    reading = read(
        "Name,Invited,Attended,Date of training",
        "Okello John,Yes,Yes,2026-05-04",
        "Auma Jane,Yes,No,2026-05-04",
    )

    assert proposed(reading)["Invited"] == ("", False)
    assert proposed(reading)["Attended"] == ("attended", True)


def test_an_unknown_column_of_words_is_not_joined_to_the_name() -> None:
    reading = read(
        "What is your name?,Which district do you work in?,Date of training",
        "Achieng Mary,Gulu,2026-05-04",
        "Opio Peter,Lira,2026-05-04",
    )

    assert proposed(reading)["Which district do you work in?"] == ("", False)
    assert reading.tables.rows["people"][0].cells["name"] == "Achieng Mary"


def test_amounts_are_not_proposed_as_identifiers() -> None:
    reading = read(
        "Name,Loan,Date of training",
        "Okello John,200000,2026-05-04",
        "Auma Jane,150000,2026-05-04",
    )

    assert proposed(reading)["Loan"] == ("", False)


def test_remarks_in_brackets_below_the_headings_are_nobody() -> None:
    reading = read(
        "Name,Organisation,Date of training",
        "(surname first),(in full),(year-month-day)",
        "Okello John,MoH,2026-05-04",
    )

    assert names(reading) == ["Okello John"]
    assert [row.kind for row in reading.sheets[0].left_out] == ["note"]


@pytest.mark.parametrize("group", ["Women", "Hommes", "Mujeres", "Wanawake", "النساء", "女性"])
def test_a_group_in_the_place_of_a_name_is_asked_about(group: str) -> None:
    reading = read("Name,Date of training", f"{group},2026-05-04", "Auma Jane,2026-05-04")

    assert names(reading) == ["Auma Jane"]
    assert reading.tables.rows["people"][0].problem


@pytest.mark.parametrize("group", ["Women", "Hommes", "CANCELLED"])
def test_a_lone_word_among_the_names_is_asked_about(group: str) -> None:
    reading = read(
        "Name,Phone,Date of training",
        f"{group},,",
        "Auma Jane,0772000001,2026-05-04",
        "Adong Rose,0772000002,2026-05-04",
    )

    assert names(reading) == ["Auma Jane", "Adong Rose"]
    assert reading.tables.rows["people"][0].problem


@pytest.mark.parametrize(
    "title", ["Facilitators", "Formateurs", "Wakufunzi", "Absent", "Did not attend"]
)
def test_who_is_listed_apart_from_the_participants_is_asked_about(title: str) -> None:
    reading = read(
        "Name,Date of training",
        "Okello John,2026-05-04",
        f"{title},",
        "Akena Paul,2026-05-04",
        "Participants,",
        "Auma Jane,2026-05-04",
    )

    assert names(reading) == ["Okello John", "Auma Jane"]
    people = reading.tables.rows["people"]
    assert [row.where.line for row in people if row.problem and title in row.problem] == [4]


def test_a_pasted_row_without_a_mark_is_asked_about_where_others_have_one() -> None:
    pasted = read_pasted("Name\tAttended\nOkello John\tYes\nAuma Jane\tNo\nAcen Joy\t")

    assert [line["name"] for line in pasted.lines] == ["Okello John"]
    assert [row.text for row in pasted.undecided] == ["Acen Joy"]
