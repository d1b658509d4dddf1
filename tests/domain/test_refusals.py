"""Every refusal of the domain: a sentence, tested, that says what to do."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import domain

HERE = Path(__file__).parent
REFUSING = {"require", "Refused", "NotFound", "Conflict", "require_distinct"}

DO = re.compile(
    r"(?:^|[.,;:] )(?:or )?"
    r"(?:add|certify|check|choose|complete|correct|define|give|leave|log|name|make|merge|open|plan|record|"
    r"register|rename|reopen|restore|say|simplify|take|try|undo|void|wait|write)\b",
    re.IGNORECASE,
)
"""What the reader is asked to do …"""
RULE = re.compile(
    r"\b(from|or more|at most|at least|must be|finite|one line|has no|has a|prints|valid for|"
    r"nothing)\b"
)
"""… or the rule that tells them what is right."""


def _templates():
    for path in sorted(Path(domain.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in REFUSING:
                for said in call.args:
                    if isinstance(said, ast.Constant) and " " in str(said.value):
                        yield pytest.param(call, said.value, id=f"{path.stem}:{said.value[:50]}")


def _asserted():
    """All texts in the tests of the domain."""
    for path in HERE.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


TEMPLATES = list(_templates())
ASSERTED = {text for text in _asserted() if len(text) > 9}


@pytest.mark.parametrize("call, template", TEMPLATES)
def test_it_is_a_sentence(call, template):
    assert template.endswith(".")
    assert template[0].isupper() or template[0] in "“{`"
    assert "  " not in template


@pytest.mark.parametrize("call, template", TEMPLATES)
def test_its_places_are_filled(call, template):
    places = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    given = {word.arg for word in call.keywords} - {"field"}
    if getattr(call.func, "id", "") == "require_distinct":
        given = {"value"}
    assert places <= given


@pytest.mark.parametrize("call, template", TEMPLATES)
def test_it_says_what_to_do(call, template):
    assert DO.search(template) or RULE.search(template), template


@pytest.mark.parametrize("call, template", TEMPLATES)
def test_it_is_tested(call, template):
    assert any(part in template for part in ASSERTED), template
