"""Zones are asked for until Slack names one, and what has been kept long enough goes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from bot.domain.members import Actor, ZoneSource
from bot.domain.upkeep import ZONE_ATTEMPTS
from bot.jobs.upkeep import Upkeep
from bot.messenger import SlackProblem, SlackRefused, SlackUnreachable, SlackUser
from bot.services import wins
from bot.store import tables
from bot.store.database import Database, Session
from tests.jobs.test_deliveries import WHO, Post

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
UNKNOWN = Actor("", "T0ACME", "U0ADA")  # Slack did not say in time where she is


def log_win(session: Session) -> None:
    wins.log_line(session, UNKNOWN, "wrote something", "key", NOW)


@pytest.fixture
async def post(db: Database) -> Post:
    await db.write(log_win)
    return Post(db)


def named(zone: str | None, *, deleted: bool = False) -> SlackUser:
    return SlackUser(zone=zone, name="Ada", deleted=deleted, is_bot=False, restricted=False)


async def ada(post: Post) -> Any:
    return await post.db.read(lambda session: session.execute(select(tables.members)).one())


async def count(post: Post, table: Any) -> int:
    return await post.db.read(lambda session: session.execute(select(func.count()).select_from(table)).scalar_one())


async def test_a_zone_named_later_moves_the_due_times(post: Post) -> None:
    before = await ada(post)
    assert (before.zone, before.zone_source) == ("UTC", ZoneSource.PENDING)
    post.messenger.users["U0ADA"] = named("Europe/Berlin")
    await Upkeep(post.parts).run(NOW)
    after = await ada(post)
    assert (after.zone, after.zone_source) == ("Europe/Berlin", ZoneSource.SLACK)
    assert after.next_digest_at == before.next_digest_at - timedelta(hours=1)
    await Upkeep(post.parts).run(NOW + timedelta(days=1))
    assert post.messenger.asked == ["U0ADA"]


@pytest.mark.parametrize("zone", [None, "Mars/Olympus"])
async def test_who_has_no_zone_stays_in_utc_and_is_not_asked_again(post: Post, zone: str | None) -> None:
    post.messenger.users["U0ADA"] = named(zone)
    await Upkeep(post.parts).run(NOW)
    await Upkeep(post.parts).run(NOW + timedelta(days=1))
    assert ((await ada(post)).zone_source, post.messenger.asked) == (ZoneSource.NONE, ["U0ADA"])


async def test_somebody_deactivated_is_noticed(post: Post) -> None:
    post.messenger.users["U0ADA"] = named("Europe/Berlin", deleted=True)
    await Upkeep(post.parts).run(NOW)
    row = await ada(post)
    assert (row.inactive, row.next_digest_at) == (True, None)


async def test_whom_slack_does_not_know_is_not_asked_again(post: Post) -> None:
    post.messenger.users["U0ADA"] = SlackRefused("user_not_found")
    await Upkeep(post.parts).run(NOW)
    assert (await ada(post)).zone_source == ZoneSource.NONE


@pytest.mark.parametrize("problem", [SlackUnreachable("TimeoutError"), SlackRefused("missing_scope")])
async def test_asking_slows_down_and_ends(post: Post, problem: SlackProblem) -> None:
    post.messenger.users["U0ADA"] = problem
    now = NOW
    await Upkeep(post.parts).run(now)
    await Upkeep(post.parts).run(now + timedelta(seconds=59))
    assert len(post.messenger.asked) == 1
    while len(post.messenger.asked) < ZONE_ATTEMPTS:
        assert (await ada(post)).zone_source == ZoneSource.PENDING
        now += timedelta(hours=2)
        await Upkeep(post.parts).run(now)
    assert (await ada(post)).zone_source == ZoneSource.NONE


async def test_payloads_are_forgotten_when_they_cannot_come_again(post: Post) -> None:
    post.messenger.users["U0ADA"] = named("Europe/Berlin")
    upkeep = Upkeep(post.parts)
    await upkeep.run(NOW + timedelta(days=3))
    assert await count(post, tables.handled) == 1
    await upkeep.run(NOW + timedelta(days=3, minutes=59))
    assert await count(post, tables.handled) == 1  # once an hour is enough
    await upkeep.run(NOW + timedelta(days=3, hours=1))
    assert await count(post, tables.handled) == 0


async def test_slots_of_pacing_long_past_are_forgotten(post: Post) -> None:
    post.messenger.users["U0ADA"] = named("Europe/Berlin")

    def add_slots(session: Session) -> None:
        for method, age in (("old", 25), ("new", 23)):
            slot = {"workspace_id": 1, "method": method, "next_at": post.clock.moment - timedelta(hours=age)}
            session.execute(insert(tables.pacing).values(slot))

    await post.db.write(add_slots)
    await Upkeep(post.parts).run(NOW)
    left = await post.db.read(lambda session: session.execute(select(tables.pacing.c.method)).scalars().all())
    assert left == ["new"]


async def test_an_undone_win_goes_when_it_can_no_longer_be_restored(post: Post) -> None:
    post.messenger.users["U0ADA"] = named("Europe/Berlin")
    await post.db.write(lambda session: session.execute(update(tables.wins).values(deleted_at=NOW)))
    upkeep = Upkeep(post.parts)
    await upkeep.run(NOW + timedelta(days=29))
    assert await count(post, tables.wins) == 1
    await upkeep.run(NOW + timedelta(days=31))
    assert await count(post, tables.wins) == 0


async def test_a_removed_workspaces_data_goes_after_thirty_days(post: Post) -> None:
    post.messenger.users["U0ADA"] = named("Europe/Berlin")
    await post.db.write(lambda session: session.execute(update(tables.workspaces).values(active=False, removed_at=NOW)))
    await Upkeep(post.parts).run(NOW + timedelta(days=30))
    assert await count(post, tables.wins) == 1
    await Upkeep(post.parts).run(NOW + timedelta(days=30, seconds=1))
    assert await count(post, tables.wins) == 0
    assert post.messenger.asked == []  # nothing is asked with a token that is gone


async def test_a_token_that_works_again_is_noticed_within_ten_minutes(post: Post) -> None:
    upkeep = Upkeep(post.parts)
    post.messenger.users["U0ADA"] = named("Europe/Berlin")
    await upkeep.run(NOW)  # all is well: nobody asks
    resting = update(tables.workspaces).values(active=False, problem="token_revoked", problem_at=NOW)
    await post.db.write(lambda session: session.execute(resting))
    other = WHO | {"team_id": "T0ELSE"}
    post.messenger.identities.extend([SlackRefused("token_revoked"), other, WHO])
    for left in (2, 2, 1, 0):
        await upkeep.run(NOW)
        assert len(post.messenger.identities) == left
        [place] = await post.db.read(lambda session: session.execute(select(tables.workspaces)).all())
        assert place.active is (left == 0)
        post.clock.moment += timedelta(minutes=5 if left == 2 else 10)
    assert (place.problem, place.problem_at) == ("", None)
