"""Seals texts on their way to the log, and keeps them in the private drawer.

A text becomes a commitment: SHA-256 over a tag, the owner's stream, a 32-byte random salt and the
canonical JSON of the content (docs/definitions.md). A write seals texts while it is decided. Those
that its entries speak of are kept just before the entries are appended, with the identifiers and
files that belong to them, in one transaction. If the write is then refused or decided anew, the
texts that are in no entry are taken back at once, and their bytes with them. Only after a crash are
they left to the day's sweep.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from api.private import pending
from api.private.tables import FileRow, TextRow, utc_now
from domain import person
from domain.log import Pending
from domain.service import Commands
from domain.values import Commitment, PersonId

if TYPE_CHECKING:
    from api.private.store import Private

COMMITMENT = re.compile(r"\b[0-9a-f]{64}\b")


def canonical(content: Mapping[str, object]) -> str:
    """JSON with sorted names and without spaces: the same content is always the same text."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def commitment(tag: str, owner: str, salt: bytes, content: str) -> Commitment:
    """Each part is preceded by its length in 8 bytes, so that no two framings agree."""
    digest = hashlib.sha256()
    for part in (tag.encode(), owner.encode(), salt, content.encode()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return Commitment(digest.hexdigest())


def commitments(facts: Iterable[Pending]) -> set[Commitment]:
    """All commitments that these facts speak of."""
    encoded = msgspec.json.encode([pending.envelope.fact for pending in facts]).decode()
    return set(map(Commitment, COMMITMENT.findall(encoded)))


class Sealer:
    """The texts of one write: those that it sealed, and those that it kept."""

    def __init__(self, private: Private) -> None:
        self._private = private
        self._sealed: dict[Commitment, TextRow] = {}
        self._claims: dict[Commitment, tuple[pending.Identifier, PersonId]] = {}
        self._files: dict[Commitment, FileRow] = {}
        self._kept: set[Commitment] = set()
        self._recorded: set[Commitment] = set()
        self._same: dict[tuple[str, str, str, int], Commitment] = {}
        self._times: Counter[tuple[str, str, str]] = Counter()
        self._before: Counter[tuple[str, str, str]] | None = None

    def begin(self) -> None:
        """Called before each try of a decision. A text that a further try seals again keeps its
        commitment, so what was kept already is not kept twice."""
        if self._before is None:
            self._before = Counter(self._times)
        self._times = Counter(self._before)

    def seal(self, owner: str, tag: str, content: Mapping[str, object]) -> Commitment:
        """A text of the stream `owner`. Nothing is written before `keep`."""
        text = canonical(content)
        key = owner, tag, text
        self._times[key] += 1
        nth = *key, self._times[key]
        if nth not in self._same:
            salt = secrets.token_bytes(32)
            made = self._same[nth] = commitment(tag, owner, salt, text)
            self._sealed[made] = {
                "commitment": made,
                "owner": owner,
                "tag": tag,
                "salt": salt,
                "content": text,
                "kept_at": utc_now().isoformat(),
                "standing": "new",
            }
        return self._same[nth]

    def claim(self, series: str, identifier: str, holder: PersonId) -> Commitment:
        """Seals an identifier of a person, and binds it to them when it is kept."""
        content = {"series": series, "identifier": identifier}
        made = self.seal(person.stream(holder), "identifier", content)
        self._claims[made] = pending.Identifier(series, identifier), holder
        return made

    def file(self, digest: Commitment, row: FileRow) -> None:
        """A file of evidence, kept with the text that is its digest."""
        self._files[digest] = row

    def keep(self, commands: Commands | None = None) -> set[Commitment]:
        """Keeps the texts that the facts of a decision speak of; without a decision, all that was
        sealed. The commitments that the facts speak of.

        Stale where one of the identifiers is another person's by now, or where a person whom a
        text is about was erased.
        """
        spoken = commitments(commands.pending) if commands else set(self._sealed)
        wanted = spoken - self._kept - self._recorded
        texts = {made: row for made, row in self._sealed.items() if made in wanted}
        if texts:
            about = commands.singled_out if commands else {}
            rows = pending.Rows(
                list(texts.values()),
                dict(claim for made, claim in self._claims.items() if made in texts),
                {made: row for made, row in self._files.items() if made in texts},
                {made: people for made, people in about.items() if made in texts},
            )
            pending.keep(self._private, rows)
            self._kept |= texts.keys()
        return spoken

    def settle(self, recorded: set[Commitment]) -> set[Commitment]:
        """These are in the log now. What was kept and is in no entry, to be taken back."""
        left, self._kept = self._kept - recorded, set()
        self._recorded |= recorded
        self._before = None
        return left
