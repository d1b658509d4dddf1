"""The guard before the readers of XLSX and ODS: checks each part and packs a new archive.

The reader unpacks by itself, trusts the sizes in a sheet, and copies a shared string into each
cell. So it never reads the original file, only what this module has unpacked within limits and
packed again. Two programs then cannot see two different archives in one file.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, BinaryIO
from xml.parsers import expat

from api.spreadsheets.files import refusals
from api.spreadsheets.files.limits import (
    MAX_DIRECTORY,
    MAX_ENTRIES,
    MAX_ODD,
    MAX_SMALL_PART,
    MAX_TOKEN,
    MAX_UNPACKED,
)
from api.spreadsheets.files.marks import Marks
from api.spreadsheets.files.ods_parts import OdsCensus
from api.spreadsheets.files.parts import Census
from api.spreadsheets.files.plain_xml import plain_pieces
from api.spreadsheets.files.xlsx_marks import Odd

_CHUNK = 65_536
_STRINGS = "xl/sharedstrings.xml"
_CONTENT = "content.xml"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
_NEEDED = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|xl/(styles|sharedstrings|workbook\w*)\.xml"
    r"|xl/_rels/workbook\w*\.xml\.rels|xl/worksheets/[^/]+\.xml|content\.xml",
    re.IGNORECASE,
)
_DIMENSION = re.compile(rb"""(<(?:[\w.-]+:)?dimension\b[^<>]*\bref\s*=\s*)(?:"[^"<]*"|'[^'<]*')""")
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


@dataclass(frozen=True, slots=True)
class Copy:
    """A checked copy of a workbook. `marks`: of each sheet in order, None where it has none."""

    file: io.BytesIO
    marks: list[Marks | None]


def repacked(file: BinaryIO, name: str) -> Copy:
    """The workbook's sheets, strings and styles in a new archive. BadInput if it is hostile.

    Error cells (#REF!) become text in the copy: the reader would turn them into blanks. The extent
    that a sheet claims is left out: the cells decide.
    """
    try:
        _check_ends(file, name)
        with zipfile.ZipFile(file) as source:
            entries = _checked(source.infolist(), name)
            if entries[0].filename == _CONTENT:
                return _copied_ods(source, entries[:1], name)
            try:
                return _copied(source, entries, Census(name), _pieces)
            except Odd:
                if sum(entry.file_size for entry in entries) > MAX_ODD:
                    raise refusals.damaged(name) from None
                return _copied(source, entries, Census(name), _plain)
    except (*_BROKEN, Odd):
        raise refusals.damaged(name) from None


def _copied(
    source: zipfile.ZipFile,
    entries: list[zipfile.ZipInfo],
    census: Census | OdsCensus,
    pieces: Callable[[IO[bytes], str], Iterator[bytes]],
    **others: str,
) -> Copy:
    """`others`: parts of the copy that are not read, and their text."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for other, text in others.items():
            target.writestr(other, text)
        for entry in entries:
            with source.open(entry) as part, target.open(entry.filename, "w") as out:
                census.open_part(entry.filename.lower(), not _may_be_large(entry))
                for piece in pieces(part, census.file):
                    census.read(piece)
                    out.write(_mended(piece))
                census.close_part()
    copy.seek(0)
    return Copy(copy, census.marks())


def _copied_ods(source: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> Copy:
    """BadInput where the archive says that it is no spreadsheet, or that it is encrypted."""
    for entry in source.infolist():
        said = entry.filename
        if said in ("mimetype", "META-INF/manifest.xml") and entry.file_size > MAX_SMALL_PART:
            raise refusals.unpacks(name)
        if said == "mimetype" and not source.read(entry).startswith(_ODS.encode()):
            raise refusals.not_a_workbook(name)
        if said == "META-INF/manifest.xml" and b"encryption-data" in source.read(entry):
            raise refusals.sealed(name)
    others = {"mimetype": _ODS, "META-INF/manifest.xml": _MANIFEST}
    return _copied(source, entries, OdsCensus(name), _pieces, **others)


def _check_ends(file: BinaryIO, name: str) -> None:
    """Accepts only an archive with a plain end: one short directory, no comment, no zip64."""
    file.seek(-42, io.SEEK_END)
    end = file.read()
    if end[20:24] != b"PK\x05\x06" or end[-2:] != b"\0\0" or end.startswith(b"PK\x06\x07"):
        raise refusals.damaged(name)
    if int.from_bytes(end[32:36], "little") > MAX_DIRECTORY:
        raise refusals.unpacks(name)


def _checked(entries: list[zipfile.ZipInfo], name: str) -> list[zipfile.ZipInfo]:
    """The entries to read: the shared strings first, the sheets last.

    Limits are checked on the declared sizes. `zipfile` never unpacks more than the declared size;
    where a part is larger, its check sum fails.
    """
    names = {entry.filename.lower() for entry in entries}
    needed = [entry for entry in entries if _NEEDED.fullmatch(entry.filename)]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise refusals.unpacks(name)
    if sum(entry.file_size for entry in needed if not _may_be_large(entry)) > MAX_SMALL_PART:
        raise refusals.unpacks(name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusals.sealed(name)
    if len(names) < len(entries) or _overlap(entries) or any(map(_oddly_packed, needed)):
        raise refusals.damaged(name)
    if any(part.startswith("xl/workbook") for part in names):
        parts = [entry for entry in needed if entry.filename.lower() != _CONTENT]
        return sorted(
            parts, key=lambda entry: (entry.filename.lower() != _STRINGS, _may_be_large(entry))
        )
    parts = [entry for entry in needed if entry.filename == _CONTENT]
    if not parts:
        raise refusals.not_a_workbook(name)
    return parts


def _may_be_large(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().startswith((_STRINGS, "xl/worksheets/", _CONTENT))


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


def _plain(part: IO[bytes], name: str) -> Iterator[bytes]:
    return plain_pieces(part)


def _mended(piece: bytes) -> bytes:
    if b'"e"' in piece or b"'e'" in piece:
        piece = _ERROR_CELL.sub(rb'\1"str"', piece)
    return _DIMENSION.sub(rb'\1"A1"', piece) if b"dimension" in piece else piece
