"""What a member last made of a draft about their work, so that a closed window does not lose it.

Revision ID: 2026_11_28_typed
Revises: 2026_11_28_said
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_typed"
down_revision = "2026_11_28_said"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "summary_texts",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("asked", sa.String(length=200), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("action_ts", sa.String(length=32), server_default="", nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_summary_texts_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_texts")),
        sa.UniqueConstraint("member_id", name=op.f("uq_summary_texts_member_id")),
    )


def downgrade() -> None:
    op.drop_table("summary_texts")
