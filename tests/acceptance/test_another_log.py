"""`banyan check` and `banyan rebuild` where the log is another than the views were made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from domain.log import Row
from tests.support import another_log
from tests.support.command import Banyan, write_files
from tests.support.postgres import Database

STANDS = "This alarm stands until an auditor or an administrator acknowledges it"
ANOTHER, SHORTER = "The log has another past", "The log has become shorter"


@pytest.fixture
def home(place: str | None, tmp_path: Path) -> Iterator[Banyan]:
    """With three workshops. Its log is altered, and so not audited at the end."""
    banyan = Banyan(tmp_path / "home", place)
    banyan.done("cascade", "open", "c", "--title", "Cascade")
    hold(banyan, tmp_path, "1", "2", "3")
    banyan.done("reach", "--cascade", "c")
    yield banyan


def hold(banyan: Banyan, tmp_path: Path, *names: str) -> None:
    rows = [f"w{n},2024-01-0{n},l{n}" for n in names]
    files = write_files(
        tmp_path / f"files {'-'.join(names)}",
        {
            "people": "\n".join(["person", *(f"l{n}\np{n}" for n in names)]),
            "workshops": "\n".join(["workshop,starts_on,lead", *rows]),
            "attendances": "\n".join(["workshop,person", *(f"w{n},p{n}" for n in names)]),
        },
    )
    banyan.done("import", "--cascade", "c", files)


def rows(banyan: Banyan) -> list[Row]:
    with banyan.opened() as home:
        return list(home.log.rows())


def put(banyan: Banyan, found: Sequence[Row], request: pytest.FixtureRequest) -> None:
    if banyan.url is None:
        another_log.write_file(banyan.home / "log.db", found)
    else:
        database: Database = request.getfixturevalue("roomy")
        another_log.write_table(database, found)


def changed(found: Sequence[Row], old: bytes, new: bytes) -> list[Row]:
    """Of the first workshop that was held."""
    at = next(row[0] for row in found if row[3].startswith("workshop.held"))
    altered = [(*r[:4], re.sub(old, new, r[4])) if r[0] == at else r for r in found]
    assert altered != list(found)
    return altered


def swapped(found: Sequence[Row]) -> list[Row]:
    """The last two people who were registered."""
    one, other = [n for n, row in enumerate(found) if row[3] == "person.registered"][-2:]
    altered = list(found)
    altered[one] = (found[one][0], *found[other][1:])
    altered[other] = (found[other][0], *found[one][1:])
    return altered


def without_one(found: Sequence[Row]) -> list[Row]:
    gone = next(row[0] for row in found if row[3].startswith("workshop.held"))
    return [row for row in found if row[0] != gone]


ALTERED: dict[str, Callable[[Sequence[Row]], list[Row]]] = {
    "state": lambda found: changed(found, rb'"starts_on":"2024', b'"starts_on":"2023'),
    "recorded_at": lambda found: changed(found, rb'"at":"2', b'"at":"1'),
    "author": lambda found: changed(found, b'"by":"console"', b'"by":"somebody"'),
    "swapped": swapped,
    "deleted": without_one,
}


@pytest.mark.parametrize("how", ALTERED)
def test_what_was_altered_is_said_before_and_after_a_rebuild_until_acknowledged(
    home: Banyan, how: str, request: pytest.FixtureRequest
):
    assert home("check").code == 0
    put(home, ALTERED[how](rows(home)), request)
    for _ in range(2):
        answer = home("check")
        assert answer.code == 1
        assert ANOTHER in answer.err and STANDS in answer.err
        assert "as a witness" in answer.err
    assert "They are kept as views" in home.done("rebuild").out
    answer = home("check")
    assert answer.code == 1
    assert ANOTHER in answer.err and STANDS in answer.err and "kept as views" in answer.err
    hole = how == "deleted" and home.url is None
    assert home("check", "--acknowledge").code == hole
    answer = home("check")
    assert (answer.code, STANDS in answer.err) == (hole, False)
    if hole:
        assert "are missing" in answer.out
        assert "Compare it with a backup" in answer.err


def test_a_log_that_lost_its_end_is_said_by_whoever_looks_next(
    home: Banyan,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
):
    yesterday = rows(home)
    hold(home, tmp_path, "4", "5")
    assert home.reach().keys() == {"l1", "l2", "l3", "l4", "l5"}
    put(home, yesterday, request)
    assert home.reach().keys() == {"l1", "l2", "l3"}
    assert SHORTER in caplog.text
    hold(home, tmp_path, "6", "7", "8")
    assert home.reach().keys() == {"l1", "l2", "l3", "l6", "l7", "l8"}
    home.done("rebuild")
    answer = home("check")
    assert (answer.code, SHORTER in answer.err, STANDS in answer.err) == (1, True, True)
    assert home("check", "--acknowledge").code == 0
    assert home("check").code == 0


def test_it_is_said_on_the_standard_error(home: Banyan, request: pytest.FixtureRequest):
    put(home, rows(home)[:-1], request)
    out, err = home.start("reach", "--cascade", "c").communicate()
    assert SHORTER in err and SHORTER not in out


def test_an_alarm_outlives_views_that_are_deleted(home: Banyan, request: pytest.FixtureRequest):
    put(home, rows(home)[:-1], request)
    home.done("reach", "--cascade", "c")
    if home.url is None:
        for file in home.home.glob("views*"):
            file.unlink()
    else:
        with request.getfixturevalue("roomy").connect() as connection:
            connection.execute("DROP SCHEMA views CASCADE")
    answer = home("check")
    assert (answer.code, SHORTER in answer.err) == (1, True)


def test_versions_with_holes_are_said(home: Banyan, request: pytest.FixtureRequest):
    found = rows(home)
    end, stream, version = found[-1][:3]
    more = [(end + 1, stream, version + 2, *found[-1][3:]), (end + 2, "x/y", 2, *found[-1][3:])]
    put(home, [*found, *more], request)
    answer = home("check")
    assert answer.code == 1
    assert f"Position {end + 1}, {stream}: version {version + 2}, where {version + 1}" in answer.out
    assert f"Position {end + 2}, x/y: version 2, where 1 is due" in answer.out


def test_an_entry_that_cannot_be_read_is_said(home: Banyan, request: pytest.FixtureRequest):
    found = rows(home)
    broken = (found[-1][0] + 1, "person/y", 1, "person.registered", b'{"at":')
    put(home, [*found, broken], request)
    answer = home("check")
    assert answer.code == 1
    assert f"The entry at position {broken[0]} of the log is damaged" in answer.out


def test_gaps_in_positions_are_no_fault_on_postgres_alone(
    home: Banyan, request: pytest.FixtureRequest
):
    found = rows(home)
    more = [(found[-1][0] + 3, "person/z", 1, *next(r[3:] for r in found if "person/" in r[1]))]
    put(home, [*found, *more], request)
    answer = home("check")
    assert ("are missing" in answer.out) is (home.url is None)
