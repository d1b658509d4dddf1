"""Hostile files of .ods and .xls, each made by a function with its name."""

import struct
import zipfile
from pathlib import Path

from xlwt.CompoundDoc import XlsDoc  # type: ignore[import-untyped]

URN = "urn:oasis:names:tc:opendocument:xmlns"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


# --- ODS ---------------------------------------------------------------------------------------


def ods(path: Path, rows: str, head: str = "", kind: str = ODS, **parts: str) -> Path:
    """A workbook of one sheet `people` with these rows. `head`: before the document; `parts`:
    other parts of the archive."""
    content = (
        f'{head}<office:document-content xmlns:office="{URN}:office:1.0" '
        f'xmlns:table="{URN}:table:1.0" xmlns:text="{URN}:text:1.0" '
        f'xmlns:calcext="{URN}:calc:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="people">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        for name, text in {"content.xml": content, **parts}.items():
            archive.writestr(name, text)
    return path


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str = "", attributes: str = ' office:value-type="string"') -> str:
    return f"<table:table-cell{attributes}><text:p>{text}</text:p></table:table-cell>"


def repeated(what: str, count: int) -> str:
    return f' office:value-type="string" table:number-{what}-repeated="{count}"'


def ods_rows_without_end(at: Path) -> Path:
    row = ods_row(ods_cell("A"), attributes=repeated("rows", 1_048_576))
    return ods(at / "people.ods", row)


def ods_columns_without_end(at: Path) -> Path:
    return ods(at / "people.ods", ods_row(ods_cell("A", repeated("columns", 16_384))))


def ods_cell_far_below(at: Path) -> Path:
    gap = '<table:table-row table:number-rows-repeated="900000000"><table:table-cell/>'
    return ods(at / "people.ods", f"{gap}</table:table-row>{ods_row(ods_cell('A'))}")


def ods_cell_far_right(at: Path) -> Path:
    gap = '<table:table-cell table:number-columns-repeated="900000000"/>'
    return ods(at / "people.ods", ods_row(gap, ods_cell("A")))


def ods_rectangle(at: Path) -> Path:
    row = ods_row(ods_cell("A", repeated("columns", 200)), attributes=repeated("rows", 5_001))
    return ods(at / "people.ods", row)


def ods_copies_of_a_text(at: Path) -> Path:
    cell = ods_cell("x" * 9_000, repeated("columns", 200))
    return ods(at / "people.ods", ods_row(cell, attributes=repeated("rows", 100)))


def ods_blanks(at: Path) -> Path:
    return ods(at / "people.ods", ods_row(ods_cell('<text:s text:c="2000000000"/>')))


def ods_many_elements(at: Path) -> Path:
    return ods(
        at / "people.ods", ods_row(ods_cell("<text:s/>" * 9_999 + "</text:p><text:p>")) * 600
    )


def ods_entities(at: Path) -> Path:
    head = '<!DOCTYPE a [<!ENTITY a0 "ha"><!ENTITY a1 "&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;">]>'
    return ods(at / "people.ods", ods_row(ods_cell("&a1;")), head)


def ods_with_a_password(at: Path) -> Path:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    return ods(at / "people.ods", "", **{"META-INF/manifest.xml": manifest})


def ods_bomb(at: Path) -> Path:
    path = at / "people.ods"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("content.xml", "w", force_zip64=True) as part,
    ):
        for _block in range(300):
            part.write(b" " * 1_000_000)
    return path


def text_document_named_ods(at: Path) -> Path:
    return ods(at / "people.ods", "", kind="application/vnd.oasis.opendocument.text")


# --- XLS ---------------------------------------------------------------------------------------

BOF, EOF, BOUNDSHEET, SST, LABELSST, NUMBER, XF = 0x809, 0x0A, 0x85, 0xFC, 0xFD, 0x203, 0xE0


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def start(kind: int) -> bytes:
    return record(BOF, struct.pack("<4H2I", 0x600, kind, 0x0DBB, 0x07CC, 1, 6))


def number(row: int, column: int) -> bytes:
    return record(NUMBER, struct.pack("<3Hd", row, column, 0, 1.0))


def xls(path: Path, *sheets: bytes, globals_: bytes = b"", at: int | None = None) -> Path:
    """A workbook with the records of these sheets. `at`: where each is said to begin."""
    head = start(5) + globals_
    size = len(head) + sum(len(_boundsheet(0, n)) for n in range(len(sheets))) + len(record(EOF))
    bounds, body = b"", b""
    for n, sheet in enumerate(sheets):
        bounds += _boundsheet(size + len(body) if at is None else at, n)
        body += start(0x10) + sheet + record(EOF)
    XlsDoc().save(str(path), head + bounds + record(EOF) + body)
    return path


def _boundsheet(at: int, n: int) -> bytes:
    name = f"s{n:02}".encode()
    return record(BOUNDSHEET, struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name)


def xls_strings(count: int, *strings: bytes) -> bytes:
    return record(SST, struct.pack("<II", count, count) + b"".join(strings))


def xls_string_that_goes_back(at: Path) -> Path:
    back = struct.pack("<HBi", 1, 4, -8) + b"x"
    return xls(at / "people.xls", number(0, 0), globals_=xls_strings(600_000, back))


def xls_strings_without_end(at: Path) -> Path:
    strings = xls_strings(2_000_000_000, b"\1\0\0x" * 1_000)
    return xls(at / "people.xls", number(0, 0), globals_=strings)


def xls_runs(at: Path) -> Path:
    string = struct.pack("<HBH", 1, 8, 1_900) + b"x" + bytes(4 * 1_900)
    parts = xls_strings(400, string) + record(0x3C, string) * 399
    return xls(at / "people.xls", number(0, 0), globals_=parts)


def xls_styles(at: Path) -> Path:
    return xls(at / "people.xls", number(0, 0), globals_=record(XF, bytes(20)) * 20_000)


def xls_one_sheet_as_many(at: Path) -> Path:
    return xls(at / "people.xls", *[number(0, 0)] * 40, at=2_000)


def xls_sheets_of_far_rows(at: Path) -> Path:
    return xls(at / "people.xls", *[number(0, 0) + number(65_535, 3)] * 40)


def xls_far_right(at: Path) -> Path:
    return xls(at / "people.xls", number(0, 255))


def xls_too_many_cells(at: Path) -> Path:
    sheet = b"".join(number(n, column) for n in range(65_000) for column in range(11))
    return xls(at / "people.xls", sheet)


def xls_merges_over_each_other(at: Path) -> Path:
    one = struct.pack("<4H", 0, 65_535, 0, 199)
    merges = record(0xE5, struct.pack("<H", 1_000) + one * 1_000)
    return xls(at / "people.xls", number(0, 199) + number(999, 0) + merges)


def xls_with_a_password(at: Path) -> Path:
    return xls(at / "people.xls", number(0, 0), globals_=record(0x2F, bytes(6)))


def xls_broken_off(at: Path) -> Path:
    path = xls(at / "people.xls", b"".join(number(n, 0) for n in range(5_000)))
    path.write_bytes(path.read_bytes()[:-60_000])
    return path


def xls_too_many_bytes(at: Path) -> Path:
    path = xls(at / "people.xls", number(0, 0))
    with path.open("r+b") as file:
        file.truncate(20_000_001)
    return path


def xls_of_names_alone(at: Path) -> Path:
    """A frame whose directory fills the file."""
    sector, tables = 512, 109
    size = tables * sector // 4
    chain = [*[-3] * tables, *range(tables + 1, size), -2]
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<5H10x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<8i", tables, tables, 0, 4096, -2, 0, -2, 0)
    head += struct.pack(f"<{tables}i", *range(tables))
    name = "Root Entry".encode("utf-16-le")
    entry = name + bytes(64 - len(name)) + struct.pack("<HBB3i", len(name) + 2, 5, 0, -1, -1, -1)
    entry += bytes(36) + struct.pack("<3i", -2, 0, 0)
    path = at / "people.xls"
    path.write_bytes(head + struct.pack(f"<{size}i", *chain) + entry * ((size - tables) * 4))
    return path
