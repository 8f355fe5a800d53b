"""Workspaces in the database: their coming and going, and which payloads were handled there."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain.outcomes import Repeated
from bot.store import workspaces
from bot.store.database import Database, Session
from bot.store.tables import handled
from bot.store.tables import workspaces as table
from tests.conftest import KEY, NOW


def row(session: Session) -> dict[str, Any]:
    return dict(session.execute(select(table)).mappings().one())


@pytest.mark.both_databases
def test_a_workspace_is_made_once(session: Session) -> None:
    assert workspaces.find_id(session, "", "T1") is None
    made = workspaces.ensure(session, "", "T1", NOW)
    assert workspaces.ensure(session, "", "T1", NOW) == made == workspaces.find_id(session, "", "T1")
    assert workspaces.ensure(session, "E1", "T1", NOW) != made


@pytest.mark.both_databases
def test_a_payload_is_handled_once_per_workspace(session: Session) -> None:
    here, there = workspaces.ensure(session, "", "T1", NOW), workspaces.ensure(session, "", "T2", NOW)
    workspaces.claim_key(session, here, "event:Ev1", NOW)
    workspaces.claim_key(session, here, "event:Ev2", NOW)
    workspaces.claim_key(session, there, "event:Ev1", NOW)
    with pytest.raises(Repeated):
        workspaces.claim_key(session, here, "event:Ev1", NOW)


def test_an_empty_key_claims_nothing(session: Session) -> None:
    here = workspaces.ensure(session, "", "T1", NOW)
    workspaces.claim_key(session, here, "", NOW)
    workspaces.claim_key(session, here, "", NOW)
    assert session.scalar(select(func.count()).select_from(handled)) == 0


@pytest.mark.both_databases
async def test_of_many_claims_at_once_one_wins(database: str) -> None:
    processes = [Database(database, (KEY,)) for _ in range(2)]

    def handle(session: Session) -> str:
        here = workspaces.ensure(session, "", "T1", NOW)
        workspaces.claim_key(session, here, "event:Ev1", NOW)
        return "stored"

    results = await asyncio.gather(*(db.write(handle) for db in processes * 8), return_exceptions=True)
    assert results.count("stored") == 1
    assert [type(other) for other in results if other != "stored"] == [Repeated] * 15
    for db in processes:
        db.close()


@pytest.mark.both_databases
async def test_a_claim_whose_effect_failed_is_free_again(db: Database) -> None:
    def claim(session: Session, fail: bool) -> None:
        workspaces.claim_key(session, workspaces.ensure(session, "", "T1", NOW), "event:Ev1", NOW)
        if fail:
            raise ValueError

    with pytest.raises(ValueError):
        await db.write(claim, True)
    await db.write(claim, False)


@pytest.mark.both_databases
def test_a_removed_workspace_loses_its_token_and_keeps_its_first_moment(session: Session) -> None:
    here = workspaces.note_connection(session, "", "T1", "Acme", "https://acme.slack.com/", "U0VOUCH", NOW)
    assert (row(session)["name"], row(session)["url"], row(session)["active"]) == (
        "Acme",
        "https://acme.slack.com/",
        True,
    )
    session.execute(table.update().values(bot_token="xoxb-1"))
    workspaces.remove(session, "", "T1", NOW)
    workspaces.remove(session, "", "T1", NOW + timedelta(hours=1))
    found = row(session)
    assert (found["active"], found["bot_token"], found["removed_at"]) == (False, "", NOW)

    assert workspaces.note_connection(session, "", "T1", "Acme", "", "U0VOUCH", NOW) == here
    assert (row(session)["active"], row(session)["removed_at"]) == (True, None)


def test_removing_touches_no_other_workspace(session: Session) -> None:
    workspaces.ensure(session, "", "T1", NOW)
    workspaces.remove(session, "", "T2", NOW)
    workspaces.remove(session, "E1", "T1", NOW)
    assert row(session)["active"] is True


@pytest.mark.both_databases
def test_bots_are_known(session: Session) -> None:
    here = workspaces.note_connection(session, "", "T1", "Acme", "", "U0VOUCH", NOW)
    assert [workspaces.is_bot(session, here, user) for user in ("U0VOUCH", "USLACKBOT", "U0ADA")] == [True, True, False]


@pytest.mark.both_databases
def test_the_app_s_id_is_stored_in_its_own_workspace_and_written_only_where_it_is_news(session: Session) -> None:
    here, there = workspaces.ensure(session, "", "T1", NOW), workspaces.ensure(session, "", "T2", NOW)
    for said in ("A1", "A1", "A2"):
        workspaces.note_app(session, "", "T1", said, NOW)
        stored = session.execute(select(table.c.app_id).where(table.c.id == here)).scalar()
        assert stored == said
    assert session.execute(select(table.c.app_id).where(table.c.id == there)).scalar() == ""
    workspaces.note_app(session, "E1", "T1", "A3", NOW)
    assert session.scalar(select(func.count()).select_from(table)) == 3
