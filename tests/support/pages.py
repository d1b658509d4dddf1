"""A home with a small cascade in it, imported as a programme would, for tests of the pages."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from api.home import Home
from api.spreadsheets.importing.run import Request, run
from domain.events import CascadeOpened, RoleGranted
from domain.service import Actor
from domain.values import AccountId, CascadeId, GrantId, Reason, ReasonCode, Role

CASCADE = CascadeId("00000000-0000-4000-8000-00000000cade")
ANOTHER = CascadeId("00000000-0000-4000-8000-00000000beef")
TITLE = "Malaria <case> management"

PEOPLE = """person,name,sex
A,Amina Wang,female
B,Baraka <b>Pérez</b>,male
C,فاطمة الزهراء,female
D,,
"""
WORKSHOPS = """workshop,starts_on,kind,lead,co_facilitators,headcount
w1,2024-01-10,tot,A,,5
w2,2024-02-10,step-down,B,C,
w3,2024-03-10,step-down,D,,
w4,2024-04-10,step-down,,,
"""
REGISTER = """workshop,person,pre,post,max_score
w1,B,2,8,10
w1,C,2,6,10
w2,D,4,7,10
w2,E,8,6,10
w3,F,1,1,10
w4,G,,,
"""


def open_another(home: Home) -> None:
    """Opens a second cascade, so that there is a list to choose from."""
    open_cascade(home, ANOTHER, "water", "Safe water")


def open_cascade(
    home: Home, id: CascadeId = CASCADE, slug: str = "malaria", title: str = TITLE
) -> None:
    """Opens a cascade, and makes all accounts its coordinators."""
    fact = CascadeOpened(id, slug, title, slug)
    home.service.do(Actor("console", "test", str(uuid4())), lambda c: c.open_cascade(fact))
    for account in home.accounts.directory.listed():
        coordinates(home, account.id, id)


def coordinates(home: Home, account: str, cascade: CascadeId) -> None:
    """From now on, the whole of it."""
    why = Reason(ReasonCode.REQUESTED)
    role = RoleGranted(GrantId(str(uuid4())), AccountId(account), Role.COORDINATOR, why, cascade)
    home.service.do(Actor("console", "test", str(uuid4())), lambda c: c.grant_role(role))


def session_of(home: Home, name: str = "Wanjiku") -> str:
    """The session cookie of a new account. It coordinates a cascade that is opened afterwards."""
    account = home.accounts.directory.add(f"{name.lower()}@example.org", name)
    return home.accounts.sessions.begin(account.id, "127.0.0.1", "tests", strong=True)


def small_cascade(home: Home, folder: Path) -> None:
    """A trained B and C; they trained D and E; D trained F; it is unknown who trained G."""
    open_cascade(home)
    folder.mkdir()
    for name, text in (("people", PEOPLE), ("workshops", WORKSHOPS), ("register", REGISTER)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    done = run(home, Request(CASCADE, [folder]))
    assert done.committed, [judged.why for judged in done.judgement.refused()]
