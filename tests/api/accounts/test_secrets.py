"""Sessions and second factors: what opens, for how long, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.accounts import Accounts, Purpose
from api.accounts.second_factor import code_at, picture
from api.errors import Problem
from api.private.account_tables import session
from api.private.tables import metadata, utc_now
from domain.rules import Conflict, NotFound, Refused
from tests.support.clock import Clock
from tests.support.people_of import EMAIL, PHRASE
from tests.support.threads import together


def begin(accounts: Accounts, account: str, **said: bool) -> str:
    return accounts.sessions.begin(account, "192.0.2.1", "Firefox", **said)


# ---- sessions --------------------------------------------------------------------------------


def test_a_session_opens_until_it_is_ended(accounts: Accounts, amina: str) -> None:
    secret = begin(accounts, amina)
    session = accounts.session(secret)
    assert session and session.account == amina and not session.strong
    assert accounts.sessions.end(amina, session.id)
    assert accounts.session(secret) is None
    assert not accounts.sessions.end(amina, session.id)


@pytest.mark.parametrize("secret", ["", "x", "\ud800", "x" * 100_000])
def test_what_is_no_sessions_secret_opens_nothing(
    accounts: Accounts, amina: str, secret: str
) -> None:
    begin(accounts, amina)
    assert accounts.session(secret) is None and accounts.token(secret) is None


def test_a_session_that_nobody_uses_is_over_after_a_week(
    accounts: Accounts, amina: str, clock: Clock
) -> None:
    used, unused = begin(accounts, amina), begin(accounts, amina)
    for _ in range(4):
        clock.forward(days=6)
        assert accounts.session(used)
    assert accounts.session(unused) is None
    clock.forward(days=6)
    assert accounts.session(used) is None, "thirty days are over"


def test_sessions_end_together_save_one(accounts: Accounts, amina: str) -> None:
    one, two = begin(accounts, amina), begin(accounts, amina)
    kept = accounts.session(one)
    assert kept
    accounts.end_all(amina, except_=kept.id)
    assert accounts.session(one) and accounts.session(two) is None
    accounts.end_all(amina)
    assert accounts.session(one) is None


def test_an_owner_ends_only_their_own(accounts: Accounts, amina: str) -> None:
    session = accounts.session(begin(accounts, amina))
    assert session and not accounts.sessions.end("somebody", session.id)
    (listed,) = accounts.sessions.listed(amina)
    assert (listed.id, listed.agent, listed.address) == (session.id, "Firefox", "192.0.2.1")
    assert accounts.sessions.listed("somebody") == []


def test_a_disabled_account_has_neither_session_nor_token(accounts: Accounts, amina: str) -> None:
    cookie = begin(accounts, amina)
    _, token = accounts.tokens.make(amina, "sync", ["auditor"], None, 30, ["g1"])
    accounts.disable(amina)
    assert accounts.session(cookie) is None and accounts.token(token) is None


def test_a_session_begun_at_the_same_moment_opens_nothing_either(
    accounts: Accounts, amina: str
) -> None:
    accounts.disable(amina)
    assert accounts.session(begin(accounts, amina)) is None


def test_no_secret_is_kept_as_it_is(accounts: Accounts, amina: str) -> None:
    secrets = [
        begin(accounts, amina),
        accounts.tokens.make(amina, "sync", ["auditor"], None, 30, ["g1"])[1],
        accounts.invitations.make(Purpose.RESET, amina),
        *_second_factor(accounts, amina)[1],
        PHRASE,
    ]
    with accounts.engine.connect() as connection:
        kept = [
            str(row) for t in metadata.sorted_tables for row in connection.execute(select(t)).all()
        ]
    assert len(kept) > 12
    for secret in secrets:
        assert not any(secret in row for row in kept)


# ---- the second factor -----------------------------------------------------------------------


def _second_factor(accounts: Accounts, amina: str) -> tuple[str, list[str]]:
    secret = accounts.second_factor.offer(amina)
    codes = accounts.second_factor.turn_on(amina, code_at(secret, utc_now().timestamp()))
    return secret, codes


def test_codes_are_those_of_the_standard() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [code_at(secret, at) for at in (59, 1111111109, 20000000000)] == [
        "287082",
        "081804",
        "353130",
    ]


def test_a_code_opens_once(accounts: Accounts, amina: str, clock: Clock) -> None:
    secret, _ = _second_factor(accounts, amina)
    accepts = accounts.second_factor.accepts
    assert not accepts(amina, code_at(secret, clock.now.timestamp()))
    clock.forward(seconds=30)
    code = code_at(secret, clock.now.timestamp())
    assert accepts(amina, code) and not accepts(amina, code)
    clock.forward(seconds=60)
    assert accepts(amina, code_at(secret, clock.now.timestamp() + 30))
    assert not accepts(amina, code_at(secret, clock.now.timestamp()))


def test_of_many_who_show_one_code_one_comes_in(
    accounts: Accounts, amina: str, clock: Clock
) -> None:
    secret, recovery = _second_factor(accounts, amina)
    for code in (code_at(secret, utc_now().timestamp() + 30), recovery[0]):
        shown = together(lambda c: accounts.second_factor.accepts(amina, c), [code] * 12)
        assert sum(shown) == 1


def test_a_recovery_code_opens_once(accounts: Accounts, amina: str, clock: Clock) -> None:
    _, codes = _second_factor(accounts, amina)
    assert len(set(codes)) == 10
    assert accounts.second_factor.accepts(amina, codes[3].upper())
    assert not accounts.second_factor.accepts(amina, codes[3])
    assert accounts.second_factor.codes_left(amina) == 9
    fresh = accounts.second_factor.new_codes(amina)
    assert not accounts.second_factor.accepts(amina, codes[4])
    assert accounts.second_factor.accepts(amina, fresh[4].replace("-", " "))


@pytest.mark.parametrize("code", ["", "000000", "12345", "１２３４５６", "abcd", "0" * 1000])
def test_other_codes_open_nothing(accounts: Accounts, amina: str, clock: Clock, code: str) -> None:
    assert not accounts.second_factor.accepts(amina, code)
    _second_factor(accounts, amina)
    assert not accounts.second_factor.accepts(amina, code)


def test_it_counts_only_once_a_code_was_shown(accounts: Accounts, amina: str, clock: Clock) -> None:
    accounts.second_factor.offer(amina)
    with pytest.raises(Refused, match="clock"):
        accounts.second_factor.turn_on(amina, "000000")
    assert not accounts.second_factor.on(amina)


def test_the_picture_needs_neither_style_nor_script() -> None:
    drawn = picture("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", EMAIL)
    assert drawn.startswith("<svg") and "style" not in drawn and "script" not in drawn


def test_signing_in_with_a_second_factor(accounts: Accounts, amina: str, clock: Clock) -> None:
    secret, _ = _second_factor(accounts, amina)
    clock.forward(seconds=30)
    entered = accounts.signin.sign_in(EMAIL, PHRASE, "192.0.2.1", "test")
    assert entered.waiting and accounts.session(entered.secret) is None
    code = code_at(secret, clock.now.timestamp())
    opened = accounts.signin.show_second_factor(entered.secret, code, "192.0.2.1", "test")
    session = accounts.session(opened)
    assert session and session.strong
    with pytest.raises(Problem, match="Begin again"):
        accounts.signin.show_second_factor(entered.secret, code, "192.0.2.1", "test")


def test_guessing_the_second_factor_locks(accounts: Accounts, amina: str, clock: Clock) -> None:
    secret, _ = _second_factor(accounts, amina)
    clock.forward(seconds=30)
    waiting = accounts.signin.sign_in(EMAIL, PHRASE, "192.0.2.1", "test").secret
    for status in [401] * 5 + [429]:
        with pytest.raises(Problem) as refused:
            accounts.signin.show_second_factor(waiting, "000000", "192.0.2.1", "test")
        assert refused.value.status == status
    clock.forward(minutes=11)
    with pytest.raises(Problem, match="Begin again"):
        code = code_at(secret, clock.now.timestamp())
        accounts.signin.show_second_factor(waiting, code, "192.0.2.1", "test")


# ---- the book --------------------------------------------------------------------------------


def test_changing_the_password_ends_all_other_sessions_and_links(
    accounts: Accounts, amina: str
) -> None:
    mine, other = begin(accounts, amina), begin(accounts, amina)
    link = accounts.invitations.make(Purpose.RESET, amina)
    session = accounts.session(mine)
    assert session
    with pytest.raises(Problem, match="present password"):
        accounts.signin.change_password(session, "wrong", "quiet umbrellas at noon", "x", "y")
    assert accounts.session(mine)
    fresh = accounts.signin.change_password(session, PHRASE, "quiet umbrellas at noon", "x", "y")
    assert accounts.session(mine) is None and accounts.session(other) is None
    assert accounts.session(fresh)
    assert accounts.invitations.look(link) is None
    assert not accounts.signin.sign_in(EMAIL, "quiet umbrellas at noon", "x", "y").waiting


def test_an_address_has_one_account(accounts: Accounts, amina: str) -> None:
    with pytest.raises(Conflict):
        accounts.directory.add(EMAIL.upper(), "Another")
    known = accounts.directory.known(amina)
    assert (known.login, known.standing) == (EMAIL, "active")
    with pytest.raises(NotFound):
        accounts.directory.known("nobody")


@pytest.mark.parametrize("email", ["", "amina", "a@b", "a b@example.org", "a@example.org\nBcc: x"])
def test_other_texts_are_no_address(accounts: Accounts, email: str) -> None:
    with pytest.raises(Refused, match="e-mail"):
        accounts.directory.add(email, "Amina")


def test_a_letter_lies_in_the_outbox_where_there_is_no_mail_server(
    accounts: Accounts, room: Path
) -> None:
    assert not accounts.outbox.send(EMAIL, "Welcome", "Open the link.")
    (letter,) = (room / "outbox").iterdir()
    assert letter.stat().st_mode & 0o777 == 0o600
    text = letter.read_text()
    assert f"To: {EMAIL}" in text and "Open the link." in text


def test_the_list_is_by_address(accounts: Accounts, amina: str) -> None:
    accounts.directory.add("aaron@example.org", "Aaron")
    assert [one.name for one in accounts.directory.listed()] == ["Aaron", "Amina Otieno"]
    assert [one.id for one in accounts.directory.listed("aaron@example.org")] == [amina]


def test_what_is_over_is_deleted_with_the_days_chores(accounts: Accounts, clock: Clock) -> None:
    account = accounts.directory.add("over@example.org", "Somebody")
    accounts.sessions.begin(account.id, "127.0.0.1", "tests")
    clock.forward(days=400)
    accounts.delete_over()
    with accounts.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(session)).scalar_one() == 0
