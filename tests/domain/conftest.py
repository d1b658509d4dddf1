"""A world in which something was told already."""

import pytest

from tests.support.domain.telling import PEOPLE, everybody


@pytest.fixture
def told(world):
    """A cascade in which three people are known."""
    world.names |= dict(zip(PEOPLE, ("amina", "brian", "chen"), strict=True))
    world.do(everybody)
    return world
