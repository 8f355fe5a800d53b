"""Statements of the hot path, compiled once and run on the driver; begins nothing that SQLAlchemy would not begin.

SQLAlchemy spends several times as long on each execution as SQLite does. Here only its compiler is used and its types:
what goes in and out is the same, and so are the errors.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Insert, Select
from sqlalchemy.exc import DBAPIError

from bot.store.database import Session

Values = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Prepared:
    """An insert or select of fixed shape: each execution gives values under the same names.

    The statement may depend on the database: give a function of the dialect's name then.
    """

    def __init__(self, statement: Insert | Select[Any] | Callable[[str], Insert]) -> None:
        self._statement = statement

    def rows(self, session: Session, values: Values) -> list[Sequence[Any]]:
        """What it selects or returns."""
        compiled = self._compiled(session.dialect, values)
        cursor = _cursor(session)
        try:
            cursor.execute(compiled.text, compiled.bind(values))
            found = cursor.fetchall()
        except session.dialect.loaded_dbapi.Error as problem:
            raise _named(session, cursor, problem) from problem
        return [compiled.read(row) for row in found] if compiled.readers else found

    def first(self, session: Session, values: Values) -> Sequence[Any] | None:
        found = self.rows(session, values)
        return found[0] if found else None

    def run(self, session: Session, rows: Sequence[Values]) -> int:
        """Executes it for each of `rows`, of which there is at least one; says how many rows it stored."""
        compiled = self._compiled(session.dialect, rows[0])
        cursor = _cursor(session)
        try:
            if len(rows) == 1:
                cursor.execute(compiled.text, compiled.bind(rows[0]))
            else:
                cursor.executemany(compiled.text, [compiled.bind(values) for values in rows])
        except session.dialect.loaded_dbapi.Error as problem:
            raise _named(session, cursor, problem) from problem
        stored: int = cursor.rowcount
        return stored

    def _compiled(self, dialect: Dialect, values: Values) -> "_Compiled":
        """Kept by the dialect, whose cipher the types use: two databases with two keys share nothing."""
        kept: dict[Prepared, _Compiled] = dialect.__dict__.setdefault("vouch_prepared", {})
        if self not in kept:
            statement = self._statement(dialect.name) if callable(self._statement) else self._statement
            kept[self] = _Compiled(statement, dialect, values)
        return kept[self]


class _Compiled:
    """A statement's text for one dialect, and the conversions of its types."""

    __slots__ = ("_by_name", "_taken", "readers", "text")

    def __init__(self, statement: Insert | Select[Any], dialect: Dialect, values: Values) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(values))
        self.text = str(compiled)
        self._by_name = not compiled.positional
        self._taken: list[tuple[str, str | None, Any, Convert | None]] = []
        for name in compiled.positiontup or compiled.binds:
            bind = compiled.binds[name]
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            constant = None if bind.key in values else convert(bind.value) if convert else bind.value
            self._taken.append((name, bind.key if bind.key in values else None, constant, convert))
        types = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
        readers = [kind.result_processor(dialect, None) for kind in types]
        self.readers = readers if any(readers) else []

    def bind(self, values: Values) -> Any:
        bound = [
            constant if key is None else convert(values[key]) if convert else values[key]
            for _, key, constant, convert in self._taken
        ]
        return dict(zip((name for name, *_ in self._taken), bound, strict=True)) if self._by_name else bound

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        return [value if reader is None else reader(value) for reader, value in zip(self.readers, row, strict=True)]


def _cursor(session: Session) -> Any:
    if not session.in_transaction():
        session.begin()
    return session.connection.cursor()


def _named(session: Session, cursor: Any, problem: Any) -> BaseException:
    """The driver's error as SQLAlchemy names it, without the values."""
    dialect = session.dialect
    driver: Any = session.connection.driver_connection
    if dialect.is_disconnect(problem, driver, cursor):
        # SQLAlchemy must see it by itself: it then gives up this connection and all that were idle, and raises.
        session.exec_driver_sql("SELECT 1")
    named: BaseException = DBAPIError.instance(
        None, None, problem, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
    )
    return named
