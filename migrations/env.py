"""Runs the migrations on the database of the settings, or on the connection that `bot.store.schema` hands over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy import Connection

from bot.store.database import migrating
from bot.store.tables import metadata
from bot.store.types import EncryptedText, ExactNumber, UtcTime

ADVISORY_LOCK = 4_702_111_803  # any constant: several starting processes migrate one after the other
PLAIN = {EncryptedText: "sa.Text()", UtcTime: "sa.DateTime(timezone=True)", ExactNumber: "sa.String(length=64)"}


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Revisions never import the application: its column types are written as what they are stored as."""
    return PLAIN.get(type(item), False) if kind == "type" else False


def run(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # A batch rebuild drops the old table: with foreign keys on, every child row would go with it.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        context.run_migrations()
    if sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration left {len(broken)} rows without their parents")


def main() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        run(connection)
        return
    from bot import config

    settings = config.load()
    with migrating(settings.url, settings.keys) as own:
        run(own)


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database: `alembic upgrade --sql` is not supported.")
main()
