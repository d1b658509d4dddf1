"""Checks of every page: no WCAG violation that axe finds, no wider than a phone, targets large
enough for a thumb, in both directions of writing and both colour schemes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
AXE = Axe()
THIN = """() => [...document.querySelectorAll(
    'a:not(.skip), button, summary, select, input:not([type=checkbox]):not([type=radio])')]
  .filter(one => one.checkVisibility() && one.type !== 'hidden'
    && !one.closest('p, li p, dd p') && one.getBoundingClientRect().height < 44)
  .map(one => one.outerHTML)"""
"""Finds targets smaller than 44 px; links within a sentence may be smaller (WCAG 2.5.8)."""


def hold(page: Page, address: str, opened: Callable[[], None] = lambda: None) -> None:
    """Opens the page in English and light, in Arabic and dark; each on a desktop and a phone.

    `opened`: is called once, after the page was opened for the first time.
    """
    between = "&" if urlsplit(address).query else "?"
    for language, scheme in (("en", "light"), ("ar", "dark")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(DESKTOP)
        page.goto(f"{address}{between}lang={language}")
        if language == "en":
            opened()
        where = f"{address} in {language}, {scheme}"
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{where}: {wide} px wide on {size['width']}"
            thin = page.evaluate(THIN)
            assert thin == [], f"{where}: {thin}"
        found = AXE.run(page)
        assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
    page.emulate_media(color_scheme="light")
