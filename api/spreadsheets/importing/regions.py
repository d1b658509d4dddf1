"""Finds the region of a cell: a path such as `Kenya / Kisumu` or `Kenya>Kisumu`, or a unique name.

Names are compared without case, accent and width, and blanks count once. A region that is still to
be defined gets the spelling that was met first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import OSA

from domain.place import MAX_DEPTH
from domain.rules import Refused
from projections.db import Db
from projections.records.region_paths import (
    BETWEEN,
    SIGNS,
    compared,
    region_paths,
    split_path,
)

SHORT, LONG = 4, 7
"""Letters of a word in which one letter, or two, may be wrong. Shorter words must agree."""

Key = tuple[str, ...]
"""A path's names, as they are compared."""


class UnclearRegion(Refused):
    """The text does not name one region. The sentence says why."""


class _Known(NamedTuple):
    path: str
    key: Key


class Regions:
    """The regions in the views. `ids`: path → id; `numbers`: id → number."""

    def __init__(self, db: Db) -> None:
        found = region_paths(db)
        self.ids = {one.text: one.id for one in found}
        self.numbers = {one.id: one.number for one in found}
        self._paths: dict[Key, list[str]] = defaultdict(list)
        self._named: dict[Key, list[str]] = defaultdict(list)
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._known: list[_Known] = []
        self._found: dict[str, str] = {}
        for one in found:
            self._note(one.text, one.names[-1])
            self._known.append(_Known(one.text, tuple(map(compared, one.names))))
            if SIGNS.search(one.names[-1]):
                self._whole[compared(one.names[-1])].append(one.text)

    def meet(self, texts: Iterable[str | None]) -> None:
        """Notes the paths that an import will define: a name in one row may be of a path in
        another."""
        met = dict.fromkeys(text for text in texts if text)
        for text in sorted(met, key=lambda text: SIGNS.search(text) is None):
            try:
                self.path(text)
            except UnclearRegion:
                continue

    def path(self, text: str) -> str:
        """The full path of a known region, or of one that is still to be defined. UnclearRegion if
        several have this name, or if it is not a path."""
        if text not in self._found:
            key = _key(split_path(text))
            found = (
                self._written(text)
                or self._whole.get(compared(text))
                or self._paths.get(key)
                or self._named.get(key)
            )
            self._found[text] = _only(found, text) if found else self._new(text, key)
        return self._found[text]

    def number(self, text: str | None) -> int | None:
        """The number of a known region; None for a new or unclear one."""
        try:
            return self.numbers.get(self.ids.get(self.path(text), "")) if text else None
        except UnclearRegion:
            return None

    def nearest(self, path: str) -> list[str]:
        """Paths of known regions that may be meant by a new one: with nearly the same name, those
        with the same parent first; and those of which it is the end. None for a known one."""
        if path in self.ids:
            return []
        key = tuple(map(compared, path.split(BETWEEN)))
        ranked = [(_rank(key, one.key), one.path) for one in self._known]
        return [path for rank, path in sorted((r, p) for r, p in ranked if r is not None)]

    def _written(self, text: str) -> list[str]:
        """The region with this path as it is written."""
        path = BETWEEN.join(step.strip() for step in text.split(BETWEEN))
        return [path] if path in self.ids else []

    def _new(self, text: str, key: Key) -> str:
        steps = split_path(text)
        if len(steps) > MAX_DEPTH or not all(0 < len(step) <= 100 for step in steps):
            raise UnclearRegion(
                "“{path}” is no path of regions. Write at most {deepest} names of at most "
                "100 characters, with “ / ” between them.",
                path=text[:80],
                deepest=MAX_DEPTH,
            )
        path = steps[0]
        for depth in range(1, len(steps) + 1):
            path = path if depth == 1 else f"{path}{BETWEEN}{steps[depth - 1]}"
            known = self._written(path) or self._paths.get(key[:depth])
            if known:
                path = _only(known, path)
            else:
                self._note(path, steps[depth - 1])
        return path

    def _note(self, path: str, name: str) -> None:
        # A name with a sign in it may be written without quotation marks too.
        for key in {_key(path.split(BETWEEN)), _key(SIGNS.split(path))}:
            self._paths[key].append(path)
        self._named[_key([name])].append(path)


def _only(found: list[str], text: str) -> str:
    if len(found) > 1:
        raise UnclearRegion(
            "Several regions are called “{name}”. Write the whole path, such as {path}.",
            name=text,
            path=found[0],
        )
    return found[0]


def _key(names: Iterable[str]) -> Key:
    return tuple(map(compared, names))


def _rank(new: Key, known: Key) -> tuple[int, int] | None:
    """How near a known path is, the nearest first; None if it is another."""
    wrong = _slips(new[-1], known[-1])
    if wrong and new[:-1] == known[:-1]:
        return 0, wrong
    if len(new) == len(known):
        each = [_slips(one, other) for one, other in zip(new, known, strict=True)]
        if None not in each:
            return 1, sum(slips or 0 for slips in each)
    if known[-len(new) :] == new or new[-len(known) :] == known:
        return 1, 0
    return (2, wrong) if wrong else None


def _slips(one: str, other: str) -> int | None:
    """How many letters are wrong, missing, extra or swapped; None if they are two names: where a
    number differs, or too many letters of one word."""
    if one == other:
        return 0
    if _digits(one) != _digits(other):
        return None
    if one.replace(" ", "") == other.replace(" ", ""):
        return 1
    words, others = one.split(), other.split()
    if len(words) != len(others):
        return None
    total = 0
    for a, b in zip(words, others, strict=True):
        least = min(len(a), len(b))
        most = 0 if least < SHORT else 1 if least < LONG else 2
        slips = OSA.distance(a, b, score_cutoff=most)
        if slips > most:
            return None
        total += slips
    return total


def _digits(name: str) -> list[str]:
    return re.findall(r"\d+", name)
