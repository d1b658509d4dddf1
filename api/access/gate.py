"""Who may read which private text: the drawer, as far as one reader may open it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from api.access.policy import Access
from api.access.rules import ADMINISTER, AUDIT, BRANCH, CASCADE, LOG_WORK, Rule
from api.private.consents import Purpose, Statement, consents, statements
from api.private.texts import Texts
from domain.values import PersonId
from projections import scope as scopes
from projections.db import Db
from projections.scope import Scope

TRAINERS_TAGS = ("details",)
TRAINERS_FIELDS = ("name", "phone", "email", "title", "venue")
"""Of what is private, what a trainer reads of their own workshops and of who came to them."""
PROPOSED = "proposal/"
"""Owns what a trainer typed themself, which they read as they typed it."""
OPEN_TO_ALL = (("cascade", "details"),)
"""A cascade's objectives: for whoever has a role in it."""

OF_SEVERAL = ("pair", "certification")
"""Owners that name more than one record."""

Owned = tuple[str, str]
"""The stream that a text belongs to, and its tag."""


class Gate:
    """The private drawer as one reader may see it. `db`: the views as they are now."""

    def __init__(self, private: Texts, db: Db, access: Access) -> None:
        self._private, self._db, self._access = private, db, access

    def open(self, commitments: Iterable[str | None]) -> dict[str, dict[str, Any]]:
        """The content behind each commitment that the reader may read, as far as they may."""
        if self._access.everything:
            return self._private.open(commitments)
        found = self._private.with_owners(commitments)
        owned = {(owner, tag) for owner, tag, _ in found.values()}
        whole = self._readable(owned, LOG_WORK)
        whole |= self._readable({o for o in owned - whole if o[0].startswith(PROPOSED)}, BRANCH)
        partly = self._readable({o for o in owned - whole if o[1] in TRAINERS_TAGS}, BRANCH)
        opened = {}
        for made, (owner, tag, content) in found.items():
            if (owner, tag) in whole:
                opened[made] = content
            elif (owner, tag) in partly:
                opened[made] = {k: v for k, v in content.items() if k in TRAINERS_FIELDS}
        return opened

    def identifiers(self, people: Iterable[str]) -> dict[str, list[str]]:
        """Person → what programmes call them."""
        return self._private.identifiers(self._known(people))

    def typed(self, series: str, people: Iterable[str]) -> dict[str, list[str]]:
        """Person → what a programme calls them: what was typed of who stands on the register of a
        workshop that the reader may write to, whether or not they may see the person."""
        wanted = set(people) if self._access.may(LOG_WORK) else set()
        return self._private.identifiers(wanted, series)

    def people(self, series: str, identifiers: Iterable[str]) -> dict[str, PersonId]:
        """Identifier → person, of those whose identifiers the reader may read."""
        found = self._private.people(series, identifiers)
        known = self._known(found.values())
        return {name: person for name, person in found.items() if person in known}

    def bearers(self, reference: str) -> set[str]:
        """Those people, of whom the reader may see, who bear this identifier in any series."""
        return self._known(self._private.bearers(reference))

    def holders(self, several: Iterable[Mapping[str, Any]]) -> set[str]:
        """Who of those that the reader may see has or had a contact that is among these."""
        index = self._private.contacts
        hashes = (key for contacts in several for key in index.hashes(contacts))
        return self._known(index.holders(hashes))

    def named(self, text: str, most: int) -> set[str]:
        """Of `most` who have or had such a name, those that the reader may see."""
        return self._known(self._private.contacts.named(text, most))

    def containing(self, kind: str, tag: str, text: str) -> dict[str, dict[str, Any]]:
        """Of the texts that have this in them, perhaps only in the name of a field, those of
        streams of a kind that the reader may read: commitment → content."""
        return self.open(self._private.containing(kind, tag, text))

    def consents(self, ids: Iterable[str]) -> list[Statement]:
        """All that was ever said for one person, under those of their ids that the reader may
        see."""
        return statements(self._private, self._known(ids))

    def text_rows(self, owners: Collection[str], words: Collection[str]) -> list[Any] | None:
        """Rows with all that is kept of these streams, and of these words; None where the reader
        may not read every one."""
        rows = self._private.text_rows(owners, words)
        owned = {(row.owner, row.tag) for row in rows}
        if not self._access.everything and self._readable(owned, LOG_WORK) != owned:
            return None
        return rows

    def revealed(
        self, details: str | None, people: Iterable[str]
    ) -> tuple[dict[str, Any], list[str]]:
        """Somebody's details and identifiers, for an auditor whose reason is on record."""
        if not self._access.may(AUDIT):
            return {}, []
        named = self._private.identifiers(people).values()
        opened = self._private.open([details]).get(details or "", {})
        return opened, sorted(name for names in named for name in names)

    def name_above(self, details: Mapping[str, str | None]) -> str | None:
        """The name of somebody certified further down, where they agreed to it.

        `details`: the commitment of each id that they have. Ask about certified trainers alone.
        """
        if not consents(self._private, details, Purpose.NAMED_ABOVE):
            return None
        opened = self._private.open(details.values())
        names = (opened.get(details[id] or "", {}).get("name") for id in sorted(details))
        return next((name for name in names if name), None)

    def file(self, evidence: str) -> tuple[str, bytes] | None:
        """For a route that has looked up its workshop by the rule `LOG_WORK`."""
        return self._private.file(evidence) if self._access.may(LOG_WORK) else None

    def _known(self, people: Iterable[str]) -> set[str]:
        wanted = set(people)
        known = scopes.people_within(self._db, self._access.scope(LOG_WORK), wanted)
        own = self._access.scope(BRANCH)
        return known | scopes.people_within(self._db, own, wanted - known)

    def _readable(self, owned: set[Owned], rule: Rule) -> set[Owned]:
        """Those whose owner lies within what one grant lets the reader see."""
        if not self._access.grants:
            return set()
        alone = {one for one in owned if one[0].split("/")[0] not in OF_SEVERAL}
        found = set(_Within(self._db, self._access, rule, alone))
        for one in self._access.each() if alone != owned else ():
            found |= set(_Within(self._db, one, rule, owned - alone))
        return found


class _Within:
    """Those of these texts whose owner lies within a scope; all owners are looked up at once."""

    def __init__(self, db: Db, access: Access, rule: Rule, owned: set[Owned]) -> None:
        scope: Scope = access.scope(rule)
        parts = [owner.split("/") for owner, _ in owned]
        people = {p for kind, *ids in parts for p in ids if kind in ("person", "pair")}
        people |= {ids[-1] for kind, *ids in parts if kind == "certification"}
        of = {kind: {ids[0] for k, *ids in parts if k == kind} for kind, *_ in parts}
        self._people = scopes.people_within(db, scope, people)
        self._workshops = scopes.within(db, scope, "workshop", of.get("workshop", ()))
        self._outcomes = scopes.within(db, scope, "outcome", of.get("outcome", ()))
        within = of.get("cascade", set()) | of.get("certification", set())
        self._cascades = scopes.within(db, scope, "cascade", within)
        self._batches = scopes.within(db, scope, "batch", of.get("batch", ()))
        self._proposals = scopes.within(db, scope, "proposal", of.get("proposal", ()))
        anywhere = access.scope(CASCADE)
        self._any = scopes.within(db, anywhere, "cascade", of.get("cascade", ()))
        self._access, self._owned = access, owned

    def __iter__(self) -> Iterator[Owned]:
        return (one for one in self._owned if self._has(*one))

    def _has(self, owner: str, tag: str) -> bool:
        kind, *ids = owner.split("/")
        match kind:
            case "person" | "pair":
                return set(ids) <= self._people
            case "certification":
                return ids[0] in self._cascades and ids[-1] in self._people
            case "workshop":
                return ids[0] in self._workshops
            case "outcome":
                return ids[0] in self._outcomes
            case "proposal":
                return ids[0] in self._proposals
            case "batch":
                return ids[0] in self._batches
            case "cascade":
                return ids[0] in (self._any if (kind, tag) in OPEN_TO_ALL else self._cascades)
            case "access":
                return self._access.may(ADMINISTER)
        return False
