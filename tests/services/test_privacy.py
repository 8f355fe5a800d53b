"""Deletion is complete, immediate and touches nobody else; export holds everything."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.services import exports, privacy, workspaces
from bot.store.tables import OWNED, members, metadata
from bot.views import exports as export_views
from tests.services.full_record import fill

pytestmark = pytest.mark.both_databases


def every_row(session: Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    """All of the database, table by table, decrypted."""
    for table in metadata.sorted_tables:
        for row in session.execute(select(table).order_by(table.c.id)).mappings():
            yield table.name, dict(row)


def rows_about(session: Connection, member_id: int, user_id: str) -> list[tuple[str, dict[str, Any]]]:
    """By owner, and wherever the user's id stands in a text."""
    return [
        (name, row)
        for name, row in every_row(session)
        if row.get("member_id") == member_id
        or (name == "members" and row["id"] == member_id)
        or any(isinstance(value, str) and user_id in value for value in row.values())
    ]


def test_every_table_with_an_owner_is_in_the_registry() -> None:
    owned = {table.name for table in metadata.tables.values() if "member_id" in table.columns}
    assert {table.name for table in OWNED} == owned


def test_parents_come_before_children_in_the_registry() -> None:
    for place, table in enumerate(OWNED):
        parents = {key.column.table for key in table.foreign_keys} - {members}
        assert parents <= set(OWNED[:place])


def test_after_deletion_no_table_holds_anything_of_the_member_and_others_are_untouched(
    session: Connection, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    member = fill(session, ada, now)
    for other in (maya, zoe):
        fill(session, other, now)
    assert {name for name, _ in rows_about(session, member.id, "U0ADA")} == {
        "members",
        *(table.name for table in OWNED),
    }
    others = [
        (name, row)
        for name, row in every_row(session)
        if row.get("member_id", 0) != member.id and (name, row.get("id")) != ("members", member.id)
    ]

    privacy.delete_data(session, ada, "delete")

    assert rows_about(session, member.id, "U0ADA") == []
    assert list(every_row(session)) == others


@pytest.mark.parametrize("typed", ["delete", " Delete ", "DELETE", "“delete”"])
def test_the_word_is_taken_in_any_case_and_in_quotes(
    session: Connection, ada: Actor, now: datetime, typed: str
) -> None:
    fill(session, ada, now)
    privacy.delete_data(session, ada, typed)
    assert [name for name, _ in every_row(session)] == ["workspaces"]


@pytest.mark.parametrize("typed", ["", "delete it", "yes", "löschen"])
def test_without_the_word_nothing_is_deleted(session: Connection, ada: Actor, now: datetime, typed: str) -> None:
    fill(session, ada, now)
    before = list(every_row(session))
    with pytest.raises(Refused) as refusal:
        privacy.delete_data(session, ada, typed)
    assert (refusal.value.code, refusal.value.parts) == ("confirmation_missing", {"word": "delete"})
    assert list(every_row(session)) == before


def test_deleting_twice_says_that_nothing_is_there(session: Connection, ada: Actor, now: datetime) -> None:
    fill(session, ada, now)
    privacy.delete_data(session, ada, "delete")
    with pytest.raises(Refused, match="nothing_stored"):
        privacy.delete_data(session, ada, "delete")


def test_somebody_of_the_same_id_in_another_workspace_keeps_everything(
    session: Connection, ada: Actor, now: datetime
) -> None:
    elsewhere = Actor("", "T0OTHER", ada.user_id, zone="UTC", zone_asked=True)
    fill(session, ada, now)
    fill(session, elsewhere, now)
    privacy.delete_data(session, ada, "delete")
    kept = exports.gather(session, elsewhere, now)
    assert [len(rows) for rows in kept.tables.values()] == [1] * (len(OWNED) + 1)


def test_an_export_holds_every_column_of_every_row_of_the_member_and_nothing_of_others(
    session: Connection, ada: Actor, maya: Actor, now: datetime
) -> None:
    fill(session, maya, now)
    member = fill(session, ada, now)
    archive = exports.gather(session, ada, now)
    stored: dict[str, list[dict[str, Any]]] = {"members": [], **{table.name: [] for table in OWNED}}
    for name, row in every_row(session):
        if row.get("member_id") == member.id or (name == "members" and row["id"] == member.id):
            stored[name].append(row)
    assert archive.tables == stored
    assert all(rows for rows in stored.values())
    assert archive.workspace["team_id"] == "T0ACME"
    text = export_views.document(archive).decode()
    assert json.loads(text)["tables"].keys() == stored.keys()
    assert "U0MAYA" not in text


def test_an_export_is_decrypted(session: Connection, ada: Actor, now: datetime) -> None:
    fill(session, ada, now)
    archive = exports.gather(session, ada, now)
    assert archive.tables["stakeholders"][0]["notes"] == "U0ADA T0ACME stakeholders.notes"
    assert archive.tables["evidence"][0]["snapshot"] == "U0ADA T0ACME evidence.snapshot"


def test_of_somebody_who_has_not_started_there_is_nothing_to_export(
    session: Connection, ada: Actor, now: datetime
) -> None:
    with pytest.raises(Refused, match="nothing_stored"):
        exports.gather(session, ada, now)


def removed(session: Connection, team_id: str) -> tuple[bool, str, datetime | None]:
    found = session.execute(
        select(
            metadata.tables["workspaces"].c.active,
            metadata.tables["workspaces"].c.bot_token,
            metadata.tables["workspaces"].c.removed_at,
        ).where(metadata.tables["workspaces"].c.team_id == team_id)
    ).one()
    return (found.active, found.bot_token, found.removed_at)


def test_a_removed_workspace_loses_its_token_at_once_and_keeps_the_first_moment(
    session: Connection, ada: Actor, zoe: Actor, now: datetime
) -> None:
    for actor in (ada, zoe):
        fill(session, actor, now)
    session.execute(metadata.tables["workspaces"].update().values(bot_token="xoxb-secret"))
    workspaces.remove(session, ada, now)
    workspaces.remove(session, ada, now + timedelta(hours=1))
    assert removed(session, "T0ACME") == (False, "", now)
    assert removed(session, "T0OTHER") == (True, "xoxb-secret", None)


def test_after_the_delay_a_removed_workspace_goes_with_all_its_members_and_no_other_does(
    session: Connection, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    for actor in (zoe, ada, maya):
        fill(session, actor, now)
    workspaces.note_event(session, ada, "event:Ev1", now)
    workspaces.remove(session, ada, now)
    before = list(every_row(session))

    assert workspaces.delete_removed(session, now) == 0
    assert list(every_row(session)) == before

    assert workspaces.delete_removed(session, now + timedelta(seconds=1)) == 1
    left = list(every_row(session))
    assert sorted(name for name, _ in left) == sorted(["workspaces", "members", *(table.name for table in OWNED)])
    assert {row["team_id"] for name, row in left if name == "workspaces"} == {"T0OTHER"}
    assert {row["user_id"] for name, row in left if name == "members"} == {"U0ZOE"}


def test_a_workspace_never_heard_of_can_be_removed(session: Connection, ada: Actor, now: datetime) -> None:
    workspaces.remove(session, ada, now)
    assert list(every_row(session)) == []


def test_what_was_undone_goes_for_good_after_thirty_days_with_all_that_belongs_to_it(
    session: Connection, ada: Actor, maya: Actor, now: datetime
) -> None:
    for actor in (ada, maya):
        fill(session, actor, now)
    wins, talks = metadata.tables["wins"], metadata.tables["conversations"]
    owner = select(members.c.id).where(members.c.user_id == "U0ADA").scalar_subquery()
    for table in (wins, talks):
        session.execute(table.update().where(table.c.member_id == owner).values(deleted_at=now))
    session.execute(metadata.tables["evidence"].update().values(removed_at=None))
    session.execute(metadata.tables["edits"].update().values(edited_at=now + timedelta(days=1)))
    session.execute(metadata.tables["people_merges"].update().values(merged_at=now + timedelta(days=1)))
    typed = metadata.tables["summary_texts"]
    session.execute(typed.update().where(typed.c.member_id != owner).values(typed_at=now + timedelta(days=1)))
    before = list(every_row(session))

    assert privacy.forget_undone(session, now + timedelta(days=30)) == 0
    assert list(every_row(session)) == before

    assert privacy.forget_undone(session, now + timedelta(days=30, seconds=1)) == 2
    left = exports.gather(session, ada, now).tables
    kept = {"members", "stakeholders", "deliveries", "away", "projects", "people_merges", "passed_over", "quiet_weeks"}
    assert {name for name, rows in left.items() if rows} == kept
    assert all(exports.gather(session, maya, now).tables.values())


def test_evidence_that_was_removed_goes_for_good_after_thirty_days_and_its_win_stays(
    session: Connection, ada: Actor, now: datetime
) -> None:
    fill(session, ada, now)
    evidence = metadata.tables["evidence"]
    session.execute(evidence.update().values(removed_at=now))
    privacy.forget_undone(session, now + timedelta(days=30))
    assert session.scalar(select(evidence.c.removed_at)) == now
    privacy.forget_undone(session, now + timedelta(days=30, seconds=1))
    left = exports.gather(session, ada, now).tables
    assert (len(left["evidence"]), len(left["wins"])) == (0, 1)
