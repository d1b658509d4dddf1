"""What a write keeps in the private drawer, on its way to the log.

Texts are sealed as the write is decided, and kept just before its entries are appended: those that
the entries speak of, with the identifiers and files that belong to them, in one transaction. What
was kept and is then in no entry, since the write was refused or decided anew, is taken back at
once and its bytes with it; only a crash leaves it to the day's sweep.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from api.private import pending as private_pending
from api.private.tables import canonical, commitment
from domain import person
from domain.events import Event
from domain.log import Pending
from domain.service import Commands
from domain.values import Commitment, PersonId, Reason, ReasonCode

if TYPE_CHECKING:
    from api.private.store import Private

COMMITMENT = re.compile(r"\b[0-9a-f]{64}\b")
WORDS = ("words", "number")
"""Tags of texts that may single somebody out who does not own them."""

Row = dict[str, Any]


class Sealer:
    """Of one write: what it may have to keep, and what it kept."""

    def __init__(self, private: Private) -> None:
        self._private = private
        self._sealed: dict[Commitment, Row] = {}
        self._claims: dict[Commitment, tuple[str, str, PersonId]] = {}
        self._files: dict[Commitment, Row] = {}
        self._kept: set[Commitment] = set()
        self._recorded: set[Commitment] = set()
        self._same: dict[tuple[str, str, str, int], Commitment] = {}
        self._times: Counter[tuple[str, str, str]] = Counter()
        self._before: Counter[tuple[str, str, str]] | None = None

    def begin(self) -> None:
        """A further try of the same decision: what it seals again is what was kept already."""
        if self._before is None:
            self._before = Counter(self._times)
        self._times = Counter(self._before)

    def seal(self, owner: str, tag: str, content: Mapping[str, Any]) -> Commitment:
        text = canonical(content)
        key = owner, tag, text
        self._times[key] += 1
        known = self._same.get((*key, self._times[key]))
        made = self._same[(*key, self._times[key])] = known or self._seal(owner, tag, text)
        return made

    def _seal(self, owner: str, tag: str, text: str) -> Commitment:
        salt = secrets.token_bytes(32)
        made = commitment(tag, owner, salt, text)
        self._sealed[made] = {
            "commitment": made,
            "owner": owner,
            "tag": tag,
            "salt": salt,
            "content": text,
            "kept_at": datetime.now(UTC).isoformat(),
            "standing": "new",
        }
        return made

    def claim(self, series: str, identifier: str, holder: PersonId) -> Commitment:
        """Seals what a programme calls somebody, and binds it to them when it is kept."""
        content = {"series": series, "identifier": identifier}
        made = self.seal(person.stream(holder), "identifier", content)
        self._claims[made] = series, identifier, holder
        return made

    def file(self, digest: Commitment, row: Row) -> None:
        """A row of the table of evidence files, kept with the text that is its digest."""
        self._files[digest] = row

    def claimed(self) -> dict[str, PersonId]:
        """Identifier → whom it would be bound to."""
        return {name: id for made, (_, name, id) in self._claims.items() if made in self._sealed}

    def drop(self) -> None:
        """Forgets what was sealed and not kept."""
        self._sealed.clear()
        self._same.clear()

    def people_singled_out(self, commands: Commands) -> Mapping[Commitment, set[PersonId]]:
        """By commitment, whom its words are about. Refused where one of them was erased; the
        decision reads who they are, so it is stale where they are erased meanwhile."""
        words = {
            made
            for made, row in self._sealed.items()
            if row["tag"] in WORDS or row["owner"].startswith("proposal/")
        }
        about = _singled_out(commands, words)
        for made, people in about.items():
            commands.require_words_may_stay(people, Reason(ReasonCode.OTHER, made))
        return about

    def keep(self, commands: Commands | None = None) -> None:
        """What the entries of a decision speak of; without one, all that was sealed. Stale where
        somebody else took an identifier, or somebody whom a text is about was erased."""
        said = commitments(commands.pending) if commands else set(self._sealed)
        said = said - self._kept - self._recorded
        new = {made: row for made, row in self._sealed.items() if made in said}
        about = self.people_singled_out(commands) if commands else {}
        about = {made: people for made, people in about.items() if made in new}
        if not new:
            return
        claims = {(s, i): id for m, (s, i, id) in self._claims.items() if m in new}
        files = {made: row for made, row in self._files.items() if made in new}
        private_pending.keep(
            self._private, private_pending.Rows(list(new.values()), claims, files, about)
        )
        self._kept |= new.keys()

    def settle(self, recorded: set[Commitment]) -> set[Commitment]:
        """What was kept and is in no entry, now that these are recorded; it is to be taken back."""
        left, self._kept = self._kept - recorded, set()
        self._recorded |= recorded
        self._before = None
        return left


def singled_out(stream: str, fact: Event, earlier: Iterable[Event]) -> set[PersonId]:
    """Of whom the words of a fact speak: whose stream it is in, whom it names by themselves, and
    where it says who gives a workshop, who does and who ever did; whose outcome, proposal or role
    it is. `earlier`: of its stream."""
    kind, *ids = stream.split("/")
    said = msgspec.to_builtins(fact)
    named = {said.get("person"), (said.get("attendance") or {}).get("person")}
    if said.keys() & {"lead", "cofacilitators"}:
        named |= _giving(fact).union(*map(_giving, earlier))
    if kind in ("outcome", "proposal"):
        named |= {getattr(one, "person", None) for one in earlier}
        named |= {getattr(one, "lead", None) for one in (*earlier, fact)}
    elif kind == "access":
        same = [one for one in earlier if getattr(one, "grant", "") == said.get("grant")]
        named |= {getattr(one, "person", None) for one in same}
    elif kind in ("person", "pair"):
        named |= set(ids)
    elif kind == "certification":
        named.add(ids[-1])
    return {PersonId(id) for id in named if id}


def _giving(fact: Event) -> set[Any]:
    beside = getattr(fact, "cofacilitators", ())
    return {getattr(fact, "lead", None), *(beside if isinstance(beside, tuple) else ())} - {UNSET}


def commitments(facts: Iterable[Pending]) -> set[Commitment]:
    encoded = msgspec.json.encode([pending.envelope.fact for pending in facts]).decode()
    return set(map(Commitment, COMMITMENT.findall(encoded)))


def _singled_out(commands: Commands, words: set[Commitment]) -> dict[Commitment, set[PersonId]]:
    found: dict[Commitment, set[PersonId]] = {}
    if words:
        for pending in commands.pending:
            stream = pending.originator_id
            for made in words & commitments([pending]):
                earlier = [entry.event for entry in commands.entries(stream)]
                found[made] = singled_out(stream, pending.envelope.fact, earlier)
    return found
