"""One programme as every contender knows it: drawn, true, in memory graphs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

import networkx as nx
import rustworkx as rx

from projections import tables
from projections.db import Db
from tests.bench.facts import CASCADE, Told
from tests.bench.programme import Programme, Truth, draw, truth

RANDOM_TRAINERS = 300


@dataclass
class World:
    """People are indexes here; a store knows them by numbers of its own."""

    participations: int
    programme: Programme = field(init=False)
    truth: Truth = field(init=False)

    def __post_init__(self) -> None:
        self.programme = draw(self.participations)
        self.truth = truth(self.programme)

    @cached_property
    def below(self) -> Counter[int]:
        """How many people are in the tree below each."""
        below: Counter[int] = Counter()
        generations = {person: len(self.above(person)) for person in self.truth.parents}
        for person in sorted(generations, key=generations.__getitem__, reverse=True):
            parent = self.truth.parents[person]
            if parent is not None:
                below[parent] += 1 + below[person]
        return below

    def above(self, person: int) -> list[int]:
        """From the parent up to the root."""
        line = []
        parent = self.truth.parents[person]
        while parent is not None:
            line.append(parent)
            parent = self.truth.parents[parent]
        return line

    @cached_property
    def largest(self) -> int:
        return max(self.below, key=self.below.__getitem__)

    @cached_property
    def trainers(self) -> list[int]:
        """Some at random, of those who have people below them."""
        return Random(3).sample(sorted(self.below), min(RANDOM_TRAINERS, len(self.below)))

    def branch(self, share: float) -> int:
        """Of those who hang under somebody, whose subtree is nearest to a share of everybody."""
        goal = share * self.participations
        hanging = [p for p in self.below if self.truth.parents[p] is not None]
        return min(hanging, key=lambda p: abs(self.below[p] - goal))

    # ---- in memory -----------------------------------------------------------------------------

    @cached_property
    def people_in_networkx(self) -> nx.DiGraph:
        graph = nx.DiGraph()
        graph.add_nodes_from(self.truth.parents)
        hanging = ((up, p) for p, up in self.truth.parents.items() if up is not None)
        graph.add_edges_from(hanging)
        return graph

    @cached_property
    def people_in_rustworkx(self) -> rx.PyDiGraph:
        graph: rx.PyDiGraph = rx.PyDiGraph()
        graph.add_nodes_from(range(self.programme.people))
        hanging = [(up, p) for p, up in self.truth.parents.items() if up is not None]
        graph.add_edges_from_no_data(hanging)
        return graph

    @cached_property
    def workshops_in_networkx(self) -> nx.DiGraph:
        graph = nx.DiGraph()
        graph.add_nodes_from(range(len(self.truth.edges)))
        graph.add_edges_from((w, v) for w, onward in enumerate(self.truth.edges) for v in onward)
        return graph

    def downstream_by_networkx(self, person: int) -> list[tuple[int, int]]:
        layers = nx.bfs_layers(self.people_in_networkx, person)
        return [(at, len(layer)) for at, layer in enumerate(layers) if at]

    def downstream_by_rustworkx(self, person: int) -> list[tuple[int, int]]:
        layers = rx.layers(self.people_in_rustworkx, [person], index_output=True)
        return [(at, len(layer)) for at, layer in enumerate(layers) if at]

    def reach_by_networkx(self, person: int) -> int:
        graph, found = self.workshops_in_networkx, set[int]()
        for workshop in self.truth.given[person]:
            if workshop not in found:
                found |= {workshop} | nx.descendants(graph, workshop)
        sheets = self.programme.sheets
        return len({p for w in found for p in sheets[w].register} - {person})


@dataclass(frozen=True)
class Known:
    """The numbers by which a store knows the people that are asked about."""

    cascade: int
    number: dict[int, int]

    @classmethod
    def of(cls, db: Db, told: Told, people: list[int]) -> Known:
        found = db.numbers(tables.person, [told.people[p] for p in people])
        (cascade,) = db.numbers(tables.cascade, [CASCADE]).values()
        return cls(cascade, {p: found[told.people[p]] for p in people})
