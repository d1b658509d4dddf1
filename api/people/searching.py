"""Looking for what a text says among the private texts that the reader may read."""

from __future__ import annotations

from api.transactions.read import Read


def saying(read: Read, kind: str, text: str) -> list[str]:
    """Commitments to the details of records of a kind that have the text in them."""
    opened = read.private.saying(kind, "details", text)
    wanted = text.casefold()
    texts = {made: " ".join(map(str, said.values())) for made, said in opened.items()}
    return [made for made, said in texts.items() if wanted in said.casefold()]
