"""The columns that the tables of the views are made of."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, SmallInteger, Text

metadata = MetaData()
Number = BigInteger().with_variant(Integer, "sqlite")


def key(name: str) -> Column[int]:
    return Column(name, Number, primary_key=True, autoincrement=False)


def number(name: str, null: bool = True) -> Column[int]:
    return Column(name, Number, nullable=null)


def day(name: str, null: bool = True) -> Column[int]:
    return Column(name, Integer, nullable=null)


def text(name: str, null: bool = True) -> Column[str]:
    return Column(name, Text, nullable=null)


def flag(name: str) -> Column[int]:
    return Column(name, SmallInteger, nullable=False)


def count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)
