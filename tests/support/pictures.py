"""Pictures of every page of the sample, as it looks today: `make pictures`.

Each page is taken on a desktop and on a phone, in English; some also in Arabic. What a guide shows
goes to docs/pictures, all others into a folder that git ignores.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from api.home import Home
from api.sample.load import load
from tests.support.browser.every_page import PAGES, Shown, enter, places, prepare
from tests.support.browser.manners import DESKTOP, PHONE
from tests.support.browser.serving import serving

ROOT = Path(__file__).parents[2]
IN_GUIDES = ROOT / "docs" / "pictures"
OTHERS = ROOT / "pictures"
LARGEST = 150_000
"""Bytes of a picture."""
PEOPLE, SEED = 2_400, 7
ALSO_IN_ARABIC = ("overview", "my-reach", "replay", "workshop-new")
TALLEST = (1_800, 1_200, 900)
"""Pixels; a longer page is cut off there, or higher up where the picture would be too large."""


def shown() -> set[str]:
    """The names of the files that a guide shows."""
    guides = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    return {
        name
        for guide in guides
        for name in re.findall(r"pictures/([\w-]+\.jpg)", guide.read_text("utf-8"))
    }


def main() -> int:
    chromium = os.environ.get("BANYAN_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("No Chromium: apt-get install chromium, or name one in BANYAN_CHROMIUM.")
        return 1
    for folder in (IN_GUIDES, OTHERS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as room, sync_playwright() as playwright:
        home = Home(Path(room) / "home")
        load(home, PEOPLE, SEED, datetime.now(UTC).date())
        prepare(home)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with serving(home) as address:
            for one in PAGES:
                _take(browser, home, address, one)
        browser.close()
        home.close()
    return 0


def _take(browser: Browser, home: Home, address: str, one: Shown) -> None:
    languages = ("en", "ar") if one.name in ALSO_IN_ARABIC else ("en",)
    path = one.path.format(**places(home))
    for language in languages:
        for size, kind in ((DESKTOP, "desktop"), (PHONE, "phone")):
            with browser.new_context(viewport=size, locale=language) as context:
                enter(context, home, address, one.reader)
                page = context.new_page()
                page.goto(address + path)
                page.wait_for_load_state("networkidle")
                ending = "" if language == "en" else f"-{language}"
                _keep(page, size, f"{one.name}-{kind}{ending}.jpg")


def _keep(page: Page, size: ViewportSize, name: str) -> None:
    path = (IN_GUIDES if name in shown() else OTHERS) / name
    whole = page.evaluate("document.documentElement.scrollHeight")
    for tallest in TALLEST:
        page.set_viewport_size({**size, "height": max(min(whole, tallest), size["height"])})
        page.screenshot(path=path, type="jpeg", quality=50)
        if path.stat().st_size <= LARGEST:
            return


if __name__ == "__main__":
    sys.exit(main())
