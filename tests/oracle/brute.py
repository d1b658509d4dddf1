"""A second, deliberately dumb computation of the same numbers, to test the sweep by."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import networkx as nx

from tests.oracle.facts import Attendance, Facts, Workshop
from tests.oracle.sweep import Row


def numbers(facts: Facts, as_of: date | None = None) -> dict[str, Row]:
    held = plain(facts, as_of)
    tree, graph = family_tree(held), workshop_graph(held)
    trainers = {person for w in held for person in gave(w)}
    return {person: row(held, tree, graph, person) for person in trainers}


def row(
    held: list[Workshop], tree: "nx.DiGraph[str]", graph: "nx.DiGraph[str]", person: str
) -> Row:
    own = {w.identifier for w in held if person in gave(w)}
    onwards = {later for start in own for later in nx.descendants(graph, start)}
    return Row(
        person=person,
        generation=len(nx.ancestors(tree, person)),
        direct=len({p for w in held if w.identifier in own for p in took(w)} - {person}),
        lineage=len(nx.descendants(tree, person)),
        reach=len({p for w in held if w.identifier in own | onwards for p in took(w)} - {person}),
        workshops_given=len(own),
        workshops_downstream=len(onwards - own),
    )


def reach_by_paths(facts: Facts, person: str, as_of: date | None = None) -> set[str]:
    """Everybody who sits at the end of any path of workshops that this person began."""
    held = plain(facts, as_of)
    found = set()
    for start in held:
        if person in gave(start):
            for path in paths(held, (start,)):
                found |= took(path[-1])
    return found - {person}


def paths(held: list[Workshop], path: tuple[Workshop, ...]) -> Iterator[tuple[Workshop, ...]]:
    yield path
    for later in held:
        if leads_to(path[-1], later):
            yield from paths(held, (*path, later))


def plain(facts: Facts, as_of: date | None) -> list[Workshop]:
    """The workshops that count, rewritten as if merged people had never had two names."""
    same = nx.Graph()
    same.add_edges_from(tuple(pair) for pair in facts.merged)
    rename = {p: min(group) for group in nx.connected_components(same) for p in group}
    return [
        renamed(w, rename)
        for w in facts.workshops
        if w.status == "held"
        if w.kind in {"tot", "step-down", "refresher"}
        if as_of is None or w.starts_on <= as_of
    ]


def renamed(w: Workshop, rename: dict[str, str]) -> Workshop:
    return replace(
        w,
        lead=rename.get(w.lead, w.lead) if w.lead else None,
        cofacilitators=tuple(rename.get(p, p) for p in w.cofacilitators),
        register=tuple(Attendance(rename.get(a.person, a.person)) for a in w.register),
    )


def gave(w: Workshop) -> set[str]:
    return {p for p in (w.lead, *w.cofacilitators) if p is not None}


def took(w: Workshop) -> set[str]:
    return {a.person for a in w.register} - gave(w)


def leads_to(w: Workshop, later: Workshop) -> bool:
    return w.ends_on < later.starts_on and bool(took(w) & gave(later))


def workshop_graph(held: list[Workshop]) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(w.identifier for w in held)
    graph.add_edges_from(
        (w.identifier, later.identifier) for w in held for later in held if leads_to(w, later)
    )
    return graph


def family_tree(held: list[Workshop]) -> "nx.DiGraph[str]":
    tree: nx.DiGraph[str] = nx.DiGraph()
    for person in {p for w in held for p in gave(w) | took(w)}:
        tree.add_node(person)
        _, role, identifier = entry(held, person)
        lead = next(w.lead for w in held if w.identifier == identifier)
        if role == 1 and lead is not None:
            tree.add_edge(lead, person)
    return tree


def entry(held: list[Workshop], person: str) -> tuple[date, int, str]:
    gives = [(w.starts_on, 0, w.identifier) for w in held if person in gave(w)]
    takes = [(w.starts_on, 1, w.identifier) for w in held if person in took(w)]
    return min(gives + takes)
