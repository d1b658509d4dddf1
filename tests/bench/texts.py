"""The private texts of a drawn programme: names, telephones, identifiers, titles, typed lines."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from random import Random

from api.private.sealing import canonical, commitment
from api.private.store import Private
from api.private.tables import TextRow, identifier, sealed
from domain.identifiers import same
from domain.values import Commitment, PersonId
from projections.db import Db, transaction

SERIES = "series"
AT_ONCE = 50_000
"""Texts that go into the drawer together."""
KEPT_AT = datetime(2024, 1, 1, tzinfo=UTC).isoformat()
OPENINGS = ("Ba", "Che", "Da", "Fe", "Ga", "Ju", "Ka", "Li", "Mwa", "Na", "O", "Pe", "Ru", "Sa")
MIDDLES = ("bi", "cha", "do", "fu", "gi", "ka", "le", "mo", "nde", "ra", "so", "ti", "wa", "zu")
ENDINGS = ("ba", "di", "ko", "la", "mi", "na", "ngo", "re", "sha", "ta", "ya", "zo")
GIVEN = ["".join(parts) for parts in product(OPENINGS, ENDINGS)]
FAMILY = ["".join(parts) for parts in product(OPENINGS, MIDDLES, ENDINGS)]
AGAIN = 0.01
"""Of those who are new, the share who were registered before under the same name and number."""


class Texts:
    """Sealed as doors seal them, and kept in bulk."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._rows: list[TextRow] = []
        self._claims: list[tuple[str, str, PersonId, str]] = []
        self._known: list[dict[str, str]] = []
        self._identifiers = 0

    def seal(self, owner: str, tag: str, content: dict[str, object]) -> Commitment:
        salt, text = self._chance.randbytes(32), canonical(content)
        made = commitment(tag, owner, salt, text)
        self._rows.append(
            {
                "commitment": made,
                "owner": owner,
                "tag": tag,
                "salt": salt,
                "content": text,
                "kept_at": KEPT_AT,
                "standing": "kept",
            }
        )
        return made

    def details(self, person: PersonId) -> Commitment:
        """A name, and for most a telephone."""
        if self._known and self._chance.random() < AGAIN:
            said = self._chance.choice(self._known)
        else:
            said = {"name": self.name()}
            if self._chance.random() < 0.6:
                said["phone"] = f"+2547{self._chance.randrange(10**8):08}"
            self._known = [*self._known[-500:], said] if len(self._known) > 1000 else self._known
            self._known.append(said)
        return self.seal(f"person/{person}", "details", dict(said))

    def identifier(self, person: PersonId) -> Commitment:
        self._identifiers += 1
        name = f"P-{self._identifiers:07}"
        self._claims.append((SERIES, name, person, same(name)))
        content: dict[str, object] = {"series": SERIES, "identifier": name}
        return self.seal(f"person/{person}", "identifier", content)

    def name(self) -> str:
        """Few families are large, and most are not."""
        family = FAMILY[int(len(FAMILY) * self._chance.random() ** 2)]
        return f"{self._chance.choice(GIVEN)} {family}"

    def full(self) -> bool:
        return len(self._rows) >= AT_ONCE

    def drain(self, private: Private | None) -> None:
        """Into the drawer; nowhere without one."""
        if private is not None:
            rows = sorted(self._rows, key=lambda row: row["commitment"])
            with transaction(private.engine) as connection:
                db = Db(connection)
                db.add(sealed, [tuple(row[c.name] for c in sealed.columns) for row in rows])
                db.add(identifier, sorted(self._claims))
                private.contacts.keep(connection, rows)
        self._rows, self._claims = [], []
