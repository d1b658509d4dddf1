"""Finds the sentences of Banyan's Python files, for `pybabel extract` (see babel.cfg).

They are the first texts given to `_`, `ngettext`, `Refused` and its kin, both texts of a
`Definition`, any text with a blank given to `Problem`, to a function `require…` or `refuse…` or to
a method of `METHODS`, and the values of the dictionaries in `TABLES`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import BinaryIO

Sentence = tuple[int, str, str | tuple[str, ...], list[str]]
SPOKEN = {
    "_": 1,
    "ngettext": 2,
    "Definition": 2,
    "Refused": 1,
    "NotFound": 1,
    "Conflict": 1,
    "ValidationError": 1,
    "Unclear": 1,
    "UnclearIdentifier": 1,
    "_refusal": 1,
}
"""How many of the first arguments are sentences."""
METHODS = {"mark", "refuse"}
TABLES = {"SENTENCES", "MISSING", "MESSAGES", "error_messages", "default_error_messages"}


def sentences(
    file: BinaryIO, keywords: object, comments: object, options: object
) -> Iterator[Sentence]:
    """As Babel asks for it: (line, function, sentence or sentences, comments)."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            yield from _in_call(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _in_table(node)


def _in_call(node: ast.Call) -> Iterator[Sentence]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    bare = name.lstrip("_")
    if name == "Problem" or bare.startswith(("require", "refuse")) or method in METHODS:
        for text in _texts(node.args):
            if " " in text:
                yield node.lineno, "gettext", text, []
        return
    found = _texts(node.args[: SPOKEN.get(name, 0)])
    if name == "Definition":
        yield from ((node.lineno, "gettext", text, []) for text in found)
    elif name == "ngettext" and len(found) == 2:
        yield node.lineno, "ngettext", tuple(found), []
    elif found:
        yield node.lineno, "gettext", found[0], []


def _in_table(node: ast.Assign | ast.AnnAssign) -> Iterator[Sentence]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if TABLES.isdisjoint(target.id for target in targets if isinstance(target, ast.Name)):
        return
    for table in ast.walk(node.value or node):
        if isinstance(table, ast.Dict):
            for text in _texts(table.values):
                yield node.lineno, "gettext", text, []


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
