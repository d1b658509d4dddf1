"""The guard before the XLSX reader: checks each part of a workbook and packs a new archive.

The reader unpacks by itself, trusts the sizes in a sheet, and copies a shared string into each
cell. So it never reads the original file, only what this module has unpacked within limits and
packed again. Two programs then cannot see two different archives in one file.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import IO, BinaryIO
from xml.parsers import expat

from api.spreadsheets.files import refusals
from api.spreadsheets.files.limits import (
    MAX_DIRECTORY,
    MAX_ENTRIES,
    MAX_SMALL_PART,
    MAX_TOKEN,
    MAX_UNPACKED,
)
from api.spreadsheets.files.parts import Census

_CHUNK = 65_536
_STRINGS = "xl/sharedstrings.xml"
_NEEDED = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/(styles|sharedstrings|workbook\w*)\.xml"
    r"|xl/_rels/workbook\w*\.xml\.rels|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
_ERROR_CELL = re.compile(rb"""(<[^<>]*\st\s*=\s*)["']e["']""")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
)


def repacked(file: BinaryIO, name: str) -> io.BytesIO:
    """The workbook's sheets, strings and styles in a new archive. BadInput if it is hostile.

    Error cells (#REF!) become text in the copy: the reader would turn them into blanks.
    """
    copy = io.BytesIO()
    census = Census(name)
    try:
        _check_ends(file, name)
        with (
            zipfile.ZipFile(file) as source,
            zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        ):
            for entry in _checked(source.infolist(), name):
                with source.open(entry) as part, target.open(entry.filename, "w") as out:
                    census.open_part(with_links=not _may_be_large(entry))
                    for piece in _pieces(part, name):
                        census.read(piece)
                        out.write(_with_errors_as_text(piece))
                    census.close_part()
    except _BROKEN:
        raise refusals.damaged(name) from None
    copy.seek(0)
    return copy


def _check_ends(file: BinaryIO, name: str) -> None:
    """Accepts only an archive with a plain end: one short directory, no comment, no zip64."""
    head = file.read(4)
    if head == b"\xd0\xcf\x11\xe0":
        sealed = "EncryptedPackage".encode("utf-16-le") in file.read()
        raise refusals.sealed(name) if sealed else refusals.old_format(name)
    if not head.startswith(b"PK"):
        raise refusals.not_a_workbook(name)
    file.seek(-42, io.SEEK_END)
    end = file.read()
    if end[20:24] != b"PK\x05\x06" or end[-2:] != b"\0\0" or end.startswith(b"PK\x06\x07"):
        raise refusals.damaged(name)
    if int.from_bytes(end[32:36], "little") > MAX_DIRECTORY:
        raise refusals.unpacks(name)


def _checked(entries: list[zipfile.ZipInfo], name: str) -> list[zipfile.ZipInfo]:
    """The entries to read, the shared strings first.

    Limits are checked on the declared sizes. `zipfile` never unpacks more than the declared size;
    where a part is larger, its check sum fails.
    """
    names = {entry.filename.lower() for entry in entries}
    needed = [entry for entry in entries if _NEEDED.fullmatch(entry.filename)]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise refusals.unpacks(name)
    if any(entry.file_size > MAX_SMALL_PART and not _may_be_large(entry) for entry in needed):
        raise refusals.unpacks(name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.sealed(name)
    if len(names) < len(entries) or _overlap(entries) or any(map(_oddly_packed, needed)):
        raise refusals.damaged(name)
    if not any(name.startswith("xl/workbook") for name in names):
        raise refusals.not_a_workbook(name)
    return sorted(needed, key=lambda entry: entry.filename.lower() != _STRINGS)


def _may_be_large(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().startswith((_STRINGS, "xl/worksheets/"))


def _oddly_packed(entry: zipfile.ZipInfo) -> bool:
    return entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(
        entry.header_offset + 30 + len(entry.filename) + entry.compress_size > after.header_offset
        for entry, after in pairwise(ordered)
    )


def _pieces(part: IO[bytes], name: str) -> Iterator[bytes]:
    """The part in pieces, cut at the ends of tags, so that no text and no tag is split."""
    rest = b""
    while chunk := part.read(_CHUNK):
        rest += chunk
        cut = max(rest.rfind(b"</"), rest.rfind(b"/>") + 2)
        if len(rest) - cut > MAX_TOKEN:
            raise refusals.oversized_cell(name)
        if cut > 1:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _with_errors_as_text(piece: bytes) -> bytes:
    if b'"e"' in piece or b"'e'" in piece:
        return _ERROR_CELL.sub(rb'\1"str"', piece)
    return piece
