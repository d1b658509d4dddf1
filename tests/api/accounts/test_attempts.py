"""Guessing is slow, and hits nobody but who guesses."""

from __future__ import annotations

import pytest

from api.accounts import Accounts, lockout, passwords
from api.errors import Problem
from tests.support.clock import Clock
from tests.support.people_of import EMAIL, PHRASE
from tests.support.threads import together

HERE, THERE = "192.0.2.1", "198.51.100.7"


def enter(accounts: Accounts, password: str, address: str = HERE, email: str = EMAIL) -> int:
    """As what the door answers."""
    try:
        accounts.signin.sign_in(email, password, address, "test")
    except Problem as problem:
        return problem.status
    return 200


def test_five_wrong_tries_lock_for_fifteen_minutes(
    accounts: Accounts, amina: str, clock: Clock
) -> None:
    assert [enter(accounts, "wrong") for _ in range(5)] == [401] * 5
    assert enter(accounts, PHRASE) == 429
    clock.forward(minutes=14, seconds=59)
    assert enter(accounts, PHRASE) == 429
    clock.forward(seconds=1)
    assert enter(accounts, PHRASE) == 200


def test_a_right_password_clears_the_count(accounts: Accounts, amina: str, clock: Clock) -> None:
    for _ in range(3):
        assert [enter(accounts, "wrong") for _ in range(4)] == [401] * 4
        assert enter(accounts, PHRASE) == 200


def test_nobody_is_locked_out_of_another_address(
    accounts: Accounts, amina: str, clock: Clock
) -> None:
    for _ in range(9):
        enter(accounts, "wrong", HERE)
    assert enter(accounts, PHRASE, THERE) == 200


def test_who_has_no_account_is_answered_alike(accounts: Accounts, amina: str, clock: Clock) -> None:
    for known, unknown in [(EMAIL, "nobody@example.org"), (EMAIL.upper(), " NOBODY@example.org ")]:
        said = []
        for email in (known, unknown):
            for _ in range(6):
                with pytest.raises(Problem) as refused:
                    accounts.signin.sign_in(email, "wrong", email.strip()[:5], "test")
                said.append((refused.value.status, refused.value.template))
        assert said[:6] == said[6:]


def test_a_thousand_guesses_over_twenty_addresses_open_nothing(
    accounts: Accounts, amina: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    monkeypatch.setattr(passwords, "verify", lambda known, phrase: bool(checked.append(phrase)))
    guesses = [f"guess {n}" for n in range(1_000)]
    answers = [enter(accounts, g, f"203.0.113.{n % 20}") for n, g in enumerate(guesses)]
    assert set(answers) == {401, 429} and len(checked) == 100
    monkeypatch.undo()
    assert enter(accounts, PHRASE, HERE) == 200


def test_guesses_all_at_once_are_counted_too(accounts: Accounts, amina: str) -> None:
    answers = together(lambda n: enter(accounts, f"guess {n}"), range(12))
    assert sorted(answers) == [401] * 5 + [429] * 7


def test_a_network_of_one_customer_counts_as_one_address(accounts: Accounts) -> None:
    for n in range(5):
        lockout.count_try(accounts.engine, "x", f"2001:db8:1:2::{n}")
    with pytest.raises(Problem):
        lockout.count_try(accounts.engine, "x", "2001:db8:1:2:ffff::1")
    lockout.count_try(accounts.engine, "x", "2001:db8:1:3::1")


def test_an_account_without_a_password_is_not_entered(accounts: Accounts) -> None:
    accounts.directory.add("new@example.org", "New")
    assert enter(accounts, "", email="new@example.org") == 401


def test_a_disabled_account_is_not_entered(accounts: Accounts, amina: str) -> None:
    accounts.disable(amina)
    assert enter(accounts, PHRASE) == 401


def test_a_hash_of_old_settings_is_renewed(accounts: Accounts, amina: str) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8192).hash(PHRASE)
    accounts.directory.set_password(amina, old)
    assert enter(accounts, PHRASE) == 200
    renewed = accounts.directory.password(amina)
    assert renewed and renewed != old and passwords.verify(renewed, PHRASE)
