"""What cannot be told from somebody's own sheets is asked once, and remembered."""

from __future__ import annotations

import re
from datetime import date

from api.home import Home
from api.spreadsheets.files.cells import NoIdentifier, Percent, Unvalued
from api.spreadsheets.files.formulas import LiteralText
from api.spreadsheets.importing import remembered_layouts
from api.spreadsheets.recognition.reading import Answers, Layout, SheetReading
from api.spreadsheets.uploads.cell_json import packed, unpacked
from api.spreadsheets.uploads.kept_reading import kept, to_remember
from tests.api.pages.imports.uploading import Browser, left
from tests.support.api import Api
from tests.support.browsing import text_of

SHEET = """Attendance list
Date,{day}
No,Participant name,M/F,Blob,Pre,Post
1,Halima Uploaded,F,x1,10,14
2,Otieno Uploaded,M,x2,11,15
Total,,,,21,29
"""
"""A column that nobody knows, a day that can be read in two ways, scores without a maximum, no
lead."""


def answers_on(page: str) -> dict[str, str]:
    """The fields of the form as the page proposes them."""
    form = page[page.index('class="asking"') :]
    found = dict(re.findall(r'<input type="hidden" name="(k\d+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<input id="([ks]\d+-\w+)"[^>]* value="([^"]*)"', form))
    for name, options in re.findall(r'<select id="([ks]\d+-\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        found[name] = chosen[0] if chosen else ""
    checked = re.findall(r'type="radio" name="([^"]+)" value="([^"]*)" checked', form)
    return found | dict(checked)


def field_of(page: str, heading: str) -> str:
    """The name of the select for a column."""
    return str(re.findall(rf'for="([^"]+)"><b><bdi>{re.escape(heading)}<', page)[0])


def test_one_s_own_sheet_is_asked_about_once(visitor: Browser, api: Api, home: Home) -> None:
    """given a sheet of which columns and scores are not clear / when they are answered / then it is
    read so, and the next sheet with these headings asks nothing but its own workshop."""
    upload = visitor.sends({"march.csv": SHEET.format(day="03/04/2024")})
    page = visitor.last.text
    assert "What are these columns?" in page and "x1" in page
    assert re.search("3 Apr|Apr 3", text_of(page)) and re.search("4 Mar|Mar 4", text_of(page))
    said = answers_on(page)
    assert said["s0-starts_on"] == "03/04/2024"
    page = visitor.post(f"{upload}/answers", **said)
    assert visitor.last.status_code == 422
    assert page.count('aria-invalid="true"') == 4, "two ways to read a day, a maximum, the lead"
    said |= {field_of(page, "Blob"): "", "k0-max": "2O", "k0-dates": "dmy", "s0-nobody": "1"}
    page = visitor.post(f"{upload}/answers", **{**said, "s0-venue": "A hall"})
    assert visitor.last.status_code == 422 and 'value="2O"' in page and 'value="A hall"' in page
    said |= {"k0-max": "20", "s0-venue": "A hall"}
    visitor.post(f"{upload}/answers", **said)
    assert set(visitor.rows().values()) == {"new"} and len(visitor.rows()) == 5
    visitor.post(f"{upload}/commit")
    (workshop,) = api.get("/workshops")
    assert workshop["starts_on"] == "2024-04-03" and left(home) == 0
    second = visitor.sends({"april.csv": SHEET.format(day="05/04/2024")})
    said = answers_on(visitor.last.text)
    page = visitor.post(f"{second}/answers", **{**said, "s0-lead": "Otieno Uploaded"})
    assert "Row by row" in page, "only the lead was asked"
    assert "march" in visitor.get(visitor.base)


def test_what_scores_are_out_of_is_asked_once(visitor: Browser, home: Home) -> None:
    """given two kinds of sheets with scores and days that do not say enough / when the first is
    answered / then the others are read alike, unless they say otherwise."""
    titles = "Date,{day},\nTrainer,Jane Achieng,\n"
    sheets = {
        "one.csv": titles.format(day="03/04/2024") + "Name,Pre,Post\nHalima One,8,15\n",
        "two.csv": titles.format(day="05/04/2024") + "Name,Sex,Post\nOtieno Two,M,17\n",
    }
    upload = visitor.sends(sheets)
    page = visitor.last.text
    assert page.count('class="card"') == 1 + page.count('<details class="card"'), "asked once"
    said = answers_on(page) | {"k0-max": "20", "k0-dates": "dmy"}
    page = visitor.post(f"{upload}/answers", **said)
    assert visitor.last.status_code != 422, page
    layouts = kept(home.private, upload.rsplit("/", 1)[1]).answers.layouts
    assert [(one.max_score, one.dates) for one in layouts.values()] == [(20.0, "dmy")] * 2


def test_what_the_columns_are_may_be_changed_later(visitor: Browser, home: Home) -> None:
    people = "Name,Sex,Remarks\nHalima Uploaded,F,Uganda\nOtieno Uploaded,M,Kenya\n"
    upload = visitor.sends({"staff.csv": people})
    said = answers_on(visitor.last.text)
    said["k0-shape"] = "people"
    visitor.post(f"{upload}/answers", **said)
    assert len(visitor.rows()) == 2 and left(home) == 3
    page = visitor.post(f"{upload}/columns")
    said = answers_on(page)
    said[field_of(page, "Remarks")] = "region"
    visitor.post(f"{upload}/answers", **said)
    assert "Uganda" in visitor.last.text
    twice = answers_on(visitor.post(f"{upload}/columns")) | {field_of(page, "Remarks"): "name"}
    twice[field_of(page, "Name")] = twice[field_of(page, "Sex")] = "sex"
    assert "already" in visitor.post(f"{upload}/answers", **twice)


def test_a_kind_of_workshop_that_nobody_knows_is_not_lost(visitor: Browser) -> None:
    sheet = "Kind of workshop,Something rare\nDate,3 April 2024\nName,Sex\nOtieno Uploaded,M\n"
    upload = visitor.sends({"april.csv": sheet})
    said = answers_on(visitor.last.text)
    assert said["s0-kind"] == "Something rare"
    page = text_of(visitor.post(f"{upload}/answers", **said, **{"s0-nobody": "1"}))
    assert "Kind of workshop: “Something rare” is not one of" in page


def test_layouts_are_kept_by_programme_and_forgotten(visitor: Browser, home: Home) -> None:
    drawer, layout = home.private, Layout(columns=("name", ""), max_score=20.0, dates="dmy")
    remembered_layouts.remember(drawer, "malaria", {"a": ("March", layout)})
    remembered_layouts.remember(drawer, "other", {"a": ("Not this", Layout())})
    assert remembered_layouts.remembered(drawer, "malaria") == {"a": layout}
    remembered_layouts.remember(drawer, "malaria", {"b": ("March (Staff)", layout)})
    assert remembered_layouts.named(drawer, "malaria", " march ") == {"a": layout, "b": layout}
    remembered_layouts.forget(drawer, "malaria", "b")
    visitor.post(f"{visitor.base}/layouts/a", name="Attendance")
    remembered_layouts.remember(drawer, "malaria", {"a": ("April", Layout())})
    assert remembered_layouts.named(drawer, "malaria", "attendance") == {"a": Layout()}
    visitor.post(f"{visitor.base}/layouts/a", forget="1")
    assert remembered_layouts.remembered(drawer, "malaria") == {}
    assert remembered_layouts.remembered(drawer, "other") == {"a": Layout()}


def test_a_layout_has_the_name_of_its_file() -> None:
    answers = Answers(layouts={"a": Layout(), "b": Layout()})
    files = ["m.xlsx", "m.xlsx (1).csv"]

    def names(*sheets: tuple[str, str]) -> list[str]:
        read = [SheetReading(label, key, "", []) for label, key in sheets]
        return [name for name, _layout in to_remember(answers, read, files).values()]

    assert names(("m.xlsx (S1)", "a"), ("m.xlsx (S2)", "a")) == ["m"]
    assert names(("m.xlsx (S1)", "a"), ("m.xlsx (S2)", "b")) == ["m (S1)", "m (S2)"]
    assert names(("m.xlsx (1).csv", "a"), ("m.xlsx (S2)", "b")) == ["m.xlsx (1)", "m"]
    assert names(("m.xlsx (S1)", "unanswered")) == []


def test_cells_come_back_as_what_they_are() -> None:
    cells = {
        "a": NoIdentifier("key"), "b": Percent(0.8), "c": Unvalued("A1"), "d": LiteralText("#N/A"),
        "e": date(2024, 4, 3), "f": "text", "g": 7, "h": 0.5,
    }  # fmt: skip
    back = unpacked(packed(cells))
    assert back == cells and [type(c) for c in back.values()] == [type(c) for c in cells.values()]
