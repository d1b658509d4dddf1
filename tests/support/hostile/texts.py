"""Texts that a door may accept and that may break code that reads them."""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from collections import defaultdict

LENGTH, FEW = 200, 40
"""Code points of a text; of a script that has a text of its own."""

TYPED = (
    # what looks like something else
    "2026-02-30", "2026-14-01", "0000-00-00", "10000-01-01", "2026-W01-1", "None", "null", "NaN",
    "true", "1.0", "01", "1e5", "-0", "٣", "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10", "[]", "{}",
    # what a spreadsheet runs, or takes for an error
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'", "'=1", "''", "#REF!", "#N/A", "#NAME?",
    # what is filled in, escaped or split
    "{x}", "{0}", "{}", "{{y}}", "{person}", "{", "%s", "%(a)s", "%", "<b>", "</script>", "&amp;",
    "\\", "\\u0000", '"', ";", "a;b", "a,b", "a / b", "/", "?x=1#y", "..", "_x0041_", "import:x",
    # writing
    "e\u0301", "\u0301", "\u0661\u0662", "עִברִית", "ﷺ", "\U0001f469\u200d\U0001f33e", "\U00020000",
    "\u202eabc", "\u200fabc\u200f", "\ufeffx", "\ufdd0", "ǅ", "İ", "ß",
)  # fmt: skip


def of_every_script(seed: int) -> list[str]:
    """A text of `LENGTH` code points of each script, as far as names of characters tell them.

    Signs of small scripts stand together.
    """
    named: dict[str, list[str]] = defaultdict(list)
    for code in range(32, sys.maxunicode + 1):
        if chr(code).isprintable():
            script = re.split("[ -]", unicodedata.name(chr(code), "OTHER"))[0]
            named[script].append(chr(code))
    scripts: dict[str, list[str]] = defaultdict(list)
    for script, signs in named.items():
        scripts[script if len(signs) >= FEW else "OTHER"] += signs
    chance = random.Random(seed)
    return ["".join(chance.choices(signs, k=LENGTH)) for _, signs in sorted(scripts.items())]
