"""What field tools and learning platforms write: a form with repeats, completion, grades."""

from __future__ import annotations

from datetime import date

from tests.support.sheets.drawing import Draw
from tests.support.sheets.files import Cell, Grid
from tests.support.sheets.lists import sent
from tests.support.sheets.truth import (
    Either,
    Left,
    Line,
    Made,
    SheetTruth,
    Truth,
    Workshop,
    perhaps,
)

OF_A_FORM = (
    "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by",
    "__version__", "_tags", "_index",
)  # fmt: skip
OF_A_REPEAT = (
    "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid",
    "_submission__submission_time", "_submission__validation_status", "_submission__notes",
    "_submission__status", "_submission__submitted_by", "_submission___version__",
    "_submission__tags",
)  # fmt: skip
LABELS = {
    "en": (
        ("Training title", "Start date", "End date", "District", "Venue", "Lead trainer"),
        ("Name of participant", "Sex", "Phone number", "Pre-test score", "Post-test score",
         "Maximum score"),
        ("Female", "Male"),
    ),
    "fr": (
        ("Intitulé de la formation", "Date de début", "Date de fin", "District", "Lieu",
         "Formateur principal"),
        ("Nom et prénom(s)", "Sexe", "Téléphone", "Note pré-test", "Note post-test",
         "Note maximale"),
        ("Femme", "Homme"),
    ),
}  # fmt: skip
NAMES = (
    ("training_title", "start_date", "end_date", "district", "venue", "lead_trainer"),
    ("participants/name", "participants/sex", "participants/phone", "participants/pre_test",
     "participants/post_test", "participants/max_score"),
    ("female", "male"),
)  # fmt: skip
"""As the form calls its questions, where the export has no labels."""


def kobo(
    seed: int, language: str, form: str = "xlsx", labels: bool = True, groups: int = 3
) -> Made:
    """A form a workshop, with a repeat for its participants on a sheet of their own."""
    draw = Draw(seed, language)
    about, asked, sexes = LABELS[language] if labels else NAMES
    main = Grid("Training register", [["start", "end", "today", *about, *OF_A_FORM]])
    repeat = Grid("participants", [[*asked, *OF_A_REPEAT]])
    truth = Truth(max_score=20)
    people, workshops, lines = [], [], []
    for number in range(groups):
        first = date(2024, 3 + number, draw.rng.randint(1, 27))
        lead, region = draw.person(), draw.one(("Kaolack", "Kisumu"))
        last, stamp = first.replace(day=first.day + 1), f"{first}T17:20:11.000+03:00"
        uuid, title = f"6f1c-{seed}-{number}", draw.one(("IMCI", "Nutrition"))
        values: list[Cell] = [title, str(first), str(last), region, "Hall B", lead.name]
        meta: list[Cell] = [
            9100 + number,
            uuid,
            f"{last}T18:00:00",
            None,
            None,
            "submitted_via_web",
        ]
        main.rows.append(
            [stamp, stamp, str(last), *values, *meta, "enum1", "vAbC", None, number + 1]
        )
        workshops.append(Workshop(first, last, (lead.name,), title, Either((region, "Hall B"))))
        for one in draw.people(4):
            pre, post = draw.scores()
            sex = sexes[0 if one.woman else 1]
            row: list[Cell] = [one.name, sex, one.phone, pre, post, 20, len(people) + 1]
            row += [main.name, number + 1, 9100 + number, uuid, f"{last}T18:00:00", None, None]
            repeat.rows.append([*row, "submitted_via_web", "enum1", "vAbC", None])
            lines.append(Line(number, len(people), pre, post, 20))
            people.append(one.said(("sex", "phone")))
    fields = ("title", "starts_on", "ends_on", "workshop_region", "venue", "lead")
    blank = ("",) * (len(OF_A_FORM) - 1)
    of_people = ("name", "sex", "phone", "pre", "post", "max_score", "", "", "parent")
    truth = Truth(
        tuple(people), tuple(workshops), tuple(lines),
        sheets=(
            SheetTruth("", "", ("", "", "", *fields, *blank, "key"), {}, "workshops"),
            SheetTruth("", "", (*of_people, *("",) * 9), {}, "register"),
        ),
        may=frozenset({"columns"}), max_score=20,
    )  # fmt: skip
    return sent("kobo export", [main, repeat], form, truth)


def moodle_completion(seed: int, language: str = "en", form: str = "csv") -> Made:
    """Who finished an online course. Who did not finish it was not trained."""
    draw = Draw(seed, language)
    activities = ("Module 1 - Breastfeeding", "Module 2 - Complementary feeding")
    head: list[Cell] = ["Name", "ID number", "Email address"]
    for activity in (*activities, "Course complete"):
        head += [activity, f"{activity} - Completion date"]
    grid = Grid("Completion", [head])
    people, lines, left = [], [], []
    for number, one in enumerate(draw.people(8)):
        done = number % 4 != 3
        row: list[Cell] = [one.name, one.id_number, one.email]
        for at in range(3):
            row += (
                ["Completed", f"{12 + at} March 2024, 9:4{at} AM"]
                if done
                else ["Not completed", ""]
            )
        grid.rows.append(row)
        if done:
            # The platform's ID number may be the programme's identifier or that of a card.
            person = one.said(
                ("email",), person=perhaps(one.id_number), id_number=perhaps(one.id_number)
            )
            lines.append(Line(0, len(people)))
            people.append(person)
        else:
            left.append(Left("absent", one.family))
    facts = {"starts_on": "2024-03-12", "ends_on": "2024-03-14", "lead": "-"}
    fields = ("name", "id_number", "email", "", "", "", "", "attended", "")
    truth = Truth(
        tuple(people), (Workshop(date(2024, 3, 12), date(2024, 3, 14)),), tuple(lines), (),
        tuple(left), (SheetTruth("", "", fields, facts, "register"),),
    ).asked("facts", "columns shape")  # fmt: skip
    return sent("completion-report", [grid], form, truth)


def moodle_grades(
    seed: int, language: str = "en", form: str = "csv", maximum: bool = False
) -> Made:
    """The grader report. `maximum`: as the quiz report writes it, in the heading. A dash is a test
    that was not taken."""
    draw = Draw(seed, language)
    pre, post = (
        ("Pre-test/20.00", "Post-test/20.00")
        if maximum
        else (
            "Quiz: Pre-test (Real)",
            "Quiz: Post-test (Real)",
        )
    )
    head: list[Cell] = ["First name", "Last name", "ID number", "Institution", "Department",
                        "Email address", pre, post]  # fmt: skip
    extra = [] if maximum else ["Course total (Real)", "Last downloaded from this course"]
    grid = Grid("Grades", [[*head, *extra]])
    people, lines = [], []
    for number, one in enumerate(draw.people(8)):
        before, after = draw.scores()
        missed = number == 5
        row: list[Cell] = [one.first, one.family, one.id_number, one.organisation, "", one.email,
                           "-" if missed else f"{before}.00", f"{after}.00"]  # fmt: skip
        grid.rows.append([*row, *([f"{before + after}.00", 1710230000] if extra else [])])
        lines.append(Line(0, number, None if missed else before, after, 20))
        people.append(
            one.said(
                ("email", "organisation"),
                person=perhaps(one.id_number),
                id_number=perhaps(one.id_number),
            )
        )
    fields = ("name", "name", "id_number", "organisation", "", "email", "pre", "post", "", "")
    facts = {"starts_on": "2024-03-12", "ends_on": "2024-03-12", "lead": "-"}
    truth = Truth(
        tuple(people), (Workshop(date(2024, 3, 12), date(2024, 3, 12)),), tuple(lines),
        sheets=(SheetTruth("", "", fields[: len(grid.rows[0])], facts, "register"),), max_score=20,
    ).asked("facts" + " max_score" * (not maximum), "columns shape")  # fmt: skip
    return sent("grades", [grid], form, truth)


def odk(seed: int, form: str = "csv") -> Made:
    """A form and its repeat as two text files, joined by KEY and PARENT_KEY."""
    draw = Draw(seed, "en")
    about = ("training-title", "training-start_date", "training-end_date", "training-trainer")
    main = Grid("register", [["SubmissionDate", *about, "meta-instanceID", "KEY"]])
    asked = ("name", "gender", "phone_number", "pre_test", "post_test", "max_score")
    repeat = Grid("register-participants", [[*asked, "PARENT_KEY", "KEY", "SET-OF-participants"]])
    people, workshops, lines = [], [], []
    for number in range(2):
        first, last = draw.days(2, number)
        lead, key = draw.person(), f"uuid:3cc27b08-7ab4-{seed}-{number}"
        days: list[Cell] = [str(first), str(last)]
        main.rows.append([f"{last} 18:02:11", "Nutrition", *days, lead.name, key, key])
        workshops.append(Workshop(first, last, (lead.name,), "Nutrition"))
        for at, one in enumerate(draw.people(4)):
            pre, post = draw.scores()
            row: list[Cell] = [one.name, "female" if one.woman else "male", one.phone, pre, post]
            own = f"{key}/participants"
            repeat.rows.append([*row, 20, key, f"{own}[{at + 1}]", own])
            lines.append(Line(number, len(people), pre, post, 20))
            people.append(one.said(("sex", "phone")))
    of_people = ("name", "sex", "phone", "pre", "post", "max_score", "parent", "", "")
    of_forms = ("", "title", "starts_on", "ends_on", "lead", "", "key")
    truth = Truth(
        tuple(people), tuple(workshops), tuple(lines),
        sheets=(
            SheetTruth("", "", of_forms, {}, "workshops"),
            SheetTruth("", "", of_people, {}, "register"),
        ),
        may=frozenset({"columns"}), max_score=20,
    )  # fmt: skip
    return sent("odk", [main, repeat], form, truth)
