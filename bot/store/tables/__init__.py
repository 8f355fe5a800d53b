"""All tables, and which of them belong to a member: the one registry that export and deletion walk."""

from sqlalchemy import Table

from bot.store.tables.columns import metadata
from bot.store.tables.deliveries import deliveries
from bot.store.tables.people import (
    awareness,
    away,
    conversation_people,
    conversations,
    followups,
    passed_over,
    people_merges,
    project_wins,
    projects,
    proposals,
    quiet_weeks,
    stakeholders,
    to_tell,
)
from bot.store.tables.summaries import summary_texts
from bot.store.tables.wins import edits, evidence, measures, merges, praise, tags, wins, witnesses
from bot.store.tables.workspaces import handled, keyring, members, pacing, refusals, workspaces

__all__ = [
    "OWNED",
    "awareness",
    "away",
    "conversation_people",
    "conversations",
    "deliveries",
    "edits",
    "evidence",
    "followups",
    "handled",
    "keyring",
    "measures",
    "members",
    "merges",
    "metadata",
    "pacing",
    "passed_over",
    "people_merges",
    "praise",
    "project_wins",
    "projects",
    "proposals",
    "quiet_weeks",
    "refusals",
    "stakeholders",
    "summary_texts",
    "tags",
    "to_tell",
    "wins",
    "witnesses",
    "workspaces",
]

OWNED: tuple[Table, ...] = (
    wins,
    evidence,
    measures,
    tags,
    witnesses,
    praise,
    merges,
    edits,
    stakeholders,
    conversations,
    conversation_people,
    awareness,
    to_tell,
    away,
    followups,
    projects,
    project_wins,
    proposals,
    people_merges,
    passed_over,
    quiet_weeks,
    summary_texts,
    deliveries,
)
"""Every table with a `member_id`, parents before children; a test compares it with the metadata."""
