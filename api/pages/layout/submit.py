"""A form that records something: the same way into the log as by JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.transactions.idempotency import Answer
from api.transactions.write import Write
from api.web.services import writing


def send(act: Callable[[Write], Answer], body: Mapping[str, Any] | None = None) -> Answer:
    """`body`: what was sent; with an id in it, sent again it acts once."""
    write = writing(body)
    return write.once(lambda: act(write))
