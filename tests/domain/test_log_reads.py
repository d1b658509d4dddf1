"""The log appends only what stands on streams as they are."""

from __future__ import annotations

import pytest

from domain.log import Log, Stale
from tests.support.domain.entries import pending
from tests.support.threads import together

ODD = ["name/s/'%\"\\", "name/s/W7 ", "name/s/é", "name/s/{}[]$", "name/s/\U0001f332"]

WRITERS, LIMIT = 6, 30


def test_an_append_goes_in_where_nothing_moved(log):
    for stream in ODD:
        log.append([pending(stream, 1), pending(stream, 2)])
    position = log.append([pending("mine", 1)], dict.fromkeys(ODD, 2) | {"nothing there": 0})
    assert log.position() == position


@pytest.mark.parametrize("seen", [0, 1, 3])
@pytest.mark.parametrize("stream", ODD)
def test_an_append_that_read_something_else_is_stale_and_writes_nothing(log, stream, seen):
    log.append([pending(stream, 1), pending(stream, 2)])
    before = list(log.read())
    with pytest.raises(Stale):
        log.append([pending("mine", 1), pending("mine", 2)], {"nothing there": 0, stream: seen})
    assert list(log.read()) == before
    log.append([pending("mine", 1)], {stream: 2})


def test_thousands_of_reads_are_compared(log):
    log.append([pending("there", 1)])
    reads = {f"nothing {n}": 0 for n in range(3_000)}
    log.append([pending("mine", 1)], reads | {"there": 1})
    with pytest.raises(Stale):
        log.append([pending("mine", 2)], reads | {"there": 0})


def test_a_decision_that_records_nothing_is_compared_too(log):
    log.append([pending("there", 1)])
    log.require_unmoved({"there": 1, "nothing": 0})
    with pytest.raises(Stale):
        log.require_unmoved({"there": 0})


def test_many_who_each_write_to_their_own_keep_a_rule_over_all(store, log):
    """Each may write one more as long as there are fewer than the limit in all streams together,
    and sees of the others only what it read. Whoever is faster, the limit is met exactly."""
    streams = [f"writer-{n}" for n in range(WRITERS)]

    def write(mine: str) -> None:
        own = log if store.name == "memory" else Log(store.more())
        while True:
            found = own.load(streams)
            versions = {s: len(found.get(s, ())) for s in streams}
            if sum(versions.values()) >= LIMIT:
                break
            try:
                own.append([pending(mine, versions.pop(mine) + 1)], versions)
            except Stale:
                continue
        if own is not log:
            own.close()

    together(write, streams)
    assert len(list(log.read())) == LIMIT
