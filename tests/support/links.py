"""Links of a page whose text is a number, and the rows of the list that such a link opens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "path", "circle", "rect", "line"})
ROWS = (
    "data-person",
    "data-workshop",
    "data-flag",
    "data-proposal",
    "data-child",
    "data-people",
    "data-one",
)
"""What marks a row of a list."""
ONWARD = {"after", "skip", "past"}
"""Parameters of the address of a further page."""
DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f\u066c\u066b’]\d+)*")
MONTHS = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
Get = Callable[[str], str]
"""Path → page."""


@dataclass(eq=False)
class Node:
    tag: str
    attributes: dict[str, str]
    above: Node | None = None
    inside: list[Node | str] = field(default_factory=list)

    def all(self) -> Iterator[Node]:
        """This one and all below it, in order."""
        yield self
        for one in self.inside:
            if isinstance(one, Node):
                yield from one.all()

    def text(self, *without: str) -> str:
        """Its words, apart from those in elements of these tags."""
        parts = (
            one if isinstance(one, str) else one.text(*without) if one.tag not in without else " "
            for one in self.inside
        )
        return " ".join("".join(parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = self._at = Node("", {})

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attributes}, self._at)
        self._at.inside.append(node)
        if tag not in VOID:
            self._at = node

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._at.inside.append(Node(tag, dict.fromkeys(dict(attributes), ""), self._at))

    def handle_endtag(self, tag: str) -> None:
        at: Node | None = self._at
        while at is not None and at.tag != tag:
            at = at.above
        if at is not None and at.above is not None:
            self._at = at.above

    def handle_data(self, data: str) -> None:
        self._at.inside.append(data)


def parsed(page: str) -> Node:
    reader = _Reader()
    reader.feed(page)
    return reader.top


def anchors(page: str, at: str) -> Iterator[tuple[Node, str]]:
    """(link, its address) of all links of a page to this server. `at`: the address of the page. Of
    a link that opens where it stands, the address of the rows that come in."""
    for node in parsed(page).all():
        if node.tag == "a" and "href" in node.attributes and "download" not in node.attributes:
            href = urljoin(at, node.attributes.get("data-rows") or node.attributes["href"])
            if href.startswith("/") and not href.startswith("//"):
                yield node, href


def number_in(link: Node) -> int | None:
    """The number that a link says, alone or before what it counts. None where it says none, a
    share, a day or a moment, or what people are called."""
    if any(up.tag == "bdi" for up in _above(link)):
        return None
    text = link.text("bdi", "time", "small", "svg")
    found = DIGITS.findall(text)
    alone = len(found) == 1 and not re.search(r"[%\u066a]|\d[.,\u066b]\d{1,2}$", text)
    if not alone or MONTHS.search(text) or "(" in text:
        return None
    return int("".join(str(int(sign)) for sign in found[0] if sign.isdecimal()))


def rows_of(get: Get, href: str) -> int:
    """The rows of the list at an address, over all of its pages."""
    parts = urlsplit(href)
    count, path = 0, href.partition("#")[0]
    while path:
        page = parsed(get(path))
        count += _rows(page, parts.fragment)
        path = _onward(page, path)
    return count


def _rows(page: Node, fragment: str) -> int:
    """Rows with a mark that count (a line of a register may be voided); where a link leads into a
    page, those of the section that it leads to."""
    part = page
    if fragment:
        (part,) = [one for one in page.all() if one.attributes.get("id") == fragment]
        while part.tag not in ("section", "main") and part.above is not None:
            part = part.above
    inside = [one for one in part.all() if one is not part]
    marked = [one for one in inside if any(mark in one.attributes for mark in ROWS)]
    outer = [one for one in marked if not any(up in marked for up in _above(one))]
    return len([one for one in outer if one.attributes.get("data-counts") != "no"])


def _above(node: Node) -> Iterator[Node]:
    while node.above is not None:
        node = node.above
        yield node


def _onward(page: Node, path: str) -> str:
    """The next page of the same list; empty at the end."""
    for node in page.all():
        href = node.attributes.get("href", "")
        is_menu = "hreflang" in node.attributes
        href = node.attributes.get("data-rows", href) if "data-instead" in node.attributes else href
        if node.tag == "a" and not is_menu and ONWARD & parse_qs(urlsplit(href).query).keys():
            onward = urljoin(path, href)
            if urlsplit(onward).path == urlsplit(path).path and onward != path:
                return onward
    return ""
