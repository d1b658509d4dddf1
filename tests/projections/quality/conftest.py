"""A world in memory, where the store makes no difference."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.world import World, in_memory


@pytest.fixture
def memory_world() -> Iterator[World]:
    with in_memory() as world:
        yield world
