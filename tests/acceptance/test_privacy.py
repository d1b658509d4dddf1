"""No private text that went in by the four tables is in the log or in the views in any way."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from tests.support.audit import disguises
from tests.support.command import Banyan, write_files
from tests.support.postgres import Database

SECRETS = {
    "person": [
        "LEAD-zq81",
        "COFAC-zq82",
        "SEEN-zq83",
        "ON-SHEET-zq84",
        "ÜBER-zq85",
        "9071234",
    ],
    "name": ["Wanjikũ Ng'ang'a-Zq", 'Renée "La" Señora', "山田太郎さん", "=HYPERLINK(zq)"],
    "phone": ["+254 711 900 901", "0711-900-902"],
    "email": ["wanjiku.zq@example.org"],
    "id_number": ["ID/zq/771-55"],
    "title": ["Malaria Zq ToT, session “one”"],
    "venue": ["Kakamega Zq Hall & Sons"],
    "number": ["CERT-zq-000917"],
}
TEXTS = sorted(text for texts in SECRETS.values() for text in texts)

TABLES = {
    "people": f"""person,name,sex,region,cadre,phone,email,id_number
        LEAD-zq81,{SECRETS["name"][0]},female,Kenya,nurse,{SECRETS["phone"][0]},,ID/zq/771-55
        COFAC-zq82,"Renée ""La"" Señora",male,,,0711-900-902,,
        SEEN-zq83,山田太郎さん,,,,,wanjiku.zq@example.org,
        9071234.0,=HYPERLINK(zq),,,,,,""",
    "workshops": """workshop,starts_on,lead,co_facilitators,title,venue
        w1,2023-03-01,LEAD-zq81,COFAC-zq82,"Malaria Zq ToT, session “one”",Kakamega Zq Hall & Sons
        w2,2023-04-01,SEEN-zq83,ÜBER-zq85,,""",
    "register": """workshop,person,pre,post,max_score
        w1,SEEN-zq83,1,2,10
        w1,COFAC-zq82,,,
        w2,ON-SHEET-zq84,,,
        w2,9071234,,,""",
    "certifications": """person,level,certified_on,number
        LEAD-zq81,master,2023-01-01,CERT-zq-000917""",
}
CHANGED = {
    "people": "person,name,phone\nSEEN-zq83,Wanjikũ Ng'ang'a-Zq,0711-900-902",
    "workshops": "workshop,starts_on,title\nw2,2023-04-02,Kakamega Zq Hall & Sons",
    "certifications": "person,level,certified_on,number\nLEAD-zq81,master,2023-01-01,ID/zq/771-55",
}
REFUSED = {"people": "person,name,sex\nCERT-zq-000917,ID/zq/771-55,x"}


def needles(text: str) -> Iterator[tuple[str, bytes]]:
    yield from disguises(text)
    for form in (text, json.dumps(text), json.dumps(text, ensure_ascii=False)):
        for encoding in ("utf-8", "utf-16-le"):
            coded = form.encode(encoding)
            yield "SHA-256", hashlib.sha256(coded).hexdigest().encode()
            yield "SHA-256 in bytes", hashlib.sha256(coded).digest()
            yield "SHA-1", hashlib.sha1(coded, usedforsecurity=False).hexdigest().encode()
            yield "MD5", hashlib.md5(coded, usedforsecurity=False).hexdigest().encode()
            yield "base64 of SHA-256", base64.b64encode(hashlib.sha256(coded).digest())
    yield "percent-encoded", quote(text).encode()
    yield "form-encoded", quote_plus(text).encode()
    if text.isascii():
        yield "reversed", text[::-1].encode()


def live(banyan: Banyan, tmp_path: Path) -> None:
    """Imported, changed, refused, repeated, taken back, exported, read."""
    banyan.done("import", "--cascade", "c", write_files(tmp_path / "in", TABLES))
    where = write_files(tmp_path / "changed", CHANGED)
    banyan.done("import", "--cascade", "c", "--batch", "changed", where)
    banyan("import", "--cascade", "c", write_files(tmp_path / "refused", REFUSED))
    banyan.done("undo-import", "changed")
    banyan.done("reach", "--cascade", "c")
    banyan.done("rebuild")
    banyan.done("export", "--cascade", "c", "--table", "people", "--out", tmp_path / "out.csv")


def must_hide(haystack: bytes) -> None:
    lower = haystack.lower()
    for text in TEXTS:
        for disguise, needle in needles(text):
            assert needle.lower() not in lower, f"{text!r} is stored, as {disguise}"


def test_neither_in_the_log_nor_in_the_views_of_sqlite(banyan: Banyan, tmp_path: Path):
    live(banyan, tmp_path)
    with banyan.opened() as home:
        home.views.catch_up()
        beside = [f for d in ("log.db", "views.db") for f in banyan.home.glob(f"{d}*")]
        assert len(beside) >= 2
        must_hide(b"\n".join(file.read_bytes() for file in beside))
    must_hide(b"\n".join((banyan.home / d).read_bytes() for d in ("log.db", "views.db")))
    private = (banyan.home / "private.db").read_bytes()
    assert "Wanjikũ Ng'ang'a-Zq".encode() in private


def test_neither_in_the_log_nor_in_the_views_of_postgres(
    roomy: Database, fresh: Callable[..., Banyan], tmp_path: Path
):
    banyan = fresh(roomy.url)
    live(banyan, tmp_path)
    found: dict[str, bytes] = {}
    with roomy.connect() as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for schema, table in tables:
            rows = connection.execute(f'SELECT * FROM "{schema}"."{table}"').fetchall()
            text = b"\n".join(
                bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
                for row in rows
                for v in row
            )
            found[schema] = found.get(schema, b"") + text
    assert found.keys() == {"log", "private", "views"}
    must_hide(found["log"] + found["views"])
    assert b"wanjiku.zq@example.org" in found["private"]


@pytest.mark.parametrize("text", TEXTS)
def test_the_search_would_find_each(text: str):
    with pytest.raises(AssertionError, match="is stored"):
        must_hide(b"x" + base64.b64encode(b"a" + text.encode()) + b"y")


def test_nothing_is_left_outside_the_drawers(banyan: Banyan, tmp_path: Path, room: Path):
    live(banyan, tmp_path)
    left = [f for f in room.rglob("*") if f.is_file()]
    assert left == []
    names = {file.name.split("-")[0] for file in banyan.home.iterdir()}
    assert names <= {"log.db", "views.db", "private.db", "token", "keys", "outbox"}
    for key in (banyan.home / "keys").iterdir():
        assert key.stat().st_mode & 0o077 == 0, key
