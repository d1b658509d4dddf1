"""Words of sheets in seven languages: headings, values, blanks, marks, totals, signatures."""

from __future__ import annotations

import pytest

from api.i18n import LANGUAGES, speaking
from api.spreadsheets.files.cells import Cell
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.fields import field_labels
from api.spreadsheets.recognition.vocabulary import words


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_labels_and_column_names_are_sure_headings(language: str) -> None:
    with speaking(language):
        own = field_labels()
    own |= {name: name for names in COLUMNS.values() for name in names}
    assert {f: words.heading(t) for f, t in own.items()} == {f: (f, True) for f in own}


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("attended", "Attended|Present|Day 1|D1|Jour 2|Siku ya 1|Dia 3|第1天|اليوم 1|Monday"
         "|12 March|12/03|2026-03-12|Day 1 AM|Course complete|Présence J1|Attended Day 1 (Y/N)"),
        ("score", "Score|Marks|Alama|Test score (%)|Percentage"),
        ("post", "Post-test (/20)|Post test|Post-test %|后测|الاختبار البعدي"),
        ("pre", "Pre test out of 30|Quiz: Pre-test (Real)|Pré-test|Kabla"),
        ("organisation", "Facility|School|Employer|Établissement|Escuela|Kituo|Facility name"
         "|Name of facility|Institution|facility_name"),
        ("region", "District|County|Province|Région|Wilaya|Distrito"),
        ("venue", "Training venue|Lieu|Lugar"),
        ("lead", "Trainer|Facilitator|Formateur|Facilitador|Mwezeshaji|المدرب|培训师"
         "|Name of the trainer"),
        ("starts_on", "Training date|Date of training|Date de formation|Start date"),
        ("title", "Course|Training title|Topic"),
        ("workshop", "Training ID|Workshop code"),
        ("sex", "Sex|Sex (M/F)|Gender M/F|Sexe / Sex|性别"),
        ("phone", "Phone number|group/phone_number|N° de téléphone"),
        ("name", "First name|Surname|Full Name *|1. Name|Name / Nom|participants/name"),
        ("id_number", "ID number|National ID"),
        ("age_band", "Age (years)|Âge"),
        ("headcount", "Number of participants|Headcount"),
        ("key", "_index|_uuid"),
        ("parent", "_parent_index|_submission__uuid"),
        ("", "S/N|No.|Signature|Remarks|Date signed|DOB|Date of birth|Fecha de nacimiento"
         "|_submission_time|start|end|deviceid|meta/instanceID|Quiz: Pre-test - Completion date"
         "|Last downloaded from this course"),
    ],
)  # fmt: skip
def test_headings_that_say_enough(field: str, headings: str) -> None:
    for text in headings.split("|"):
        assert words.heading(text) == (field, True), text


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("level", "Grade|Level|Niveau"),
        ("title", "Title|Training"),
        ("starts_on", "Date|From"),
        ("max_score", "Total"),
        ("score", "Assignment: Essay (Percentage)|Course total (Real)|Note|Result"),
        ("phone", "Contact|Participant's phone"),
        ("name", "Participant|Name in full"),
        ("organisation", "facility/name"),
        ("lead", "trainer/name"),
        ("workshop_region", "workshop/region"),
        ("pre", "Results of activity Pre-test"),
        ("workshop", "Session"),
    ],
)
def test_headings_that_say_too_little_are_not_sure(field: str, headings: str) -> None:
    for text in headings.split("|"):
        assert words.heading(text) == (field, False), text


@pytest.mark.parametrize(
    "text",
    ["Mother's name", "Supervisor", "Supervisor's name", "Next of kin phone", "Emergency contact",
     "Contact person", "Trainer's phone", "trainer/phone", "next_of_kin/phone", "supervisor/name",
     "Church", "Église", "Club", "Taille", "Sector", "Gain pre-test to post-test", "", "-"],
)  # fmt: skip
def test_a_heading_that_is_not_known_is_glued_to_no_other(text: str) -> None:
    assert words.heading(text) is None


@pytest.mark.parametrize(
    ("text", "maximum"),
    [("Post-test (/20)", 20), ("Pre test out of 30", 30), ("Pre-test %", 100),
     ("Note sur 20", 20), ("后测（满分100）", 100), ("Test (Percentage)", 100), ("Post-test", None),
     ("Day 1/3", None), ("12/03", None), ("Age (%)", None)],
)  # fmt: skip
def test_a_heading_may_bear_the_maximum(text: str, maximum: float | None) -> None:
    assert words.heading_maximum(text) == maximum


@pytest.mark.parametrize(
    ("field", "code", "said"),
    [
        ("sex", "female", "F|f|Femme|mujer|女|أنثى|KE|Woman"),
        ("sex", "male", "M|Male |homme|H|男|ذكر"),
        ("disability", "yes", "Y|Oui|sí|ndiyo|是"),
        ("disability", "no", "N|Non|não|hapana|否"),
        ("kind", "step-down", "step down|step_down|Step-Down|step–down|Cascade"),
        ("kind", "tot", "ToT|Training of Trainers|T.O.T."),
        ("mode", "in-person", "in person|in-person|In_Person|Face to face|Face-to-face|présentiel"),
        ("mode", "online", "Online|en línea|线上"),
        ("mode", "blended", "Hybrid|mixte"),
        ("level", "master", "Master trainer|maître formateur"),
    ],
)
def test_words_for_codes(field: str, code: str, said: str) -> None:
    for text in said.split("|"):
        assert words.CODES[field](text) == code, text


def test_m_is_a_woman_where_h_is_a_man() -> None:
    assert (words.sex("M"), words.sex("M", spanish=True)) == ("male", "female")
    assert words.sex("quizás") is None


def test_blanks() -> None:
    said = "|-|–|—|.|?|n/a|N/A|NA|none|Nil|null|TBC|TBD|unknown|not applicable|s/o|N.D.|néant|" \
        "ninguno|nenhum|hakuna|لا يوجد|无|____"  # fmt: skip
    for text in said.split("|"):
        assert words.is_blank(text), text
    filled: list[Cell] = ["#N/A", "#REF!", "0", 0, False, "Nilsen", "Nairobi", "P1"]
    assert [cell for cell in filled if words.is_blank(cell)] == []
    assert not words.is_blank("Nil", name=True) and words.is_blank("N/A", name=True)
    contacts: list[Cell] = [0, 0.0, "0", "000000000", "none", "-"]
    assert all(map(words.is_blank_contact, contacts))
    assert not words.is_blank_contact("0712345678")


def test_marks() -> None:
    present: list[Cell] = [*"Pp✓✔xX1到", "✔️", "yes", "présent", "presente", "yupo", "حاضر",
                           "Completed", True, 1, 1.0]  # fmt: skip
    absent: list[Cell] = [*"Aa0缺", "no", "absent", "ausente", "hayupo", "غائب", "AE", "Excused",
                          "Not completed", False, 0]  # fmt: skip
    neither: list[Cell] = ["", "Amina", "12", 2, "F", "M"]
    assert [words.mark(cell) for cell in present] == [True] * len(present)
    assert [words.mark(cell) for cell in absent] == [False] * len(absent)
    assert [words.mark(cell) for cell in neither] == [None] * len(neither)


def test_totals_are_no_people_and_people_are_no_totals() -> None:
    totals = ["Total", "TOTAL:", "Sub-total", "Grand total", "Average", "Moyenne", "Promedio",
              "Média", "Jumla", "المجموع", "合计", "Total participants: 2", "TOTAL = 24",
              "Females: 12", "Number of participants", "Total (n=24)", "M: 12, F: 8",
              "Average score", "24 participants", "Total F",
              "Average post-test score", "Total number of women", "Mean age"]  # fmt: skip
    people = ["Summa Total-Okello", "Mary Total", "Mean Sok", "Total Wambui", "Female", "Max",
              "P1", "12", "", "Amina"]  # fmt: skip
    assert [text for text in totals if not words.is_total(text)] == []
    assert [text for text in people if words.is_total(text)] == []


def test_signatures_are_no_people_and_people_are_no_signatures() -> None:
    closing = ["Prepared by: J. Doe", "Prepared by J. Doe", "Signature", "Signature: ____",
               "Checked by", "Approved", "Établi par M. X", "Elaborado por: Ana",
               "Imetayarishwa na Juma", "أعده فلان", "制表人：张三", "Date: ____",
               "Date 12/03/2026", "Source: HMIS", "Note: late", "Facilitator: J. Doe",
               "Name: ______", "培训师：王芳"]  # fmt: skip
    people = ["Mary Prepared", "Visa Okello", "Key Mwangi", "Saini", "Noted Kim", "Daten Lee", ""]
    assert [text for text in closing if not words.is_signature(text)] == []
    assert [text for text in people if words.is_signature(text)] == []
