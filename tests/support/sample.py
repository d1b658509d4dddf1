"""The sample, recorded in a bare log with commitments that a test can predict; and as plain
facts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from api.sample.load import tell
from api.sample.steps import Step
from api.sample.story import Story, Workshop
from api.transactions.dry_run import NullSealer
from domain.log import Log
from domain.service import Actor, Service
from domain.values import Commitment, PersonId
from tests.oracle import facts

TODAY = date(2024, 6, 15)
Text = tuple[str, str, Mapping[str, object]]


@dataclass
class Seals(NullSealer):
    """Replaces the private drawer; the same text always has the same commitment."""

    texts: list[Text] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)

    def seal(self, owner: str, tag: str, content: Mapping[str, object]) -> Commitment:
        self.texts.append((owner, tag, content))
        text = json.dumps([owner, tag, content], sort_keys=True)
        return Commitment(hashlib.sha256(text.encode()).hexdigest())

    def claim(self, series: str, identifier: str, holder: PersonId) -> Commitment:
        return self.seal(f"person/{holder}", "identifier", {series: identifier})

    def file(self, digest: Commitment, row: Mapping[str, object]) -> None:  # type: ignore[override]
        self.files.append(bytes(row["bytes"]))  # type: ignore[call-overload]


@dataclass
class Recorded:
    story: Story
    steps: list[Step]
    log: Log
    seals: Seals

    def each(self) -> Iterator[Step]:
        """Records the sample, and yields after each step."""
        for step in self.steps:
            service = Service(self.log, clock=lambda: step.when)  # noqa: B023
            by = Actor(step.who, step.source, self.story.new_id())
            service.do(by, lambda c: step.command(c, self.seals))  # noqa: B023
            yield step


def told(log: Log, people: int, seed: int) -> Recorded:
    """A sample of which nothing is recorded yet."""
    story, steps = tell(people, seed, TODAY)
    return Recorded(story, steps, log, Seals())


def recorded(log: Log, people: int, seed: int) -> Recorded:
    made = told(log, people, seed)
    for _ in made.each():
        pass
    return made


def digest(log: Log) -> str:
    """A digest of all entries of the log."""
    return hashlib.sha256(repr(list(log.rows())).encode()).hexdigest()


def plain(story: Story) -> facts.Facts:
    """The workshops before they are corrected, for the oracle."""
    return facts.Facts(workshops=tuple(_workshop(held) for held in story.workshops))


def _workshop(held: Workshop) -> facts.Workshop:
    return facts.Workshop(
        held.identifier,
        held.starts_on,
        held.ends_on,
        held.kind.value,
        held.lead.identifier if held.lead else None,
        tuple(person.identifier for person in held.team),
        tuple(_lines(held)),
    )


def _lines(held: Workshop) -> Iterable[facts.Attendance]:
    for person, line in held.register.items():
        yield facts.Attendance(person.identifier, line.pre, line.post, line.max_score)
