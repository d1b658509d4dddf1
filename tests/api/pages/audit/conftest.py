"""A cascade whose numbers for March changed in April."""

from __future__ import annotations

import pytest

from api.home import Home
from tests.support.api import WHY, Api
from tests.support.clock import Clock


@pytest.fixture
def march(home: Home, clock: Clock, api: Api, private_texts: list[str]) -> str:
    """In March A taught B, C and D. In April: a late workshop, a void, a merge, an import."""
    clock.forward(days=-77)  # 30 March
    cascade = api.cascade()
    private_texts += ["Zuleika Adhiambo"]
    for name in ("A", "B", "C", "D", "E", "F"):
        api.person(cascade, name, details={"name": f"Zuleika Adhiambo {name}"})
    w1 = api.workshop(cascade, "2024-03-05", "A", "B", "C", "D")
    clock.forward(days=17)  # 16 April
    api.workshop(cascade, "2024-03-20", "A", "E", "F")
    api.post(f"/workshops/{w1}/attendances/{api.find(cascade, 'D')}/voiding", reason=WHY)
    one, other = api.find(cascade, "B"), api.find(cascade, "C")
    api.post("/merges", one=one, other=other, reason=WHY)
    clock.forward(days=20)  # 6 May
    return cascade
