"""Hostile files, each made by a function with its name."""

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
    '<sheet name="people" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
    f'Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
HEADER = '<row r="1"><c r="A1" t="str"><v>person</v></c><c r="B1" t="str"><v>name</v></c></row>'


def workbook(path: Path, rows: str, strings: str = "", head: str = "", **parts: str) -> Path:
    """A workbook with these XML rows under the header, and other parts in place of the usual."""
    sheet = f'<worksheet xmlns="{MAIN}">{head}<sheetData>{HEADER}{rows}</sheetData></worksheet>'
    content = {**FRAME, "xl/worksheets/sheet1.xml": sheet, **parts}
    if strings:
        content["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def cell(reference: str, value: str = "<v>1</v>", kind: str = "n") -> str:
    return f'<c r="{reference}" t="{kind}">{value}</c>'


def rows(count: int, make: Callable[[int], str]) -> str:
    return "".join(f'<row r="{n}">{make(n)}</row>' for n in range(2, count + 2))


def with_part(path: Path, name: str, blocks: int) -> Path:
    """A workbook with one more part of so many megabytes of blanks."""
    workbook(path, "")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w", force_zip64=True) as part,
    ):
        for _block in range(blocks):
            part.write(b" " * 1_000_000)
    return path


def declare(path: Path, name: str, size: int) -> Path:
    """The same archive, saying of one part that it unpacks to `size` bytes."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        local = archive.getinfo(name).header_offset
    central = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
    while data[central : central + 4] != b"PK\x01\x02":
        central = data.index(name.encode(), central + 47) - 46
    struct.pack_into("<L", data, local + 22, size)
    struct.pack_into("<L", data, central + 24, size)
    path.write_bytes(data)
    return path


# --- zip ---------------------------------------------------------------------------------------


def zip_bomb(at: Path) -> Path:
    return with_part(at / "people.xlsx", "xl/worksheets/sheet2.xml", 2_000)


def bomb_in_the_media(at: Path) -> Path:
    return with_part(at / "people.xlsx", "xl/media/image1.png", 2_000)


def bomb_in_the_styles(at: Path) -> Path:
    return with_part(at / "people.xlsx", "xl/styles.xml", 200)


def bomb_that_lies(at: Path) -> Path:
    path = at / "people.xlsx"
    workbook(path, rows(200_000, lambda n: cell(f"A{n}")))
    return declare(path, "xl/worksheets/sheet1.xml", 1_000)


def too_many_entries(at: Path) -> Path:
    path = workbook(at / "people.xlsx", "")
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(5_000):
            archive.writestr(f"x{number}", b"")
    return path


def endless_directory(at: Path) -> Path:
    path = at / "people.xlsx"
    entry = b"PK\x01\x02" + bytes(42)
    count = 1_300_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, len(entry) * count, 4, 0)
    path.write_bytes(b"PK\x03\x04" + entry * count + end)
    return path


def overlapping_entries(at: Path) -> Path:
    path = workbook(at / "people.xlsx", "")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"<a>" + b"b" * 4_000 + b"</a>")
        for number in range(3, 30):
            twin = archive.getinfo("xl/worksheets/sheet2.xml")
            copy = zipfile.ZipInfo(f"xl/media/{number}.png")
            for slot in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(copy, slot, getattr(twin, slot))
            archive.filelist.append(copy)
            archive.NameToInfo[copy.filename] = copy
    return path


def nested_archives(at: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", b"\0" * 50_000_000)
    path = at / "people.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(16):
            archive.writestr(f"{number}.zip", inner.getvalue())
    return path


def encrypted_entries(at: Path) -> Path:
    path = workbook(at / "people.xlsx", "")
    data = bytearray(path.read_bytes())
    position = -1
    while (position := data.find(b"PK\x01\x02", position + 1)) >= 0:
        data[position + 8] |= 1
    path.write_bytes(data)
    return path


def protected_by_a_password(at: Path) -> Path:
    path = at / "people.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(2_000) + "EncryptedPackage".encode("utf-16-le"))
    return path


def old_format(at: Path) -> Path:
    path = at / "people.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000))
    return path


def truncated(at: Path) -> Path:
    path = workbook(at / "people.xlsx", rows(1_000, lambda n: cell(f"A{n}")))
    path.write_bytes(path.read_bytes()[:-500])
    return path


def spoilt_in_the_middle(at: Path) -> Path:
    path = workbook(at / "people.xlsx", rows(1_000, lambda n: cell(f"A{n}")))
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 50] = bytes(50)
    path.write_bytes(data)
    return path


# --- sheets ------------------------------------------------------------------------------------


def cell_at_the_far_corner(at: Path) -> Path:
    return workbook(at / "people.xlsx", f'<row r="1048576">{cell("XFD1048576")}</row>')


def cell_at_the_far_right(at: Path) -> Path:
    return workbook(at / "people.xlsx", f'<row r="2">{cell("XFD2")}</row>')


def far_corner_in_other_words(at: Path) -> Path:
    hidden = "<x:c\n t = 'n' r = 'XFD&#49;048576' ><x:v>1</x:v></x:c>"
    return workbook(at / "people.xlsx", f'<row r="2" xmlns:x="{MAIN}">{hidden}</row>')


def cells_without_references(at: Path) -> Path:
    one_wide = f"<row>{'<c><v>1</v></c>' * 20_000}</row>"
    return workbook(at / "people.xlsx", one_wide + "<row><c><v>1</v></c></row>" * 20_000)


def a_million_columns(at: Path) -> Path:
    many = "".join(cell(f"A{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}2") for n in range(676))
    return workbook(at / "people.xlsx", f'<row r="2">{many * 1_500}</row>')


def too_many_rows(at: Path) -> Path:
    return workbook(at / "people.xlsx", rows(400_001, lambda n: cell(f"A{n}")))


def too_many_cells(at: Path) -> Path:
    return workbook(
        at / "people.xlsx",
        rows(300_000, lambda n: "".join(cell(f"{c}{n}") for c in "ABCDEFGH")),
    )


def sparse_rectangle(at: Path) -> Path:
    return workbook(at / "people.xlsx", cell("GA2") + cell("A399999"))


def one_part_as_many_sheets(at: Path) -> Path:
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 41))
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{sheets}</sheets></workbook>'
    many = rows(300_000, lambda n: cell(f"A{n}"))
    return workbook(at / "people.xlsx", many, **{"xl/workbook.xml": book})


def shared_string_bomb(at: Path) -> Path:
    return workbook(
        at / "people.xlsx",
        rows(200_000, lambda n: cell(f"A{n}", "<v>0</v>", "s")),
        f"<si><t>{'x' * 9_000}</t></si>",
    )


def shared_string_bomb_in_other_words(at: Path) -> Path:
    return workbook(
        at / "people.xlsx",
        rows(200_000, lambda n: f"<c r='A{n}' t = 's'><f/><v xml:space='preserve'>&#48;</v></c>"),
        f"<si><t>{'x' * 9_000}</t></si>",
    )


def shared_string_of_many_runs(at: Path) -> Path:
    return workbook(
        at / "people.xlsx",
        cell("A2", "<v>0</v>", "s"),
        f"<si>{'<r><t>' + 'x' * 900 + '</t></r>'}" * 1
        + "<r><t>xxxxxxxxx</t></r>" * 500_000
        + "</si>",
    )


def too_many_shared_strings(at: Path) -> Path:
    return workbook(at / "people.xlsx", "", "<si/>" * 10_000_000)


def inline_string_of_many_runs(at: Path) -> Path:
    runs = "<r><t>" + "x" * 900 + "</t></r>"
    return workbook(at / "people.xlsx", cell("A2", f"<is>{runs * 60_000}</is>", "inlineStr"))


def megabyte_cell(at: Path) -> Path:
    return workbook(at / "people.xlsx", cell("A2", f"<v>{'x' * 1_000_000}</v>", "str"))


def cell_just_too_long(at: Path) -> Path:
    return workbook(at / "people.xlsx", cell("A2", f"<v>{'x' * 10_001}</v>", "str"))


def enormous_attribute(at: Path) -> Path:
    return workbook(at / "people.xlsx", f'<row r="2" spans="{" " * 150_000_000}"></row>')


def billion_laughs(at: Path) -> Path:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    strings = f'<!DOCTYPE sst [{entities}]><sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>'
    part = {"xl/sharedStrings.xml": strings}
    return workbook(at / "people.xlsx", cell("A2", "<v>0</v>", "s"), **part)


def document_type(at: Path) -> Path:
    strings = f'<!DOCTYPE sst><sst xmlns="{MAIN}"><si><t>a</t></si></sst>'
    part = {"xl/sharedStrings.xml": strings}
    return workbook(at / "people.xlsx", cell("A2", "<v>0</v>", "s"), **part)


def deep_elements(at: Path) -> Path:
    return workbook(at / "people.xlsx", "<a>" * 10_000_000 + "</a>" * 10_000_000)


# --- CSV ---------------------------------------------------------------------------------------


def csv(at: Path, content: bytes) -> Path:
    path = at / "people.csv"
    path.write_bytes(content)
    return path


def a_million_commas(at: Path) -> Path:
    return csv(at, b"person,name\n" + b"," * 1_000_000 + b"\n")


def a_million_commas_in_the_header(at: Path) -> Path:
    return csv(at, b"person" + b"," * 1_000_000 + b"\nA\n")


def a_million_commas_on_each_line(at: Path) -> Path:
    return csv(at, b"person,name\n" + (b"," * 1_000_000 + b"\n") * 60)


def nul_bytes(at: Path) -> Path:
    return csv(at, b"person,name\nA,\0B\n")


def nul_byte_at_the_end(at: Path) -> Path:
    return csv(at, b"person,name\n" + b"K-0001,Amina\n" * 1_500_000 + b"\0\n")


def utf_16_without_a_mark(at: Path) -> Path:
    return csv(at, "person,name\nA,B\n".encode("utf-16-le"))


def megabyte_csv_cell(at: Path) -> Path:
    return csv(at, b"person,name\nA," + b"x" * 1_000_000 + b"\n")


def long_word_in_windows_1252(at: Path) -> Path:
    return csv(at, b"person,name\nA," + b"x" * 1_900_000 + "é".encode("cp1252"))


def long_lines_of_every_separator(at: Path) -> Path:
    line = b"".join(b"%c" % separator + b"x" * 20_000 for separator in b",;\t|~^" * 15)
    return csv(at, (line + b"\n") * 60)


def long_cell_at_the_end(at: Path) -> Path:
    return csv(at, b"person,name\n" + b"K-0001,Amina\n" * 1_500_000 + b"A," + b"x" * 20_000)


def one_endless_line(at: Path) -> Path:
    return csv(at, "person,name\n😀".encode() + b"x" * 120_000_000)


def quotation_left_open(at: Path) -> Path:
    return csv(at, b'person,name\nA,"B\n' + b"K-0001,Amina\n" * 1_500_000)


def record_of_many_lines(at: Path) -> Path:
    line = ('"😀' + "x" * 9_000 + '\n",').encode()
    return csv(at, b"person,name\n" + line * 10_000)


def too_many_lines(at: Path) -> Path:
    return csv(at, b"person,name\n" + b"K-000001,Amina Otieno,Nakuru\n" * 2_100_000)


def blank_lines(at: Path) -> Path:
    return csv(at, b"person,name\n" + b"\n" * 100_000_000)


def too_many_bytes(at: Path) -> Path:
    path = csv(at, b"person,name\n")
    os.truncate(path, 10_000_000_000)
    return path


def empty(at: Path) -> Path:
    return csv(at, b"")


# --- not files ---------------------------------------------------------------------------------


def directory(at: Path) -> Path:
    (at / "people.csv").mkdir()
    return at / "people.csv"


def directory_in_a_directory(at: Path) -> Path:
    (at / "people.csv").mkdir()
    return at


def link_to_zeros(at: Path) -> Path:
    (at / "people.csv").symlink_to("/dev/zero")
    return at / "people.csv"


def missing(at: Path) -> Path:
    return at / "people.csv"


def link_to_nothing(at: Path) -> Path:
    (at / "people.xlsx").symlink_to("nowhere")
    return at / "people.xlsx"


def pipe(at: Path) -> Path:
    os.mkfifo(at / "people.csv")
    return at / "people.csv"


def too_many_files(at: Path) -> Path:
    for number in range(200):
        (at / f"people {number}.csv").write_text("person\nA\n")
    return at
