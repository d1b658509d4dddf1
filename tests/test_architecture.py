"""The walls of the house, its style and its size: what a reviewer would otherwise have to see."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
LONGEST_FILE, LONGEST_FUNCTION = 300, 40

ELSEWHERE = re.compile(
    r"/hom[e]/\w|/roo[t]/\w|/Use[r]s/\w|/wor[k]/\w|/tm[p]/\w|/mn[t]/\w|[A-Z]:\\Use[r]s"
    r"|pypi\.or[g]|pythonhosted\.or[g]|npmjs\.or[g]|npmjs\.co[m]|artifactor[y]"
    r"|--(?:extra-)?index-ur[l]|\.pyen[v]|site-package[s]/"
)
"""Paths of somebody's machine, and addresses of package registries."""


def run(*command):
    """What a tool says of the whole project; "" where it has nothing to say against it."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def test_the_walls_stand():
    assert run(BIN / "lint-imports", "--no-cache") == ""


def test_ruff_finds_nothing():
    assert run(sys.executable, "-m", "ruff", "check", "--no-cache") == ""


def test_the_code_is_formatted():
    assert run(sys.executable, "-m", "ruff", "format", "--check", "--no-cache") == ""


def test_the_types_are_strict():
    assert run(sys.executable, "-m", "mypy", "--strict", "domain", "projections", "api") == ""


def test_what_the_pages_show_is_installed():
    """Templates, static files and catalogues, in all their folders."""
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed = {
        path
        for pattern in patterns["tool"]["setuptools"]["package-data"]["api"]
        for path in (ROOT / "api").glob(pattern)
    }
    shown = [path for path in files() if (ROOT / "api") in path.parents and path.suffix != ".py"]
    assert len(shown) > 80
    assert [path for path in shown if path not in installed] == []


# ---- every file ------------------------------------------------------------------------------


def files():
    """In git, and those that are about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(ROOT / name for name in set(listed.stdout.split("\0")) if (ROOT / name).is_file())


def lines():
    for path in files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        for number, line in enumerate(text.splitlines(), 1):
            yield path.relative_to(ROOT), number, line


def test_no_file_knows_a_machine_or_a_registry():
    found = [f"{path}:{n}: {line.strip()}" for path, n, line in lines() if ELSEWHERE.search(line)]
    assert found == []


@pytest.mark.parametrize(
    "line", ["/ho" + "me/amina/x", "https://py" + "pi.org/simple", "/tm" + "p/x", "C:\\Us" + "ers"]
)
def test_such_a_line_would_be_found(line):
    assert ELSEWHERE.search(line)


# ---- every module ----------------------------------------------------------------------------


def modules(*packages):
    """With their lines and their syntax."""
    for path in files():
        inside = path.relative_to(ROOT)
        if path.suffix == ".py" and inside.parts[0] in packages:
            text = path.read_text("utf-8")
            yield inside, text, ast.parse(text)


def test_files_are_small():
    long = {
        str(path): count
        for path, text, _ in modules("domain", "projections", "api")
        if (count := len(text.splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_functions_are_small():
    long = {
        f"{path}:{node.name}": length
        for path, _, tree in modules("domain", "projections", "api")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_a_files_first_line_says_what_the_room_is_for():
    silent = [
        str(path)
        for path, text, tree in modules("domain", "projections", "api", "tests")
        if not ast.get_docstring(tree) or not text.startswith('"""')
    ]
    assert silent == []


SKIPPING = Path("tests/support/needs_shared.py")
"""The one place that may: the public data set is not always there."""


def test_nothing_is_skipped_or_left_to_do():
    marks = re.compile(
        r"pytest\.(?:mark\.)?(?:skip|xfail)|\bTODO|\bFIXME|\bXXX|raise NotImplemented"
    )
    here = Path(__file__).relative_to(ROOT)
    found = [
        f"{path}:{n}: {line.strip()}"
        for path, n, line in lines()
        if path.suffix == ".py" and path not in (here, SKIPPING) and marks.search(line)
    ]
    assert found == []
