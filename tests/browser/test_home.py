"""In a browser, on a phone: what a coordinator looks at in the morning, and where it leads."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser.manners import PHONE
from tests.support.browser.serving import Served

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "flags"), [("en", "Headcount and register differ"), ("ar", "")]
)
def test_what_needs_one_is_on_the_first_screen_and_leads_to_its_list(
    reader: Page, served: Served, language: str, flags: str
):
    reader.set_viewport_size(PHONE)
    reader.goto(f"{served.address}/?lang={language}")
    expect(reader).to_have_url(re.compile(re.escape(served.cascade)))
    count = reader.locator("[data-needs=flags] a:not(.means)")
    expect(count).to_be_in_viewport()
    told = int(count.inner_text())
    count.click()
    expect(reader.locator("[data-flag]")).to_have_count(told)
    if flags:
        reader.get_by_label("Kind").select_option("headcount-differs")
        reader.get_by_role("button", name="Show").click()
        expect(reader.get_by_role("heading", name=flags)).to_have_count(1)


def test_bars_and_lines_stand_where_one_begins_to_read(reader: Page, served: Served):
    """A gap in the line is no line, and a point alone is still a dot."""
    for language, begins in (("en", min), ("ar", max)):
        reader.goto(f"{served.cascade}?lang={language}")
        dots = reader.locator("svg.lines circle")
        expect(dots).to_have_count(3)
        expect(reader.locator("svg.lines line.own")).to_have_count(2)
        places = [dots.nth(n).bounding_box()["x"] for n in range(3)]
        assert places[0] == begins(places)
