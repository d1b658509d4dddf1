"""Every page of Banyan with its reader: for checks of manners and weights, and for pictures."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import BrowserContext

from api.home import Home
from api.sample.visitors import account_of
from api.spreadsheets.uploads.worker import UploadWorker
from domain.values import Role


@dataclass(frozen=True)
class Shown:
    """`path` with places such as {cascade}; `reader`: a role of the sample, or nobody."""

    name: str
    reader: Role | None
    path: str


COORDINATOR, TRAINER, AUDITOR = Role.COORDINATOR, Role.TRAINER, Role.AUDITOR

CASCADE, MINE = "/cascades/{cascade}", "/branch/{cascade}"
WORKSHOP = f"{CASCADE}/workshops/{{workshop}}"
PERSON = f"{CASCADE}/people/{{person}}"

PAGES = (
    Shown("welcome", None, "/"),
    Shown("signin", None, "/signin"),
    Shown("second-factor", None, "/signin/second-factor"),
    Shown("cascades", Role.ADMINISTRATOR, "/"),
    Shown("cascade-new", Role.ADMINISTRATOR, "/cascades/new"),
    Shown("overview", COORDINATOR, CASCADE),
    Shown("flags", COORDINATOR, f"{CASCADE}/flags"),
    Shown("workshop-new", COORDINATOR, f"{CASCADE}/workshops/new"),
    Shown("workshops", COORDINATOR, f"{CASCADE}/workshops"),
    Shown("workshop", COORDINATOR, WORKSHOP),
    Shown("workshop-correction", COORDINATOR, f"{WORKSHOP}/correction"),
    Shown("workshop-cancellation", COORDINATOR, f"{WORKSHOP}/cancellation"),
    Shown("workshop-rescheduling", COORDINATOR, f"{WORKSHOP}/rescheduling"),
    Shown("workshop-voiding", COORDINATOR, f"{WORKSHOP}/voiding"),
    Shown("workshop-restoration", COORDINATOR, f"{WORKSHOP}/restoration"),
    Shown("attendance", COORDINATOR, f"{WORKSHOP}/attendances/{{trainee}}"),
    Shown("attendance-new", COORDINATOR, f"{WORKSHOP}/attendances/new"),
    Shown("people", COORDINATOR, f"{CASCADE}/people"),
    Shown("person", COORDINATOR, PERSON),
    Shown("person-correct", COORDINATOR, f"{PERSON}/correct"),
    Shown("person-outcome", COORDINATOR, f"{PERSON}/outcome"),
    Shown("person-consents", COORDINATOR, f"{PERSON}/consents"),
    Shown("person-merge", COORDINATOR, f"{PERSON}/merge"),
    Shown("person-erase", COORDINATOR, f"{PERSON}/erase"),
    Shown("certification", COORDINATOR, f"{PERSON}/certification"),
    Shown("trainers", COORDINATOR, f"{CASCADE}/trainers"),
    Shown("proposals", COORDINATOR, f"{CASCADE}/proposals"),
    Shown("proposal", COORDINATOR, f"{CASCADE}/proposals/{{proposal}}"),
    Shown("duplicates", COORDINATOR, f"{CASCADE}/duplicates"),
    Shown("import", COORDINATOR, f"{CASCADE}/import"),
    Shown("import-rows", COORDINATOR, f"{CASCADE}/import/{{upload}}"),
    Shown("import-batch", COORDINATOR, f"{CASCADE}/import/batches/{{batch}}"),
    Shown("report", COORDINATOR, f"{CASCADE}/report"),
    Shown("settings", COORDINATOR, f"{CASCADE}/settings"),
    Shown("settings-region", COORDINATOR, f"{CASCADE}/settings/regions/{{region}}"),
    Shown("settings-organisation", COORDINATOR,
          f"{CASCADE}/settings/organisations/{{organisation}}"),
    Shown("my-reach", TRAINER, MINE),
    Shown("my-people", TRAINER, f"{MINE}/people"),
    Shown("my-people-apart", TRAINER, f"{MINE}/apart"),
    Shown("my-breakdowns", TRAINER, f"{MINE}/breakdowns"),
    Shown("my-workshops", TRAINER, f"{MINE}/workshops"),
    Shown("my-workshop-new", TRAINER, f"{MINE}/workshops/new"),
    Shown("my-proposal", TRAINER, f"{MINE}/proposals/{{proposal}}"),
    Shown("replay", AUDITOR, f"{CASCADE}/replay"),
    Shown("why-it-changed", AUDITOR, f"{CASCADE}/compare"),
    Shown("history", AUDITOR, f"{CASCADE}/history"),
    Shown("person-as-an-auditor", AUDITOR, PERSON),
    Shown("person-reveal", AUDITOR, f"{PERSON}/reveal"),
    Shown("account", COORDINATOR, "/account"),
    Shown("account-second-factor", COORDINATOR, "/account/second-factor"),
    Shown("accounts", Role.ADMINISTRATOR, "/accounts"),
    Shown("accounts-one", Role.ADMINISTRATOR, "/accounts/{account}"),
)  # fmt: skip
NO_PAGES = {
    "pages.signin.open_link",  # opens once; tests/api/pages/account/test_signin.py has it
    "pages.branch.rows",  # a part of my-reach
    "pages.imports.errors",  # files
    "pages.imports.template",
}
"""Endpoints beside the pages that are not pages."""
SHEET = b"person,name,sex\nKE-900001,Halima Were,female\nKE-900002,,woman\n"


def prepare(home: Home) -> None:
    """Adds to the sample an upload that is judged and waits for its import."""
    cascade = _one(home, "SELECT id FROM cascade")
    account = account_of(home.accounts, COORDINATOR)
    works = UploadWorker(home, lambda error: None)
    sheets = [("people.csv", SHEET)]
    position = home.log.position()
    works.start(works.store.add("reading", cascade, account, position, "en", sheets, "iso"), 20)


def places(home: Home) -> dict[str, str]:
    """Place in a path → value in the sample."""
    ids = {place: _one(home, sql) for place, sql in PLACES.items()}
    shelf = UploadWorker(home, lambda error: None).store
    (upload, *_) = shelf.of_cascade(ids["cascade"])
    return ids | {"account": account_of(home.accounts, TRAINER), "upload": upload.id}


PLACES = {
    "cascade": "SELECT id FROM cascade",
    "proposal": "SELECT id FROM proposal WHERE state = 'waiting' ORDER BY number",
    "person": "SELECT p.id FROM held_role h JOIN person p ON p.number = h.person ORDER BY p.number",
    "workshop": "SELECT w.id FROM workshop w JOIN held_role h ON h.person = w.leader"
    " WHERE w.people > 0 ORDER BY w.number",
    "trainee": "SELECT p.id FROM held_role h JOIN workshop w ON w.leader = h.person"
    " JOIN presence x ON x.workshop = w.number AND x.role = 1"
    " JOIN person p ON p.number = x.person WHERE p.one = p.number ORDER BY w.number, p.number",
    "batch": "SELECT name FROM batch ORDER BY name",
    "region": "SELECT id FROM region ORDER BY number",
    "organisation": "SELECT id FROM organisation ORDER BY number",
}


def _one(home: Home, sql: str) -> str:
    with home.views.read() as db:
        return str(db.rows(sql)[0][0])


def session_of(home: Home, role: Role) -> str:
    account = account_of(home.accounts, role)
    return home.accounts.sessions.begin(account, "127.0.0.1", "tests", strong=True)


def enter(context: BrowserContext, home: Home, address: str, role: Role | None) -> None:
    """Signs the context in as a reader with this role."""
    context.clear_cookies()
    if role is not None:
        cookie = {"name": "banyan", "value": session_of(home, role), "url": address}
        context.add_cookies([cookie])


def endpoints(app: Flask) -> set[str]:
    """The endpoints of all pages that answer GET."""
    rules = app.url_map.iter_rules()
    return {
        rule.endpoint
        for rule in rules
        if rule.endpoint.startswith("pages.") and "GET" in (rule.methods or ())
    }
