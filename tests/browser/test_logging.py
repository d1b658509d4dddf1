"""A workshop is logged on a phone, over a line that drops, by who is signed out meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.accounts import passwords
from api.home import Home
from tests.support.browser.manners import DESKTOP, PHONE
from tests.support.browser.serving import Served, serving
from tests.support.pages import session_of, small_cascade
from tests.support.people_of import PHRASE

pytestmark = pytest.mark.browser

RECORD = "form.sheet > .actions button"
KNOWN = [("Baraka Pérez", "B"), ("فاطمة الزهراء", "C"), ("", "D"), ("", "E"), ("", "F")]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The tests here write; who coordinates has a password."""
    directory = tmp_path_factory.mktemp("logging")
    home = Home(directory / "home")
    cookie = session_of(home)
    (account,) = home.accounts.directory.listed()
    home.accounts.directory.set_password(account.id, passwords.hash_password(PHRASE))
    small_cascade(home, directory / "files")
    with serving(home) as address:
        yield Served(home, address, cookie)
    home.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Here a line that drops is complained of in the console, as it should be."""
    return context.new_page()


@pytest.fixture
def phone(page: Page, served: Served) -> Page:
    page.set_viewport_size(PHONE)
    (account,) = served.home.accounts.directory.listed()
    secret = served.home.accounts.sessions.begin(account.id, "127.0.0.1", "tests", strong=True)
    cookie = {"name": "banyan", "value": secret, "url": served.address, "httpOnly": True}
    page.context.add_cookies([cookie])
    return page


def new(served: Served) -> str:
    return f"{served.cascade}/workshops/new"


def sheet(count: int, word: str) -> str:
    """With a heading row, decimal commas, and five whom the cascade knows."""
    rows = [f"{name}\t{id}\t\t3\t7,5\t10" for name, id in KNOWN]
    number = sum(map(ord, word)) * 1000
    new = range(count - 5)
    rows += [f"{word} {chr(65 + n)}\t\t+254 7{number + 11 * n:08}\t2\t8\t10" for n in new]
    return "\n".join(["Nom complet\tCode\tPhone number\tPré-test\tAfter\tOut of", *rows])


def workshops(served: Served) -> list[Any]:
    with served.home.views.read() as db:
        return db.rows("SELECT id, people FROM workshop ORDER BY number")


def drafts(page: Page) -> list[str]:
    return list(page.evaluate("Object.keys(localStorage)"))


def wait_for_draft(page: Page, text: str) -> None:
    page.wait_for_function("text => JSON.stringify(localStorage).includes(text)", arg=text)


def type_one(page: Page, name: str) -> None:
    page.locator("#lead-0").fill("A")
    page.locator('[name="name"]').first.fill(name)
    wait_for_draft(page, name)


@pytest.mark.parametrize(
    ("language", "size", "name"), [("ar", PHONE, "Halima"), ("en", DESKTOP, "Otieno")]
)
def test_thirty_rows_are_pasted_looked_at_and_recorded(
    phone: Page, served: Served, language: str, size: dict[str, int], name: str, pictures: Path
) -> None:
    phone.set_viewport_size(size)  # type: ignore[arg-type]
    sizes: list[int] = []
    network = phone.context.new_cdp_session(phone)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    phone.goto(f"{new(served)}?lang={language}", wait_until="networkidle")
    assert sum(sizes) < 100_000, sizes
    before = workshops(served)
    phone.locator("#lead-0").press_sequentially("amin")
    option = phone.locator("#known-lead-0 option")
    expect(option).to_have_count(1)
    phone.locator("#lead-0").fill(option.get_attribute("value") or "")
    phone.locator("#pasted").fill(sheet(30, name))
    expect(phone.locator(".look select")).to_have_count(6)
    chosen = phone.locator(".look select").evaluate_all("all => all.map(one => one.value)")
    assert chosen == ["1 name", "2 person", "3 phone", "4 pre", "5 post", "6 max_score"]
    phone.locator("[name=more_lines]").click()
    expect(phone.locator('.line[data-state="known"]')).to_have_count(5)
    expect(phone.locator('.line[data-state="new"]')).to_have_count(25)
    assert phone.evaluate("document.documentElement.scrollWidth") <= size["width"]
    phone.screenshot(path=pictures / f"{language}.png", full_page=True)
    phone.locator(RECORD).click()
    expect(phone.locator("[data-done]")).to_be_visible()
    assert len(workshops(served)) == len(before) + 1 and workshops(served)[-1][1] == 30
    assert drafts(phone) == []


def test_a_line_that_drops_is_waited_for_and_all_is_recorded_once(
    phone: Page, served: Served
) -> None:
    phone.goto(new(served))
    before = workshops(served)
    type_one(phone, "Offline Typed")
    phone.context.set_offline(True)
    phone.locator(RECORD).click()
    expect(phone.locator(".draft")).to_contain_text("There is no line to Banyan just now")
    assert workshops(served) == before and drafts(phone)
    phone.context.set_offline(False)
    expect(phone.locator("[data-done]")).to_be_visible()
    assert len(workshops(served)) == len(before) + 1 and drafts(phone) == []


def test_an_answer_that_is_lost_on_the_way_is_asked_for_again(phone: Page, served: Served) -> None:
    phone.goto(new(served))
    before, lost = workshops(served), []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    phone.route("**/workshops/new", lose)
    type_one(phone, "Lost Typed")
    phone.locator(RECORD).click()
    expect(phone.locator("[data-done]")).to_be_visible()
    assert lost == [303] and len(workshops(served)) == len(before) + 1


def test_a_draft_comes_back_and_may_be_thrown_away(phone: Page, served: Served) -> None:
    phone.goto(new(served))
    type_one(phone, "Draft Typed")
    phone.locator("[name=add_line]").click()
    phone.locator('[name="name"]').nth(1).fill("Second Typed")
    wait_for_draft(phone, "Second Typed")
    phone.reload()
    expect(phone.locator(".draft")).to_contain_text("You typed this on")
    expect(phone.locator("[data-do=signin]")).to_be_hidden()
    assert phone.locator('[name="name"]').nth(1).input_value() == "Second Typed"
    assert phone.locator("#lead-0").input_value() == "A"
    phone.locator("[data-do=throw]").click()
    expect(phone.locator(".draft")).to_be_hidden()
    expect(phone.locator('[name="name"]').first).to_have_value("")
    assert drafts(phone) == []


def test_a_session_that_ends_while_the_form_is_open_loses_nothing(
    phone: Page, served: Served
) -> None:
    phone.goto(new(served))
    before = workshops(served)
    type_one(phone, "Session Typed")
    (account,) = served.home.accounts.directory.listed()
    served.home.accounts.end_all(account.id)
    phone.locator(RECORD).click()
    expect(phone.locator(".draft")).to_contain_text("You are signed out")
    phone.get_by_role("link", name="Sign in").click()
    phone.get_by_label("E-mail address").fill("wanjiku@example.org")
    phone.get_by_label("Password").fill(PHRASE)
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.locator("[data-done]")).to_be_visible()
    assert len(workshops(served)) == len(before) + 1


def test_drafts_leave_at_sign_out_and_after_a_week_and_are_nobody_elses(
    phone: Page, served: Served
) -> None:
    phone.goto(new(served))
    type_one(phone, "Gone Typed")
    age = """days => { for (const key of Object.keys(localStorage)) {
      const kept = JSON.parse(localStorage[key]); kept.at -= days * 86400e3;
      localStorage[key] = JSON.stringify(kept); } }"""
    phone.goto(f"{served.address}/account")
    phone.evaluate(age, 6)
    phone.goto(new(served))
    expect(phone.locator('[name="name"]').first).to_have_value("Gone Typed")
    phone.goto(f"{served.address}/account")
    phone.evaluate(age, 8)
    phone.goto(new(served))
    expect(phone.locator('[name="name"]').first).to_have_value("")
    assert drafts(phone) == []

    type_one(phone, "Gone Typed")
    phone.evaluate("""() => { const [key] = Object.keys(localStorage);
      localStorage['draft 0000 ' + location.pathname] = localStorage[key];
      localStorage.removeItem(key); }""")
    phone.goto(new(served))
    expect(phone.locator('[name="name"]').first).to_have_value("")
    asked: list[str] = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url(f"{served.address}/")
    assert len(asked) == 1 and drafts(phone) == []


def test_what_is_wrong_stands_beside_its_line_and_is_put_right(phone: Page, served: Served) -> None:
    phone.goto(new(served))
    type_one(phone, "Wrong Typed")
    phone.locator('[name="post"]').first.fill("12")
    phone.locator('[name="max_score"]').first.fill("10")
    phone.locator(RECORD).click()
    expect(phone.locator("#wrong-0")).to_contain_text("above the maximum")
    assert phone.locator('[name="name"]').first.input_value() == "Wrong Typed"
    phone.locator('[name="post"]').first.fill("9")
    expect(phone.locator("#wrong-0")).to_be_hidden()
    phone.locator(RECORD).click()
    expect(phone.locator("[data-done]")).to_be_visible()


def test_what_is_pasted_beside_the_columns_is_said_in_words(phone: Page, served: Served) -> None:
    phone.goto(f"{new(served)}?lang=ar")
    phone.locator("#pasted").fill("Name\tSex\tPost-test\nPasted Woman\tF\t12")
    expect(phone.locator(".look select")).to_have_count(3)
    phone.locator("[name=more_lines]").click()
    expect(phone.locator("#out-of")).to_have_attribute("aria-invalid", "true")
    phone.locator("#out-of").fill("20")
    phone.locator("[name=more_lines]").click()
    expect(phone.locator(".line .got").first).to_contain_text("12 / 20")
    expect(phone.locator(".line .carried").first).not_to_be_empty()
    expect(phone.locator(".line .carried").first).not_to_contain_text("female")
    phone.goto(f"{new(served)}?lang=en")


def test_without_javascript_it_works_and_says_what_it_cannot(
    browser: Any, served: Served, phone: Page
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    context.add_cookies(phone.context.cookies())
    plain = context.new_page()
    plain.goto(new(served))
    expect(plain.locator("noscript p")).to_be_visible()
    plain.locator("#lead-0").fill("A")
    plain.locator("#pasted").fill(sheet(8, "Zuberi"))
    plain.locator("[name=more_lines]").click()
    expect(plain.locator(".sum")).to_contain_text("8 lines: 5 known, 3 new")
    plain.locator(RECORD).click()
    expect(plain.locator("[data-done]")).to_be_visible()
    context.close()
