"""Capture that lasts: private wins, praise, merges, checked evidence, away days, samples, more settings.

Revision ID: 2026_11_22_capture
Revises: 2026_11_22_initial
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_capture"
down_revision = "2026_11_22_initial"
branch_labels = None
depends_on = None


# Columns are added and dropped in place: a rebuild of a table on SQLite would lose the condition of its partial index.
def _columns() -> dict[str, list[sa.Column[Any]]]:
    return {
        "conversations": [sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False)],
        "evidence": [
            sa.Column("label", sa.Text(), server_default="", nullable=False),
            sa.Column("later_snapshot", sa.Text(), server_default="", nullable=False),
            sa.Column("standing", sa.String(length=12), server_default="", nullable=False),
            sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("moved_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
            sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        ],
        "members": [
            sa.Column("silent", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("discreet", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("first_weekday", sa.SmallInteger(), server_default="0", nullable=False),
            sa.Column("locale", sa.String(length=16), server_default="", nullable=False),
        ],
        "stakeholders": [sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False)],
        "wins": [
            sa.Column("private", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        ],
    }


def _id() -> sa.Column[int]:
    return sa.Column("id", _ID, autoincrement=True, nullable=False)


def _reference(name: str) -> sa.Column[int]:
    return sa.Column(name, _ID, nullable=False)


def _belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "refusals",
        _id(),
        _reference("workspace_id"),
        sa.Column("surface", sa.String(length=10), nullable=False),
        sa.Column("block_type", sa.String(length=40), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("refusals", "workspace_id", "workspaces"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusals")),
        sa.UniqueConstraint(
            "workspace_id", "surface", "block_type", name=op.f("uq_refusals_workspace_id_surface_block_type")
        ),
    )
    op.create_table(
        "away",
        _id(),
        _reference("member_id"),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_away_order")),
        _belongs("away", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_away")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_away_member_id_last_on", "away", ["member_id", "last_on"])
    op.create_table(
        "edits",
        _id(),
        _reference("member_id"),
        _reference("win_id"),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("version_after", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("edits", "member_id", "members"),
        _belongs("edits", "win_id", "wins"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edits")),
        sa.UniqueConstraint("win_id", name=op.f("uq_edits_win_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_edits_member_id", "edits", ["member_id"])
    op.create_table(
        "merges",
        _id(),
        _reference("member_id"),
        _reference("kept_win_id"),
        _reference("gone_win_id"),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("version_after", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("merges", "gone_win_id", "wins"),
        _belongs("merges", "kept_win_id", "wins"),
        _belongs("merges", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sa.UniqueConstraint("gone_win_id", name=op.f("uq_merges_gone_win_id")),
    )
    op.create_index("ix_merges_member_id_kept_win_id", "merges", ["member_id", "kept_win_id"])
    op.create_table(
        "praise",
        _id(),
        _reference("member_id"),
        _reference("win_id"),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("event_ts", sa.String(length=32), server_default="", nullable=False),
        sa.Column("live", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("praise", "member_id", "members"),
        _belongs("praise", "win_id", "wins"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_praise")),
        sa.UniqueConstraint("win_id", "user_id", name=op.f("uq_praise_win_id_user_id")),
    )
    op.create_index("ix_praise_member_id_win_id", "praise", ["member_id", "win_id"])
    op.create_table(
        "to_tell",
        _id(),
        _reference("member_id"),
        _reference("win_id"),
        _reference("stakeholder_id"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("to_tell", "member_id", "members"),
        _belongs("to_tell", "stakeholder_id", "stakeholders"),
        _belongs("to_tell", "win_id", "wins"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_to_tell")),
        sa.UniqueConstraint("win_id", "stakeholder_id", name=op.f("uq_to_tell_win_id_stakeholder_id")),
    )
    op.create_index("ix_to_tell_member_id_stakeholder_id", "to_tell", ["member_id", "stakeholder_id"])
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_evidence_next_check_at", "evidence", ["next_check_at"])


def downgrade() -> None:
    op.drop_index("ix_evidence_next_check_at", "evidence")
    for table, columns in _columns().items():
        for column in columns:
            op.drop_column(table, column.name)
    for table in ("to_tell", "praise", "merges", "edits", "away", "refusals"):
        op.drop_table(table)  # its indexes go with it
