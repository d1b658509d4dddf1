"""People in a request, by id, by identifier, or new; new people are registered in the same write.

Known people are looked up while the write is decided, and again at each retry. An identifier is
bound together with the private texts of the write, for the first request that commits. So two
requests at the same time cannot register one person twice, and neither answer names a person who
was never recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any
from uuid import uuid4

from api.people.typed_line import ProfileOf, Someone
from api.transactions.idempotency import Answer
from api.transactions.write import Write
from domain import person
from domain.identifiers import same
from domain.rules import Conflict
from domain.service import Commands, Repeated
from domain.values import CascadeId, PersonId, Profile, RegionId
from projections.records.region_paths import region_named

MAX_NEWCOMERS = 200
"""New people in one append. If a sheet has more, the people are recorded before the sheet."""
MAX_PARTS = 20


class Newcomers:
    """Finds and registers the people of one write. Call it inside the command that names them,
    since it reads through that command who is known."""

    def __init__(self, write: Write, cascade: CascadeId) -> None:
        self._write = write
        self._cascade = cascade
        self._commands: Commands | None = None
        self._by_identifier: dict[str, PersonId] = {}
        self._forms: dict[str, PersonId] = {}
        self._new: dict[PersonId, Someone] = {}
        self._known: set[PersonId] = set()

    def ids(self, commands: Commands, people: Sequence[Someone]) -> list[PersonId]:
        """The ids of the people, in order; new people are registered. The same identifier twice is
        one person, also if it is written otherwise."""
        self._begin(commands)
        self._write.require_people(p["person"] for p in people if "person" in p)
        described = {p["identifier"]: p for p in reversed(people) if "identifier" in p}
        # Make an id for known people too, so that a retry counts its ids as the first try did.
        offered = {
            name: self._forms.setdefault(same(name), id)
            for name, id in [(name, PersonId(self._write.id())) for name in reversed(described)]
        }
        self._by_identifier = offered | self._bound(described) | self._by_identifier
        commands.fetch(person.stream(self._by_identifier[name]) for name in described)
        for name in offered:
            self._register(commands, self._by_identifier[name], described[name])
            self._note_known(commands, self._by_identifier[name])
        found = [self._id(p) for p in people]
        commands.fetch(map(person.stream, found))
        for id, one in zip(found, people, strict=True):
            if not one.keys() & {"person", "identifier"}:
                self._register(commands, id, one)
        return found

    def newcomer(self, commands: Commands, chosen: str | None, someone: Someone) -> PersonId:
        """Registers a person under the chosen id, or a new one. Conflict if they are registered."""
        self._begin(commands)
        id, name = PersonId(self._write.id(chosen)), someone.get("identifier")
        if name is not None and same(name) in self._forms:
            return self._forms[same(name)]
        if chosen is not None and self._is_known(commands, id):
            person.require_known(commands.person(id), "id")
            raise Conflict(
                "This person is already registered. Correct the record instead.", field="id"
            )
        if name is not None:
            id = self._by_identifier[name] = self._free(commands, id, name, chosen is not None)
            self._forms[same(name)] = id
        self._register(commands, id, someone)
        return id

    def recorded_id(self, someone: Someone, chosen: str | None = None) -> PersonId:
        """The id of a person after the write."""
        if "person" in someone:
            return PersonId(someone["person"])
        id, name = PersonId(self._write.id(chosen)), someone.get("identifier")
        return self._bound([name]).get(name, id) if name else id

    def commit(
        self,
        lines: int,
        act: Callable[[Commands], object],
        data: Mapping[str, Any],
        location: str | None = None,
    ) -> Answer:
        """As `write.commit`. `lines`: the largest possible number of people in the write."""
        if lines > MAX_NEWCOMERS:
            with suppress(Repeated):  # `commit` below notices it too, and answers
                self._write.retried(act)(self._write.home.service.read(self._write.by()))
                self._register_first()
        return self._write.commit(act, data, location)

    def _register_first(self) -> None:
        """Registers people in appends of their own, until the rest fits into the write's append."""
        waiting = list(self._new.items())
        part = 0
        while len(waiting) > MAX_NEWCOMERS:
            part += 1
            several, waiting = waiting[:MAX_NEWCOMERS], waiting[MAX_NEWCOMERS:]

            def act(commands: Commands, several: list[tuple[PersonId, Someone]] = several) -> None:
                names = (one["identifier"] for _id, one in several if "identifier" in one)
                bound = self._bound(names)
                for id, one in several:
                    if bound.get(one.get("identifier", ""), id) == id:
                        self._register(commands, id, one)

            self._write.append(act, part)

    def _begin(self, commands: Commands) -> None:
        """At each new try, forgets what an earlier try has found."""
        if commands is not self._commands:
            self._commands, self._by_identifier, self._new = commands, {}, {}
            self._known, self._forms = set(), {}

    def _bound(self, names: Iterable[str]) -> dict[str, PersonId]:
        wanted = set(names)
        return self._write.caller.moment.private.people(self._series, wanted) if wanted else {}

    @property
    def _series(self) -> str:
        commands = self._commands or self._write.home.service.read()
        return commands.known_cascade(self._cascade).series

    def _free(self, commands: Commands, id: PersonId, name: str, chosen: bool) -> PersonId:
        """The id of the person who gets the identifier: an id for which it is bound already, if no
        person is registered under it yet, else `id`. Conflict if the identifier is taken."""
        holder = self._bound([name]).get(name, id)
        if self._is_known(commands, holder):
            raise self._taken(name, holder)
        if holder != id and chosen:
            raise Conflict("Others are changing the same records. Try again in a moment.")
        return holder

    def _is_known(self, commands: Commands, id: PersonId) -> bool:
        """Whether the person was registered by another write."""
        entries = commands.entries(person.stream(id))
        return bool(entries) and entries[0].command not in self._mine

    @cached_property
    def _mine(self) -> set[str]:
        """The command ids of this write."""
        return {self._write.command(part) for part in range(MAX_PARTS)}

    def _taken(self, name: str, holder: PersonId) -> Conflict:
        """Says that an identifier is taken. Names the holder only if the writer may see them."""
        if self._write.unseen([holder]):
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
        """Known people who were named by identifier so far, and whom the writer may not see."""
        return self._write.unseen(sorted(self._known))

    def _note_known(self, commands: Commands, id: PersonId) -> None:
        """Remembers a known person. Left out is a person without a region whom the writer has
        registered: the writer typed everything that is known of them."""
        if not self._is_known(commands, id):
            return
        own = commands.entries(person.stream(id))[0].recorded_by == self._write.by().who
        if not own or commands.person(id).profile.region is not None:
            self._known.add(id)

    def _id(self, someone: Someone) -> PersonId:
        if "person" in someone:
            return PersonId(someone["person"])
        if "identifier" in someone:
            return self._by_identifier[someone["identifier"]]
        return PersonId(self._write.id())

    def _named(self, commands: Commands, someone: Someone) -> ProfileOf:
        """The organisation, made if there is none with the name, and the region, if it is known."""
        named, found = someone.get("named", {}), ProfileOf()
        if "organisation" in named:
            id = commands.organisation_named(named["organisation"], lambda: str(uuid4()))
            found["organisation"] = id
        if "region" in named and (region := region_named(self._write.db, named["region"])):
            found["region"] = RegionId(region)
        return found

    def _register(self, commands: Commands, id: PersonId, someone: Someone) -> None:
        """Registers a person, unless they are registered already."""
        if commands.person(id).id is not None:
            return
        self._new[id] = someone
        name, owner = someone.get("identifier"), person.stream(id)
        commands.register_person(
            self._cascade,
            id,
            Profile(**(self._named(commands, someone) | someone.get("profile", {}))),
            self._write.seal(owner, "details", someone.get("details")),
            self._write.sealer.claim(self._series, name, id) if name else None,
        )
