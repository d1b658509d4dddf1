"""What a sheet says, as a careful person would read it: the measure of what Banyan reads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True)
class Either:
    """Any of these values is right; None among them: it may be left out as well."""

    values: tuple[str | None, ...]


Said = str | None | Either
"""None: the sheet does not say it, so a value would be invented."""


def perhaps(value: str | None) -> Either:
    """It is right to read it, and right to leave it."""
    return Either((value, None))


@dataclass(frozen=True)
class Person:
    """`name` as typed; words in any order are the same. `person`: the programme's identifier.
    `refused`: the row has a value that nobody can trust, so it may be refused with a reason."""

    name: str
    sex: Said = None
    age_band: Said = None
    phone: Said = None
    email: Said = None
    id_number: Said = None
    organisation: Said = None
    cadre: Said = None
    person: Said = None
    region: Said = None
    refused: bool = False


@dataclass(frozen=True)
class Workshop:
    """`place`: may be read as venue or as region. `leads`: the first leads, the others help."""

    starts_on: date
    ends_on: date
    leads: tuple[str, ...] = ()
    title: Said = None
    place: Said = None
    workshop: Said = None


@dataclass(frozen=True)
class Line:
    """A line of a register. Indices into `Truth.workshops` and `Truth.people`."""

    workshop: int
    person: int
    pre: float | None = None
    post: float | None = None
    max_score: float | None = None


@dataclass(frozen=True)
class Certificate:
    person: int
    level: str
    certified_on: date
    expires_on: date | None = None
    number: str | None = None


@dataclass(frozen=True)
class Left:
    """A row that is nobody on the register. `text`: stands in the row; `kind`: for people to read,
    "absent" alone must be listed as left out by the reader."""

    kind: str
    text: str


@dataclass(frozen=True)
class SheetTruth:
    """One sheet: its name in the file ("" for a text file), the right field of each column from the
    left ("" leaves it out), and the facts of its workshop as somebody would type them."""

    file: str
    name: str = ""
    fields: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    shape: str = ""


@dataclass(frozen=True)
class Truth:
    """`must`: questions without which the sheet cannot be read rightly; `may`: questions that are
    fair as well. Both by the name of `Ask`. `loose`: indices of people of whom it is open whether
    they are one or several."""

    people: tuple[Person, ...] = ()
    workshops: tuple[Workshop, ...] = ()
    lines: tuple[Line, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    left_out: tuple[Left, ...] = ()
    sheets: tuple[SheetTruth, ...] = ()
    must: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    max_score: float | None = None
    dates: str = "iso"
    fractions: str = ""
    loose: frozenset[int] = frozenset()

    def asked(self, must: str = "", may: str = "") -> Truth:
        """With these questions, by name, separated by blanks."""
        return replace(self, must=self.must | set(must.split()), may=self.may | set(may.split()))


@dataclass(frozen=True)
class Made:
    """Files as somebody sends them, or a text as somebody pastes it, and what they say."""

    files: tuple[tuple[str, bytes], ...]
    truth: Truth
    pasted: str = ""
