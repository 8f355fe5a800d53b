"""What a discreet digest said, in numbers and ids, for when it is opened.

Revision ID: 2026_11_28_said
Revises: 2026_11_28_app
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_said"
down_revision = "2026_11_28_app"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("said", sa.String(length=200), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("deliveries", "said")
