"""The acknowledged commands in the order of their positions, and the facts that they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from itertools import groupby

from tests.oracle import facts
from tests.oracle.acknowledged import Acknowledged, State, Unknown, Workshop, Wrong, require


def state_after(told: Iterable[Acknowledged], names: Mapping[str, str]) -> State:
    """In order of position. Of those that answer with one position, one recorded something.

    A command that only found what was there already names the entry that said so, which may be one
    in the middle of a command: where it names what is not there yet, it waits for that command.
    """
    state, waiting = State(names), list[Acknowledged]()
    by_position = sorted(told, key=lambda it: it.position)
    for _, group in groupby(by_position, key=lambda it: it.position):
        several = list(group)
        try:
            state = _settled(state, several)
        except Unknown:
            waiting += several
            continue
        while waiting and (known := _without_effect(state, waiting)):
            waiting = [it for it in waiting if it not in known]
    require(not waiting, f"what it names was never acknowledged: {waiting}")
    return state


def _settled(state: State, several: list[Acknowledged]) -> State:
    """After the one that recorded something, which must leave the others nothing to record."""
    problems = []
    for first in several:
        try:
            after = applied(state, first)
        except Wrong as wrong:
            problems.append(f"{first}: {wrong}")
            continue
        except Unknown:
            if len(several) == 1:
                raise
            problems.append(f"{first}: names what is not there yet")
            continue
        if first.again and after != state:
            problems.append(f"{first}: a repeat recorded something")
            continue
        others = [it for it in several if it is not first]
        if len(_without_effect(after, others)) == len(others):
            return after
        problems.append(f"after {first}, not all of the others were known")
    raise Wrong("\n".join(problems))


def _without_effect(state: State, several: list[Acknowledged]) -> list[Acknowledged]:
    found = []
    for it in several:
        try:
            found += [it] if applied(state, it) == state else []
        except (Wrong, Unknown):
            continue
    return found


def applied(state: State, it: Acknowledged) -> State:
    """Words come with a fact: where nothing is recorded, none are kept."""
    after = deepcopy(state)
    act: Callable[[Acknowledged], None] = getattr(after, it.what)
    act(it)
    return state if replace(after, words=state.words) == state else after


# ---- as facts --------------------------------------------------------------------------------


def facts_of(state: State, ids: Mapping[str, str]) -> facts.Facts:
    """`ids`: by name. A workshop goes by its identifier or, where it has none, by its id."""
    return facts.Facts(
        workshops=tuple(_workshop(id, w, ids) for id, w in state.workshops.items()),
        merged=frozenset(frozenset(ids[name] for name in pair) for pair in state.merged),
        sex={ids[n]: None if p.sex == "unknown" else p.sex for n, p in state.people.items()},
        region={ids[n]: p.region for n, p in state.people.items()},
    )


def _workshop(id: str, w: Workshop, ids: Mapping[str, str]) -> facts.Workshop:
    return facts.Workshop(
        identifier=w.identifier or id,
        starts_on=w.starts_on,
        ends_on=w.ends_on,
        kind=w.kind,
        lead=ids[w.lead] if w.lead else None,
        cofacilitators=tuple(ids[name] for name in w.cofacilitators),
        register=tuple(
            facts.Attendance(ids[name], *line.scores)
            for name, line in w.lines.items()
            if not line.voided
        ),
        status="voided" if w.voided else "held",
    )
