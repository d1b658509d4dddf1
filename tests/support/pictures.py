"""The pictures in docs/: every page of the sample, as it looks today. `make pictures`.

Each page is taken on a desktop and on a phone, in English; some also in Arabic.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from api.home import Home
from api.sample.load import load
from tests.support.browser.every_page import PAGES, Shown, enter, places, prepare
from tests.support.browser.manners import DESKTOP, PHONE
from tests.support.browser.serving import serving

TARGET = Path(__file__).parents[2] / "docs" / "pictures"
PEOPLE, SEED = 2_400, 7
ALSO_IN_ARABIC = ("overview", "my-reach", "replay", "workshop-new")
TALLEST = 1_800
"""Pixels; a longer page is cut off there."""


def main() -> int:
    chromium = os.environ.get("BANYAN_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("No Chromium: apt-get install chromium, or name one in BANYAN_CHROMIUM.")
        return 1
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
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
                tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
                ending = "" if language == "en" else f"-{language}"
                page.set_viewport_size({**size, "height": max(tall, size["height"])})
                page.screenshot(
                    path=TARGET / f"{one.name}-{kind}{ending}.jpg", type="jpeg", quality=50
                )


if __name__ == "__main__":
    sys.exit(main())
