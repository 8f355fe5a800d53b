"""The first schema: workspaces, members, wins, people, conversations, deliveries.

Revision ID: 2026_11_22_initial
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_initial"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keyring",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("probe", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyring")),
    )
    op.create_table(
        "workspaces",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("enterprise_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), server_default="", nullable=False),
        sa.Column("url", sa.String(length=255), server_default="", nullable=False),
        sa.Column("bot_user_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("bot_token", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("enterprise_id", "team_id", name=op.f("uq_workspaces_enterprise_id_team_id")),
    )
    op.create_table(
        "handled",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_handled_workspace_id_workspaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handled")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_handled_workspace_id_key")),
    )
    op.create_index("ix_handled_handled_at", "handled", ["handled_at"], unique=False)

    op.create_table(
        "members",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=64), server_default="UTC", nullable=False),
        sa.Column("zone_source", sa.String(length=16), server_default="pending", nullable=False),
        sa.Column("digest_weekday", sa.SmallInteger(), server_default="4", nullable=False),
        sa.Column("digest_hour", sa.SmallInteger(), server_default="15", nullable=False),
        sa.Column("digest_on", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("nudge_weekday", sa.SmallInteger(), server_default="2", nullable=False),
        sa.Column("nudge_hour", sa.SmallInteger(), server_default="10", nullable=False),
        sa.Column("nudge_on", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("win_emoji", sa.String(length=100), server_default="trophy", nullable=False),
        sa.Column("talk_emoji", sa.String(length=100), server_default="handshake", nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("inactive", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("dm_channel", sa.String(length=32), server_default="", nullable=False),
        sa.Column("next_digest_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_nudge_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covered_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_record_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone_attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("zone_next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "digest_hour BETWEEN 0 AND 23 AND nudge_hour BETWEEN 0 AND 23", name=op.f("ck_members_hours")
        ),
        sa.CheckConstraint(
            "digest_weekday BETWEEN 0 AND 6 AND nudge_weekday BETWEEN 0 AND 6", name=op.f("ck_members_weekdays")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_members_workspace_id_workspaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("workspace_id", "user_id", name=op.f("uq_members_workspace_id_user_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_members_next_digest_at", "members", ["next_digest_at"], unique=False)
    op.create_index("ix_members_next_nudge_at", "members", ["next_nudge_at"], unique=False)
    op.create_index("ix_members_zone_next_try_at", "members", ["zone_next_try_at"], unique=False)

    op.create_table(
        "pacing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_pacing_workspace_id_workspaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pacing")),
        sa.UniqueConstraint("workspace_id", "method", name=op.f("uq_pacing_workspace_id_method")),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), server_default="", nullable=False),
        sa.Column("topic", sa.Text(), server_default="", nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("confidence", sa.SmallInteger(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("source_channel", sa.String(length=32), server_default="", nullable=False),
        sa.Column("source_ts", sa.String(length=32), server_default="", nullable=False),
        sa.Column("reaction_event_ts", sa.String(length=32), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confidence IS NULL OR confidence BETWEEN 1 AND 5", name=op.f("ck_conversations_confidence")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_conversations_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_conversations_member_id_happened_on", "conversations", ["member_id", "happened_on"], unique=False
    )
    op.create_index(
        "ix_conversations_member_id_recorded_at", "conversations", ["member_id", "recorded_at"], unique=False
    )
    op.create_index(
        "uq_conversations_live_source",
        "conversations",
        ["member_id", "source_channel", "source_ts"],
        unique=True,
        sqlite_where=sa.text("source_ts <> '' AND deleted_at IS NULL"),
        postgresql_where=sa.text("source_ts <> '' AND deleted_at IS NULL"),
    )

    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("covers_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covers_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.String(length=64), server_default="", nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=32), server_default="", nullable=False),
        sa.Column("ts", sa.String(length=32), server_default="", nullable=False),
        sa.Column("error", sa.String(length=60), server_default="", nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('due', 'claimed', 'sending', 'sent', 'missed', 'skipped', 'in_doubt', 'failed')",
            name=op.f("ck_deliveries_state"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_deliveries_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
        sa.UniqueConstraint("member_id", "kind", "period", name=op.f("uq_deliveries_member_id_kind_period")),
    )
    op.create_index("ix_deliveries_state_next_try_at", "deliveries", ["state", "next_try_at"], unique=False)

    op.create_table(
        "stakeholders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("relationship", sa.String(length=20), nullable=False),
        sa.Column("function", sa.String(length=100), server_default="", nullable=False),
        sa.Column("influence", sa.SmallInteger(), server_default="2", nullable=False),
        sa.Column("decider", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("stance", sa.Text(), server_default="", nullable=False),
        sa.Column("confidence", sa.SmallInteger(), nullable=True),
        sa.Column("interests", sa.Text(), server_default="", nullable=False),
        sa.Column("notes", sa.Text(), server_default="", nullable=False),
        sa.Column("ideal_days", sa.SmallInteger(), nullable=True),
        sa.Column("worst_days", sa.SmallInteger(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("last_conversation_on", sa.Date(), nullable=True),
        sa.Column("last_nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("confidence IS NULL OR confidence BETWEEN 1 AND 5", name=op.f("ck_stakeholders_confidence")),
        sa.CheckConstraint("influence BETWEEN 1 AND 3", name=op.f("ck_stakeholders_influence")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_stakeholders_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholders")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stakeholders_member_id", "stakeholders", ["member_id"], unique=False)
    op.create_index(
        "uq_stakeholders_user",
        "stakeholders",
        ["member_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("user_id <> ''"),
        postgresql_where=sa.text("user_id <> ''"),
    )

    op.create_table(
        "wins",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), server_default="", nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("category", sa.String(length=40), server_default="", nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("source_channel", sa.String(length=32), server_default="", nullable=False),
        sa.Column("source_ts", sa.String(length=32), server_default="", nullable=False),
        sa.Column("reaction_event_ts", sa.String(length=32), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'kept') = (kept_at IS NOT NULL)", name=op.f("ck_wins_kept_at")),
        sa.CheckConstraint("state IN ('draft', 'kept')", name=op.f("ck_wins_state")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_wins_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wins")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_wins_member_id_happened_on", "wins", ["member_id", "happened_on"], unique=False)
    op.create_index("ix_wins_member_id_kept_at", "wins", ["member_id", "kept_at"], unique=False)
    op.create_index(
        "uq_wins_live_source",
        "wins",
        ["member_id", "source_channel", "source_ts"],
        unique=True,
        sqlite_where=sa.text("source_ts <> '' AND deleted_at IS NULL"),
        postgresql_where=sa.text("source_ts <> '' AND deleted_at IS NULL"),
    )

    op.create_table(
        "awareness",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("win_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stakeholder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_awareness_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"],
            ["stakeholders.id"],
            name=op.f("fk_awareness_stakeholder_id_stakeholders"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["win_id"], ["wins.id"], name=op.f("fk_awareness_win_id_wins"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awareness")),
        sa.UniqueConstraint("win_id", "stakeholder_id", name=op.f("uq_awareness_win_id_stakeholder_id")),
    )
    op.create_index("ix_awareness_member_id_stakeholder_id", "awareness", ["member_id", "stakeholder_id"], unique=False)

    op.create_table(
        "conversation_people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stakeholder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_people_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_conversation_people_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"],
            ["stakeholders.id"],
            name=op.f("fk_conversation_people_stakeholder_id_stakeholders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_people")),
        sa.UniqueConstraint(
            "conversation_id", "stakeholder_id", name=op.f("uq_conversation_people_conversation_id_stakeholder_id")
        ),
    )
    op.create_index(
        "ix_conversation_people_member_id_stakeholder_id",
        "conversation_people",
        ["member_id", "stakeholder_id"],
        unique=False,
    )

    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("win_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("author_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("channel_id", sa.String(length=32), server_default="", nullable=False),
        sa.Column("ts", sa.String(length=32), server_default="", nullable=False),
        sa.Column("thread_ts", sa.String(length=32), server_default="", nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snapshot", sa.Text(), server_default="", nullable=False),
        sa.Column("speaker", sa.Text(), server_default="", nullable=False),
        sa.Column("reading", sa.String(length=12), server_default="none", nullable=False),
        sa.Column("why", sa.String(length=40), server_default="", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_evidence_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["win_id"], ["wins.id"], name=op.f("fk_evidence_win_id_wins"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_member_id_win_id", "evidence", ["member_id", "win_id"], unique=False)
    op.create_index("ix_evidence_next_try_at", "evidence", ["next_try_at"], unique=False)

    op.create_table(
        "followups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stakeholder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=16), server_default="", nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_followups_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_followups_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder_id"],
            ["stakeholders.id"],
            name=op.f("fk_followups_stakeholder_id_stakeholders"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followups")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_followups_member_id_due_on", "followups", ["member_id", "due_on"], unique=False)

    op.create_table(
        "measures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("win_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric", sa.String(length=255), server_default="", nullable=False),
        sa.Column("unit", sa.String(length=40), server_default="", nullable=False),
        sa.Column("before", sa.String(length=64), nullable=True),
        sa.Column("after", sa.String(length=64), nullable=True),
        sa.Column("change", sa.String(length=64), nullable=True),
        sa.Column("direction", sa.String(length=4), server_default="", nullable=False),
        sa.Column("as_typed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_measures_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["win_id"], ["wins.id"], name=op.f("fk_measures_win_id_wins"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
    )
    op.create_index("ix_measures_member_id_win_id", "measures", ["member_id", "win_id"], unique=False)

    op.create_table(
        "tags",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("win_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_tags_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["win_id"], ["wins.id"], name=op.f("fk_tags_win_id_wins"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("win_id", "name", name=op.f("uq_tags_win_id_name")),
    )
    op.create_index("ix_tags_member_id_name", "tags", ["member_id", "name"], unique=False)

    op.create_table(
        "witnesses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("win_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_witnesses_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["win_id"], ["wins.id"], name=op.f("fk_witnesses_win_id_wins"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_witnesses")),
        sa.UniqueConstraint("win_id", "user_id", name=op.f("uq_witnesses_win_id_user_id")),
    )
    op.create_index("ix_witnesses_member_id_win_id", "witnesses", ["member_id", "win_id"], unique=False)


def downgrade() -> None:
    for table in (
        "witnesses",
        "tags",
        "measures",
        "followups",
        "evidence",
        "conversation_people",
        "awareness",
        "wins",
        "stakeholders",
        "deliveries",
        "conversations",
        "pacing",
        "members",
        "handled",
        "workspaces",
        "keyring",
    ):
        op.drop_table(table)  # its indexes go with it
