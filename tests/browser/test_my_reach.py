"""In a browser: a trainer finds out how far their teaching travelled, on a phone and a desktop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Response, expect

from api.home import Home
from api.spreadsheets.importing.run import Request, run
from domain.events import RoleGranted
from domain.service import Actor
from domain.values import AccountId, GrantId, PersonId, Reason, ReasonCode, Role
from tests.support.browser.manners import DESKTOP, PHONE
from tests.support.browser.serving import Served, serving
from tests.support.pages import CASCADE, open_cascade, session_of

pytestmark = pytest.mark.browser
WIDE = 400
"""People of the second generation, beside whom one of the third is not to disappear."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """To trainer A: A taught B and C; B taught many, one of whom, X0, taught Y; C taught nobody;
    Y, an own register's guest later, taught Z."""
    directory = tmp_path_factory.mktemp("reach")
    home = Home(directory / "home")
    cookie = session_of(home)
    open_cascade(home)
    files = directory / "files"
    files.mkdir()
    (files / "people.csv").write_text(
        "person,name\nA,Amina Wang\nB,Baraka <b>Pérez</b>\nC,فاطمة الزهراء\n", encoding="utf-8"
    )
    (files / "workshops.csv").write_text(
        "workshop,starts_on,kind,lead\nw1,2024-01-10,tot,A\nw2,2024-02-10,step-down,B\n"
        "w3,2024-03-10,step-down,X0\nw4,2024-04-10,step-down,A\nw5,2024-05-10,step-down,Y\n",
        encoding="utf-8",
    )
    lines = ["w1,B", "w1,C", *(f"w2,X{n}" for n in range(WIDE)), "w3,Y", "w4,Y", "w5,Z"]
    (files / "register.csv").write_text("workshop,person\n" + "\n".join(lines) + "\n")
    done = run(home, Request(CASCADE, [files]))
    assert done.committed, [judged.why for judged in done.judgement.refused()]
    (account,) = home.accounts.directory.listed()
    role = RoleGranted(
        GrantId(str(uuid4())), AccountId(account.id), Role.TRAINER, Reason(ReasonCode.REQUESTED),
        CASCADE, person=PersonId(home.private.people("malaria", ["A"])["A"]),
    )  # fmt: skip
    home.service.do(Actor("console", "test", str(uuid4())), lambda c: c.grant_role(role))
    with serving(home) as address:
        yield Served(home, address, cookie)
    home.close()


def here(served: Served, more: str = "") -> str:
    return f"{served.address}/branch/{CASCADE}{more}"


@pytest.mark.parametrize(("language", "size"), [("en", PHONE), ("ar", DESKTOP), ("ar", PHONE)])
def test_how_far_my_teaching_travelled(page: Page, served: Served, language: str, size: dict):
    """The number, then who carried it on, opened by keyboard down to the last one."""
    page.set_viewport_size(size)
    served.let_in(page)
    page.goto(here(served, f"?lang={language}"))
    total = page.locator("[data-is=reach]")
    expect(total).to_have_text(re.compile(r"^4[0٠]4$|^٤٠٤$"))
    for depth, people in ((1, WIDE + 2), (2, 2), (3, 1)):
        row = page.locator(f"tr[data-depth='{depth}'][data-people='{people}']")
        link = row.get_by_role("link")
        link.focus()
        page.keyboard.press("Enter")
        expect(link).to_have_attribute("aria-expanded", "true")
        expect(link).to_be_focused()
    expect(page.locator("tr[data-depth='4'][data-folded='1']")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size["width"]
    first = page.locator("tr[data-depth='1'] a").first
    first.press("Enter")
    expect(page.locator("tr[data-depth='2']")).to_have_count(0)


def test_every_row_that_opens_adds_up_on_the_screen(page: Page, served: Served):
    served.let_in(page)
    page.goto(here(served))
    expect(page.locator("[data-is=direct-sum]")).to_contain_text("2 + 1 = 3")
    page.locator("tr[data-people='402'] a").click()
    fold = page.locator("tr[data-depth='2'][data-folded]")
    expect(fold).to_have_attribute("data-folded", str(WIDE - 1))
    fold.get_by_role("link").click()
    leaves = page.locator("tr[data-depth='3'][data-people='0']")
    expect(leaves).to_have_count(40)
    page.get_by_role("link", name="More", exact=True).click()
    expect(leaves).to_have_count(80)
    expect(page.locator("tr[data-depth='3'] a.button")).to_have_count(1)


@pytest.mark.parametrize("language", ["en", "ar", "sw"])
def test_the_months_under_the_line_do_not_overlap(page: Page, served: Served, language: str):
    page.set_viewport_size(PHONE)
    served.let_in(page)
    page.goto(here(served, f"?lang={language}"))
    months = page.locator("svg.lines").last.locator("text.mark[y='216']")
    boxes = sorted(months.evaluate_all(BOXES))
    assert len(boxes) > 2 and boxes[0][0] >= 0 and boxes[-1][1] <= PHONE["width"]
    assert all(one[1] <= other[0] for one, other in pairwise(boxes)), boxes


BOXES = "all => all.map(it => it.getBoundingClientRect()).map(box => [box.left, box.right])"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_thin_generation_never_disappears(page: Page, served: Served, language: str):
    """One person beside four hundred: 2 px are painted, which is counted on the picture."""
    page.set_viewport_size(PHONE)
    served.let_in(page)
    page.goto(here(served, f"?lang={language}"))
    chart = page.locator("svg.bars")
    tall = len(re.findall(r";", chart.get_attribute("aria-label") or "")) + 1
    painted = page.evaluate(PAINTED, [chart.evaluate("it => it.outerHTML"), tall])
    assert tall == 4 and all(2 <= width < 20 for width in (painted[0], *painted[2:])), painted
    assert painted[1] > 100
    sparks = page.locator(".spark").first.locator("rect")
    heights = sparks.evaluate_all("all => all.map(one => one.getAttribute('height'))")
    assert [float(height) for height in heights] == [24, 2, 2]


PAINTED = """async ([svg, rows]) => {
  const wide = 358, tall = rows * 30;
  const plain = svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
    .replace('width="100%"', `width="${wide}"`).replace(/<text.*?<[/]text>/gs, '');
  const image = new Image();
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(plain);
  await image.decode();
  const canvas = new OffscreenCanvas(wide, tall);
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0, wide, tall);
  const all = pen.getImageData(0, 0, wide, tall).data;
  return [...Array(rows).keys()].map(row => {
    const start = (row * 30 + 15) * wide;
    return [...Array(wide).keys()].filter(x => all[(start + x) * 4 + 3] > 127).length;
  });
}"""
"""The pixels across each bar, as they are painted."""


def test_the_page_is_light_and_so_is_what_opens(page: Page, served: Served):
    weights: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        weights[answer.url] = int(answer.headers.get("content-length", "0"))

    page.on("response", weigh)
    served.let_in(page)
    page.wait_for_load_state("networkidle")
    weights.clear()
    page.goto(here(served))
    page.wait_for_load_state("networkidle")
    assert 3_000 < sum(weights.values()) < 18_000, weights
    weights.clear()
    page.locator("tr[data-people='402'] a").click()
    page.locator("tr[data-depth='2'][data-folded] a").click()
    expect(page.locator("tr[data-depth='3']")).to_have_count(41)
    assert len(weights) == 2 and max(weights.values()) < 4_000, weights
