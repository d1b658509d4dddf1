"""A trainer's pages and a coordinator's queue, on a phone, in every script, without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api.home import Home
from domain.events import RoleGranted
from domain.service import Actor
from domain.values import AccountId, GrantId, PersonId, Reason, ReasonCode, Role
from tests.support.browser.manners import PHONE, THIN
from tests.support.browser.serving import Served, serving
from tests.support.pages import CASCADE, session_of, small_cascade

pytestmark = pytest.mark.browser

AXE = Axe()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """To who coordinates the cascade and is its trainer A too; the tests here write."""
    directory = tmp_path_factory.mktemp("branch")
    home = Home(directory / "home")
    cookie = session_of(home)
    small_cascade(home, directory / "files")
    (account,) = home.accounts.directory.listed()
    person = home.private.people("malaria", ["A"])["A"]
    role = RoleGranted(
        GrantId(str(uuid4())), AccountId(account.id), Role.TRAINER,
        Reason(ReasonCode.REQUESTED), CASCADE, person=PersonId(person),
    )  # fmt: skip
    home.service.do(Actor("console", "test", str(uuid4())), lambda c: c.grant_role(role))
    with serving(home) as address:
        yield Served(home, address, cookie)
    home.close()


def log_one(page: Page, served: Served, name: str = "Halima <i>Typed</i>") -> None:
    served.let_in(page)
    page.goto(f"{served.address}/branch/{CASCADE}/workshops/new")
    page.get_by_label("First day").fill("2024-05-01")
    page.get_by_label("Name, line 1").fill(name)
    page.get_by_label("Post-test, line 1").fill("7")
    page.get_by_role("button", name="Send it to the coordinator").click()
    page.wait_for_url(f"{served.address}/branch/{CASCADE}")


def pages(page: Page, served: Served) -> list[str]:
    page.goto(f"{served.address}/branch/{CASCADE}")
    (first, *_) = page.locator("[data-proposal]").all()
    id = first.get_attribute("data-proposal")
    branch, queue = f"/branch/{CASCADE}", f"/cascades/{CASCADE}/proposals"
    return [branch, f"{branch}/people", f"{branch}/workshops/new", f"{branch}/proposals/{id}",
            queue, f"{queue}/{id}"]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_they_fit_a_phone_and_a_thumb_and_axe_finds_nothing(
    page: Page, served: Served, language: str, pictures: Path
):
    page.set_viewport_size(PHONE)
    log_one(page, served)
    for at, path in enumerate(pages(page, served)):
        page.goto(f"{served.address}{path}?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        assert page.evaluate(THIN) == [], path
        page.screenshot(path=pictures / f"{at}-{language}.png", full_page=True)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = AXE.run(page)
            assert found.violations_count == 0, (path, found.generate_report())


def test_from_the_trainer_to_the_register_without_a_script(page: Page, served: Served):
    log_one(page, served, "Zainab Typed")
    page.goto(f"{served.address}/cascades/{CASCADE}/proposals")
    page.get_by_role("row").last.get_by_role("link").click()
    page.get_by_label("Who line 1 is", exact=True).select_option("new")
    page.get_by_role("button", name="Accept it as a workshop").click()
    page.wait_for_url(f"{served.address}/cascades/{CASCADE}/proposals")
    page.goto(f"{served.address}/branch/{CASCADE}/people")
    expect(page.get_by_role("row").filter(has_text="Zainab Typed")).to_be_visible()


def test_more_lines_keep_what_was_typed(page: Page, served: Served, pictures: Path):
    page.set_viewport_size(PHONE)
    served.let_in(page)
    path = f"{served.address}/branch/{CASCADE}/workshops/new"
    page.goto(path)
    page.get_by_label("First day").fill("2024-05-01")
    page.get_by_label("Pre-test, line 1").fill("3")
    page.get_by_label("Name, line 1").fill("Zainab Typed")
    page.get_by_role("button", name="Add a line").click()
    expect(page.get_by_label("Name, line 2")).to_be_visible()
    expect(page.get_by_label("Name, line 1")).to_have_value("Zainab Typed")
    page.screenshot(path=pictures / "again.png", full_page=True)
