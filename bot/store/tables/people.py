"""People with a say, conversations with them, what they know, and when the member is away."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
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
from bot.store.types import UtcTime

stakeholders = Table(
    "stakeholders",
    metadata,
    id_column(),
    owner(),
    words("user_id", 32),  # empty: a person outside Slack
    secret("name"),  # as typed by hand; empty for Slack users
    secret("known_as"),  # a Slack user's name as Slack last told it, for lists and search; empty where it is not known
    Column("relationship", String(20), nullable=False),
    words("function", 100),
    Column("levels_up", SmallInteger),  # above the member (0 the same, negative below); null: the relationship's
    Column("influence", SmallInteger, nullable=False, server_default="2"),
    Column("decider", Boolean, nullable=False, server_default=false()),
    secret("stance"),
    Column("confidence", SmallInteger),
    secret("interests"),
    secret("notes"),
    Column("ideal_days", SmallInteger),  # null: the relationship's default
    Column("worst_days", SmallInteger),
    Column("snoozed_until", Date),
    Column("last_conversation_on", Date),
    Column("last_nudged_at", UtcTime),
    Column("added_on", Date, nullable=False),
    Column("archived_at", UtcTime),
    Column("merged_into", Id),  # the stakeholder that is the same person and was kept
    Column("sample", Boolean, nullable=False, server_default=false()),
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
    id_column(),
    owner(),
    Column("happened_on", Date, nullable=False),
    Column("kind", String(20), nullable=False, server_default=""),
    secret("topic"),
    secret("notes"),
    Column("confidence", SmallInteger),
    Column("source", String(16), nullable=False),  # command, modal, reaction, shortcut, nudge
    *source_message(),
    Column("sample", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("recorded_at", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    secret("undone"),  # JSON: what went with it when it was deleted; empty if it cannot be brought back
    CheckConstraint("confidence IS NULL OR confidence BETWEEN 1 AND 5", name="confidence"),
    Index("ix_conversations_member_id_recorded_at", "member_id", "recorded_at"),
    Index("ix_conversations_member_id_happened_on", "member_id", "happened_on"),
    live_source("conversations"),
    sqlite_autoincrement=NEVER_REUSED,
)

conversation_people = Table(
    "conversation_people",
    metadata,
    id_column(),
    owner(),
    part_of("conversation_id", "conversations.id"),
    part_of("stakeholder_id", "stakeholders.id"),
    UniqueConstraint("conversation_id", "stakeholder_id"),
    Index("ix_conversation_people_member_id_stakeholder_id", "member_id", "stakeholder_id"),
)

awareness = Table(
    "awareness",
    metadata,
    id_column(),
    owner(),
    part_of("win_id", "wins.id"),
    part_of("stakeholder_id", "stakeholders.id"),
    Column("how", String(16), nullable=False),  # was_there, told, sent_draft, reacted
    Column("since", Date, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("win_id", "stakeholder_id"),
    # With the win in it: who knows what is read without the rows.
    Index("ix_awareness_member_id_stakeholder_id_win_id", "member_id", "stakeholder_id", "win_id"),
)

to_tell = Table(
    "to_tell",
    metadata,
    id_column(),
    owner(),
    part_of("win_id", "wins.id"),
    part_of("stakeholder_id", "stakeholders.id"),  # who should know of the win, as the member sees it
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("win_id", "stakeholder_id"),
    Index("ix_to_tell_member_id_stakeholder_id", "member_id", "stakeholder_id"),
)

away = Table(
    "away",
    metadata,
    id_column(),
    owner(),
    Column("first_on", Date, nullable=False),  # local dates, both of them away
    Column("last_on", Date, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    CheckConstraint("first_on <= last_on", name="order"),
    Index("ix_away_member_id_last_on", "member_id", "last_on"),
    sqlite_autoincrement=NEVER_REUSED,
)

followups = Table(
    "followups",
    metadata,
    id_column(),
    owner(),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE")),
    Column("stakeholder_id", Id, ForeignKey("stakeholders.id", ondelete="CASCADE")),
    Column("kind", String(16), nullable=False),  # mine, theirs, opportunity, feedback, introduction
    secret("text"),
    Column("due_on", Date),
    words("outcome", 16),  # kept, given, declined, no_answer, dropped; empty while it is open
    Column("done_at", UtcTime),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_followups_member_id_due_on", "member_id", "due_on"),
    Index("ix_followups_member_id_stakeholder_id", "member_id", "stakeholder_id"),
    sqlite_autoincrement=NEVER_REUSED,
)

projects = Table(
    "projects",
    metadata,
    id_column(),
    owner(),
    secret("name"),
    Column("followup_id", Id, ForeignKey("followups.id", ondelete="SET NULL")),  # the opportunity it came from
    Column("stakeholder_id", Id, ForeignKey("stakeholders.id", ondelete="SET NULL")),  # who gave it
    Column("began_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_projects_member_id", "member_id"),
    sqlite_autoincrement=NEVER_REUSED,
)

project_wins = Table(
    "project_wins",
    metadata,
    id_column(),
    owner(),
    part_of("project_id", "projects.id"),
    part_of("win_id", "wins.id"),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("win_id"),  # a win belongs to one project
    Index("ix_project_wins_member_id_project_id", "member_id", "project_id"),
)

proposals = Table(
    "proposals",
    metadata,
    id_column(),
    owner(),
    part_of("win_id", "wins.id"),
    part_of("stakeholder_id", "stakeholders.id"),
    Column("answer", String(10), nullable=False),  # told, set_aside
    Column("answered_on", Date, nullable=False),  # the member's day
    Column("answered_at", UtcTime, nullable=False),
    UniqueConstraint("win_id", "stakeholder_id"),
    Index("ix_proposals_member_id_answered_on", "member_id", "answered_on"),
)

people_merges = Table(
    "people_merges",
    metadata,
    id_column(),
    owner(),
    part_of("kept_id", "stakeholders.id"),
    part_of("gone_id", "stakeholders.id"),
    secret("before"),  # JSON: what the kept one was before, and which links were moved
    Column("merged_at", UtcTime, nullable=False),
    UniqueConstraint("gone_id"),
    Index("ix_people_merges_member_id_kept_id", "member_id", "kept_id"),
    sqlite_autoincrement=NEVER_REUSED,
)

passed_over = Table(
    "passed_over",
    metadata,
    id_column(),
    owner(),
    # Suggested as one of the member's people, and declined; `=5-7` for two of them who are not one person.
    Column("user_id", String(32), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("member_id", "user_id"),
)

quiet_weeks = Table(
    "quiet_weeks",
    metadata,
    id_column(),
    owner(),
    Column("monday", Date, nullable=False),  # of a week of which the member said that there was nothing
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("member_id", "monday"),
)
