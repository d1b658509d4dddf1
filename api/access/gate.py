"""The private texts as far as one reader may open them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from api.access.policy import Access
from api.access.rules import ADMINISTER, AUDIT, BRANCH, CASCADE, LOG_WORK, Rule
from api.private.consents import Purpose, Statement, consents, statements
from api.private.texts import Bearing, Texts
from domain.values import PersonId
from projections import scope as scopes
from projections.db import Db
from projections.scope import Scope

TRAINERS_TAGS = ("details",)
TRAINERS_FIELDS = ("name", "phone", "email", "title", "venue")
"""The private texts, and their fields, that a trainer reads of their own workshops and of people
on these registers."""
PROPOSED = "proposal/"
"""Owners of the texts of a trainer's proposal. Its trainer reads all of them."""
OPEN_TO_ALL = (("cascade", "details"),)
"""A cascade's objectives: every account with a role in the cascade reads them."""

OF_SEVERAL = ("pair", "certification")
"""Kinds of owners that name more than one record. One single grant must cover all of them."""

Owned = tuple[str, str]
"""(the stream that owns a text, the tag of the text)"""


class Gate:
    """The private drawer for one reader. `db`: the views as they are now, which say in which places
    a text's owner lies."""

    def __init__(self, private: Texts, db: Db, access: Access) -> None:
        self._private, self._db, self._access = private, db, access

    def open(self, commitments: Iterable[str | None]) -> dict[str, dict[str, Any]]:
        """Commitment → content, of the texts that the reader may read. Of some texts a trainer gets
        only the `TRAINERS_FIELDS`."""
        if self._access.everything:
            return self._private.open(commitments)
        texts = self._private.with_owners(commitments)
        owned = {(owner, tag) for owner, tag, _ in texts.values()}
        whole = self._readable(owned, LOG_WORK)
        whole |= self._readable({o for o in owned - whole if o[0].startswith(PROPOSED)}, BRANCH)
        partly = self._readable({o for o in owned - whole if o[1] in TRAINERS_TAGS}, BRANCH)
        opened = {}
        for commitment, (owner, tag, content) in texts.items():
            if (owner, tag) in whole:
                opened[commitment] = content
            elif (owner, tag) in partly:
                opened[commitment] = {k: v for k, v in content.items() if k in TRAINERS_FIELDS}
        return opened

    def identifiers(self, people: Iterable[str]) -> dict[str, list[str]]:
        """Person → their identifiers, in every series, of the people whom the reader may see."""
        return self._private.identifiers(self._visible(people))

    def typed(self, series: str, people: Iterable[str]) -> dict[str, list[str]]:
        """Person → their identifiers in one series, of people on a register that the reader may
        correct: there the identifiers are shown even if the reader may not see the person."""
        wanted = set(people) if self._access.may(LOG_WORK) else set()
        return self._private.identifiers(wanted, series)

    def people(self, series: str, identifiers: Iterable[str]) -> dict[str, PersonId]:
        """Identifier → person, of the people whom the reader may see."""
        return self.bearing(series, identifiers).sure()

    def bearing(self, series: str, identifiers: Iterable[str]) -> Bearing:
        """As `people`, with the unclear ones apart."""
        found = self._private.bearing(series, identifiers)
        visible = self._visible(found.ids())
        seen = Bearing({n: id for n, id in found.people.items() if id in visible}, {})
        for asked, written in found.unclear.items():
            here = {name: id for name, id in written.items() if id in visible}
            if len(set(here.values())) == 1:
                seen.people[asked] = next(iter(here.values()))
            elif here:
                seen.unclear[asked] = here
        return seen

    def bearers(self, reference: str) -> set[str]:
        """The people with this identifier in any series, of those whom the reader may see."""
        return self._visible(self._private.bearers(reference))

    def holders(self, several: Iterable[Mapping[str, Any]]) -> set[str]:
        """The people who have or had one of these contacts, of those whom the reader may see."""
        index = self._private.contacts
        hashes = (key for contacts in several for key in index.hashes(contacts))
        return self._visible(index.holders(hashes))

    def containing(self, kind: str, tag: str, text: str) -> dict[str, dict[str, Any]]:
        """Commitment → content, of the readable texts that contain this text. The raw JSON is
        searched, so the match may also be in the name of a field."""
        return self.open(self._private.containing(kind, tag, text))

    def consents(self, ids: Iterable[str]) -> list[Statement]:
        """All consents of one person, recorded under those of their ids that the reader may see."""
        return statements(self._private, self._visible(ids))

    def text_rows(self, owners: Collection[str], words: Collection[str]) -> list[Any] | None:
        """The rows of all texts of these streams, and of these words (commitments); None if the
        reader may not read every one."""
        rows = self._private.text_rows(owners, words)
        owned = {(row.owner, row.tag) for row in rows}
        if not self._access.everything and self._readable(owned, LOG_WORK) != owned:
            return None
        return rows

    def revealed(
        self, details: str | None, people: Iterable[str]
    ) -> tuple[dict[str, Any], list[str]]:
        """(details, identifiers) of a person, for an auditor who has recorded a reason; empty for
        other readers."""
        if not self._access.may(AUDIT):
            return {}, []
        named = self._private.identifiers(people).values()
        opened = self._private.open([details]).get(details or "", {})
        return opened, sorted(name for names in named for name in names)

    def name_above(self, details: Mapping[str, str | None]) -> str | None:
        """The name of a certified trainer further down, if they consented to be named above.

        `details`: id → commitment, of all ids of the person. Call it for certified trainers only.
        """
        if not consents(self._private, details, Purpose.NAMED_ABOVE):
            return None
        opened = self._private.open(details.values())
        names = (opened.get(details[id] or "", {}).get("name") for id in sorted(details))
        return next((name for name in names if name), None)

    def file(self, evidence: str) -> tuple[str, bytes] | None:
        """(media type, content) of a file of evidence. The route must have checked its workshop
        under the rule `LOG_WORK`."""
        return self._private.file(evidence) if self._access.may(LOG_WORK) else None

    def _visible(self, people: Iterable[str]) -> set[str]:
        wanted = set(people)
        coordinated = scopes.people_within(self._db, self._access.scope(LOG_WORK), wanted)
        own = self._access.scope(BRANCH)
        return coordinated | scopes.people_within(self._db, own, wanted - coordinated)

    def _readable(self, owned: set[Owned], rule: Rule) -> set[Owned]:
        """The texts whose owner lies in the scope of the reader; for `OF_SEVERAL`, in the scope of
        one single grant."""
        if not self._access.grants:
            return set()
        alone = {one for one in owned if one[0].split("/")[0] not in OF_SEVERAL}
        readable = set(_Within(self._db, self._access, rule, alone))
        for one in self._access.each() if alone != owned else ():
            readable |= set(_Within(self._db, one, rule, owned - alone))
        return readable


class _Within:
    """Iterates over the texts whose owner lies in a scope. All owners are looked up at once."""

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
