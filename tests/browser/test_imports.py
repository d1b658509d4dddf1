"""In a browser, on a phone: a sheet with errors is put right, imported and taken back; the report
and the settings have manners."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.home import Home
from api.spreadsheets.uploads.store import UploadStore
from tests.support.browser.manners import AXE, PHONE, THIN
from tests.support.browser.serving import Served, serving
from tests.support.pages import session_of, small_cascade

pytestmark = pytest.mark.browser
PEOPLE = "person,name,sex\nN-1,Halima <i>Sent</i>,female\nN-2,فاطمة,wommann\n"
WORKSHOPS = "workshop,starts_on,lead\nv1,03/05/2024,N-1\n"
REGISTER = "workshop,person,pre,post,max_score\nv1,N-2,2,12,10\n"

OWN = """Attendance list
Date,03/04/2024
No,Participant name,M/F,Blob,Pre,Post
1,Halima Sent,F,x1,10,14
2,Otieno Sent,M,x2,11,15
Total,,,,21,29
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The tests here write."""
    directory = tmp_path_factory.mktemp("imports")
    home = Home(directory / "home")
    cookie = session_of(home)
    small_cascade(home, directory / "files")
    with serving(home) as address:
        yield Served(home, address, cookie)
    home.close()


@pytest.fixture
def sheets(tmp_path: Path) -> list[Path]:
    files = {"people.csv": PEOPLE, "workshops.csv": WORKSHOPS, "register.csv": REGISTER}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in files]


def send(page: Page, served: Served, sheets: list[Path], language: str = "en") -> None:
    served.let_in(page)
    page.goto(f"{served.cascade}/import?lang={language}")
    page.locator("#files").set_input_files(sheets)
    page.locator("main form button").first.click()
    page.wait_for_selector("#rows")


def test_a_sheet_with_errors_is_put_right_imported_and_taken_back_on_a_phone(
    page: Page, served: Served, sheets: list[Path]
):
    page.set_viewport_size(PHONE)
    send(page, served, sheets)
    page.get_by_role("button", name="Read them so").click()
    wrong = page.locator("details.refused")
    expect(wrong).to_have_count(2)
    expect(wrong.first).to_contain_text("is not one of: female")
    wrong.first.get_by_label("sex").fill("female")
    wrong.last.get_by_label("post").fill("9")
    page.get_by_role("button", name="Look at all rows again").click()
    expect(page.locator("details.refused")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Import 2 people, 1 workshop, 1 line of a register").click()
    expect(page.get_by_text("All that stands is recorded")).to_be_visible()
    page.get_by_role("link", name="how to take it back").click()
    page.get_by_label("Why").fill("the wrong sheet")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("stand nowhere else and were withdrawn")).to_be_visible()


def test_one_s_own_sheet_is_asked_about_on_a_phone(page: Page, served: Served, tmp_path: Path):
    sheet = tmp_path / "march.csv"
    sheet.write_text(OWN, encoding="utf-8")
    page.set_viewport_size(PHONE)
    served.let_in(page)
    page.goto(f"{served.cascade}/import?lang=en")
    page.locator("#files").set_input_files(sheet)
    page.locator("main form button").first.click()
    expect(page.get_by_role("heading", name="What are these columns?")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(THIN) == [] and AXE.run(page).violations_count == 0
    page.get_by_label("What are the scores out of?").fill("20")
    page.get_by_text("03/04/2024 is 3 Apr 2024").click()
    page.get_by_label("Lead trainer").fill("Halima Nobody Knows")
    page.get_by_label("Blob").select_option("")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Trainers whom nobody knows")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(THIN) == [] and AXE.run(page).violations_count == 0
    page.get_by_label("Add them as somebody new").check()
    page.get_by_role("button", name="Take these decisions").click()
    page.get_by_role("button", name="Import 2 people, 1 workshop, 2 lines of registers").click()
    expect(page.get_by_text("All that stands is recorded")).to_be_visible()


def test_the_page_of_long_work_looks_again_by_itself(
    page: Page, served: Served, sheets: list[Path]
):
    send(page, served, sheets)
    (it,) = (one for one in shelf(served).of_cascade(served.cascade[-36:]) if one.state == "ready")
    assert shelf(served).turn(it.id, ("ready",), "judging")
    worker = shelf(served).claim(it.id)
    page.reload()
    expect(page.locator("#progress")).to_be_visible()
    shelf(served).keep(it.id, str(worker), done=2, total=4)
    expect(page.get_by_text("2 of 4 steps")).to_be_visible()
    shelf(served).keep(it.id, str(worker), state="ready")
    expect(page.locator("#rows")).to_be_visible()


def test_the_settings_have_manners_when_all_is_open(page: Page, served: Served):
    served.let_in(page)
    page.set_viewport_size(PHONE)
    page.goto(f"{served.cascade}/settings?lang=en")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(THIN) == [] and AXE.run(page).violations_count == 0


def named(page: Page) -> str | None:
    return page.locator("[data-batch]").first.get_attribute("data-batch")


def shelf(served: Served) -> UploadStore:
    return UploadStore(served.home.private)
