"""The README tells the truth: what it names is there, and what is there it names."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from api.app import create_app
from api.cli import banyan
from api.home import Home
from api.spreadsheets.recognition.columns import COLUMNS, REQUIRED

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
ARCHITECTURE = ROOT / "docs" / "architecture.md"
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")


def commands(group: click.Group, before: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, (*before, name))
        else:
            found[" ".join((*before, name))] = command
    return found


COMMANDS = commands(banyan)
NAMES = "|".join(sorted(COMMANDS, reverse=True))
CALLS = re.findall(
    rf"^ +banyan ((?:{NAMES})|[a-z-]+)\b(.*)$", README.replace("\\\n", ""), re.MULTILINE
)


@pytest.mark.parametrize("name, rest", CALLS)
def test_every_call_in_it_can_be_made(name, rest):
    options = {o for p in COMMANDS[name].params for o in p.opts}
    assert set(re.findall(r"--[a-z-]+", rest.split("#")[0])) <= options


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_it(name):
    last = name.split()[-1]
    assert re.search(rf"`(banyan )?(cascade |user )?{last}`", README), name


@pytest.mark.parametrize("target", re.findall(r"`make ([a-z]+)`|^    make ([a-z]+)", README, re.M))
def test_every_target_in_it_is_in_the_makefile(target):
    name = next(filter(None, target))
    assert re.search(rf"^{name}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_path_in_it_is_there(guide):
    text = guide.read_text("utf-8")
    named = re.findall(r"`((?:api|domain|projections|tests|docs)/(?:\w+/)*(?:\w+\.\w+)?)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_map_is_one_page():
    lines = ARCHITECTURE.read_text("utf-8").splitlines()
    assert len(lines) <= 110
    assert [line for line in lines if len(line) > 100 and not line.startswith("|")] == []


def test_every_route_in_it_is_there(room):
    home = Home(room / "home")
    rules = {rule.rule for rule in create_app(home).url_map.iter_rules()}
    home.close()
    named = {r.rstrip("/") for r in re.findall(r"(/api/[\w/.]+)", README)} - {"/api/v1"}
    assert named <= rules


@pytest.mark.parametrize("table", COLUMNS)
def test_the_columns_are_those_that_import_reads(table):
    (row,) = re.findall(rf"^\| {table} \| (.*) \|$", README, re.MULTILINE)
    row = re.sub(r"\([^)]*\)", "", row)
    names = tuple(name.strip().strip("*") for name in row.split(","))
    assert names == COLUMNS[table]
    assert set(re.findall(r"\*\*(\w+)\*\*", row)) == set(REQUIRED[table])


def test_the_changelog_speaks_of_this_version():
    version = re.search(r'^version = "(.*)"', PROJECT, re.MULTILINE)
    assert version
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


SECURITY = (ROOT / "docs" / "security.md").read_text("utf-8")
SHOWN_BY = re.findall(r"`((?:\w+/)*test_\w+)?::(test_\w+)`|`((?:\w+/)*test_\w+)`", SECURITY)


def test_the_tests_that_show_how_it_is_guarded_are_there():
    assert len(SHOWN_BY) > 30
    file = ""
    for named, test, alone in SHOWN_BY:
        file = named or alone or file
        path = ROOT / "tests" / f"{file}.py"
        assert path.exists(), file
        assert not test or f"def {test}(" in path.read_text("utf-8"), (file, test)
