"""In a browser: for every reader, on every screen, in every language, without a mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from api.i18n import LANGUAGES
from tests.browser.conftest import Served

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1200, "height": 800}
PLACES = ("welcome", "cascades", "cascade", "signin", "account", "factor", "nothing")
AXE = Axe()


def go(page: Page, served: Served, place: str, language: str) -> None:
    """To a page in a language; the welcome is what is seen without the cookie."""
    if place in ("welcome", "signin"):
        page.context.clear_cookies()
    else:
        served.let_in(page)
    path = {
        "cascade": served.cascade,
        "nothing": f"{served.address}/cascades/x",
        "signin": f"{served.address}/signin",
        "account": f"{served.address}/account",
        "factor": f"{served.address}/account/second-factor",
    }
    page.goto(f"{path.get(place, served.address + '/')}?lang={language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_a_phone_and_links_fit_a_thumb(
    page: Page, served: Served, language: str, pictures: Path
):
    page.set_viewport_size(PHONE)
    for place in PLACES[:-1]:
        go(page, served, place, language)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], place
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        thin = page.evaluate(
            """() => [...document.querySelectorAll('a:not(.skip), button, input[type=date]')]
                 .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44)
                 .map(one => one.outerHTML)"""
        )
        assert thin == []
        page.screenshot(path=pictures / f"{place}-{language}.png", full_page=True)


def test_right_to_left_begins_at_the_right(page: Page, served: Served, pictures: Path):
    page.set_viewport_size(DESKTOP)
    go(page, served, "cascade", "ar")
    first, second = (page.locator("table th[scope=col]").nth(n).bounding_box() for n in (0, 1))
    bar, label = (page.locator(f"svg {what}").first.bounding_box() for what in ("rect", "text"))
    assert first["x"] > second["x"] and label["x"] > bar["x"]
    page.screenshot(path=pictures / "desktop-ar.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing(page: Page, served: Served, language: str, scheme: str):
    page.emulate_media(color_scheme=scheme)
    for place in PLACES[:-1]:
        go(page, served, place, language)
        found = AXE.run(page)
        assert found.violations_count == 0, found.generate_report()


def test_all_of_it_by_keyboard(reader: Page, served: Served):
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="Skip to the content")).to_be_focused()
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="Proposals to decide")).to_be_focused()
    assert reader.url == served.cascade
    tab_to(reader, "Reach")
    reader.keyboard.press("Enter")
    assert reader.url == f"{served.cascade}#reach"
    expect(reader.locator("#reach")).to_be_in_viewport()


def tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_a_first_visit_weighs_less_than_100_kb(page: Page, served: Served):
    weights: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        if answer.status == 200:
            weights[answer.url] = len(answer.body())

    page.on("response", weigh)
    for place in PLACES[:-1]:
        weights.clear()
        go(page, served, place, "en")
        page.wait_for_load_state("networkidle")
        assert any("banyan.css" in url for url in weights) or place != "welcome"
        assert sum(weights.values()) < 100_000


def test_a_page_that_is_not_there_says_where_to_go(browser: Browser, served: Served):
    """The browser itself notes the 404 on its console, so this page is not held to silence."""
    page = browser.new_page()
    go(page, served, "nothing", "en")
    page.get_by_role("link", name="Cascades").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cascades")
    assert AXE.run(page).violations_count == 0
    page.close()
