"""Which passwords are taken, and what it costs to check one."""

from __future__ import annotations

import threading
import time
from statistics import median

import pytest

from api.accounts import passwords
from api.accounts.common import is_common
from api.problems import Problem
from domain.standards import Refused

ABOUT = ("amina.otieno@example.org", "Amina Otieno", "banyan")


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
    begun = time.perf_counter()
    is_common("thetest" * 36 + "ß")
    assert time.perf_counter() - begun < 0.1


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


def test_one_check_takes_less_than_150_ms() -> None:
    made = passwords.hash_password("tall giraffes sing")
    took = []
    for _ in range(9):
        begun = time.perf_counter()
        passwords.verify(made, "tall giraffes sing")
        took.append(time.perf_counter() - begun)
    assert median(took) < 0.15


def test_only_so_many_stand_in_line() -> None:
    gate = passwords.Gate(at_once=1, waiting=2)
    inside, done = threading.Event(), threading.Event()
    passed: list[int] = []

    def first() -> None:
        with gate.passed():
            inside.set()
            done.wait(10)

    def other() -> None:
        with gate.passed():
            passed.append(1)

    threads = [threading.Thread(target=first)]
    threads[0].start()
    assert inside.wait(10)
    threads += [threading.Thread(target=other) for _ in range(2)]
    for thread in threads[1:]:
        thread.start()
    while gate._room._value:  # type: ignore[attr-defined]
        time.sleep(0.001)
    with pytest.raises(Problem, match="Many people") as refused, gate.passed():
        pass
    assert refused.value.status == 503 and passed == []
    done.set()
    for thread in threads:
        thread.join(10)
    assert passed == [1, 1]
