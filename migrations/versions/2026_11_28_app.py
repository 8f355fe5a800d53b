"""The app's id in each workspace, for addresses that open its Home.

Revision ID: 2026_11_28_app
Revises: 2026_11_28_people
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_app"
down_revision = "2026_11_28_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("app_id", sa.String(length=32), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("workspaces", "app_id")
