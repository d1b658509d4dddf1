"""In a browser: a correction and its effects; and two who correct the same workshop at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api.home import Home
from tests.support.browser.manners import DESKTOP, PHONE
from tests.support.browser.serving import Served, serving
from tests.support.pages import CASCADE, session_of, small_cascade

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Served]]:
    """A cascade of their own, in which people write, and two who coordinate it."""
    directory = tmp_path_factory.mktemp("written")
    home = Home(directory / "home")
    cookies = session_of(home, "Amina"), session_of(home, "Juma")
    small_cascade(home, directory / "files")
    with serving(home) as address:
        yield Served(home, address, cookies[0]), Served(home, address, cookies[1])
    home.close()


def workshop(home: Home, identifier: str) -> str:
    with home.views.read() as db:
        ((id,),) = db.rows("SELECT id FROM workshop WHERE identifier = :i", i=identifier)
    return f"/cascades/{CASCADE}/workshops/{id}"


def open_as(browser: Browser, served: Served, size: dict[str, int], path: str) -> Page:
    page = browser.new_context(viewport=size).new_page()
    served.let_in(page)
    page.goto(f"{served.address}{path}")
    return page


def press(page: Page, which: str) -> None:
    """By what it sends, for its words are translated."""
    page.locator(f"main form button{which}").first.click()


@pytest.mark.parametrize(("language", "size"), [("en", PHONE), ("ar", DESKTOP)])
def test_two_correct_the_same_workshop_and_nothing_is_lost(
    browser: Browser, two: tuple[Served, Served], language: str, size: dict[str, int]
):
    at = workshop(two[0].home, "w2")
    pages = [open_as(browser, one, size, f"{at}/correction?lang={language}") for one in two]
    english = language == "en"
    heads, venue = ("12", "Baobab Hall") if english else ("15", "قاعة الباوباب")
    mine = "11" if english else "14"
    for page, typed in zip(pages, ({"headcount": heads, "venue": venue}, {"headcount": mine}),
                           strict=True):  # fmt: skip
        for name, text in typed.items():
            page.locator(f"[name={name}]").fill(text)
        page.locator("[name=code]").select_option("new-information")
        page.locator("[name=words]").fill(f"{heads} stood on the sheet")
    first, second = pages
    press(first, "")
    expect(first.locator("tr[data-figure=claimed]")).to_be_visible()
    press(first, "[name=do]")
    expect(first.get_by_role("status")).to_be_visible()
    press(second, "")
    theirs = second.locator("[data-entry='workshop.corrected']")
    for said in ("Amina", heads, venue, f"{heads} stood on the sheet"):
        expect(theirs).to_contain_text(said)
    expect(second.locator("[aria-labelledby=mine]")).to_contain_text(mine)
    assert second.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert second.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    press(second, "[name=again]")
    expect(second.locator("[name=headcount]")).to_have_value(mine)
    expect(second.locator("[name=venue]")).to_have_value(venue)
    press(second, "")
    press(second, "[name=do]")
    expect(second.get_by_role("status")).to_be_visible()
    expect(second.locator("dl.facts")).to_contain_text(venue)
    expect(second.locator("dl.tiles [data-is=headcount]")).to_have_text(mine)
    for page in pages:
        page.context.close()
