"""Wins with all their parts."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from bot.store.tables.columns import (
    NEVER_REUSED,
    Id,
    id_column,
    live_source,
    metadata,
    owner,
    part_of,
    secret,
    source_message,
    words,
)
from bot.store.types import ExactNumber, UtcTime

wins = Table(
    "wins",
    metadata,
    id_column(),
    owner(),
    Column("state", String(8), nullable=False),  # draft, kept
    Column("title", Text, nullable=False),
    Column("impact", Text, nullable=False, server_default=""),
    Column("happened_on", Date, nullable=False),
    Column("category", String(40), nullable=False, server_default=""),
    Column("source", String(16), nullable=False),  # command, modal, reaction, shortcut, dm, praise, sample, withdrawn
    *source_message(),
    Column("private", Boolean, nullable=False, server_default=false()),  # never in what goes to others
    Column("sample", Boolean, nullable=False, server_default=false()),  # made up, to try Vouch with
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", UtcTime, nullable=False),
    Column("kept_at", UtcTime),
    Column("deleted_at", UtcTime),
    CheckConstraint("state IN ('draft', 'kept')", name="state"),
    CheckConstraint("(state = 'kept') = (kept_at IS NOT NULL)", name="kept_at"),
    Index("ix_wins_member_id_kept_at", "member_id", "kept_at"),
    Index("ix_wins_member_id_happened_on", "member_id", "happened_on"),
    Index(  # a digest counts them: without it each would read the whole record
        "ix_wins_member_id_deleted_at",
        "member_id",
        "deleted_at",
        sqlite_where=text("deleted_at IS NOT NULL"),
        postgresql_where=text("deleted_at IS NOT NULL"),
    ),
    live_source("wins"),
    sqlite_autoincrement=NEVER_REUSED,
)

evidence = Table(
    "evidence",
    metadata,
    id_column(),
    owner(),
    part_of("win_id", "wins.id"),
    Column("kind", String(8), nullable=False),  # message, link, quote, file
    Column("url", Text, nullable=False, server_default=""),
    words("author_id", 32),
    words("channel_id", 32),
    words("ts", 32),
    words("thread_ts", 32),
    Column("said_at", UtcTime),
    secret("label"),  # a link's text as typed, a file's name
    secret("snapshot"),
    secret("later_snapshot"),  # what the message said when it was found edited
    secret("speaker"),
    Column("reading", String(12), nullable=False, server_default="none"),  # none, pending, read, unreachable
    words("why", 40),  # Slack's error when unreachable
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("next_try_at", UtcTime),
    words("standing", 12),  # at the last check: there, edited, deleted, unreachable; empty: not checked yet
    Column("checked_at", UtcTime),
    Column("next_check_at", UtcTime),
    Column("moved_from", Id),  # the win that a merge took it from
    Column("removed_at", UtcTime),  # taken off the win by hand; it can be put back for 30 days
    Column("created_at", UtcTime, nullable=False),
    Index("ix_evidence_member_id_win_id", "member_id", "win_id"),
    Index("ix_evidence_next_check_at", "next_check_at"),
    Index("ix_evidence_next_try_at", "next_try_at"),
)

measures = Table(
    "measures",
    metadata,
    id_column(),
    owner(),
    part_of("win_id", "wins.id"),
    words("metric", 255),
    words("unit", 40),
    Column("before", ExactNumber),
    Column("after", ExactNumber),
    Column("change", ExactNumber),
    words("direction", 4),  # up, down, or empty
    Column("as_typed", Text, nullable=False),
    Index("ix_measures_member_id_win_id", "member_id", "win_id"),
)

tags = Table(
    "tags",
    metadata,
    id_column(),
    owner(),
    part_of("win_id", "wins.id"),
    Column("name", String(100), nullable=False),
    UniqueConstraint("win_id", "name"),
    Index("ix_tags_member_id_name", "member_id", "name"),
)

witnesses = Table(
    "witnesses",
    metadata,
    id_column(),
    owner(),
    part_of("win_id", "wins.id"),
    Column("user_id", String(32), nullable=False),
    UniqueConstraint("win_id", "user_id"),
    Index("ix_witnesses_member_id_win_id", "member_id", "win_id"),
)

praise = Table(
    "praise",
    metadata,
    id_column(),
    owner(),
    part_of("win_id", "wins.id"),
    Column("user_id", String(32), nullable=False),  # who reacted to the member's message
    words("event_ts", 32),  # the latest reaction event of theirs decides
    Column("live", Boolean, nullable=False, server_default=true()),  # false: the reaction was taken away
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("win_id", "user_id"),
    Index("ix_praise_member_id_win_id", "member_id", "win_id"),
)

merges = Table(
    "merges",
    metadata,
    id_column(),
    owner(),
    part_of("kept_win_id", "wins.id"),
    part_of("gone_win_id", "wins.id"),
    secret("before"),  # the kept win as it was, so that the merge can be taken back
    Column("version_after", Integer, nullable=False),
    Column("merged_at", UtcTime, nullable=False),
    UniqueConstraint("gone_win_id"),
    Index("ix_merges_member_id_kept_win_id", "member_id", "kept_win_id"),
)

edits = Table(
    "edits",
    metadata,
    id_column(),
    owner(),
    part_of("win_id", "wins.id"),
    secret("before"),  # the win as it was before its latest edit; empty once the edit is undone
    Column("version_after", Integer, nullable=False),
    Column("edited_at", UtcTime, nullable=False),
    UniqueConstraint("win_id"),
    Index("ix_edits_member_id", "member_id"),
    sqlite_autoincrement=NEVER_REUSED,
)
