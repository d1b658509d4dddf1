"""Where the drawers lie, and who may read the token."""

from __future__ import annotations

import stat

import pytest

from api.errors import BadInput
from api.home import Home
from tests.support.threads import together


def test_the_three_drawers_lie_in_the_home(room):
    home = Home(room / "home")
    assert home.log.position() == 0
    assert home.views.catch_up() == 0
    home.private.seal("person/1", "details", {"name": "Zainab"})
    assert {"log.db", "private.db", "views.db"} <= {path.name for path in home.path.iterdir()}
    home.close()


def test_the_token_is_made_once_and_is_the_owners_alone(room):
    home = Home(room / "home")
    tokens = set(together(lambda _: home.token(), range(32)))
    assert len(tokens) == 1
    assert len(tokens.pop()) >= 43
    assert stat.S_IMODE((home.path / "token").stat().st_mode) == 0o600
    assert [path.name for path in home.path.iterdir()] == ["token"]


@pytest.mark.parametrize("url", ["mysql://here/db", "nonsense", "sqlite:///x.db"])
def test_another_database_is_refused_in_a_sentence(room, url):
    with pytest.raises(BadInput) as refused:
        Home(room / "home", url)
    assert "postgresql+psycopg://" in refused.value.message


def test_all_three_drawers_lie_in_postgresql(room, database):
    home = Home(room / "home", database.url)
    assert home.views.catch_up() == 0
    home.private.seal("person/1", "details", {"name": "Zainab"})
    home.close()
    with database.connect() as connection:
        found = connection.execute(
            "SELECT table_schema, count(*) FROM information_schema.tables"
            " WHERE table_schema IN ('log', 'private', 'views') GROUP BY 1"
        ).fetchall()
    assert {schema for schema, _ in found} == {"log", "private", "views"}
    assert not list((room / "home").glob("*.db"))


def test_many_may_start_at_once_on_a_fresh_postgresql(room, database):
    def start(n: int) -> int:
        home = Home(room / f"home{n}", database.url)
        try:
            return home.views.catch_up()
        finally:
            home.close()

    assert set(together(start, range(6))) == {0}
