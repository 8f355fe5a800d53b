"""Asking for a whole batch: one parameter holds all its ids, so that a statement is the same for any number of them.

An `IN` with a placeholder for each id is written, parsed and planned anew for each number of ids, and costs a batch of
some hundred members more than the rows that it finds.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Dialect, Select, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.store.database import Session


class _Ids(TypeDecorator[Collection[int]]):
    """An array, or JSON where there are none."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(BigInteger))

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        return json.dumps(list(value or ())) if dialect.name == "sqlite" else list(value or ())


class _Among(FunctionElement[Any]):
    """Of no type: a Boolean would be compared with 1 where a database has none, and then no index is used."""

    inherit_cache = True


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, ids = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - both parts come from the compiler


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, ids = (compiler.process(clause, **more) for clause in element.clauses)
    return f"{column} = ANY ({ids})"


def grouped(session: Session, statement: Select[Any], values: Mapping[str, Any], make: Any) -> dict[int, Any]:
    """Rows by their first column, in order, the others made into a value each."""
    found: dict[int, list[Any]] = defaultdict(list)
    for rows in session.execute(statement, values).partitions(200):  # one by one each costs a call more
        for owner, *rest in rows:
            found[owner].append(make(*rest))
    return {owner: tuple(made) for owner, made in found.items()}


def among(column: ColumnElement[int], name: str = "owners") -> ColumnElement[Any]:
    """`column` is one of the ids given as `name` when the statement is executed."""
    return _Among(column, bindparam(name, type_=_Ids))
