"""A real Chromium, and a small cascade served to it. Every page is held to some manners."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.accounts import passwords
from api.home import Home
from api.transactions import snapshots
from tests.support.browser.serving import Served, serving
from tests.support.pages import session_of, small_cascade
from tests.support.threads import MINUTES

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = os.environ.get("BANYAN_CHROMIUM") or shutil.which("chromium")
    assert found, "No Chromium: apt-get install chromium, or name one in BANYAN_CHROMIUM."
    return {"executable_path": found, "args": list(FLAGS), "timeout": MINUTES * 1000}


@pytest.fixture(autouse=True)
def nobody_hurries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing fails because this machine is slow just now."""
    expect.set_options(timeout=MINUTES * 1000)
    monkeypatch.setattr(passwords, "PATIENCE", MINUTES)
    monkeypatch.setattr(snapshots, "PATIENCE", MINUTES)


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(MINUTES * 1000)
    return context


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """On a free port of this machine, until the last test; nobody writes meanwhile."""
    directory = tmp_path_factory.mktemp("served")
    home = Home(directory / "home")
    cookie, _ = session_of(home), session_of(home, "Juma")
    small_cascade(home, directory / "files")
    with serving(home) as address:
        yield Served(home, address, cookie)
    home.close()


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Iterator[Page]:
    """At the end: nothing complained, and nobody else was called."""
    page = context.new_page()
    complaints: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda m: complaints.append(m.text) if m.type != "info" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    yield page
    assert not complaints
    assert hosts <= {urlsplit(served.address).netloc}


@pytest.fixture
def reader(page: Page, served: Served) -> Page:
    """Signed in, at the list of cascades."""
    served.let_in(page)
    return page


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Screenshots, for a person to look at."""
    return tmp_path
