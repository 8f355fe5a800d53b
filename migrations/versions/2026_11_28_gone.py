"""Deleted wins are found by whose they are and when: a digest counts those of its week.

Revision ID: 2026_11_28_gone
Revises: 2026_11_28_typed
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_gone"
down_revision = "2026_11_28_typed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    gone = sa.text("deleted_at IS NOT NULL")
    op.create_index(
        "ix_wins_member_id_deleted_at", "wins", ["member_id", "deleted_at"], sqlite_where=gone, postgresql_where=gone
    )


def downgrade() -> None:
    op.drop_index("ix_wins_member_id_deleted_at", "wins")
