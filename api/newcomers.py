"""People whom a request names: by id, by identifier, or new, then registered along with the rest.

The identifier is claimed in the private drawer before anything is recorded, so that two requests
at once cannot register one person twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g

from api.auth import LOG_WORK
from api.writing import Write
from domain import person
from domain.service import Commands
from domain.standards import Conflict
from domain.values import CascadeId, Commitment, PersonId, Profile
from projections.scope import people_within

Someone = Mapping[str, Any]
AT_ONCE = 200
"""Newcomers in one append; where a sheet has more, people come first and then the sheet."""


@dataclass(frozen=True)
class Newcomer:
    id: PersonId
    profile: Profile
    details: Commitment | None
    identifier: Commitment | None


class Newcomers:
    """Of one write. `ids` first; then `register` within the command that speaks of them."""

    def __init__(self, write: Write, cascade: CascadeId) -> None:
        self._write = write
        self._cascade = cascade
        self._draft = write.home.service.look()
        self._series = self._draft.known_cascade(cascade).series
        self._new: dict[PersonId, Newcomer] = {}
        self._known: set[PersonId] = set()

    def ids(self, people: Sequence[Someone]) -> list[PersonId]:
        """Who is meant, in order. Somebody named by the same identifier twice is one person."""
        said = {p["identifier"]: p for p in reversed(people) if "identifier" in p}
        self._write.require_people(p["person"] for p in people if "person" in p)
        private = self._write.home.private
        bound = private.people(self._series, said)
        # An id for everybody, also who is known: a repeat counts its ids the same way as the first.
        offered = {name: PersonId(self._write.id()) for name in reversed(said)}
        wanted = {name: id for name, id in offered.items() if name not in bound}
        bound |= private.claim(self._series, wanted)
        self._draft.fetch(person.stream(id) for id in bound.values())
        for name, id in bound.items():
            if self._draft.person(id).id is None and id not in self._new:
                self._add(id, said[name])
            elif id not in self._new and not self._is_own(id):
                self._known.add(id)
        return [self._id(p, bound) for p in people]

    def newcomer(self, chosen: str | None, said: Someone) -> PersonId:
        """Somebody who is to be registered under the chosen id, or one that is made."""
        id = PersonId(self._write.id(chosen))
        self._require_unknown(id)
        name = said.get("identifier")
        if name is not None:
            holder = self._write.home.private.claim(self._series, {name: id})[name]
            known = self._draft.person(holder).id is not None
            if holder != id and (known or chosen is not None):
                raise self._taken(name, holder)
            id = holder
        self._add(id, said)
        return id

    def _require_unknown(self, id: PersonId) -> None:
        """Before an identifier is bound to them: whoever is known was registered by this write."""
        entries = self._draft.entries(person.stream(id))
        if entries and entries[0].command != self._write.command():
            raise Conflict(
                "This person is already registered. Correct the record instead.", field="id"
            )

    def _taken(self, name: str, holder: PersonId) -> Conflict:
        """Whose it is, where the writer may know them."""
        with self._write.home.views.read() as db:
            seen = people_within(db, self._write.access.scope(LOG_WORK), [holder])
        if not seen:
            return Conflict(
                "“{identifier}” is the identifier of somebody whom you do not coordinate. Use "
                "another identifier.",
                field="identifier",
                identifier=name,
            )
        return Conflict(
            "“{identifier}” is the identifier of {person} already. Use that person, or another "
            "identifier.",
            field="identifier",
            identifier=name,
            person=holder,
        )

    @property
    def unseen(self) -> tuple[PersonId, ...]:
        """Of those named so far by their identifier: people who are known, and whom the writer
        may not see."""
        return self._write.unseen(sorted(self._known))

    def _is_own(self, id: PersonId) -> bool:
        """Registered by the writer, who typed what is known of them, and of no region."""
        first = self._draft.entries(person.stream(id))[0]
        return first.recorded_by == g.who and self._draft.person(id).profile.region is None

    @property
    def are_many(self) -> bool:
        return len(self._new) > AT_ONCE

    def register(self, commands: Commands) -> None:
        for one in self._new.values():
            self._register(commands, one)

    def register_first(self) -> None:
        """Where they are too many for one append with what speaks of them."""
        waiting = list(self._new.values())
        part = 0
        while len(waiting) > AT_ONCE:
            part += 1
            several, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]

            def act(commands: Commands, several: list[Newcomer] = several) -> None:
                for one in several:
                    self._register(commands, one)

            self._write.append(act, part)

    def _register(self, commands: Commands, one: Newcomer) -> None:
        if commands.person(one.id).id is None:
            commands.register_person(
                self._cascade, one.id, one.profile, one.details, one.identifier
            )

    def _id(self, said: Someone, bound: Mapping[str, PersonId]) -> PersonId:
        if "person" in said:
            return PersonId(said["person"])
        if "identifier" in said:
            return bound[said["identifier"]]
        id = PersonId(self._write.id())
        self._add(id, said)
        return id

    def _add(self, id: PersonId, said: Someone) -> None:
        owner, name = person.stream(id), said.get("identifier")
        called = {"series": self._series, "identifier": name} if name else None
        self._new[id] = Newcomer(
            id,
            Profile(**said.get("profile", {})),
            self._write.seal(owner, "details", said.get("details")),
            self._write.seal(owner, "identifier", called),
        )
