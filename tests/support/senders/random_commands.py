"""Random commands for two senders who work at once, often on the same records."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from tests.support.senders.one_command import Bearer, Body, Command, OnLine, Who

FIRST_DAY = date(2021, 3, 1)
KINDS = ("tot", "step-down", "step-down", "refresher", "peer")
SEXES = ("female", "male", "other", "unknown")
OFTEN = {
    "hold_workshop": 6,
    "register_person": 2,
    "correct_profile": 2,
    "erase_person": 1,
    "merge_people": 3,
    "undo_merge": 3,
    "correct_workshop": 6,
    "void_workshop": 2,
    "restore_workshop": 3,
    "add_attendance": 4,
    "void_attendance": 4,
    "restore_attendance": 3,
    "move_attendance": 4,
    "record_scores": 4,
    "observe_behaviour": 1,
    "void_outcome": 1,
    "certify": 1,
}
"""How many of so many commands are of each kind."""
RIVALS = (
    ("erase_person", "merge_people"),
    ("erase_person", "hold_workshop"),
    ("erase_person", "add_attendance"),
    ("erase_person", "observe_behaviour"),
    ("erase_person", "certify"),
    ("register_person", "register_person"),
    ("register_person", "add_attendance"),
    ("hold_workshop", "hold_workshop"),
    ("hold_workshop", "register_person"),
    ("void_workshop", "add_attendance"),
    ("void_attendance", "move_attendance"),
    ("correct_workshop", "add_attendance"),
    ("correct_workshop", "correct_workshop"),
    ("merge_people", "merge_people"),
    ("undo_merge", "merge_people"),
)
"""Commands that conflict with each other if they are about the same workshop and person."""


class Commands:
    """`regions`, `cascade`: ids. What is drawn depends on the seed alone."""

    def __init__(self, seed: int, cascade: str, regions: tuple[str, str]) -> None:
        self._rng = random.Random(seed)
        self._seed, self._cascade, self._regions = seed, cascade, regions
        self.texts: list[str] = []
        """Everything private that a command says."""
        self._called = [self._private(f"PERSON-{n:02}") for n in range(16)]
        self._workshops = [(self._id(), n) for n in range(14)]
        self._fresh = list(self._workshops)
        self._pairs: list[tuple[Who, Who]] = []
        self._outcomes: list[str] = []
        self._voided, self._left = list[str](), list[str]()
        self._about: tuple[str, str] | None = None

    def opening(self) -> list[Command]:
        """Sent one after another: some people and workshops to begin with."""
        people = [self._register_person(name) for name in self._called[:8]]
        return people + [self._hold_workshop() for _ in range(4)]

    def rounds(self, count: int) -> list[tuple[Command, Command]]:
        """Two commands at once, half of them on the same workshop and person."""
        return [self._round() for _ in range(count)]

    def _round(self) -> tuple[Command, Command]:
        self._about = None
        same = self._workshop(), self._rng.choice(self._called)
        rivals = self._rng.choice(RIVALS) if self._chance(0.35) else None
        if rivals or self._chance(0.3):
            self._about = same
        one, other = rivals or self._rng.choices(list(OFTEN), list(OFTEN.values()), k=2)
        return self._make(one), self._make(other)

    def day(self) -> date:
        return FIRST_DAY + timedelta(days=3 * self._rng.randrange(12))

    def _make(self, kind: str) -> Command:
        return cast(Command, getattr(self, f"_{kind}")())

    # ---- people ------------------------------------------------------------------------------

    def _register_person(self, name: str | None = None) -> Command:
        said = self._newcomer(name or self._about_name())
        if self._chance(0.7):
            said["id"] = self._id()
        said["cascade"] = self._cascade
        return self._command("register_person", "POST", ("people",), said)

    def _correct_profile(self) -> Command:
        body = {"profile": self._profile(), "reason": self._reason()}
        return self._command("correct_profile", "PATCH", ("people", self._who()), body)

    def _erase_person(self) -> Command:
        body = {"reason": {"code": "requested"}}
        return self._command("erase_person", "POST", ("people", self._who(), "erasure"), body)

    def _merge_people(self) -> Command:
        two = self._who(), Bearer(self._rng.choice(self._called))
        self._pairs.append(two)
        return self._two("merge_people", ("merges",), two)

    def _undo_merge(self) -> Command:
        two = self._rng.choice(self._pairs or [(self._who(), self._who())])
        return self._two("undo_merge", ("merges", "undone"), two)

    def _two(self, what: str, path: tuple[str, ...], two: tuple[Who, Who]) -> Command:
        body = {"one": two[0], "other": two[1], "reason": self._reason()}
        return self._command(what, "POST", path, body)

    # ---- workshops ---------------------------------------------------------------------------

    def _hold_workshop(self) -> Command:
        fresh = bool(self._fresh) and self._chance(0.85)
        id, n = self._fresh.pop(0) if fresh else self._rng.choice(self._begun())
        everybody = self._several(self._rng.randint(3, 8))
        lead, beside, signed = everybody[0], everybody[1:2], everybody[2:]
        if self._chance(0.2) and "identifier" in beside[0]:
            signed.append(dict(beside[0]))
        body = {
            "id": id,
            "cascade": self._cascade,
            **({"identifier": f"W-{n % 5}-{id[:4]}"} if n % 4 else {}),
            **self._facts(),
            **({"lead": lead} if self._chance(0.85) else {}),
            **({"cofacilitators": beside} if self._chance(0.5) else {}),
            "register": [line | self._scores() for line in signed],
        }
        return self._command("hold_workshop", "POST", ("workshops",), body)

    def _facts(self) -> Body:
        first = self.day()
        return {
            "kind": self._rng.choice(KINDS),
            "starts_on": first.isoformat(),
            "ends_on": (first + timedelta(days=self._rng.choice((0, 0, 1, 4)))).isoformat(),
            "title": self._private("Title"),
            "headcount": self._rng.choice((None, 3, 12)),
            "region": self._rng.choice((None, *self._regions)),
        }

    def _correct_workshop(self) -> Command:
        changes = self._facts()
        (one, other) = self._several(2)
        changes |= {"lead": one if self._chance(0.8) else None}
        changes |= {"cofacilitators": [other] if self._chance(0.6) else []}
        names = self._rng.sample(sorted(changes), self._rng.randint(1, 3))
        names += ["ends_on"] if "starts_on" in names else []
        body = {name: changes[name] for name in names} | {"reason": {"code": "typing-error"}}
        return self._command("correct_workshop", "PATCH", ("workshops", self._workshop()), body)

    def _void_workshop(self) -> Command:
        self._voided.append(self._workshop())
        return self._of_workshop("void_workshop", "voiding", self._voided[-1])

    def _restore_workshop(self) -> Command:
        id = self._rng.choice(self._voided or [self._workshop()])
        return self._of_workshop("restore_workshop", "restoration", id)

    def _add_attendance(self) -> Command:
        (who,) = self._several(1)
        said = who | self._scores() | {"reason": self._reason()}
        return self._of_workshop("add_attendance", "attendances", self._workshop(), said)

    def _void_attendance(self) -> Command:
        return self._of_line("void_attendance", "voiding", {})

    def _restore_attendance(self) -> Command:
        return self._of_line("restore_attendance", "restoration", {}, voided=True)

    def _move_attendance(self) -> Command:
        (to, _) = self._rng.choice(self._begun())
        return self._of_line("move_attendance", "move", {"to": to})

    def _record_scores(self) -> Command:
        return self._of_line("record_scores", "scores", self._scores())

    def _of_workshop(self, what: str, act: str, id: str, said: Body | None = None) -> Command:
        body = said or {"reason": {"code": "not-held"}}
        return self._command(what, "POST", ("workshops", id, act), body)

    def _of_line(self, what: str, act: str, said: Body, voided: bool = False) -> Command:
        id = self._rng.choice(self._left) if voided and self._left else self._workshop()
        self._left += [id] if what == "void_attendance" else []
        path = ("workshops", id, "attendances", OnLine(id, self._nth(), voided), act)
        return self._command(what, "POST", path, said | {"reason": self._reason()})

    # ---- what came of it ---------------------------------------------------------------------

    def _observe_behaviour(self) -> Command:
        self._outcomes.append(self._id())
        body = {
            "id": self._outcomes[-1],
            "cascade": self._cascade,
            "person": self._who(),
            "workshop": self._workshop(),
            "observed_on": "2021-06-01",
            "fidelity": 0.5,
        }
        return self._command("observe_behaviour", "POST", ("outcomes", "behaviours"), body)

    def _void_outcome(self) -> Command:
        id = self._rng.choice(self._outcomes) if self._outcomes else self._id()
        body = {"reason": {"code": "typing-error"}}
        return self._command("void_outcome", "POST", ("outcomes", id, "voiding"), body)

    def _certify(self) -> Command:
        level = self._rng.choice(("candidate", "qualified", "master"))
        path = ("cascades", self._cascade, "certifications", self._who(), "certificates")
        body = {"level": level, "certified_on": self.day().isoformat()}
        return self._command("certify", "POST", path, body)

    # ---- parts -------------------------------------------------------------------------------

    def _command(self, what: str, method: str, path: tuple[str | Who, ...], body: Body) -> Command:
        again = self._rng.choices(("never", "at once", "at the end"), (85, 10, 5))[0]
        key = None if again == "never" and self._chance(0.5) else self._id()
        return Command(what, method, path, body, key, again)

    def _several(self, count: int) -> list[Body]:
        """People as a sheet names them: by identifier, new without one, or by id."""
        names = self._rng.sample(self._called, count)
        if self._about and self._about[1] not in names:
            names[self._rng.randrange(count)] = self._about[1]
        return [self._someone(name) for name in names]

    def _someone(self, name: str) -> Body:
        way = self._rng.random()
        if way < 0.25 and name in self._called[:8]:
            return {"person": Bearer(name)}
        return self._newcomer(name if way < 0.9 else None)

    def _newcomer(self, identifier: str | None) -> Body:
        called = {"identifier": identifier} if identifier else {}
        details = {"name": self._private("Name")}
        return called | {"details": details, "profile": self._profile()}

    def _profile(self) -> Body:
        region = self._rng.choice((None, *self._regions))
        return {"sex": self._rng.choice(SEXES), "region": region}

    def _scores(self) -> Body:
        if self._chance(0.2):
            return {}
        pre, post = self._rng.randint(0, 10), self._rng.randint(0, 10)
        return {"pre": float(pre), "post": float(post), "max_score": 10.0}

    def _reason(self) -> Body:
        words = {"words": self._private("Words")} if self._chance(0.3) else {}
        return {"code": "typing-error"} | words

    def _who(self) -> Who:
        if self._about and self._chance(0.8):
            return Bearer(self._about[1])
        if self._chance(0.25):
            return OnLine(self._workshop(), self._nth(), False)
        return Bearer(self._rng.choice(self._called))

    def _workshop(self) -> str:
        if self._about and self._chance(0.9):
            return self._about[0]
        return self._rng.choice(self._begun())[0]

    def _begun(self) -> list[tuple[str, int]]:
        """Workshops that a sender was given to log."""
        return self._workshops[: len(self._workshops) - len(self._fresh)] or self._workshops

    def _about_name(self) -> str:
        return self._about[1] if self._about else self._rng.choice(self._called)

    def _nth(self) -> int:
        return self._rng.randrange(3)

    def _private(self, what: str) -> str:
        text = f"{what} zq{self._seed}x{len(self.texts)}z"
        self.texts.append(text)
        return text

    def _id(self) -> str:
        return str(UUID(int=self._rng.getrandbits(128), version=4))

    def _chance(self, share: float) -> bool:
        return self._rng.random() < share
