"""Whatever a door took, no reader raises on it: every page, endpoint, file and reading command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from api.cli import banyan as commands
from api.home import Home
from api.i18n import LANGUAGES
from domain.values import Role
from tests.support.api import Api
from tests.support.command import Banyan
from tests.support.hostile.commands import Document, Programme, Teller, Texts
from tests.support.hostile.reads import FORMATS, address, pages_of, rules
from tests.support.hostile.texts import TYPED, of_every_script
from tests.support.people_of import as_, somebody

SEED = 20260230
FEW = (
    "2026-02-30", "2026-14-01", "None", "1.0", "=1+1", "#REF!", "'", "{x}", "%(a)s", "<b>",
    "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10", "e\u0301", "עִברִית", "a;b",
)  # fmt: skip
"""Of `TYPED`, those that the short run tells: every other one to a field, and the others to the
next."""
IN_TURN = 2
"""Stories that tell each script somewhere, one after another."""


def told(
    home: Home, app: Flask, texts: list[str], stories: Iterable[int], more: list[str]
) -> Programme:
    """A story from each of these of `texts` on, a text a field; then `more`, each in some."""
    api = Api(app.test_client(), home)
    cascade = api.cascade()
    person, region = api.person(cascade, "T"), api.post("/regions", name="Kisumu")["id"]
    api.post(
        "/workshops", cascade=cascade, starts_on="2024-01-10", lead={"person": person},
        register=[{"identifier": "x"}], region=region,
    )  # fmt: skip
    browser = app.test_client()
    browser.environ_base |= {"HTTP_SEC_FETCH_SITE": "same-origin"}
    signed_in = somebody(browser, home)
    signed_in.granted(Role.AUDITOR, cascade)
    signed_in.headers = {}
    signed_in.signs_in(browser)
    client = app.test_client()
    teller = Teller(Document(client.get("/api/openapi.json").json), Texts(texts))
    it = Programme(
        teller,
        api,
        cascade,
        as_(client, home, Role.TRAINER, cascade, person=person),
        as_(client, home, Role.AUDITOR, cascade),
        as_(client, home, Role.ADMINISTRATOR),
        signed_in,
    )
    for start in stories:
        teller.texts.at = start
        it.story()
    teller.texts = Texts(more)
    for _story in range(IN_TURN):
        it.story()
    return it


def readers(app: Flask, home: Home, it: Programme) -> dict[str, FlaskClient]:
    """One of every role, each signed in."""
    region = it.records[0]["region"]
    roles: dict[str, tuple[Role, dict[str, str]]] = {
        "coordinator": (Role.COORDINATOR, {}),
        "coordinator of a region": (Role.COORDINATOR, {"region": region}),
        "auditor": (Role.AUDITOR, {}),
        "administrator": (Role.ADMINISTRATOR, {}),
    }
    found = {}
    for name, (role, part) in roles.items():
        client = app.test_client()
        cascade = None if role is Role.ADMINISTRATOR else it.cascade
        as_(client, home, role, cascade, **part).signs_in(client)
        found[name] = client
    found["trainer"] = app.test_client()
    it.trainer.signs_in(found["trainer"])
    return found


def addresses(app: Flask, records: list[dict[str, str]]) -> Iterator[tuple[Rule, str]]:
    seen = set()
    for record in records:
        for rule in rules(app):
            path = address(rule, record)
            if path not in seen:
                seen.add(path)
                yield rule, path


def must_say(it: Programme) -> None:
    """Every text field of every command was taken with one of the texts at least."""
    assert it.teller.wrong == []
    untold = {
        f"{operation} {field}"
        for operation in it.teller.document.writes
        for field in it.teller.fields(operation)
        if not it.teller.accepted[operation, field]
    }
    assert untold == NEVER
    without_text = {"endSession", "acknowledgeAlarm"}
    assert it.teller.document.writes.keys() - it.teller.done == without_text


NEVER = {"invite email"}
"""Fields whose form no such text has."""


def must_be_read(app: Flask, home: Home, it: Programme, full: Callable[[str], bool]) -> None:
    """`full`: which roles read about every story, and not about the first and the last alone.

    A page that answers `?format=` with a file is asked for it about every record that it shows; one
    that does not is asked once.
    """
    wrong, is_file = [], dict[tuple[str, str], bool]()
    for role, client in readers(app, home, it).items():
        some = it.records if full(role) else [it.records[0], it.records[-1]]
        for rule, path in addresses(app, some):
            found = [(at, status) for at, status, _text in pages_of(client, path, 60)]
            wrong += [(role, at, status) for at, status in found if status >= 500]
            is_shown = rule.endpoint.startswith("pages.") and found[0][1] == 200
            if is_shown and is_file.get((role, rule.rule), True):
                for form in FORMATS:
                    answer = client.get(f"{path}?format={form}")
                    is_file[role, rule.rule] = "html" not in answer.mimetype
                    wrong += [(role, path, form, answer.status_code)] * (answer.status_code >= 500)
    assert wrong == []


# ---- the short run ---------------------------------------------------------------------------


def test_nothing_that_was_taken_stops_a_reader(app: Flask, home: Home) -> None:
    it = told(home, app, list(FEW), range(0, len(FEW), 2), of_every_script(SEED))
    must_say(it)
    must_be_read(app, home, it, lambda role: role == "coordinator")
    must_be_spoken(app, home, it)
    must_be_known_when_asked(app, home, it)
    must_be_listed(home, it)


def must_be_spoken(app: Flask, home: Home, it: Programme) -> None:
    """History, in words, in every language."""
    client = readers(app, home, it)["coordinator"]
    for language in LANGUAGES:
        for path in ("history", "flags", "report", "people"):
            at = f"/cascades/{it.cascade}/{path}?lang={language}"
            for _at, status, text in pages_of(client, at, 4):
                assert status == 200
                assert not re.search(r"\(('|&#39;)[0-9a-f]{8}|\(\)|datetime\.date", text)


def must_be_known_when_asked(app: Flask, home: Home, it: Programme) -> None:
    """Also as of positions before anything was there: found or not, but never a fault."""
    client = readers(app, home, it)["coordinator"]
    document = it.teller.document
    paths = {f"/api/v1{path}" for path, asked in document.reads.values() if "known_at" in asked}
    known = {p for r, p in addresses(app, it.records[:1]) if re.sub("<.*?>", "{}", r.rule) in {
        re.sub("{.*?}", "{}", path) for path in paths}}  # fmt: skip
    assert len(known) == len(paths) > 40
    for position in (0, 1, home.log.position() // 2):
        for path in sorted(known):
            for at in (
                f"{path}?known_at={position}",
                f"{path}?known_at={position}&as_of=1900-01-01",
            ):
                status = client.get(at).status_code
                assert status in (200, 202, 404, 422), (at, status)


def must_be_listed(home: Home, it: Programme) -> None:
    """At the command line, tables and figures in every form."""
    banyan = Banyan(home.path)
    slug = "malaria"
    for form in ("table", "json", "csv"):
        banyan.done("reach", "--cascade", slug, "--format", form)
    exported = commands.commands["export"].params
    (tables,) = (p.type.choices for p in exported if p.name == "table")  # type: ignore[attr-defined]
    for table in tables:
        for form in FORMATS:
            out = home.path / f"{table}.{form}"
            banyan.done("export", "--cascade", slug, "--table", table, "--format", form,
                        "--out", out)  # fmt: skip
    for said in (("cascade", "list"), ("cascade", "show", slug), ("user", "list"), ("check",),
                 ("rebuild",), ("replay", "--until", "20"), ("daily",),
                 ("subject-data", it.records[0]["person"])):  # fmt: skip
        banyan.done(*said)


# ---- the long run ----------------------------------------------------------------------------


@pytest.mark.soak
def test_nothing_at_all_that_was_taken_stops_a_reader(app: Flask, home: Home) -> None:
    it = told(home, app, list(TYPED), range(len(TYPED)), of_every_script(SEED))
    must_say(it)
    must_be_read(app, home, it, lambda role: True)
    must_be_spoken(app, home, it)
    must_be_listed(home, it)
