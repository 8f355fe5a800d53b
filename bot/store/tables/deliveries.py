"""Automatic messages."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.tables.columns import id_column, metadata, owner, words
from bot.store.types import UtcTime

deliveries = Table(
    "deliveries",
    metadata,
    id_column(),
    owner(),
    Column("kind", String(8), nullable=False),  # digest, nudge
    Column("period", String(10), nullable=False),  # ISO week of the local due date, 2026-W47
    Column("state", String(10), nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("covers_from", UtcTime),  # a digest covers what was kept after this …
    Column("covers_until", UtcTime),  # … up to this
    words("said", 200),  # by a discreet digest: numbers, and ids of what it proposed, for when it is opened
    words("lease_owner", 64),
    Column("lease_until", UtcTime),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("next_try_at", UtcTime),
    Column("key", String(36), nullable=False),  # the delivery id in the message's metadata
    words("channel", 32),
    words("ts", 32),
    words("error", 60),
    Column("lookups", SmallInteger, nullable=False, server_default="0"),  # of the history, after a doubt
    Column("sent_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("member_id", "kind", "period"),
    UniqueConstraint("key"),
    CheckConstraint(
        "state IN ('due', 'claimed', 'sending', 'sent', 'missed', 'skipped', 'in_doubt', 'failed')",
        name="state",
    ),
    Index("ix_deliveries_state_next_try_at", "state", "next_try_at"),
)
