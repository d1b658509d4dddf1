"""A replay knows on which day everybody was recorded, though it reads no log."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.service import Service
from projections.history.replay import forest
from projections.views import differences
from tests.oracle import histories as told
from tests.oracle import recorded
from tests.support.world import cascade_number, in_memory

FIRST = datetime(2023, 3, 1, 12, tzinfo=UTC)


@given(told.histories(), st.lists(st.booleans(), min_size=60, max_size=60))
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_days_of_recording_are_those_of_the_log(history: told.History, pauses: list[bool]):
    with in_memory() as world:
        for at, (move, look) in enumerate(zip(history, pauses, strict=False)):
            now = FIRST + timedelta(days=at)
            world.service = Service(world.log, lambda now=now: now)  # type: ignore[misc]
            world.tell([move])
            if look:
                world.views.catch_up()
        with world.views.read() as db:
            found: recorded.Entered = Counter()
            for level in forest(db, cascade_number(db)):
                for group in level:
                    key = (group.parent is not None, group.unattributed, group.day, group.recorded)
                    found[key] += group.people
            assert found == recorded.entered(db, world.log)
        assert differences(world.views, world.log) == []
