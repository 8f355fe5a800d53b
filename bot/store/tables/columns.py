"""The columns that most tables share; it may not name a table of its own."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    text,
)

from bot.store.types import EncryptedText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")
# Ids in the buttons of old messages must not come to mean something newer; SQLite reuses them unless told not to.
NEVER_REUSED = True


def id_column() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def owner() -> Column[int]:
    return Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), nullable=False)


def part_of(name: str, target: str) -> Column[int]:
    return Column(name, Id, ForeignKey(target, ondelete="CASCADE"), nullable=False)


def words(name: str, length: int) -> Column[str]:
    return Column(name, String(length), nullable=False, server_default="")


def secret(name: str) -> Column[str]:
    return Column(name, EncryptedText, nullable=False, server_default="")


def source_message() -> tuple[Column[str], ...]:
    """The Slack message that something was captured from, if it was, and the latest reaction event about it."""
    return words("source_channel", 32), words("source_ts", 32), words("reaction_event_ts", 32)


def live_source(table: str) -> Index:
    """One message is captured once by each member, until that is deleted."""
    live = text("source_ts <> '' AND deleted_at IS NULL")
    name = f"uq_{table}_live_source"
    columns = ("member_id", "source_channel", "source_ts")
    return Index(name, *columns, unique=True, sqlite_where=live, postgresql_where=live)
