"""`python -m tests.support.sheets FOLDER`: writes all sheets there, to be sent by hand."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.sheets.catalogue import SHEETS, made


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


if __name__ == "__main__":
    print(write(Path(sys.argv[1])), "sheets")
