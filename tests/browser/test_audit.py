"""In a browser: the cascade grows, a generation of one is seen, and a difference is explained."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from api.figures.replay import MEDIA_TYPE, encode
from projections.history.replay import Group
from projections.reach.generations import generations
from tests.support.browser.manners import DESKTOP, PHONE, hold
from tests.support.browser.serving import Served

pytestmark = pytest.mark.browser
START = date(2024, 1, 10).toordinal()

INK = """() => {
  const canvas = document.getElementById('icicle')
  const copy = new OffscreenCanvas(canvas.width, canvas.height)
  const pen = copy.getContext('2d', { willReadFrequently: true })
  pen.drawImage(canvas, 0, 0)
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height)
  const columns = Number(canvas.dataset.columns), wide = canvas.width / columns

  return Array.from({ length: columns }, (_, column) => {
    const x = Math.floor((column + .5) * wide)
    let found = 0
    for (let y = 0; y < canvas.height; y++) {
      const at = (y * canvas.width + x) * 4
      if (Math.abs(data[at] - GROUND[0]) + Math.abs(data[at + 1] - GROUND[1]) > 8) found++
    }
    return found
  })
}"""
"""Of each column from the left, how many pixels of its middle are not the ground."""


def deep() -> list[list[Group]]:
    """100,000 people; the deepest generation has one."""
    sizes = [10, 990, 9_000, 89_999, 1]
    parents = [10, 300, 2_000, 1, 0]
    levels, place, above = [], 0, 0
    for at, (people, own) in enumerate(zip(sizes, parents, strict=True)):
        groups = []
        for n in range(max(1, above)):
            here = people * (n + 1) // max(1, above) - people * n // max(1, above)
            below = own * (n + 1) // max(1, above) - own * n // max(1, above)
            day = START + at * 50
            if here:
                groups.append(
                    Group(place + n if at else None, False, day, day + n % 90, here, below)
                )
        place += above
        above = own
        levels.append(groups)
    return levels


def ink(page: Page) -> list[int]:
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    values = ground[ground.index("(") + 1 : -1]
    found: list[int] = page.evaluate(INK.replace("GROUND", f"[{values}]"))
    return found


def next_frame(page: Page) -> None:
    """What was to be drawn is drawn: it is drawn before the frame after this one."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def settled(page: Page) -> None:
    page.locator("#replay:not([hidden]) #branches li").first.wait_for()


def numbers(page: Page) -> dict[str, str]:
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.replay-legend li')].map(
            one => [one.dataset.generation, one.querySelector('b').textContent]))"""
    )


@pytest.mark.parametrize(("language", "size"), [("en", PHONE), ("ar", DESKTOP)])
def test_a_generation_of_one_among_100000_is_seen(
    reader: Page, served: Served, language: str, size: dict[str, int]
):
    file = encode(deep(), 7)
    reader.route(
        "**/api/v1/**/replay",
        lambda route: route.fulfill(body=file, content_type=MEDIA_TYPE),
    )
    reader.set_viewport_size(size)
    reader.goto(f"{served.cascade}/replay?lang={language}")
    settled(reader)
    assert "100,000" in reader.locator("#total").inner_text()
    found = ink(reader)
    in_order = found[::-1] if language == "ar" else found
    assert len(in_order) == 5 and in_order[4] >= 2
    assert in_order[4] < 20 < in_order[0]
    slider = reader.get_by_role("slider")
    slider.focus()
    reader.keyboard.press("Home")
    expect(reader.locator("#total")).to_contain_text("10")
    next_frame(reader)
    in_order = ink(reader)[:: -1 if language == "ar" else 1]
    assert in_order[0] > 20 and in_order[1:] == [0, 0, 0, 0]


def test_the_replay_has_the_numbers_of_the_generations_on_each_day(reader: Page, served: Served):
    reader.goto(f"{served.cascade}/replay")
    settled(reader)
    slider = reader.get_by_role("slider")
    slider.focus()
    for key, day in (("End", date(2024, 4, 10)), ("Home", date(2024, 1, 10))):
        reader.keyboard.press(key)
        expect(slider).to_have_attribute("aria-valuetext", f"10 {day:%b} 2024")
        with served.home.views.read() as db:
            ((cascade,),) = db.rows("SELECT number FROM cascade")
            found = generations(db, cascade, day.toordinal())
        expected = {"none" if g.generation is None else str(g.generation): g.people for g in found}
        shown = {name: int(people) for name, people in numbers(reader).items() if people != "0"}
        assert shown == {name: people for name, people in expected.items() if people}
    expect(reader.locator("#told")).to_contain_text("10 Jan 2024: 3 people.")


NOTE_THE_DAYS = """() => {
  const day = document.querySelector('#day')
  window.noted = []
  new MutationObserver(() => noted.push(day.textContent)).observe(day,
    { childList: true, characterData: true, subtree: true })
}"""


def test_one_looks_at_a_trainer_and_comes_back(reader: Page, served: Served):
    reader.emulate_media(reduced_motion="reduce")
    reader.set_viewport_size(PHONE)
    reader.goto(f"{served.cascade}/replay")
    settled(reader)
    reader.locator("#icicle").click(position={"x": 130, "y": 20})
    expect(reader.locator("#where")).to_have_text("Trainer #2")
    reader.get_by_role("button", name="Back to the whole cascade").click()
    expect(reader.locator("#where")).to_have_text("")
    reader.get_by_role("button", name="Trainer #1").press("Enter")
    expect(reader.locator("#where")).to_have_text("Trainer #1")
    reader.get_by_role("button", name="Back to the whole cascade").press("Enter")
    reader.evaluate(NOTE_THE_DAYS)
    reader.get_by_role("button", name="Play").click()
    reader.wait_for_function("() => noted.at(-1) === '10 Apr 2024'")
    expect(reader.get_by_role("button", name="Play")).to_be_visible()
    days = reader.evaluate("noted.filter((day, at) => day !== noted[at - 1])")
    assert days == ["10 Feb 2024", "10 Mar 2024", "10 Apr 2024"]


def test_a_difference_is_found_at_first_try(reader: Page, served: Served):
    reader.set_viewport_size(PHONE)
    reader.goto(served.cascade)
    reader.get_by_role("link", name="Why it changed").click()
    reader.get_by_role("heading", name="Why is the number not what the report said?").wait_for()
    reader.get_by_label("In which month").select_option(label="March 2024 (1)")
    reader.get_by_label("The report was made on").fill("2024-04-01")
    reader.get_by_role("button", name="Find out why").click()
    expect(reader.get_by_role("heading", name="People reached, March 2024")).to_be_visible()
    expect(reader.locator("[data-is=then]")).to_have_text("0")
    expect(reader.locator("[data-kind=recorded] summary b")).to_have_text("+1")
    reader.locator("[data-kind=recorded]").get_by_role("link", name="History").click()
    expect(reader.get_by_text("The workshop w3 was held from")).to_be_visible()
    reader.get_by_role("link", name="All about this workshop").click()
    expect(reader.get_by_role("heading", name="History of a workshop")).to_be_visible()


@pytest.mark.parametrize("place", ["compare?then=2024-04-01&month=2024-03-01"])
def test_the_manners_are_kept(reader: Page, served: Served, place: str):
    hold(reader, f"{served.cascade}/{place}")


def test_without_a_script_it_says_so_and_has_the_table(browser: object, served: Served):
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    cookie = {"name": "banyan", "value": served.cookie, "url": served.address}
    context.add_cookies([cookie])
    page.goto(f"{served.cascade}/replay")
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    expect(page.locator("#icicle")).to_be_hidden()
    expect(page.locator("#by-month tbody tr")).to_have_count(4)
    context.close()
