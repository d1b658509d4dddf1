"""A clock that stands still until a test moves it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from types import ModuleType
from typing import Any

import pytest

PACKAGES = ("domain", "projections", "api")


class Clock:
    """Calling it gives the present time."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class _Like(type):
    """Its instances are plain dates or times, and `isinstance` accepts any plain date or time."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__mro__[1])


def stop_the_clocks(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every module of Banyan use the clock's time."""

    class StoppedDatetime(datetime, metaclass=_Like):
        def __new__(cls, *args: Any, **named: Any) -> Any:
            return datetime(*args, **named)  # noqa: DTZ001

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return clock.now.astimezone(tz) if tz else clock.now.replace(tzinfo=None)

    class StoppedDate(date, metaclass=_Like):
        def __new__(cls, *args: Any, **named: Any) -> Any:
            return date(*args, **named)

        @classmethod
        def today(cls) -> Any:
            return date.fromordinal(clock.now.toordinal())

    for module in _modules():
        if vars(module).get("datetime") is datetime:
            monkeypatch.setattr(module, "datetime", StoppedDatetime)
        if vars(module).get("date") is date and hasattr(module, "__file__"):
            monkeypatch.setattr(module, "date", StoppedDate)


def _modules() -> Iterator[ModuleType]:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in PACKAGES:
            yield module


NOON = datetime(2024, 6, 15, 12, tzinfo=UTC)
