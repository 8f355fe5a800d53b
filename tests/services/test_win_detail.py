"""One win with everything around it, on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import read_add_line
from bot.domain.wins import NewWin
from bot.services import members, merges, stakeholders, win_detail, wins
from bot.store.database import Session
from bot.store.tables import awareness, praise, to_tell

pytestmark = pytest.mark.both_databases


def test_who_knows_it_and_who_is_to_be_told(session: Session, ada: Actor, now: datetime) -> None:
    for line in ("<@U0PRIYA> sponsor", "Maria mentor", "<@U0MAYA> manager"):
        stakeholders.add_people(session, ada, read_add_line(line), "", now)
    win = wins.log_line(session, ada, "shipped it <@U0PRIYA> on 2026-11-18", "", now).win
    member = members.require(session, ada)
    whose = {"member_id": member.id, "win_id": win.id, "created_at": now}
    session.execute(insert(awareness).values(**whose, stakeholder_id=2, how="told", since=date(2026, 11, 10)))
    session.execute(insert(to_tell), [whose | {"stakeholder_id": each} for each in (2, 3)])
    session.execute(
        insert(praise), [whose | {"user_id": "U0LEO", "live": True}, whose | {"user_id": "U0X", "live": False}]
    )
    seen = win_detail.see(session, ada, win.id, now)
    assert [(each.stakeholder.name or each.stakeholder.user_id, each.how, each.since) for each in seen.knowing] == [
        ("Maria", "told", date(2026, 11, 10)),
        ("U0PRIYA", "was_there", date(2026, 11, 18)),
    ]
    assert [each.user_id for each in seen.to_tell] == ["U0MAYA"]
    assert seen.praised_by == ("U0LEO",)
    assert (seen.win.title, seen.today, seen.zone, seen.restorable) == (
        "shipped it",
        date(2026, 11, 20),
        "Europe/Berlin",
        False,
    )


def test_a_win_that_went_says_for_how_long_it_can_come_back_and_where_it_is(
    session: Session, ada: Actor, now: datetime
) -> None:
    first, second = (wins.log_line(session, ada, f"shipped {name}", "", now).win for name in ("one", "two"))
    merges.merge(session, ada, first.id, second.id, (1, 1), NewWin("both", now.date()), "", now)
    gone = win_detail.see(session, ada, second.id, now)
    assert gone.into is not None
    assert (gone.into.id, gone.restorable) == (first.id, True)
    assert [each.id for each in win_detail.see(session, ada, first.id, now).gone] == [second.id]
    assert not win_detail.see(session, ada, second.id, now + timedelta(days=31)).restorable


def test_nobody_else_sees_it(session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime) -> None:
    win = wins.log_line(session, ada, "shipped it", "", now).win
    for other in (maya, zoe, Actor("", "T0OTHER", "U0ADA")):
        for started in (False, True):
            if started:
                wins.log_line(session, other, "mine", "", now)
            for win_id in (win.id, 0, 10**18):
                with pytest.raises(Refused, match="not_found"):
                    win_detail.see(session, other, win_id, now)
