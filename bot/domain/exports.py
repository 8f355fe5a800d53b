"""Exports: the shape of an archive; how it is written down is said in views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SCHEMA = 1
"""Rises with every change of the tables that a reader of an older archive would misunderstand."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything stored of one member: rows by table name, as the database holds them, decrypted."""

    made_at: datetime
    workspace: Mapping[str, str]
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
