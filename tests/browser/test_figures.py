"""In a browser: the welcome, the way in, and the numbers that the reader comes for."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from api.accounts import Purpose
from api.figures import reach_table
from projections.reach.generations import generations
from projections.reach.reach import EVER
from tests.support.browser.serving import Served
from tests.support.people_of import PHRASE

pytestmark = pytest.mark.browser


def test_the_welcome_says_what_this_is_and_shows_no_figure(page: Page, served: Served):
    page.goto(served.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("How far did the training travel?")
    expect(page.get_by_text("banyan run")).to_be_visible()
    expect(page.get_by_text("Malaria")).to_have_count(0)


def test_signing_in_leads_to_the_figures_and_leaves_no_password_behind(page: Page, served: Served):
    invited = served.home.accounts.directory.by_login("juma@example.org")
    link = served.home.accounts.invitations.make(Purpose.INVITE, invited.id)
    page.goto(f"{served.address}/link/{link}")
    page.get_by_label("New password").fill(PHRASE)
    page.get_by_label("The same again").fill(PHRASE)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill("juma@example.org")
    page.get_by_label("Password").fill(PHRASE)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Malaria <case> management")
    assert PHRASE not in page.content() and link not in page.content()
    assert all(cookie["httpOnly"] for cookie in page.context.cookies())


def shown(page: Page, kind: str) -> dict[str, dict[str, str]]:
    """The rows of a table: row → what a cell is → its text."""
    return page.evaluate(
        """kind => Object.fromEntries([...document.querySelectorAll(`tr[data-${kind}]`)].map(
            row => [row.dataset[kind], Object.fromEntries(
              [...row.querySelectorAll('[data-is]')].map(c => [c.dataset.is, c.innerText]))]))""",
        kind,
    )


@pytest.mark.parametrize("as_of", [None, date(2024, 3, 9)])
def test_trainers_have_the_numbers_of_banyan_reach(
    reader: Page, served: Served, as_of: date | None
):
    reader.goto(served.cascade + (f"?as_of={as_of}" if as_of else ""))
    day = as_of.toordinal() if as_of else EVER
    with served.home.views.read() as db:
        ((cascade,),) = db.rows("SELECT number FROM cascade")
        rows = reach_table.all_rows(db, served.home.private, cascade, day)
    expected = {
        row["person"]: {c: str(row[c]) for c in reach_table.COLUMNS if c != "person"}
        for row in rows
    }
    assert expected and shown(reader, "trainer") == expected


def test_generations_have_the_numbers_of_the_views_in_table_and_chart(reader: Page, served: Served):
    reader.goto(served.cascade)
    with served.home.views.read() as db:
        ((cascade,),) = db.rows("SELECT number FROM cascade")
        found = generations(db, cascade)
    rows = shown(reader, "generation")
    for one in found:
        row = rows.pop("none" if one.generation is None else str(one.generation))
        assert (row["people"], row["active"]) == (str(one.people), str(one.active))
        assert row["claimed"] == str(one.claimed)
    assert not rows
    left, learnt = (one.get_attribute("aria-label") for one in reader.get_by_role("img").all())
    assert left == (
        "People, certified, have trained others: Generation 0 1, 0 · 0%, 1 · 100%; "
        "Generation 1 2, 0 · 0%, 2 · 100%; Generation 2 2, 0 · 0%, 1 · 50%; "
        "Generation 3 1, 0 · 0%, 0 · 0%; Unattributed 1, 0 · 0%, 0 · 0%"
    )
    assert learnt == "Mean gain by generation: Mean gain 1: 0.62, 2: -0.25, 3: 0.00"


def test_a_day_is_chosen_in_the_form_and_taken_back(reader: Page, served: Served):
    reader.goto(served.cascade)
    reader.get_by_text("As it was on another day").click()
    reader.get_by_label("As it was on", exact=True).fill("2024-03-09")
    reader.get_by_role("button", name="Show").click()
    expect(reader.get_by_text("As it was on 9 Mar 2024")).to_be_visible()
    assert "D" not in shown(reader, "trainer")
    reader.get_by_role("link", name="All days").click()
    expect(reader.get_by_text("As it was on 9 Mar 2024")).to_have_count(0)
    expect(reader).to_have_url(served.cascade)
    assert "D" in shown(reader, "trainer")
