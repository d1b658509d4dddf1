"""Marks of days: who is on the register, who is left out, and who is asked about."""

from __future__ import annotations

import pytest

from api.spreadsheets.recognition.reader import NOTHING_ANSWERED, read_uploads
from api.spreadsheets.recognition.reading import Reading

HEAD = "Date: 12 March 2026,,,,\nTrainer: Jane Achieng,,,,\nName,Day 1,Day 2,Day 3,Day 4\n"


def read(*rows: str, least: float = 0.0) -> Reading:
    text = HEAD + "".join(f"{row}\n" for row in rows)
    return read_uploads([("march.csv", text.encode())], NOTHING_ANSWERED, least)


def signed(reading: Reading) -> list[str]:
    return [str(r.cells["person"]) for r in reading.tables.rows["register"] if not r.problem]


def absent(reading: Reading) -> list[str]:
    return [one.text.split()[0] for sheet in reading.sheets for one in sheet.left_out
            if one.kind == "absent"]  # fmt: skip


MARKS = ("Mary Auma,P,P,P,P", "Peter Otieno,P,P,P,A", "Grace Njeri,P,A,A,A", "Ali Juma,A,A,A,A")


@pytest.mark.parametrize(
    ("least", "there"),
    [
        (0.0, ["Mary Auma", "Peter Otieno", "Grace Njeri"]),
        (0.75, ["Mary Auma", "Peter Otieno"]),
        (1.0, ["Mary Auma"]),
    ],
)
def test_how_many_days_count_is_the_cascades_rule(least: float, there: list[str]):
    reading = read(*MARKS, least=least)
    assert signed(reading) == there
    assert len(absent(reading)) == len(MARKS) - len(there)


def test_a_blank_mark_beside_marks_of_absence_is_asked():
    reading = read("Mary Auma,P,P,P,P", "Peter Otieno,,,,", "Grace Njeri,A,A,A,A")
    assert signed(reading) == ["Mary Auma"] and absent(reading) == ["Grace"]
    (asked,) = [row for row in reading.tables.rows["register"] if row.problem]
    assert asked.cells["person"] == "Peter Otieno"


def test_a_blank_mark_beside_ticks_alone_is_absence():
    reading = read("Mary Auma,✓,✓,✓,✓", "Peter Otieno,,,,")
    assert signed(reading) == ["Mary Auma"] and absent(reading) == ["Peter"]


@pytest.mark.parametrize("cross", ["x", "X", "✗", "×"])
def test_a_cross_says_what_the_other_signs_leave_it(cross: str):
    """Alone it says present; beside a tick it says absent."""
    alone = read(f"Mary Auma,{cross},{cross},{cross},{cross}", "Peter Otieno,,,,")
    assert signed(alone) == ["Mary Auma"]
    beside = read("Mary Auma,✓,✓,✓,✓", f"Peter Otieno,{cross},{cross},{cross},{cross}")
    assert signed(beside) == ["Mary Auma"] and absent(beside) == ["Peter"]
