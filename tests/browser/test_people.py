"""People, certification and duplicates on a phone: found, certified and merged, in two scripts."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from api.home import Home
from api.people.comparison import Comparison
from api.spreadsheets.importing.run import Request, run
from tests.support.browser.manners import PHONE
from tests.support.browser.serving import Served, serving
from tests.support.pages import CASCADE, session_of, small_cascade

pytestmark = pytest.mark.browser

TWICE = """person,name,phone
X,Zawadi Mutiso,+254 712 345 678
Y,Mutiso Zawadi,0712345678
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With somebody in it twice; the tests here write."""
    directory = tmp_path_factory.mktemp("people")
    home = Home(directory / "home")
    cookie = session_of(home)
    small_cascade(home, directory / "files")
    (directory / "more").mkdir()
    (directory / "more" / "people.csv").write_text(TWICE, encoding="utf-8")
    assert run(home, Request(CASCADE, [directory / "more"])).committed
    Comparison(home).complete()
    with serving(home) as address:
        yield Served(home, address, cookie)
    home.close()


def person(served: Served, identifier: str) -> str:
    id = served.home.private.people("malaria", [identifier])[identifier]
    return f"{served.cascade}/people/{id}"


@pytest.mark.parametrize("task", ["correct", "outcome", "erase"])
def test_forms_fit_a_phone(page: Page, served: Served, task: str):
    page.set_viewport_size(PHONE)
    served.let_in(page)
    page.goto(f"{person(served, 'B')}/{task}?lang=ar")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    unnamed = "() => [...document.querySelectorAll('main input:not([type=hidden]), main select')]"
    assert page.evaluate(f"({unnamed})().filter(one => !one.labels.length).length") == 0


def test_from_a_spelling_to_a_certificate(page: Page, served: Served):
    page.set_viewport_size(PHONE)
    served.let_in(page)
    page.goto(f"{served.cascade}/people")
    page.get_by_label("Name, identifier").fill("bharaka peres")
    page.get_by_role("button", name="Find").click()
    expect(page).to_have_url(f"{served.cascade}/people")
    page.get_by_role("link", name="Baraka").click()
    page.get_by_role("link", name="Certification", exact=True).click()
    page.get_by_role("button", name="Nominate").click()
    expect(page.locator("[data-step=nomination]")).to_have_attribute("data-state", "done")
    page.get_by_role("button", name="Certify", exact=True).click()
    expect(page.locator("[data-is=standing]")).to_contain_text("certified (qualified)")
    expect(page.locator("[data-is=next]")).to_contain_text("Nothing to do")


def test_a_pair_is_merged_after_a_look_at_what_it_changes(page: Page, served: Served):
    page.set_viewport_size(PHONE)
    served.let_in(page)
    page.goto(f"{served.cascade}/duplicates")
    expect(page.locator(".pair .alike").filter(has_text="Telephone")).to_be_visible()
    page.get_by_label("How you know").fill(f"asked {uuid4().hex[:4]}")
    page.get_by_role("button", name="One person").click()
    expect(page.locator("[data-is=effects]")).to_be_visible()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("status")).to_contain_text("They are one person now")
