"""All tables, and which of them belong to a member: the one registry that export and deletion walk."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from bot.store.types import EncryptedText, ExactNumber, UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
# Ids in the buttons of old messages must not come to mean something newer; SQLite reuses them unless told not to.
NEVER_REUSED = True


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _owner() -> Column[int]:
    return Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), nullable=False)


def _part_of(name: str, target: str) -> Column[int]:
    return Column(name, Id, ForeignKey(target, ondelete="CASCADE"), nullable=False)


def _words(name: str, length: int) -> Column[str]:
    return Column(name, String(length), nullable=False, server_default="")


def _secret(name: str) -> Column[str]:
    return Column(name, EncryptedText, nullable=False, server_default="")


keyring = Table("keyring", metadata, _id(), Column("probe", EncryptedText, nullable=False))

workspaces = Table(
    "workspaces",
    metadata,
    _id(),
    _words("enterprise_id", 32),
    Column("team_id", String(32), nullable=False),
    _words("name", 255),
    _words("url", 255),
    _words("bot_user_id", 32),
    _secret("bot_token"),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("removed_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("enterprise_id", "team_id"),
)

members = Table(
    "members",
    metadata,
    _id(),
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
    Column("inactive", Boolean, nullable=False, server_default=false()),  # deactivated in Slack
    _words("dm_channel", 32),
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

wins = Table(
    "wins",
    metadata,
    _id(),
    _owner(),
    Column("state", String(8), nullable=False),  # draft, kept
    Column("title", Text, nullable=False),
    Column("impact", Text, nullable=False, server_default=""),
    Column("happened_on", Date, nullable=False),
    Column("category", String(40), nullable=False, server_default=""),
    Column("source", String(16), nullable=False),  # command, modal, reaction, shortcut, withdrawn
    _words("source_channel", 32),
    _words("source_ts", 32),
    _words("reaction_event_ts", 32),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", UtcTime, nullable=False),
    Column("kept_at", UtcTime),
    Column("deleted_at", UtcTime),
    CheckConstraint("state IN ('draft', 'kept')", name="state"),
    CheckConstraint("(state = 'kept') = (kept_at IS NOT NULL)", name="kept_at"),
    Index("ix_wins_member_id_kept_at", "member_id", "kept_at"),
    Index("ix_wins_member_id_happened_on", "member_id", "happened_on"),
    Index(
        "uq_wins_live_source",
        "member_id",
        "source_channel",
        "source_ts",
        unique=True,
        sqlite_where=text("source_ts <> '' AND deleted_at IS NULL"),
        postgresql_where=text("source_ts <> '' AND deleted_at IS NULL"),
    ),
    sqlite_autoincrement=NEVER_REUSED,
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    _owner(),
    _part_of("win_id", "wins.id"),
    Column("kind", String(8), nullable=False),  # message, link, quote, file
    Column("url", Text, nullable=False, server_default=""),
    _words("author_id", 32),
    _words("channel_id", 32),
    _words("ts", 32),
    _words("thread_ts", 32),
    Column("said_at", UtcTime),
    _secret("snapshot"),
    _secret("speaker"),
    Column("reading", String(12), nullable=False, server_default="none"),  # none, pending, read, unreachable
    _words("why", 40),  # Slack's error when unreachable
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("next_try_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_evidence_member_id_win_id", "member_id", "win_id"),
    Index("ix_evidence_next_try_at", "next_try_at"),
)

measures = Table(
    "measures",
    metadata,
    _id(),
    _owner(),
    _part_of("win_id", "wins.id"),
    _words("metric", 255),
    _words("unit", 40),
    Column("before", ExactNumber),
    Column("after", ExactNumber),
    Column("change", ExactNumber),
    _words("direction", 4),  # up, down, or empty
    Column("as_typed", Text, nullable=False),
    Index("ix_measures_member_id_win_id", "member_id", "win_id"),
)

tags = Table(
    "tags",
    metadata,
    _id(),
    _owner(),
    _part_of("win_id", "wins.id"),
    Column("name", String(100), nullable=False),
    UniqueConstraint("win_id", "name"),
    Index("ix_tags_member_id_name", "member_id", "name"),
)

witnesses = Table(
    "witnesses",
    metadata,
    _id(),
    _owner(),
    _part_of("win_id", "wins.id"),
    Column("user_id", String(32), nullable=False),
    UniqueConstraint("win_id", "user_id"),
    Index("ix_witnesses_member_id_win_id", "member_id", "win_id"),
)

stakeholders = Table(
    "stakeholders",
    metadata,
    _id(),
    _owner(),
    _words("user_id", 32),  # empty: a person outside Slack
    _secret("name"),  # as typed by hand; empty for Slack users
    Column("relationship", String(20), nullable=False),
    _words("function", 100),
    Column("influence", SmallInteger, nullable=False, server_default="2"),
    Column("decider", Boolean, nullable=False, server_default=false()),
    _secret("stance"),
    Column("confidence", SmallInteger),
    _secret("interests"),
    _secret("notes"),
    Column("ideal_days", SmallInteger),  # null: the relationship's default
    Column("worst_days", SmallInteger),
    Column("snoozed_until", Date),
    Column("last_conversation_on", Date),
    Column("last_nudged_at", UtcTime),
    Column("added_on", Date, nullable=False),
    Column("archived_at", UtcTime),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", UtcTime, nullable=False),
    CheckConstraint("influence BETWEEN 1 AND 3", name="influence"),
    CheckConstraint("confidence IS NULL OR confidence BETWEEN 1 AND 5", name="confidence"),
    Index("ix_stakeholders_member_id", "member_id"),
    Index(
        "uq_stakeholders_user",
        "member_id",
        "user_id",
        unique=True,
        sqlite_where=text("user_id <> ''"),
        postgresql_where=text("user_id <> ''"),
    ),
    sqlite_autoincrement=NEVER_REUSED,
)

conversations = Table(
    "conversations",
    metadata,
    _id(),
    _owner(),
    Column("happened_on", Date, nullable=False),
    Column("kind", String(20), nullable=False, server_default=""),
    _secret("topic"),
    _secret("notes"),
    Column("confidence", SmallInteger),
    Column("source", String(16), nullable=False),  # command, modal, reaction, shortcut, nudge
    _words("source_channel", 32),
    _words("source_ts", 32),
    _words("reaction_event_ts", 32),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("recorded_at", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    CheckConstraint("confidence IS NULL OR confidence BETWEEN 1 AND 5", name="confidence"),
    Index("ix_conversations_member_id_recorded_at", "member_id", "recorded_at"),
    Index("ix_conversations_member_id_happened_on", "member_id", "happened_on"),
    Index(
        "uq_conversations_live_source",
        "member_id",
        "source_channel",
        "source_ts",
        unique=True,
        sqlite_where=text("source_ts <> '' AND deleted_at IS NULL"),
        postgresql_where=text("source_ts <> '' AND deleted_at IS NULL"),
    ),
    sqlite_autoincrement=NEVER_REUSED,
)

conversation_people = Table(
    "conversation_people",
    metadata,
    _id(),
    _owner(),
    _part_of("conversation_id", "conversations.id"),
    _part_of("stakeholder_id", "stakeholders.id"),
    UniqueConstraint("conversation_id", "stakeholder_id"),
    Index("ix_conversation_people_member_id_stakeholder_id", "member_id", "stakeholder_id"),
)

awareness = Table(
    "awareness",
    metadata,
    _id(),
    _owner(),
    _part_of("win_id", "wins.id"),
    _part_of("stakeholder_id", "stakeholders.id"),
    Column("how", String(16), nullable=False),  # was_there, told, sent_draft, reacted
    Column("since", Date, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("win_id", "stakeholder_id"),
    Index("ix_awareness_member_id_stakeholder_id", "member_id", "stakeholder_id"),
)

followups = Table(
    "followups",
    metadata,
    _id(),
    _owner(),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("stakeholder_id", Id, ForeignKey("stakeholders.id", ondelete="CASCADE")),
    Column("kind", String(16), nullable=False),  # mine, theirs, opportunity, feedback, introduction
    _secret("text"),
    Column("due_on", Date),
    _words("outcome", 16),
    Column("done_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_followups_member_id_due_on", "member_id", "due_on"),
    sqlite_autoincrement=NEVER_REUSED,
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _owner(),
    Column("kind", String(8), nullable=False),  # digest, nudge
    Column("period", String(10), nullable=False),  # ISO week of the local due date, 2026-W47
    Column("state", String(10), nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("covers_from", UtcTime),  # a digest covers what was kept after this …
    Column("covers_until", UtcTime),  # … up to this
    _words("lease_owner", 64),
    Column("lease_until", UtcTime),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("next_try_at", UtcTime),
    Column("key", String(36), nullable=False),  # the delivery id in the message's metadata
    _words("channel", 32),
    _words("ts", 32),
    _words("error", 60),
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

handled = Table(
    "handled",
    metadata,
    _id(),
    Column("workspace_id", Id, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(200), nullable=False),  # "event:Ev…", "command:<trigger>", "view:<id>:<hash>", "action:…"
    Column("handled_at", UtcTime, nullable=False),
    UniqueConstraint("workspace_id", "key"),
    Index("ix_handled_handled_at", "handled_at"),
)

pacing = Table(
    "pacing",
    metadata,
    _id(),
    Column("workspace_id", Id, ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("method", String(80), nullable=False),
    Column("next_at", UtcTime, nullable=False),
    UniqueConstraint("workspace_id", "method"),
)

OWNED: tuple[Table, ...] = (
    wins,
    evidence,
    measures,
    tags,
    witnesses,
    stakeholders,
    conversations,
    conversation_people,
    awareness,
    followups,
    deliveries,
)
"""Every table with a `member_id`, parents before children; a test compares it with the metadata."""
