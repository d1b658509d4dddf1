"""`python -m tests.support.sheets FOLDER`: writes all sheets there, to be sent by hand.

Without a folder it says what is read wrongly: sheet, kind of fault, how often, the first of them.
`--random N` does so of N sheets at random.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

from tests.support.sheets.catalogue import SHEETS, at_random, made
from tests.support.sheets.comparing import Fault, table_of
from tests.support.sheets.judging import read_and_answered
from tests.support.sheets.truth import Made


def write(folder: Path) -> int:
    """Each sheet into a folder of its name, with `truth.txt` beside it. Gives their number."""
    for name in SHEETS:
        sheet = made(name)
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        for file, content in sheet.files:
            (place / file).write_bytes(content)
        if sheet.pasted:
            (place / "paste-this.txt").write_text(sheet.pasted, encoding="utf-8")
        truth = sheet.truth
        parts = (truth.workshops, truth.people, truth.lines, truth.certificates, truth.left_out)
        said = [str(one) for part in parts for one in part]
        asked = f"must be asked: {sorted(truth.must)}; may be: {sorted(truth.may)}"
        answers = f"maximum {truth.max_score}, dates {truth.dates}"
        (place / "truth.txt").write_text("\n".join([asked, answers, *said]), encoding="utf-8")
    return len(SHEETS)


def judged(sheets: Iterable[tuple[str, Made]]) -> str:
    """A table of all faults; a reader that fails is one."""
    found: list[tuple[str, Fault]] = []
    for name, sheet in sheets:
        try:
            found += [(name, fault) for fault in read_and_answered(sheet)]
        except Exception as failure:
            at = traceback.extract_tb(failure.__traceback__)[-1]
            where = f"{Path(at.filename).name}:{at.lineno}"
            found.append((name, Fault("failed", f"{failure!r:.150} at {where}")))
    return table_of(found)


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            print(judged((name, made(name)) for name in SHEETS))
        case ["--random", count]:
            print(judged((f"seed {seed}", at_random(seed)) for seed in range(int(count))))
        case [folder]:
            print(write(Path(folder)), "sheets")
