"""Puts sheets through the reader: reads, answers, reads again, compares."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from api.spreadsheets.recognition.reading import Answers, Reading
from tests.support.sheets.comparing import Fault, faults, questions
from tests.support.sheets.reading import answers, taken
from tests.support.sheets.truth import Made


def read(made: Made, known: Answers | None = None) -> Reading:
    """Through the entry of the reader, as an upload or as a paste."""
    reader: Any = import_module("api.spreadsheets.recognition.reader")
    result: Reading = reader.read_uploads(made.files, known or Answers())
    return result


def read_and_answered(made: Made) -> list[Fault]:
    """Reads, answers what was asked and reads again; gives every fault."""
    truth, first = made.truth, read(made)
    before = taken(first, truth)
    asked = questions(before, truth)
    if not before.asked:
        return asked + faults(before, truth)
    return asked + faults(taken(read(made, answers(made, first)), truth), truth)
