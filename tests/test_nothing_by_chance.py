"""No test may fail by itself: none sleeps, races a clock, begins threads or draws without a seed.

What needs a clock, a quiet machine or luck is marked `soak`, or lies in tests/bench.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CLOCKS = {
    "sleep": "wait for what is to come: an event, a fixture's `go_on`, what a page shows",
    "monotonic": "count the work, or hold what is to wait",
    "perf_counter": "count the work, or mark it soak",
    "process_time": "count the work, or mark it soak",
    "thread_time": "count the work, or mark it soak",
    "wait_for_timeout": "wait for what the page shows",
}
THREADS = {"Thread", "Timer", "ThreadPoolExecutor", "ProcessPoolExecutor", "Pool"}
TODAYS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
WHERE_IT_IS = {f"{page}.url" for page in ("page", "reader", "phone", "browser")}
LIMITS = {"timeout", "timeout_seconds", "deadline"}

ALLOWED = {
    ("support/threads.py", "Thread"): "the one place where threads begin",
    ("support/threads.py", "ThreadPoolExecutor"): "likewise",
    ("api/accounts/test_passwords.py", "thread_time"): "a ratio, of the least disturbed of seven",
    ("support/killing.py", "sleep"): "until a moment at which soak kills",
    ("support/killing.py", "timeout"): "of SQLite, for a lock; soak alone",
    (
        "support/senders/senders.py",
        "sleep",
    ): "until a figure of another process is renewed; soak alone",
    ("support/pictures.py", "datetime.now"): "pictures are no test",
    ("oracle/four_tables.py", "datetime.now"): "of tables whose days are years away from now",
    ("api/private/test_contact_index.py", "datetime.now"): "hours from what is compared with it",
    (
        "api/private/test_store.py",
        "datetime.now",
    ): "an hour and a minute from what is compared with it",
    ("api/private/test_every_text.py", "datetime.now"): "hours from what is compared with it",
    (
        "api/private/test_ownership.py",
        "datetime.now",
    ): "hours or days from what is compared with it",
    ("api/pages/imports/test_imports.py", "datetime.now"): "minutes from what is compared with it",
    ("api/pages/trainer/test_my_reach.py", "datetime.now"): "a time that is not looked at",
}
"""(file, what) → why nothing hangs on it."""


def chances(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """(line, what, what to do instead) of each thing that may go this way or that."""
    for node in _in_every_run(tree):
        line = getattr(node, "lineno", 0)
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if name in CLOCKS:
            yield line, name, CLOCKS[name]
        if name in THREADS:
            yield line, name, "use tests/support/threads.py"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if (node.value.id, node.attr) in TODAYS:
                yield line, f"{node.value.id}.{node.attr}", "ask for the fixture `clock`"
            if node.value.id == "random" and node.attr != "Random":
                yield line, "random", "draw from a Random with a seed"
        if isinstance(node, ast.Assert) and WHERE_IT_IS & _named(node.test):
            yield line, "url", "a page is on its way: expect(page).to_have_url"
        if isinstance(node, ast.ImportFrom) and node.module == "random":
            others = [one.name for one in node.names if one.name != "Random"]
            yield from ((line, "random", f"not {one}: draw from a Random") for one in others)
        if isinstance(node, ast.Call) and name_of(node.func) == "Random" and not node.args:
            yield line, "Random()", "give it a seed"
        if isinstance(node, ast.keyword) and node.arg in LIMITS and is_a_number(node.value):
            yield (
                node.value.lineno,
                str(node.arg),
                "MINUTES of tests/support/threads.py: it only hangs",
            )
        if isinstance(node, ast.Constant) and "order by random()" in str(node.value).lower():
            yield line, "order by random", "draw from a Random with a seed"


def _named(test: ast.AST) -> set[str]:
    return {ast.unparse(node) for node in ast.walk(test) if isinstance(node, ast.Attribute)}


def _in_every_run(node: ast.AST) -> Iterator[ast.AST]:
    """All below it but what is marked soak."""
    for child in ast.iter_child_nodes(node):
        marks = getattr(child, "decorator_list", [])
        if not any("soak" in ast.unparse(mark) for mark in marks):
            yield child
            yield from _in_every_run(child)


def name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_a_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def found() -> dict[tuple[str, str], list[str]]:
    places: dict[tuple[str, str], list[str]] = {}
    for path in sorted(TESTS.rglob("*.py")):
        inside = path.relative_to(TESTS).as_posix()
        if not inside.startswith("bench/") and path != Path(__file__):
            for line, what, instead in chances(ast.parse(path.read_text("utf-8"))):
                places.setdefault((inside, what), []).append(f"{inside}:{line}: {what}: {instead}")
    return places


def test_no_test_is_left_to_chance():
    left = {place: lines for place, lines in found().items() if place not in ALLOWED}
    assert left == {}


def test_nothing_is_allowed_that_is_not_there():
    assert ALLOWED.keys() <= found().keys()


@pytest.mark.parametrize(
    "code",
    [
        "import time\ntime.sleep(1)",
        "from time import sleep\nsleep(1)",
        "assert time.perf_counter() < 1",
        "assert page.url == there",
        "threading.Thread(target=act)",
        "random.choice([1, 2])",
        "from random import choice",
        "rng = Random()",
        "TODAY = date.today()",
        "datetime.now(UTC)",
        "thread.join(timeout=5)",
        "expect(it).to_be_visible(timeout=10_000)",
        "page.wait_for_timeout(50)",
        "sql = 'SELECT 1 FROM x ORDER BY random() LIMIT 1'",
    ],
)
def test_it_would_be_found(code: str):
    assert list(chances(ast.parse(code)))
    marked = "@pytest.mark.soak\ndef test_it():\n" + "\n".join("    " + x for x in code.split("\n"))
    assert list(chances(ast.parse(marked))) == []
