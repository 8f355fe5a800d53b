"""The registry of owned tables, and the rules that every table keeps."""

from typing import Any

import pytest
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Table, UniqueConstraint

from bot.store.tables import OWNED, metadata
from bot.store.types import EncryptedText

TABLES = list(metadata.tables.values())


def test_every_table_of_a_member_is_in_the_registry() -> None:
    assert {table.name for table in OWNED} == {table.name for table in TABLES if "member_id" in table.c}
    assert len({table.name for table in OWNED}) == len(OWNED)


def test_parents_come_before_their_children() -> None:
    order = {table.name: number for number, table in enumerate(OWNED)}
    pairs = [
        (key.column.table.name, table.name)
        for table in OWNED
        for key in table.foreign_keys
        if key.column.table.name in order
    ]
    assert ("wins", "evidence") in pairs
    assert [(parent, child) for parent, child in pairs if order[parent] >= order[child]] == []


@pytest.mark.parametrize("table", OWNED, ids=lambda table: table.name)
def test_an_owned_row_goes_with_its_member(table: Table) -> None:
    (owner,) = [key for key in table.foreign_keys if key.parent.name == "member_id"]
    assert (owner.column.table.name, owner.ondelete, owner.parent.nullable) == ("members", "CASCADE", False)


@pytest.mark.parametrize("table", OWNED, ids=lambda table: table.name)
def test_an_owned_table_is_found_by_its_owner_without_a_scan(table: Table) -> None:
    firsts = {next(iter(index.columns)).name for index in table.indexes}
    firsts |= {
        next(iter(rule.columns)).name
        for rule in table.constraints
        if isinstance(rule, UniqueConstraint) and rule.columns
    }
    assert "member_id" in firsts


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_constraint_and_index_has_a_name(table: Table) -> None:
    rules: list[Any] = [*table.constraints, *table.indexes]
    assert [rule for rule in rules if not rule.name] == []
    checks = [rule for rule in rules if isinstance(rule, CheckConstraint)]
    assert [rule for rule in checks if not str(rule.name).startswith(f"ck_{table.name}_")] == []
    for rule in rules:
        if isinstance(rule, ForeignKeyConstraint):  # a row that only mentions another outlives it
            mentions = all(column.nullable for column in rule.columns)
            assert rule.ondelete == "CASCADE" or (mentions and rule.ondelete == "SET NULL")


def test_what_is_said_about_people_is_encrypted() -> None:
    encrypted = {
        f"{table.name}.{column.name}"
        for table in TABLES
        for column in table.c
        if isinstance(column.type, EncryptedText)
    }
    assert encrypted >= {
        "keyring.probe",
        "workspaces.bot_token",
        "evidence.snapshot",
        "evidence.speaker",
        "stakeholders.name",
        "stakeholders.stance",
        "stakeholders.interests",
        "stakeholders.notes",
        "conversations.topic",
        "conversations.notes",
        "followups.text",
    }


def test_the_key_of_a_workspace_is_never_null() -> None:
    workspaces = metadata.tables["workspaces"]
    assert (workspaces.c.enterprise_id.nullable, workspaces.c.team_id.nullable) == (False, False)
