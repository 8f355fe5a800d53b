"""Workspaces and members, and what is kept for a workspace as a whole."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    false,
    true,
)

from bot.store.tables.columns import NEVER_REUSED, Id, id_column, metadata, secret, words
from bot.store.types import EncryptedText, UtcTime

keyring = Table("keyring", metadata, id_column(), Column("probe", EncryptedText, nullable=False))

workspaces = Table(
    "workspaces",
    metadata,
    id_column(),
    words("enterprise_id", 32),
    Column("team_id", String(32), nullable=False),
    words("name", 255),
    words("url", 255),
    words("bot_user_id", 32),
    words("app_id", 32),  # as payloads name it
    secret("bot_token"),
    Column("active", Boolean, nullable=False, server_default=true()),
    words("problem", 60),  # Slack's last word on why nothing can be sent there; empty while all is well
    Column("problem_at", UtcTime),
    Column("removed_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("enterprise_id", "team_id"),
)

members = Table(
    "members",
    metadata,
    id_column(),
    Column("workspace_id", Id, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("zone", String(64), nullable=False, server_default="UTC"),
    Column("zone_source", String(16), nullable=False, server_default="pending"),  # slack, chosen, none, pending
    Column("digest_weekday", SmallInteger, nullable=False, server_default="4"),  # Monday is 0
    Column("digest_hour", SmallInteger, nullable=False, server_default="15"),
    Column("digest_on", Boolean, nullable=False, server_default=true()),
    Column("nudge_weekday", SmallInteger, nullable=False, server_default="2"),
    Column("nudge_hour", SmallInteger, nullable=False, server_default="10"),
    Column("nudge_on", Boolean, nullable=False, server_default=true()),
    Column("win_emoji", String(100), nullable=False, server_default="trophy"),
    Column("talk_emoji", String(100), nullable=False, server_default="handshake"),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column(
        "silent", Boolean, nullable=False, server_default=false()
    ),  # captures are confirmed in as few words as can be
    Column("discreet", Boolean, nullable=False, server_default=false()),
    Column("first_weekday", SmallInteger, nullable=False, server_default="0"),
    words("locale", 16),  # as Slack names it, en-US; empty where it is not known
    Column("inactive", Boolean, nullable=False, server_default=false()),  # deactivated in Slack
    words("problem", 60),  # Slack's last word on why this member cannot be written to
    words("dm_channel", 32),
    Column("next_digest_at", UtcTime),  # null: nothing recorded yet, paused or stopped
    Column("next_nudge_at", UtcTime),
    Column("covered_until", UtcTime, nullable=False),  # what was kept up to here has been in a digest
    Column("first_record_at", UtcTime),
    Column("zone_attempts", SmallInteger, nullable=False, server_default="0"),
    Column("zone_next_try_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("workspace_id", "user_id"),
    CheckConstraint("digest_weekday BETWEEN 0 AND 6 AND nudge_weekday BETWEEN 0 AND 6", name="weekdays"),
    CheckConstraint("digest_hour BETWEEN 0 AND 23 AND nudge_hour BETWEEN 0 AND 23", name="hours"),
    Index("ix_members_next_digest_at", "next_digest_at"),
    Index("ix_members_next_nudge_at", "next_nudge_at"),
    Index("ix_members_zone_next_try_at", "zone_next_try_at"),
    sqlite_autoincrement=NEVER_REUSED,
)

handled = Table(
    "handled",
    metadata,
    id_column(),
    Column("workspace_id", Id, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(200), nullable=False),  # "event:Ev…", "command:<trigger>", "view:<id>:<hash>", "action:…"
    Column("handled_at", UtcTime, nullable=False),
    UniqueConstraint("workspace_id", "key"),
    Index("ix_handled_handled_at", "handled_at"),
)

pacing = Table(
    "pacing",
    metadata,
    id_column(),
    Column("workspace_id", Id, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("method", String(80), nullable=False),
    Column("next_at", UtcTime, nullable=False),
    UniqueConstraint("workspace_id", "method"),
)

refusals = Table(
    "refusals",
    metadata,
    id_column(),
    Column("workspace_id", Id, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("surface", String(10), nullable=False),  # home, message, modal
    Column("block_type", String(40), nullable=False),
    Column("refused_at", UtcTime, nullable=False),
    UniqueConstraint("workspace_id", "surface", "block_type"),
)
