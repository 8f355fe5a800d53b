"""People with a say: who is the same person, levels, projects, proposals; why somebody cannot be written to.

Revision ID: 2026_11_28_people
Revises: 2026_11_22_capture
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_people"
down_revision = "2026_11_22_capture"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


# Columns are added and dropped in place: a rebuild of a table on SQLite would lose the condition of its partial index.
def _columns() -> dict[str, list[sa.Column[Any]]]:
    return {
        "conversations": [sa.Column("undone", sa.Text(), server_default="", nullable=False)],
        "deliveries": [sa.Column("lookups", sa.SmallInteger(), server_default="0", nullable=False)],
        "followups": [sa.Column("version", sa.Integer(), server_default="1", nullable=False)],
        "members": [sa.Column("problem", sa.String(length=60), server_default="", nullable=False)],
        "stakeholders": [
            sa.Column("known_as", sa.Text(), server_default="", nullable=False),
            sa.Column("levels_up", sa.SmallInteger(), nullable=True),
            sa.Column("merged_into", _ID, nullable=True),
        ],
        "workspaces": [
            sa.Column("problem", sa.String(length=60), server_default="", nullable=False),
            sa.Column("problem_at", sa.DateTime(timezone=True), nullable=True),
        ],
    }


def _table(name: str, *parts: Any, unique: tuple[str, ...], ids_return: bool = True) -> None:
    """A table of a member's; `ids_return` where no button names its rows, so that SQLite may use an id again."""
    op.create_table(
        name,
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        *parts,
        _belongs(name, "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *([sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}"))] if unique else []),
        sqlite_autoincrement=not ids_return,
    )


def _belongs(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_followups_member_id_stakeholder_id", "followups", ["member_id", "stakeholder_id"])
    op.drop_index("ix_awareness_member_id_stakeholder_id", "awareness")
    known = ["member_id", "stakeholder_id", "win_id"]
    op.create_index("ix_awareness_member_id_stakeholder_id_win_id", "awareness", known)
    _table(
        "passed_over",
        sa.Column("user_id", sa.String(length=32), nullable=False),
        _moment("created_at"),
        unique=("member_id", "user_id"),
    )
    _table(
        "quiet_weeks",
        sa.Column("monday", sa.Date(), nullable=False),
        _moment("created_at"),
        unique=("member_id", "monday"),
    )
    _table(
        "people_merges",
        sa.Column("kept_id", _ID, nullable=False),
        sa.Column("gone_id", _ID, nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        _moment("merged_at"),
        _belongs("people_merges", "gone_id", "stakeholders"),
        _belongs("people_merges", "kept_id", "stakeholders"),
        unique=("gone_id",),
        ids_return=False,
    )
    op.create_index("ix_people_merges_member_id_kept_id", "people_merges", ["member_id", "kept_id"])
    _table(
        "proposals",
        sa.Column("win_id", _ID, nullable=False),
        sa.Column("stakeholder_id", _ID, nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        _moment("answered_at"),
        _belongs("proposals", "stakeholder_id", "stakeholders"),
        _belongs("proposals", "win_id", "wins"),
        unique=("win_id", "stakeholder_id"),
    )
    op.create_index("ix_proposals_member_id_answered_on", "proposals", ["member_id", "answered_on"])
    _table(
        "projects",
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("followup_id", _ID, nullable=True),
        sa.Column("stakeholder_id", _ID, nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        _moment("created_at"),
        _belongs("projects", "followup_id", "followups", "SET NULL"),
        _belongs("projects", "stakeholder_id", "stakeholders", "SET NULL"),
        unique=(),
        ids_return=False,
    )
    op.create_index("ix_projects_member_id", "projects", ["member_id"])
    _table(
        "project_wins",
        sa.Column("project_id", _ID, nullable=False),
        sa.Column("win_id", _ID, nullable=False),
        _moment("created_at"),
        _belongs("project_wins", "project_id", "projects"),
        _belongs("project_wins", "win_id", "wins"),
        unique=("win_id",),
    )
    op.create_index("ix_project_wins_member_id_project_id", "project_wins", ["member_id", "project_id"])
    _note_earlier_witnesses()


def _note_earlier_witnesses() -> None:
    """Whoever came among the member's people after a win at which they were was not noted to know it until now."""
    op.execute(
        "INSERT INTO awareness (member_id, win_id, stakeholder_id, how, since, created_at) "
        "SELECT wins.member_id, wins.id, stakeholders.id, 'was_there', wins.happened_on, stakeholders.created_at "
        "FROM witnesses JOIN wins ON wins.id = witnesses.win_id "
        "JOIN stakeholders ON stakeholders.member_id = wins.member_id AND stakeholders.user_id = witnesses.user_id "
        "WHERE stakeholders.user_id <> '' AND stakeholders.created_at > wins.created_at AND NOT EXISTS "
        "(SELECT 1 FROM awareness WHERE awareness.win_id = wins.id AND awareness.stakeholder_id = stakeholders.id)"
    )


def downgrade() -> None:
    for table in ("project_wins", "projects", "proposals", "people_merges", "quiet_weeks", "passed_over"):
        op.drop_table(table)  # its indexes go with it
    op.drop_index("ix_followups_member_id_stakeholder_id", "followups")
    op.drop_index("ix_awareness_member_id_stakeholder_id_win_id", "awareness")
    op.create_index("ix_awareness_member_id_stakeholder_id", "awareness", ["member_id", "stakeholder_id"])
    for table, columns in _columns().items():
        for column in columns:
            op.drop_column(table, column.name)
