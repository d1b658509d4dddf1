"""Writes a part of an XLSX file anew, in the plain form that spreadsheet programs write.

For parts that are valid but `Odd`: cells without references, attributes in another order,
comments. Comments and processing instructions are left out; a document type is refused.
"""

from collections.abc import Iterator
from typing import IO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from api.spreadsheets.files.xlsx_marks import column

_CHUNK = 65_536
_BLANKS = {"\r": "&#13;"}


def plain_pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that end at ends of tags. ValueError if it has a document type."""
    writer = _Writer()
    while chunk := part.read(_CHUNK):
        yield writer.write(chunk, False)
    yield writer.write(b"", True)


class _Writer:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._whole = self._row = self._column = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = lambda text: self._out.append(escape(text, _BLANKS))
        self._parser.StartDoctypeDeclHandler = self._refuse

    def write(self, chunk: bytes, is_last: bool) -> bytes:
        """What is written for the chunk, up to the last end of a tag."""
        self._parser.Parse(chunk, is_last)
        at = len(self._out) if is_last else self._whole
        done = "".join(self._out[:at])
        del self._out[:at]
        self._whole = 0
        return done.encode()

    def _end(self, tag: str) -> None:
        self._out.append(f"</{tag}>")
        self._whole = len(self._out)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            attributes = {"r": str(self._row), **attributes}
        elif name == "c":
            attributes = self._cell(attributes)
        text = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        self._out.append(f"<{tag}{text}>")

    def _cell(self, attributes: dict[str, str]) -> dict[str, str]:
        """The cell's reference first, then its style and its type."""
        reference = attributes.get("r", "")
        letters = reference.rstrip("0123456789")
        if letters:
            self._column = column(letters)
            self._row = int(reference[len(letters) :])
        else:
            self._column += 1
        kept = {key: value for key, value in attributes.items() if key in ("s", "t")}
        return {"r": f"{_letters(self._column)}{self._row}", **kept}

    def _refuse(self, *_declaration: object) -> None:
        raise ValueError("a document type")


def _letters(number: int) -> str:
    """1 → `A`, 27 → `AA`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
