"""The audit after every test that wrote: of the whole log, and of the views against the log."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

from domain.codec import UPCASTERS, decode, encode
from domain.events import CLASSES
from domain.log import Log
from projections import tables
from projections.views import Views, differences

SHORTEST = 4
"""Characters of a private text to look for; a shorter text is in any log by chance."""
BY_CHANCE = re.compile(r"[0-9A-Fa-f-]{0,11}")
"""Characters that a random id or a commitment may have."""


def audit_log(log: Log) -> None:
    """Versions have no gaps, positions rise, states can be decoded and are canonical."""
    versions: Counter[str] = Counter()
    last = 0
    for position, stream, version, name, state in log.rows():
        assert position > last, f"position {position} after {last}"
        last = position
        versions[stream] += 1
        assert version == versions[stream], f"{stream}: {version}, not {versions[stream]}"
        assert name in CLASSES or name in UPCASTERS, name
        assert canonical(json.loads(state)) == state, (name, state)
        envelope = decode(name, state)
        if name in CLASSES:
            assert encode(envelope) == state, (name, state)


def audit_views(views: Views, log: Log) -> None:
    """The live views equal rebuilt ones."""
    assert differences(views, log) == []


def audit_privacy(private_texts: Iterable[str], log: Log, views: Views | None = None) -> None:
    """None of the texts is in the log or in the views, in any usual encoding."""
    texts = list(private_texts)
    if not texts:
        return
    haystack = b"\n".join(_stored(log, views)).lower()
    for text in texts:
        assert len(text) >= SHORTEST, f"{text!r} is too short to look for"
        assert not BY_CHANCE.fullmatch(text), f"{text!r} may be in any random id"
        for disguise, needle in disguises(text):
            assert needle.lower() not in haystack, f"{text!r} is stored, as {disguise}"


def _stored(log: Log, views: Views | None) -> Iterator[bytes]:
    for _, stream, _, name, state in log.rows():
        yield from (stream.encode(), name.encode(), bytes(state))
    if views is not None:
        with views.read() as db:
            for table in tables.metadata.sorted_tables:
                for row in db.rows(f"SELECT * FROM {table.name}"):
                    yield from (v if isinstance(v, bytes) else str(v).encode() for v in row)


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces, and no unnecessary escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def disguises(text: str) -> Iterator[tuple[str, bytes]]:
    utf8 = text.encode()
    yield "UTF-8", utf8
    yield "small letters", text.lower().encode()
    yield "capitals", text.upper().encode()
    for utf16 in ("utf-16-le", "utf-16-be"):
        yield utf16.upper(), text.encode(utf16)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield f"hex of {encoding}", text.encode(encoding).hex().encode()
        for inner in _base64(text.encode(encoding)):
            yield f"base64 of {encoding}", inner
            yield f"URL-safe base64 of {encoding}", inner.translate(_URL_SAFE)
    yield "JSON", json.dumps(text)[1:-1].encode()
    yield "percent-encoded", quote(text, safe="").encode()
    yield "form-encoded", quote_plus(text).encode()


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def _base64(secret: bytes) -> Iterator[bytes]:
    """The Base64 texts for each offset of the first byte, without characters that depend on the
    bytes before or after."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + secret).rstrip(b"=")
        start = -(-before * 8 // 6)
        end = (before + len(secret)) * 8 // 6
        yield coded[start:end]
