"""Rows of any table as text and back, so that what is taken away can be put back as it was; it knows no table."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Table

from bot.store.types import UtcTime

Row = dict[str, Any]


def to_plain(row: Mapping[Any, Any]) -> Row:
    """For JSON: moments and dates become text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def of_plain(table: Table, written: Mapping[str, Any]) -> Row:
    """What `to_plain` was given, for the columns that the table still has."""
    return {name: _value(table, name, value) for name, value in written.items() if name in table.c}


def _value(table: Table, name: str, value: Any) -> Any:
    if value is None:
        return None
    kind = table.c[name].type
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
