"""Given what happened, when somebody decides, then these facts or this refusal.

given(held).when(workshop.hold, the_same, TODAY).then_refused("already in the log")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import pytest

from domain import (
    access,
    batch,
    cascade,
    certification,
    naming,
    outcome,
    pair,
    person,
    place,
    proposal,
    workshop,
)
from domain.events import Event
from domain.rules import Refused

EVOLVE: dict[type, Callable[[Any, Event], Any]] = {
    access.Access: access.evolve,
    batch.Batch: batch.evolve,
    cascade.Cascade: cascade.evolve,
    certification.Certification: certification.evolve,
    naming.Name: naming.evolve,
    outcome.Outcome: outcome.evolve,
    pair.Pair: pair.evolve,
    person.Person: person.evolve,
    place.Organisation: place.evolve_organisation,
    place.Region: place.evolve_region,
    proposal.Proposal: proposal.evolve,
    workshop.Workshop: workshop.evolve,
}
"""Noun → function that applies a fact to its state."""

Decision = Callable[..., Iterator[Event]]


def replay(noun: type, *events: Event) -> Any:
    """A noun after these facts."""
    state = noun()
    for event in events:
        state = EVOLVE[noun](state, event)
    return state


def noun_of(decision: Callable[..., Any]) -> type:
    """The noun of a decision, from the type of its first parameter."""
    return next(iter(get_type_hints(decision).values()))


class given:  # noqa: N801
    def __init__(self, *events: Event) -> None:
        self._events = events

    def when(self, decision: Decision, *args: Any, **named: Any) -> When:
        return When(self._events, decision, args, named)


class When:
    def __init__(
        self,
        events: tuple[Event, ...],
        decision: Decision,
        args: tuple[Any, ...],
        named: dict[str, Any],
    ) -> None:
        self._events = events
        self._noun = noun_of(decision)
        self._decide = lambda state: list(decision(state, *args, **named) or ())

    def then(self, *expected: Event) -> None:
        """Exactly these facts; none at all says that nothing changes."""
        assert self._decided() == list(expected)

    def then_refused(
        self, part: str, *, field: str | None = None, by: type[Refused] = Refused
    ) -> None:
        """Refused with a sentence that contains this text, about this field of the command."""
        with pytest.raises(Refused) as refusal:
            self._decided()
        assert type(refusal.value) is by
        assert part in str(refusal.value)
        assert refusal.value.field == field

    def then_a_repeat_changes_nothing(self) -> None:
        """The command is accepted once; repeated, it is refused or records nothing."""
        facts = self._decided()
        assert facts, "the example must happen the first time"
        state = replay(self._noun, *self._events, *facts)
        try:
            again = self._decide(state)
        except Refused:
            return
        assert again == []

    def _decided(self) -> list[Event]:
        return self._decide(replay(self._noun, *self._events))
