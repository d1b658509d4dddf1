"""A messy sheet is pasted on a phone by who has read nothing, and recorded right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.home import Home
from domain.events import WorkshopHeld
from tests.support.browser.manners import PHONE
from tests.support.browser.serving import Served, serving
from tests.support.messy_sheet import ABSENT, called, messy_sheet, scores
from tests.support.pages import session_of, small_cascade

pytestmark = pytest.mark.browser

RECORD = "form.sheet > .actions button"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The tests here write."""
    directory = tmp_path_factory.mktemp("pasting")
    home = Home(directory / "home")
    cookie = session_of(home)
    small_cascade(home, directory / "files")
    with serving(home) as address:
        yield Served(home, address, cookie)
    home.close()


@pytest.fixture
def phone(page: Page, served: Served) -> Page:
    page.set_viewport_size(PHONE)
    served.let_in(page)
    page.goto(f"{new(served)}?lang=en")
    return page


def new(served: Served) -> str:
    return f"{served.cascade}/workshops/new"


def recorded(served: Served) -> tuple[str, dict[str, tuple[float, ...]]]:
    """Of the last workshop in the log: its day, and name → (pre, post, maximum)."""
    held = [e.event for e in served.home.log.read() if isinstance(e.event, WorkshopHeld)]
    register = held[-1].register
    people = [served.home.service.read().person(line.person) for line in register]
    texts = served.home.private.open([person.details for person in people])
    names = [texts[person.details or ""]["name"] for person in people]
    lines = [(line.pre, line.post, line.max_score) for line in register]
    return held[-1].starts_on.isoformat(), dict(zip(names, lines, strict=True))


def test_a_messy_sheet_is_recorded_right_in_twelve_taps(
    phone: Page, served: Served, pictures: Path
) -> None:
    taps: list[str] = []

    def tap(what: str) -> None:
        phone.locator(what).click()
        taps.append(what)

    tap("#pasted")
    phone.locator("#pasted").fill(messy_sheet())  # the menu of the phone: paste
    taps.append("paste")
    expect(phone.locator(".look")).to_contain_text("28 people were read")
    expect(phone.locator(".look")).to_contain_text("1 title line, 1 total, 2 people absent")
    phone.screenshot(path=pictures / "1-pasted.png", full_page=True)
    tap("[name=dates][value=dmy]")
    expect(phone.locator("#starts_on")).to_have_value("2026-03-12")
    tap("[name=more_lines]")
    expect(phone.locator('.line[data-state="new"]')).to_have_count(28)
    expect(phone.locator(".read").first).to_be_visible()
    phone.screenshot(path=pictures / "2-lines.png", full_page=True)
    tap("#lead-0")
    phone.locator("#lead-0").fill("Amina Wang")
    tap(RECORD)
    expect(phone.locator("[data-done]")).to_be_visible()
    phone.screenshot(path=pictures / "3-done.png", full_page=True)
    assert len(taps) <= 12, taps
    assert recorded(served) == (
        "2026-03-12",
        {called(at): (*scores(at), 20) for at in range(30) if at not in ABSENT},
    )


def test_what_pasted_rows_leave_open_is_said_before_they_are_used(
    phone: Page, served: Served, pictures: Path
) -> None:
    phone.locator("#pasted").fill(
        "Name\tSector\tPost\nJoy Typed\tPublic\t12\nKim Typed\tPrivate\t14\nTotal\t\t26"
    )
    expect(phone.locator(".look > .column")).to_have_count(1)
    phone.locator("[name=more_lines]").click()
    expect(phone.locator("#out-of")).to_be_focused()
    phone.screenshot(path=pictures / "open.png", full_page=True)
    phone.locator("#left-out summary").click()
    phone.locator("#row-4").check()
    expect(phone.locator("[name=more_lines]")).to_have_text("Use the 3 lines")
    expect(phone.locator("#left-out")).to_have_attribute("open", "")
    phone.locator("#row-4").uncheck()
    expect(phone.locator("[name=more_lines]")).to_have_text("Use the 2 lines")
    phone.locator("#column-2").select_option("2 cadre")
    phone.locator("#out-of").fill("20")
    phone.locator("[name=more_lines]").click()
    expect(phone.locator(".line")).to_have_count(2)
    expect(phone.locator(".line .carried").first).to_have_text("Public")


def test_the_lines_are_checked_with_their_scores_and_the_trainer(
    phone: Page, served: Served, pictures: Path
) -> None:
    phone.locator('[name="name"]').first.fill("Check Typed")
    phone.locator("#lead-0").fill("Nobody Of That Name")
    phone.locator('[name="post"]').first.fill("12/10")
    phone.locator("[name=check]").click()
    expect(phone.locator(".faults a")).to_have_count(1)
    expect(phone.locator("#lead-0")).to_have_attribute("aria-invalid", "true")
    assert phone.locator(".line [aria-invalid]").evaluate_all("all => all.map(o => o.name)") == [
        "post"
    ]
    phone.screenshot(path=pictures / "checked.png", full_page=True)
    phone.locator(".faults a").click()
    expect(phone.locator('[name="post"]').first).to_be_focused()
    phone.locator('[name="post"]').first.fill("9")
    phone.locator("#lead-0").fill("A")
    phone.locator("[name=check]").click()
    expect(phone.locator(".register")).to_contain_text("Nothing is wrong")
