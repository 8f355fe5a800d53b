"""Drafts about oneself: of what is written for a member only what they made of it."""

from sqlalchemy import Column, Table, UniqueConstraint

from bot.store.tables.columns import id_column, metadata, owner, secret, words
from bot.store.types import UtcTime

summary_texts = Table(
    "summary_texts",
    metadata,
    id_column(),
    owner(),
    words("asked", 200),  # of which time and for whom the draft was
    secret("text"),
    words("action_ts", 32),  # Slack's moment of the latest typing that is in it
    Column("typed_at", UtcTime, nullable=False),
    UniqueConstraint("member_id"),
)
