"""Sends a form to the log, in the same way as a JSON request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.transactions.idempotency import Answer
from api.transactions.write import Write
from api.web.services import writing


def send(act: Callable[[Write], Answer], once: Mapping[str, Any] | None = None) -> Answer:
    """The answer of `act`. `once`: the content of the form with an `id`: if it is sent again, `act`
    does not run again and the first answer is returned."""
    write = writing(once)
    return write.once(lambda: act(write))
