"""In a browser: right to left, without a mouse, and where there is nothing. All pages together:
`test_every_page`."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser.manners import AXE, DESKTOP
from tests.support.browser.serving import Served

pytestmark = pytest.mark.browser


def test_right_to_left_begins_at_the_right(page: Page, served: Served):
    page.set_viewport_size(DESKTOP)
    served.let_in(page)
    page.goto(f"{served.cascade}?lang=ar")
    first, second = (page.locator("table th[scope=col]").nth(n).bounding_box() for n in (0, 1))
    bar, label = (page.locator(f"svg {what}").first.bounding_box() for what in ("rect", "text"))
    assert first["x"] > second["x"] and label["x"] > bar["x"]


def test_all_of_it_by_keyboard(reader: Page, served: Served):
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="Skip to the content")).to_be_focused()
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="Named people")).to_be_focused()
    expect(reader).to_have_url(f"{served.cascade}#content")
    tab_to(reader, "Reach")
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(f"{served.cascade}#reach")
    expect(reader.locator("#reach")).to_be_in_viewport()


def tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_a_page_that_is_not_there_says_where_to_go(browser: Browser, served: Served):
    """The browser itself notes the 404 on its console, so this page is not held to silence."""
    page = browser.new_page()
    served.let_in(page)
    page.goto(f"{served.address}/cascades/x?lang=en")
    page.get_by_role("link", name="Cascades").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Malaria <case> management")
    assert AXE.run(page).violations_count == 0
    page.close()
