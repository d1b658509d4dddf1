"""Every hostile file is refused in one sentence, within 5 seconds and 256 MB."""

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.spreadsheets.files.limits import MAX_CELL
from api.spreadsheets.recognition.reader import read_files
from tests.support.hostile import files, older_files
from tests.support.threads import MINUTES

SECONDS = 5
"""Of a core that counts to twenty million in one second; of a slower one, or one that another
program shares, as many more as it takes to count."""
MEGABYTES = 256

READ = """
import json, os, sys, time
from pathlib import Path
from api.errors import BadInput
from api.spreadsheets.recognition.reader import read_files
def slower():
    began = time.process_time()
    for _ in range(4_000_000):
        pass
    return (time.process_time() - began) * 5
def read(path):
    began = time.process_time()
    try:
        read_files([Path(path)]).tables
        message = None
    except BadInput as refusal:
        message = refusal.message
    took = time.process_time() - began
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    if took >= SECONDS:
        took /= max(1, slower())
    return json.dumps([message, took, int(peak.split()[1]) / 1000])
for line in sys.stdin:
    child = os.fork()
    if not child:
        print(read(line.rstrip("\\n")), flush=True)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        print(json.dumps([f"ended by {status}", 0, 0]), flush=True)
""".replace("SECONDS", str(SECONDS))
"""Reads each file in a child of its own, which has nothing in memory but the reader."""

# What the sentence must speak of, where the kind of harm is to be named.
WORDS = {
    "zip_bomb": "unpacks to more",
    "bomb_in_the_media": "unpacks to more",
    "bomb_in_the_styles": "unpacks to more",
    "too_many_entries": "unpacks to more",
    "endless_directory": "unpacks to more",
    "nested_archives": "unpacks to more|not a workbook",
    "encrypted_entries": "password",
    "protected_by_a_password": "password",
    "old_format": "damaged",
    "cell_at_the_far_corner": "rows",
    "cell_at_the_far_right": "columns",
    "a_million_columns": "columns",
    "too_many_rows": "rows",
    "too_many_cells": "cells",
    "sparse_rectangle": "cells",
    "one_part_as_many_sheets": "damaged",
    "shared_string_bomb": "text",
    "shared_string_bomb_in_other_words": "damaged",
    "far_corner_in_other_words": "rows",
    "cells_without_references": "columns",
    "shared_string_of_many_runs": "characters",
    "inline_string_of_many_runs": "characters",
    "too_many_shared_strings": "cells",
    "megabyte_cell": "characters",
    "cell_just_too_long": "line 2",
    "a_million_commas": "columns",
    "a_million_commas_in_the_header": "columns",
    "a_million_commas_on_each_line": "columns",
    "nul_bytes": "NUL",
    "nul_byte_at_the_end": "NUL",
    "utf_16_without_a_mark": "NUL",
    "megabyte_csv_cell": "characters",
    "long_word_in_windows_1252": "characters",
    "long_lines_of_every_separator": "characters",
    "long_cell_at_the_end": "characters",
    "one_endless_line": "characters",
    "quotation_left_open": "quotation mark",
    "record_of_many_lines": "characters",
    "too_many_lines": "rows",
    "blank_lines": "rows",
    "too_many_bytes": "128 MB",
    "empty": "empty",
    "directory": "no .xlsx, .xls",
    "directory_in_a_directory": "not a file",
    "link_to_zeros": "not a file",
    "missing": "no such file",
    "link_to_nothing": "no such file",
    "pipe": "not a file",
    "too_many_files": "100 files",
    "ods_rows_without_end": "rows",
    "ods_columns_without_end": "columns",
    "ods_cell_far_below": "rows",
    "ods_cell_far_right": "columns",
    "ods_rectangle": "cells",
    "ods_copies_of_a_text": "text",
    "ods_blanks": "characters",
    "ods_many_elements": "cells",
    "ods_entities": "damaged",
    "ods_with_a_password": "password",
    "ods_bomb": "unpacks to more",
    "text_document_named_ods": "not a workbook",
    "xls_string_that_goes_back": "damaged",
    "xls_strings_without_end": "cells",
    "xls_runs": "text",
    "xls_styles": "unpacks to more",
    "xls_one_sheet_as_many": "unpacks to more",
    "xls_sheets_of_far_rows": "cells",
    "xls_far_right": "columns",
    "xls_too_many_cells": "cells",
    "xls_merges_over_each_other": "cells",
    "xls_with_a_password": "password",
    "xls_broken_off": "damaged",
    "xls_too_many_bytes": "20 MB",
}


def is_kind(thing: object) -> bool:
    return inspect.isfunction(thing) and list(inspect.signature(thing).parameters) == ["at"]


KINDS = [
    function
    for module in (files, older_files)
    for _name, function in inspect.getmembers(module, is_kind)
]


Read = Callable[[Path], tuple[str | None, float, float]]


@pytest.fixture(scope="module")
def read_in_a_child() -> Iterator[Read]:
    """The refusal's sentence, the seconds of a sound core and the child's own peak megabytes."""
    reader = subprocess.Popen(
        [sys.executable, "-c", READ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)) or "."},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdin and reader.stdout
    asked, answered = reader.stdin, reader.stdout

    def read(path: Path) -> tuple[str | None, float, float]:
        print(path, file=asked, flush=True)
        message, seconds, megabytes = json.loads(answered.readline())
        assert megabytes, message
        return message, seconds, megabytes

    yield read
    asked.close()
    assert reader.wait(MINUTES) == 0
    answered.close()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_hostile_file_is_refused(
    kind: Callable[[Path], Path], tmp_path: Path, read_in_a_child: Read
) -> None:
    message, seconds, megabytes = read_in_a_child(kind(tmp_path))
    print(f"MEASURED {kind.__name__:36} {seconds:6.2f} s {megabytes:6.0f} MB  {message}")
    assert message is not None
    assert "\n" not in message and len(message) < 300
    assert any(word in message for word in WORDS.get(kind.__name__, "").split("|"))
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_the_measure_sees_what_memory_a_child_takes(tmp_path: Path, read_in_a_child: Read) -> None:
    path = files.csv(tmp_path, b"person,name\n" + b"K-0001,Amina\n" * 500_000)
    message, _seconds, megabytes = read_in_a_child(path)
    assert message is None
    assert megabytes > 150


def test_what_just_keeps_the_limits_is_read(tmp_path: Path) -> None:
    long = "x" * MAX_CELL
    path = files.workbook(
        tmp_path / "people.xlsx",
        files.cell("A2", "<v>0</v>", "s") + files.cell("A400000", "<v>1</v>", "str"),
        f"<si><t>{long}</t></si>",
    )
    people = read_files([path]).tables.rows["people"]
    assert [(row.where.line, row.cells["person"]) for row in people] == [(2, long), (400_000, "1")]


def test_blank_strings_do_not_shift_the_others(tmp_path: Path) -> None:
    strings = "<si/><si></si><si><t/></si><si><t>amina</t></si>"
    path = files.workbook(tmp_path / "people.xlsx", files.cell("A2", "<v>3</v>", "s"), strings)
    assert read_files([path]).tables.rows["people"][0].cells == {"person": "amina"}
