"""Exports as a file: JSON with a schema version, and the words around it."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.exports import SCHEMA, Archive
from bot.views import kit


def document(archive: Archive) -> bytes:
    """UTF-8 JSON: times and dates in ISO 8601, exact numbers as text; rows by table, as PRIVACY.md lists them."""
    shown = {
        "format": "vouch-export",
        "schema": SCHEMA,
        "exported_at": archive.made_at,
        "workspace": archive.workspace,
        "tables": archive.tables,
    }
    return json.dumps(shown, default=_plain, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def filename(archive: Archive) -> str:
    return f"vouch-export-{archive.made_at:%Y-%m-%d}.json"


def on_its_way() -> kit.Block:
    return kit.message("Your export is being written. It arrives as a file in your direct messages with Vouch.")


def comment() -> str:
    """Stands with the file."""
    return "Everything Vouch has stored of you, decrypted. Keep it somewhere safe: whoever has this file can read it."


def not_delivered(code: str) -> kit.Block:
    """`code` is Slack's."""
    return kit.message(f"Slack did not take the export (`{code}`). Nothing is lost; please try again.")


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no form in an export for {type(value).__name__}")
