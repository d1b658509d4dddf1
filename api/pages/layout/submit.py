"""A form that records something: the same way into the log as by JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.errors import BadInput, Problem
from api.home import Home
from api.transactions import idempotency
from api.transactions.write import Write
from domain.rules import Refused


def send(home: Home, act: Callable[[Write], Any], body: dict[str, Any] | None = None) -> Any:
    """`body`: what was sent; with an id in it, sent again it acts once."""
    write = Write(home, body, 200)
    try:
        return write.repeat.answer or act(write)
    except (Refused, BadInput, Problem):
        idempotency.forget(write.home.private, write.repeat)
        raise
