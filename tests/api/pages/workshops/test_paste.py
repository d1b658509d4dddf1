"""Rows pasted into the form of a workshop: what each column and row is taken for, and asked."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from api.i18n import LANGUAGES, speaking
from api.pages.layout.labels import values
from api.spreadsheets.recognition.fields import PERSON, REGISTER, field_labels
from api.spreadsheets.recognition.line_values import coded
from api.spreadsheets.recognition.pasted import read_pasted
from api.spreadsheets.recognition.reading import Answers, Ask, Layout
from domain.values import Role
from tests.support.api import Api
from tests.support.messy_sheet import TITLE, called, messy_sheet, scores
from tests.support.people_of import as_

SAME_SITE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


def columns(text: str) -> str:
    reading = read_pasted(text).reading
    assert reading is not None
    return ",".join(column.field for column in reading.columns)


def unsure(text: str) -> list[str]:
    reading = read_pasted(text).reading
    assert reading is not None
    return [column.heading for column in reading.columns if not column.sure]


# ---- what is read ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_known_as_the_pages_write_them(language: str) -> None:
    with speaking(language):
        labels = {n: text for n, text in field_labels().items() if n in (*PERSON, *REGISTER)}
    for between in ("\t", ";"):
        blank = between.join("" for _ in labels)
        text = between.join(labels.values()) + "\n" + f"{blank}\n" + "T-1" + blank
        assert columns(text) == ",".join(labels) and unsure(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_shown_in_words_that_are_read_back(language: str) -> None:
    with speaking(language):
        for code in ("female", "male", "other"):
            assert coded({"sex": values()[code]})["sex"] == code
        for code in ("yes", "no"):
            assert coded({"disability": values()[code]})["disability"] == code


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("No\tNom et prénoms\tSexe\tNº de téléphone\tPré-test\tPost\tSignature\n"
         "1\tA B\tF\t0722000111\t3", ",name,sex,phone,pre,post,"),
        ("Nombres,Apellidos,Teléfono,Antes,Después\nA,B,0722000111,3,4",
         "name,name,phone,pre,post"),
        ("Jina kamili;Simu;Kabla;Baada\nA B;0722000111;3;4", "name,phone,pre,post"),
        ("الاسم\tرقم الهاتف\tقبل\tبعد\nفاطمة\t0722000111\t3\t4", "name,phone,pre,post"),
        ("姓名,电话,前测,后测,满分\n王芳,0722000111,3,4,10", "name,phone,pre,post,max_score"),
        ("1\tAmina Wang\tF\t+254 722 000 111\t3,5\t8\t10\n2\tBrian Wu\tM\t0722 111 222\t4\t5\t10",
         ",name,sex,phone,pre,post,max_score"),
        ("Nomsa Dlamini\tnomsa@example.org\tTRN-4", "name,email,person"),
    ],
)  # fmt: skip
def test_columns_are_known_by_heading_or_by_what_is_in_them(text: str, fields: str) -> None:
    assert columns(text) == fields


def test_codes_are_read_from_words_in_any_language() -> None:
    pasted = "Nombre,Sexo,Edad,Discapacidad\nA B,H,34,sí\nC D,M,15-24,no\nE F,otro,99,quizás"
    codes = [tuple(line.values())[1:] for line in read_pasted(pasted).lines]
    assert codes[:2] == [("male", "25-34", "yes"), ("female", "15-24", "no")]
    assert codes[2] == ("other", "65+", "quizás"), "what nobody knows stays as it was typed"
    assert read_pasted("Name,Sex\nA B,M\nC D,F").lines[0]["sex"] == "male"
    assert read_pasted("Name,First name\nWang,Amina").lines == [{"name": "Wang Amina"}]


def test_titles_totals_and_who_was_absent_are_left_out_and_listed() -> None:
    found = read_pasted(messy_sheet())
    assert found.reading is not None
    kinds = [one.kind for one in found.reading.left_out]
    assert sorted(kinds) == ["absent", "absent", "title", "total"]
    assert len(found.lines) == 28 and "TOTAL" not in str(found.lines)
    assert found.lines[0] == {
        "name": called(0), "sex": "female", "phone": "0722000000", "organisation": "Ahero HC",
        "pre": "8", "post": "12", "max_score": "20",
    }  # fmt: skip
    assert list(found.reading.asks) == [Ask.DATES] and found.facts["title"] == TITLE


def test_a_row_that_is_left_out_is_taken_in_when_somebody_says_so() -> None:
    text = messy_sheet()
    (first, _second) = (
        one
        for one in read_pasted(text).reading.left_out
        if one.kind == "absent"  # type: ignore[union-attr]
    )
    found = read_pasted(text, decided={first.where.line: True, 3: False})
    names = [line["name"] for line in found.lines]
    assert called(7) in names and called(0) not in names and len(names) == 28


@pytest.mark.parametrize(
    ("cells", "present"),
    [("absent\tabsent", False), ("abs\t", True), ("\t", True), ("0\t0", True), ("n/a\tn/a", True),
     ("absent\t12", True)],
)  # fmt: skip
def test_who_is_absent_from_every_test_was_not_there(cells: str, present: bool) -> None:
    names = [one["name"] for one in read_pasted(f"Name\tPre\tPost\nA B\t{cells}\nC D\t3\t4").lines]
    assert ("A B" in names) is present


def test_a_facility_is_never_part_of_a_name() -> None:
    text = "S/N\tName\tFacility\tPost-test\n1\tZuhura Kombo\tAhero Clinic\t16"
    found = read_pasted(text)
    assert found.lines == [{"name": "Zuhura Kombo", "organisation": "Ahero Clinic", "post": "16"}]
    assert list(found.reading.asks) == [Ask.MAX_SCORE]  # type: ignore[union-attr]
    assert "phone" not in read_pasted("Name\tDOB\nAsha One\t12/03/1990").lines[0]
    activity = (
        "Name of Participant\tSex\tSector\tOrganization\tResults of activity Pre-test\n"
        "Maria Cruz\tF\tGovernment\tTrade Office VI\t8"
    )
    assert "Sector" in unsure(activity) and read_pasted(activity).lines[0]["name"] == "Maria Cruz"


def test_marks_are_no_names_and_who_has_none_is_left_out() -> None:
    days = "No\tName\tDay 1\tDay 2\tPre\tPost\n1\tZainabu Kondo\tP\tP\t8\t16\n2\tYohana Lukas\tA\tA"
    assert read_pasted(days).lines == [{"name": "Zainabu Kondo", "pre": "8", "post": "16"}]
    assert read_pasted("Name\tAttended\nAsha One\tYes\nBen Two\tNo").lines == [{"name": "Asha One"}]


def test_headings_on_two_rows_are_one() -> None:
    text = "No\tName\tTest scores\t\n\t\tPre\tPost\n1\tZuhura Kombo\t5\t8\n2\tYusto Lema\t6\t9"
    found = [(line["pre"], line["post"]) for line in read_pasted(text).lines]
    assert found == [("5", "8"), ("6", "9")]


def test_a_numbered_list_of_a_message_is_names_and_telephones() -> None:
    text = (
        "Malaria training, Kisumu\n1. Amina Wang - 0722 111 222\n2) Joy Kim +254722111223\n3. Kai"
    )
    found = read_pasted(text)
    assert found.lines == [
        {"name": "Amina Wang", "phone": "0722 111 222"},
        {"name": "Joy Kim", "phone": "+254722111223"},
        {"name": "Kai"},
    ]
    assert not found.sure, "columns without headings are to be looked at"


def test_totals_and_averages_are_nobody() -> None:
    text = (
        "Name,Pre,Post\nAsha One,5,8\nBen Two,7,10\nTotal,12,18\nAverage,6,9\n"
        "Name,Pre,Post\nCy Three,1,2\nTotal participants: 3\nPrepared by: J. Doe"
    )
    names = [line["name"] for line in read_pasted(text).lines]
    assert names == ["Asha One", "Ben Two", "Cy Three"]


def test_a_row_with_a_name_alone_among_full_ones_is_asked_about() -> None:
    rows = [f"{n}\tPerson {'ABCD'[n]}\tF\t07220001{n}0\t3\t4" for n in range(4)]
    text = "\n".join(["No\tName\tSex\tPhone\tPre\tPost", *rows, "\tSecond group"])
    found = read_pasted(text)
    assert [one.text for one in found.undecided] == ["Second group"] and not found.sure
    assert len(found.lines) == 4
    assert read_pasted(text, decided={6: True}).lines[-1] == {"name": "Second group"}
    assert read_pasted(text, decided={6: False}).undecided == []


def test_rows_of_several_workshops_are_not_one_register() -> None:
    several = "Name\tDate of training\nA B\t2026-03-12\nC D\t2026-03-19"
    assert read_pasted(several).workshops == ["2026-03-12", "2026-03-19"]
    one = read_pasted(several.replace("19", "12"))
    assert one.workshops == [] and one.facts["starts_on"] == "2026-03-12"


def test_answers_hold_for_a_sheet_with_these_headings() -> None:
    text = "Name\tX1\nAmina Wang\t0.5\nBrian Wu\t8.5"
    guess = read_pasted(text).reading
    assert guess is not None and guess.asks
    layout = Layout(columns=("name", "post"), max_score=20, fractions="points")
    found = read_pasted(text, Answers(layouts={guess.key: layout}))
    assert found.lines[0] == {"name": "Amina Wang", "post": "0.5", "max_score": "20"}
    assert found.sure


# ---- in the form -----------------------------------------------------------------------------


class Form:
    """The form of a coordinator in a browser without scripts."""

    def __init__(self, client: FlaskClient, path: str) -> None:
        self.client, self.path, self.fields = client, path, {}
        self.read(client.get(path).text)

    def read(self, page: str) -> None:
        """Takes the fields as the page has them: text, hidden and chosen ones."""
        self.page, self.fields = page, {}
        for tag in re.findall(r"<input[^>]*>", page.split("<template>")[0]):
            said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            ticks = said.get("type") in ("radio", "checkbox")
            if "name" in said and not (ticks and " checked" not in tag):
                self.fields.setdefault(said["name"], []).append(
                    html.unescape(said.get("value", ""))
                )
        for name, inside in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
            options = re.findall(r'<option value="([^"]*)"( selected)?', inside)
            chosen = next((value for value, selected in options if selected), options[0][0])
            self.fields.setdefault(name, []).append(chosen)
        text = re.search(r'<textarea id="pasted"[^>]*>(.*?)</textarea>', page, re.S)
        self.fields["pasted"] = [html.unescape(text[1])] if text else []

    def send(self, button: str = "", **typed: Any) -> Any:
        body = self.fields | typed | ({button: "1"} if button else {})
        answer = self.client.post(self.path, data=body, headers=SAME_SITE)
        if answer.status_code != 303:
            self.read(answer.text)
        return answer

    @property
    def words(self) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.page)).split())


@pytest.fixture
def cascade(api: Api, private_texts: list[str]) -> str:
    private_texts += ["Wanjiku", "Kisumu 12/03/2026"]
    return api.cascade()


@pytest.fixture
def client(app: Flask, home: Home, cascade: str) -> FlaskClient:
    client = app.test_client()
    as_(client, home, Role.COORDINATOR, cascade).signs_in(client)
    return client


@pytest.fixture
def form(client: FlaskClient, cascade: str) -> Form:
    return Form(client, f"/cascades/{cascade}/workshops/new")


def test_a_messy_sheet_is_recorded_right_without_a_script(form: Form, api: Api) -> None:
    form.send("more_lines", pasted=messy_sheet())
    assert (
        "28 people were read" in form.words
        and "1 title line, 1 total, 2 people absent" in form.words
    )
    assert "Which day is 12/03/2026?" in form.words and "Use the 28 lines" in form.words
    assert form.fields["title"] == [TITLE] and "read from the title lines" in form.words
    form.send("more_lines")
    assert 'aria-invalid="true"><legend>Which day is' in form.page, "what is asked is to be said"
    form.send("more_lines", dates="dmy")
    assert form.fields["starts_on"] == ["2026-03-12"] and len(form.fields["name"]) == 28
    answer = form.send()
    assert answer.status_code == 303, form.words
    found = api.get(f"/workshops/{answer.location.split('done=')[1]}")
    assert (found["starts_on"], found["title"]) == ("2026-03-12", TITLE)
    there = [at for at in range(30) if at not in (7, 19)]
    said = {line["name"]: (line["pre"], line["post"], line["max_score"])
            for line in found["register"]}  # fmt: skip
    assert said == {called(at): (*scores(at), 20) for at in there}
    one = api.get(f"/people/{found['register'][0]['person']}")
    assert one["profile"]["organisation"] is not None and one["profile"]["sex"] in (
        "female",
        "male",
    )


def test_pasted_rows_that_nobody_looked_at_are_not_recorded(form: Form, api: Api) -> None:
    answer = form.send(pasted=messy_sheet())
    assert answer.status_code == 422 and "Look at what was understood" in form.words
    assert 'name="column"' in form.page and api.get("/workshops") == []


def test_what_was_typed_is_not_overwritten_by_titles(form: Form) -> None:
    form.send("more_lines", pasted=messy_sheet(), starts_on="2026-01-05", title="My own")
    form.send("more_lines", dates="dmy")
    assert (form.fields["starts_on"], form.fields["title"]) == (["2026-01-05"], ["My own"])


def test_typed_lines_are_read_with_the_same_words_as_sheets(form: Form, api: Api) -> None:
    more = {name: ["", "", ""] for name in ("identifier", "phone", "pre", "max_score")}
    answer = form.send(
        name=["Zuhura Wanjiku", "Peter Wanjiku", ""], post=["12/20", "absent", ""],
        sex=["F", "homme", ""], age_band=["34", "", ""], organisation=["Ahero HC", "", ""],
        starts_on="2026-03-12", **more,
    )  # fmt: skip
    assert answer.status_code == 303, form.words
    found = api.get(f"/workshops/{answer.location.split('done=')[1]}")["register"]
    assert [(one["name"], one["post"], one["max_score"]) for one in found] == [
        ("Zuhura Wanjiku", 12, 20), ("Peter Wanjiku", None, None),
    ]  # fmt: skip
    profile = api.get(f"/people/{found[0]['person']}")["profile"]
    assert (profile["sex"], profile["age_band"]) == ("female", "25-34")
    assert profile["organisation"] is not None


def test_a_region_is_recorded_where_one_is_called_so(form: Form, api: Api) -> None:
    kisumu = api.post("/regions", name="Kisumu")["id"]
    form.send("more_lines", pasted="Name\tDistrict\nA Wanjiku\tKISUMU\nB Wanjiku\tGuluu")
    assert "no region is called so: Guluu" in form.words
    form.send("more_lines")
    assert form.fields["person_region"] == ["KISUMU", ""]
    wrong = form.send(person_region=["KISUMU", "Guluu"], starts_on="2026-03-12")
    assert wrong.status_code == 422 and "There is no region “Guluu”" in form.words
    done = form.send(person_region=["KISUMU", ""])
    people = api.get(f"/workshops/{done.location.split('done=')[1]}")["register"]
    found = [api.get(f"/people/{one['person']}")["profile"]["region"] for one in people]
    assert found == [kisumu, None]


def test_only_the_wrong_field_is_marked_and_the_error_links_to_its_line(form: Form) -> None:
    form.send(name=["A Wanjiku", "B Wanjiku", ""], post=["3", "25", ""],
              max_score=["20", "20", ""], starts_on="2026-03-12")  # fmt: skip
    marked = re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', form.page)
    assert marked == ["post"] and 'href="#line-2"' in form.page


def test_check_looks_at_scores_and_at_who_gave_it(form: Form) -> None:
    typed = {"name": ["A Wanjiku", "", ""], "max_score": ["20", "", ""], "starts_on": "2026-03-12"}
    form.send("check", post=["25", "", ""], lead="Nobody Known", **typed)
    assert "A score of 25" in form.words and "Nobody here is called so" in form.words
    form.send("check", post=["15"], lead="", **typed | {"name": ["A Wanjiku"], "max_score": ["20"]})
    assert "Nothing is wrong with these lines" in form.words


def test_the_maximum_is_asked_only_where_scores_need_it(form: Form) -> None:
    assert '<p class="most" hidden>' in form.page
    form.send("more_lines", pasted="Name\tPost-test\nA Wanjiku\t16\nB Wanjiku\t15")
    assert form.page.count("Test is out of") >= 2 and 'name="out_of"' in form.page
    form.send("more_lines", out_of="20")
    assert form.fields["max_score"] == ["20", "20"]


def test_one_more_line_is_added(form: Form) -> None:
    form.send("add_line", name=["A Wanjiku", "", ""])
    assert form.fields["name"] == ["A Wanjiku", ""]


def test_the_script_is_told_what_was_understood(client: FlaskClient, form: Form) -> None:
    mark = {"X-CSRFToken": form.fields["csrf_token"][0]}

    def ask(**said: Any) -> Any:
        answer = client.post(f"{form.path}/pasted", json=said, headers=SAME_SITE | mark)
        assert answer.status_code == 200, answer.text
        return answer.json

    first = ask(pasted="T1\tHalima Wanjiku\nT2\tBrian\u00a0Wanjiku\u200f")
    assert first["lines"][1] == {"identifier": "T2", "name": "Brian Wanjiku"}
    assert first["button"] == "Use the 2 lines" and first["look"].count("<select") == 2
    of = re.search(r'name="pasted_of" value="(\w+)"', first["look"])
    assert of and not first["done"], "columns without headings are to be looked at"
    text = "T1\tHalima Wanjiku\nT2\tBrian Wanjiku"
    again = ask(pasted=text)
    of = re.search(r'name="pasted_of" value="(\w+)"', again["look"])
    assert of
    said = ask(pasted=text, pasted_of=of[1], column=["1 ", "2 name"])
    assert said["done"] and said["lines"] == [{"name": "Halima Wanjiku"}, {"name": "Brian Wanjiku"}]
    stale = ask(pasted=text + "\nT3\tCy Wanjiku", pasted_of=of[1], column=["1 ", "2 name"])
    assert not stale["done"], "answers hold for the text of which they were given"
    assert ask(pasted=" ")["look"] == ""


@pytest.mark.parametrize("path", ["/pasted", "/lines"])
def test_pasted_rows_are_read_for_who_is_signed_in(app: Flask, form: Form, path: str) -> None:
    assert app.test_client().post(form.path + path, json={"pasted": "x"}).status_code == 401


def test_answers_are_remembered_for_the_next_sheet_of_the_programme(form: Form) -> None:
    text = "Name\tSector\tPost\nJoy Wanjiku\tPublic\t12\nKim Wanjiku\tPrivate\t14"
    form.send("more_lines", pasted=text)
    columns = ["1 name", "2 cadre", "3 post"]
    form.send("more_lines", column=columns, out_of="20")
    assert form.fields["cadre"] == ["Public", "Private"]
    form.read(form.client.get(form.path).text)
    form.send("more_lines", pasted=text.replace("Joy", "Jo").replace("12", "13"))
    assert form.fields["cadre"] == ["Public", "Private"], "nothing is asked any more"
    assert form.fields["max_score"] == ["20", "20"]


def test_rows_without_headings_are_looked_at_each_time(form: Form) -> None:
    for _time in range(2):
        form.read(form.client.get(form.path).text)
        form.send("more_lines", pasted="Joy Wanjiku\tPublic\nKim Wanjiku\tPrivate")
        assert "It is not certain what these columns are" in form.words
        form.send("more_lines", column=["1 name", "2 cadre"])
        assert form.fields["name"] == ["Joy Wanjiku", "Kim Wanjiku"]
