"""One spelling for each identifier of an import: the first that its rows have.

Rows may write an identifier in several ways that are the same (`domain.identifiers`). Where the
programme knows several such already, each is meant just as it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from api.spreadsheets.importing.names import is_key
from api.spreadsheets.importing.row_values import Record, WorkshopRecord
from api.spreadsheets.importing.row_values import RegisterRecord as Line
from domain.identifiers import same


@dataclass
class Spellings:
    """`apart`: the forms of identifiers that several people, or workshops, bear already."""

    apart: frozenset[str] = frozenset()
    first: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The first spelling that was asked for, of those that are the same. A key has one."""
        if is_key(name):
            return name
        form = same(name)
        return name if form in self.apart else self.first.setdefault(form, name)


@dataclass(frozen=True)
class AllSpellings:
    people: Spellings = field(default_factory=Spellings)
    workshops: Spellings = field(default_factory=Spellings)

    def of(self, record: Record) -> Record:
        """The record with the first spellings."""
        people = self.people.of
        if isinstance(record, WorkshopRecord):
            name, lead = self.workshops.of(record.workshop), record.lead and people(record.lead)
            beside = dict.fromkeys(map(people, record.co_facilitators))
            found = tuple(name for name in beside if name != lead)
            if (name, lead, found) == (record.workshop, record.lead, record.co_facilitators):
                return record
            return replace(record, workshop=name, lead=lead, co_facilitators=found)
        if isinstance(record, Line):
            name, person = self.workshops.of(record.workshop), people(record.person)
            if (name, person) == (record.workshop, record.person):
                return record
            return replace(record, workshop=name, person=person)
        person = people(record.person)
        return record if person == record.person else replace(record, person=person)
