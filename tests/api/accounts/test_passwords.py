"""Which passwords are taken, and what it costs to check one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from statistics import median
from threading import Event, Semaphore
from time import perf_counter, thread_time

import pytest

from api.accounts import passwords
from api.accounts.common_passwords import is_common
from api.errors import Problem
from domain.rules import Refused
from tests.support.threads import MINUTES, aside, ended

ABOUT = ("amina.otieno@example.org", "Amina Otieno", "banyan")


@pytest.fixture(autouse=True)
def light_hashes() -> None:
    """Not here: passwords are hashed as they are for everybody."""


@pytest.mark.parametrize(
    "phrase",
    [
        "password1234",
        "P4ssw0rd!2024!",
        "qwertyuiop12",
        "poiuytrewq!!",
        "123456789012",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "letmeinletmein",
        "sunshine dragon",
        "correct horse battery staple",
    ],
)
def test_what_many_would_think_of_is_common(phrase: str) -> None:
    assert is_common(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["monkeys eat quiet umbrellas", "tall giraffes sing", "شجرة كبيرة خضراء", "xK9#vQ2$mL7p"],
)
def test_what_few_would_think_of_is_not(phrase: str) -> None:
    assert not is_common(phrase)
    passwords.require_sound(phrase, ABOUT)


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("too short", "too short"),
        ("x y" * 100, "too long"),
        ("amina otieno 2024", "Many people"),
        ("Example.Org!Amina", "Many people"),
        ("banyanbanyanbanyan", "Many people"),
    ],
)
def test_others_are_refused_with_a_sentence(phrase: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        passwords.require_sound(phrase, ABOUT)


def test_a_phrase_that_takes_long_to_judge_does_not_exist() -> None:
    """Eight times as long a phrase takes some eight times as long: not its square, 64 times."""
    short, long = (partial(is_common, "thetest" * times + "ß") for times in (500, 4_000))
    short()  # what is made once
    assert least(long) < 24 * least(short)


def least(act: Callable[[], object]) -> float:
    """Seconds of this thread's own work, of several tries the least disturbed."""
    took = []
    for _try in range(7):
        begun = thread_time()
        act()
        took.append(thread_time() - begun)
    return min(took)


def test_a_password_is_known_again_exactly() -> None:
    made = passwords.hash_password("tall giraffes sing")
    assert made.startswith("$argon2id$")
    assert passwords.verify(made, "tall giraffes sing")
    for other in ("Tall giraffes sing", "tall giraffes sing ", "", "x" * 10_000):
        assert not passwords.verify(made, other)
    assert not passwords.verify(None, "tall giraffes sing")


def test_old_settings_are_noticed() -> None:
    from argon2 import PasswordHasher

    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8192).hash("x"))
    assert not passwords.is_outdated(passwords.hash_password("x"))


def test_one_check_costs_19_mib_and_two_passes() -> None:
    for made in (passwords.hash_password("tall giraffes sing"), passwords.decoy_hash()):
        assert made.split("$")[3] == "m=19456,t=2,p=1"


@pytest.mark.soak
def test_one_check_takes_less_than_150_ms() -> None:
    made = passwords.hash_password("tall giraffes sing")
    took = []
    for _ in range(9):
        begun = perf_counter()
        passwords.verify(made, "tall giraffes sing")
        took.append(perf_counter() - begun)
    assert median(took) < 0.15


def test_only_so_many_stand_in_line() -> None:
    gate = passwords.Gate(at_once=1, waiting=2)
    came, done, passed = _told(gate), Event(), []

    def first() -> None:
        with gate.passed():
            assert done.wait(MINUTES)

    def other() -> None:
        with gate.passed():
            passed.append(1)

    threads = []
    for act in (first, other, other):
        threads.append(aside(act))
        assert came.acquire(timeout=MINUTES)
    with pytest.raises(Problem, match="Many people") as refused, gate.passed():
        pass
    assert refused.value.status == 503 and passed == []
    done.set()
    for thread in threads:
        ended(thread)
    assert passed == [1, 1]


def _told(gate: passwords.Gate) -> Semaphore:
    """Can be acquired once for each who has got into the line."""
    came, acquire = Semaphore(0), gate._cores.acquire

    def told(timeout: float) -> bool:
        came.release()
        return acquire(timeout=timeout)

    gate._cores.acquire = told  # type: ignore[method-assign, assignment]
    return came
