"""A sheet with errors by the browser: seen first, put right on the page, imported, taken back."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import update

from api.home import Home
from api.operations import maintenance
from api.private import upload_tables
from api.spreadsheets.recognition.reader import read_uploads
from api.spreadsheets.uploads.store import UploadStore
from tests.api.pages.imports.uploading import Browser, browser_of, left
from tests.support.api import Api
from tests.support.browsing import text_of
from tests.support.threads import together

PEOPLE = """person,name,sex
N-1,Halima Uploaded,female
N-2,Otieno Uploaded,mann
"""
WORKSHOPS = """workshop,starts_on,lead
V-1,03/04/2024,N-1
"""
REGISTER = """workshop,person,pre,post,max_score
V-1,N-2,2,8,10
V-1,N-3,2,12,10
"""
FILES = {"people.csv": PEOPLE, "workshops.csv": WORKSHOPS, "register.csv": REGISTER}


def people(api: Api, cascade: str) -> int:
    return sum(g["people"] for g in api.get(f"/cascades/{cascade}/generations"))


def test_from_a_sheet_with_errors_to_the_log_and_back(
    visitor: Browser, api: Api, home: Home, cascade: str
) -> None:
    position = home.log.position()
    upload = visitor.sends(FILES)
    page = visitor.last.text
    assert "“mann” is not one of" in text_of(page) and "above the maximum" in text_of(page)
    assert "can be read in two ways" in page and "--dates" not in page
    assert set(visitor.rows().values()) == {"refused", "unclear"} and len(visitor.rows()) == 4
    assert home.log.position() == position
    page = visitor.post(f"{upload}/dates", dates="dmy")
    assert visitor.rows() == {"1": "refused", "3": "unclear", "4": "refused"}
    visitor.post(upload, row=["1", "4"], **{"1-sex": "male", "4-post": "9", "4-pre": "2"})
    assert visitor.rows() == {"4": "unclear"} and "People without a name" in visitor.last.text
    visitor.post(f"{upload}/decisions", **{"d:nameless:N-3": "accept"})
    assert set(visitor.rows().values()) == {"new"} and len(visitor.rows()) == 5
    assert "Import 2 people, 1 workshop, 2 lines of registers" in visitor.last.text
    page = text_of(visitor.post(f"{upload}/commit"))
    assert "All that stands is recorded" in page and left(home) == 0
    assert people(api, cascade) == 3
    assert api.get("/workshops")[0]["starts_on"] == "2024-04-03"
    (batch,) = api.get("/batches")
    assert (batch["people"], batch["workshops"]) == (3, 1)
    assert batch["recorded_by"] == visitor.one.account
    page = text_of(visitor.get(visitor.base))
    assert batch["name"] in page and "whole" in page
    at = f"{visitor.base}/batches/{batch['name']}"
    assert "Take this import back" in visitor.get(at)
    assert "Say why" in visitor.post(at, why=" ") and visitor.last.status_code == 422
    page = text_of(visitor.post(at, why="a wrong sheet"))
    assert "3 people whom it had registered" in page and "Place(" not in page
    assert people(api, cascade) == 0
    (line, *_) = reversed(api.get(f"/batches/{batch['name']}/history"))
    assert (line["reason"], line["words"]) == ("import-undone", "a wrong sheet")


def test_the_good_rows_alone_and_the_rest_as_a_sheet(
    visitor: Browser, api: Api, home: Home, cascade: str
) -> None:
    files = FILES | {"workshops.csv": "workshop,starts_on,lead\nV-1,2024-04-03,N-1\n"}
    upload = visitor.sends(files)
    book = visitor.client.get(f"{upload}/errors.xlsx").data
    rows = read_uploads([("errors.xlsx", book)]).tables.rows
    assert {(r.table, r.cells["person"]) for rs in rows.values() for r in rs} == {
        ("people", "N-2"), ("register", "N-2"), ("register", "N-3"),
    }  # fmt: skip
    assert "leave the refused rows out" in visitor.get(upload)
    visitor.post(f"{upload}/commit", skip="1")
    assert people(api, cascade) == 1, "nobody without a name of whom there is a refused row"
    again = visitor.sends(files | {"people.csv": "person\nN-2\n"})
    assert visitor.last.status_code == 200 and again != upload


def test_rows_are_left_out_and_an_upload_is_given_up(visitor: Browser, home: Home) -> None:
    upload = visitor.sends(FILES)
    visitor.post(upload, row=["0", "1", "2", "3", "4"], out=["1", "2", "3", "4"])
    assert visitor.rows() == {"0": "new"}
    assert "the people" not in visitor.post(f"{upload}/cancel") and left(home) == 0
    visitor.client.get(upload)
    assert visitor.client.get(upload).status_code == 404


def test_what_cannot_be_read_is_said_and_not_kept(visitor: Browser, home: Home) -> None:
    visitor.post(visitor.base)
    assert visitor.last.status_code == 422 and "Choose a file first" in visitor.last.text
    for name, content in (("a.xlsx", b"PK no"), ("a.txt", b"x"), ("people.csv", b"person\n")):
        visitor.sends({name: content})
        assert 'role="alert"' in visitor.last.text, name
        assert left(home) == 0
    visitor.post(visitor.base, files=[(io.BytesIO(b"x" * 34_000_000), "people.csv")])
    assert visitor.last.status_code == 413 and "32 MB" in visitor.last.text


def test_work_that_died_with_its_server_goes_on_when_somebody_looks(
    visitor: Browser, api: Api, home: Home, cascade: str
) -> None:
    upload = visitor.sends({"people.csv": "person\nN-1\nN-2\n"})
    id = upload.rsplit("/", 1)[1]
    shelf = UploadStore(home.private)
    assert shelf.turn(id, ("ready",), "committing")
    worker = shelf.claim(id)
    assert worker and shelf.claim(id) is None
    assert "Importing" in visitor.get(upload) and "http-equiv" in visitor.last.text
    long_ago = (datetime.now(UTC) - timedelta(minutes=2)).isoformat()
    with home.private.engine.begin() as connection:
        connection.execute(update(upload_tables.upload).values(beat=long_ago))
    visitor.get(upload)
    assert "is recorded" in visitor.get(upload)
    assert len(api.get("/people")) == 2 and left(home) == 0


def test_pressed_by_two_at_once_it_is_one_import(
    app: Flask, visitor: Browser, api: Api, home: Home, cascade: str
) -> None:
    other = browser_of(app, home, cascade)
    upload = visitor.sends({"people.csv": "person\nN-1\nN-2\n"})
    together(lambda one: one.post(f"{upload}/commit"), (visitor, other))
    assert "is recorded" in visitor.get(upload)
    assert [batch["people"] for batch in api.get("/batches")] == [2]


def test_uploads_live_for_a_day_and_not_beyond_an_erasure(
    visitor: Browser, api: Api, home: Home, cascade: str
) -> None:
    visitor.sends(FILES)
    assert left(home) == 8
    with home.private.engine.begin() as connection:
        old = (datetime.now(UTC) - timedelta(hours=25)).isoformat()
        connection.execute(update(upload_tables.upload).values(kept_at=old))
    said = list(maintenance.run(home, datetime.now(UTC).date()))
    assert any("upload" in sentence for sentence in said) and left(home) == 0
    someone = api.person(cascade, "N-2", details={"name": "Otieno Uploaded"})
    before = visitor.sends(FILES)
    api.post(f"/people/{someone}/erasure", reason={"code": "requested"})
    assert left(home) == 0 and visitor.client.get(before).status_code == 404
    visitor.sends(FILES)
    assert left(home) == 8
    assert list(maintenance.run(home, datetime.now(UTC).date())) == [] and left(home) == 8


def test_nobody_is_changed_whom_the_importer_does_not_coordinate(
    visitor: Browser, api: Api, home: Home
) -> None:
    other = api.cascade("water", series="malaria")
    api.person(other, "W-1", details={"name": "Halima Uploaded"})
    visitor.sends({"people.csv": "person,name\nW-1,Otieno Uploaded\n"})
    assert "somebody whom you do not coordinate" in visitor.last.text
    upload = visitor.sends({"people.csv": "person\nN-1\n"})
    region = api.post("/regions", name="North")["id"]
    stranger = browser_of(visitor.client.application, home, other)
    part = browser_of(visitor.client.application, home, str(upload).split("/")[2], region=region)
    for one in (stranger, part):
        assert one.client.get(upload).status_code == one.client.get(visitor.base).status_code == 404
    moved = upload.replace(upload.split("/")[2], other)
    assert stranger.client.get(moved).status_code == 404


def test_the_template_is_a_workbook_of_the_four_tables(visitor: Browser) -> None:
    answer = visitor.client.get(f"{visitor.base}/template.xlsx")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert all(not rows for rows in read_uploads([("t.xlsx", answer.data)]).tables.rows.values())
