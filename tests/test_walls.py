"""Each contract in pyproject.toml turns red when a single import breaks it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS = SETTINGS["contracts"]
TYPES = {
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Who imports whom, in all of the three packages."""
    configure()
    return grimp.build_graph(
        *SETTINGS["root_packages"], include_external_packages=True, cache_dir=None
    )


def is_kept(contract: dict[str, Any], graph: grimp.ImportGraph) -> bool:
    options = {key: str(v) if isinstance(v, bool) else v for key, v in contract.items()}
    wall = TYPES[contract["type"]](contract["name"], SETTINGS, options)
    return bool(wall.check(graph=deepcopy(graph), verbose=False).kept)


def breaches(contract: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(importer, imported), each of which alone breaks the contract."""
    match contract["type"]:
        case "layers":
            inside = [f"{package}." for package in contract.get("containers", ())] or [""]
            lines = [line.split("|") for line in contract["layers"]]
            layers = [[name.strip(" ()") for name in line] for line in lines]
            for prefix in inside:
                for above, below in pairwise(layers):
                    yield prefix + below[0], prefix + above[0]
                for first, second in (line[:2] for line in layers if len(line) > 1):
                    yield prefix + first, prefix + second
        case "forbidden":
            sources, forbidden = contract["source_modules"], contract["forbidden_modules"]
            yield from ((source, forbidden[0]) for source in sources)
            yield from ((sources[0], module) for module in forbidden)
        case "independence":
            first, *others = contract["modules"]
            yield from ((first, other) for other in others)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["name"])
def test_a_wall_turns_red_when_it_is_broken(
    contract: dict[str, Any], graph: grimp.ImportGraph
) -> None:
    assert is_kept(contract, graph)
    broken = list(breaches(contract))
    assert broken, f"say here how a contract of the type {contract['type']} is broken"
    unseen = []
    for importer, imported in broken:
        other = deepcopy(graph)
        if imported not in other.modules:
            other.add_module(imported, is_squashed=True)
        other.add_import(importer=importer, imported=imported, line_number=1, line_contents="")
        if is_kept(contract, other):
            unseen.append((importer, imported))
    assert unseen == []
