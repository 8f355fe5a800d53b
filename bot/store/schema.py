"""The schema's version: what the database has, what this program needs, and the way from one to the other."""

from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from bot.store.database import Session, migrating, migration_engine
from bot.store.tables import keyring, metadata

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "2026_11_28_gone"
"""The newest revision, written here so that a start need not load Alembic; a test compares the two."""


class SchemaState(StrEnum):
    EMPTY = "empty"
    CURRENT = "current"
    OLD = "old"
    UNKNOWN = "unknown"  # of a newer Vouch, or of another program


class DatabaseProblem(Exception):
    """The database cannot be opened; the message is the kind of error, never an address with its password."""


def state(url: str) -> SchemaState:
    """What stands in the database. Raises DatabaseProblem where it cannot be reached."""
    engine = migration_engine(url, ())
    try:
        with engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if "alembic_version" not in tables:
                return SchemaState.UNKNOWN if tables else SchemaState.EMPTY
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as problem:
        raise DatabaseProblem(type(problem.orig).__name__) from None
    finally:
        engine.dispose()
    if version == HEAD:
        return SchemaState.CURRENT
    if version is None:
        return SchemaState.EMPTY
    return SchemaState.OLD if version in _known_revisions() else SchemaState.UNKNOWN


def upgrade(url: str, keys: tuple[str, ...], revision: str = "head") -> None:
    """Brings the database to `revision`. Raises DatabaseProblem where it cannot be reached or refuses."""
    from alembic import command

    try:
        with migrating(url, keys) as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except DBAPIError as problem:
        raise DatabaseProblem(type(problem.orig).__name__) from problem


def check_key(session: Session) -> None:
    """Proves that the key opens what is stored; the first start leaves the proof. Raises KeyProblem."""
    if session.execute(select(keyring.c.probe)).scalar() is None:
        session.execute(insert(keyring).values(probe="vouch"))


def empty(session: Session) -> None:
    """Deletes every row of every table: for the sandbox, which begins anew."""
    for table in reversed(metadata.sorted_tables):
        session.execute(delete(table))


def _known_revisions() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> "Config":
    from alembic.config import Config

    folder = Path(str(resources.files("migrations")))
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    return config
