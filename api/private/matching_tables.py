"""The contact index: keyed hashes of telephone numbers, e-mail addresses and ID numbers; and of
the words of names."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, Table, Text

from api.private.tables import metadata

contact_key = Table(
    "contact_key",
    metadata,
    Column("person", Text, primary_key=True),
    Column("kind", Text, primary_key=True, comment="phone, email, id_number; 'made' of the key"),
    Column("key", LargeBinary, primary_key=True, comment="HMAC-SHA256 under keys/contacts.key"),
    Index("contact_key_key", "key"),
)

name_key = Table(
    "name_key",
    metadata,
    Column("person", Text, primary_key=True),
    Column("key", LargeBinary, primary_key=True, comment="HMAC-SHA256 under keys/contacts.key"),
    Index("name_key_key", "key"),
    comment="the sound of each word of a name",
)
