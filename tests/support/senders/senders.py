"""Two senders that use the JSON API at the same time, and all answers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from tests.oracle.acknowledged import Acknowledged
from tests.support.senders.one_command import Bearer, Command, OnLine, Who
from tests.support.senders.two_servers import Door
from tests.support.threads import MINUTES, together


@dataclass
class Ledger:
    """All commands and answers of both senders. `console`: a door that may see everything. `names`:
    of people by id, as they were registered."""

    console: Door
    cascade: str
    names: dict[str, str] = field(default_factory=dict)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, line: str) -> None:
        with self.lock:
            self.answers.append(line)


class Nobody(Exception):
    """There is no person yet, or no longer, for a command."""


@dataclass
class Sender:
    """`is_bound`: whether the sender's role is bound to a region."""

    name: str
    door: Door
    ledger: Ledger
    is_bound: bool = False
    later: list[tuple[Command, str, Any, tuple[int, Any]]] = field(default_factory=list)

    def act(self, command: Command) -> None:
        try:
            path = [self._filled(part) for part in command.path]
            body = self._filled(command.body)
        except Nobody:
            return
        address = "/" + "/".join(path)
        answered = self._send(command, address, body)
        if command.again == "at once":
            self._repeat(command, address, body, answered)
        elif command.again == "at the end":
            self.later.append((command, address, body, answered))

    def repeat_those_left(self) -> None:
        for command, address, body, first in self.later:
            self._repeat(command, address, body, first)

    def _send(self, command: Command, address: str, body: Any) -> tuple[int, Any]:
        status, answer = self.door.send(command.method, address, body, command.key)
        said = answer.get("detail") or f"position {answer['position']}"
        self.ledger.note(f"{self.name} {command.what} {address} {body}: {status} {said}")
        assert status < 500, "a command broke the server"
        if status >= 400:
            return status, answer
        self._acknowledged(command, address, body, answer)
        return status, answer

    def _acknowledged(
        self, command: Command, address: str, body: Any, answer: Any, again: bool = False
    ) -> None:
        about = tuple(part for part in address.split("/") if part.count("-") == 4)
        said = command.what, about, body
        self.ledger.acknowledged.append(Acknowledged(*said, int(answer["position"]), again))

    def _repeat(self, command: Command, address: str, body: Any, first: tuple[int, Any]) -> None:
        """A refused command left its key free; any other is answered as it was. Where what was
        kept of it went with somebody who was erased, it is refused, or found to be there; and
        who is bound to a region may have lost sight of whom it is about."""
        if first[0] >= 400:
            self._send(command, address, body)
            return
        again = self.door.send(command.method, address, body, command.key)
        self.ledger.note(f"{self.name} {command.what} {address} again: {again}")
        if again == first or (self.is_bound and again[0] in (403, 404)):
            return
        told = f"a repeat was answered otherwise: {again}, not {first}"
        assert again[0] < 500, told
        assert self._is_erased(first[1]["data"]["id"]), told
        if again[0] < 400:
            self._acknowledged(command, address, body, again[1], again=True)

    def _is_erased(self, person: str) -> bool:
        status, found = self.ledger.console.send("GET", f"/people/{person}")
        return status == 200 and bool(found["data"]["erased"])

    # ---- whom it is about --------------------------------------------------------------------

    def _filled(self, said: Any) -> Any:
        if isinstance(said, dict):
            return {name: self._filled(value) for name, value in said.items()}
        if isinstance(said, list):
            return [self._filled(value) for value in said]
        return self._id(said) if isinstance(said, Bearer | OnLine) else said

    def _id(self, who: Who) -> str:
        id = self._bearer(who) if isinstance(who, Bearer) else self._signed(who)
        self._learn(id)
        return id

    def _bearer(self, who: Bearer) -> str:
        body = {"cascade": self.ledger.cascade, "identifier": who.identifier}
        _, found = self.door.send("POST", "/people/search", body)
        if not found["data"]:
            raise Nobody
        return str(found["data"][0]["id"])

    def _signed(self, who: OnLine) -> str:
        status, found = self.door.send("GET", f"/workshops/{who.workshop}")
        lines = found["data"]["register"] if status == 200 else []
        lines = [line for line in lines if line["voided"] == who.voided] or lines
        if not lines:
            raise Nobody
        return str(lines[who.nth % len(lines)]["person"])

    def _learn(self, id: str) -> None:
        """The name, before anything is done by which it could go."""
        if id not in self.ledger.names:
            status, found = self.door.send("GET", f"/people/{id}")
            if status != 200:
                raise Nobody
            name = found["data"]["details"].get("name")
            if name:
                self.ledger.names[id] = name
            assert id in self.ledger.names, f"{id} has no name, and nobody erased them"


def play(senders: Sequence[Sender], rounds: Sequence[Sequence[Command]]) -> None:
    """A round is a command of each, sent at once."""
    for commands in rounds:
        together(lambda both: both[0].act(both[1]), zip(senders, commands, strict=True))
    together(Sender.repeat_those_left, senders)


@dataclass
class Reader:
    """Reads all there is, page by page, as it is true at a position or later."""

    door: Door
    since: int = 0

    def get(self, path: str, **asked: Any) -> Any:
        """GETs an answer. Expensive figures may be a while behind the log, and say so."""
        query = {name: value for name, value in asked.items() if value is not None}
        for _ in range(int(MINUTES)):
            status, answer = self.door.send("GET", f"{path}?{urlencode(query)}")
            assert status == 200, (path, answer)
            if answer["position"] >= self.since:
                return answer
            time.sleep(1)
        raise AssertionError(f"{path} stays at {answer['position']}, before {self.since}")

    def all(self, path: str, **asked: Any) -> list[dict[str, Any]]:
        found, after = [], None
        while True:
            answer = self.get(path, after=after, **asked)
            found += answer["data"]
            after = answer.get("next")
            if after is None:
                return found
