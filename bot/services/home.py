"""Home: gathering what it shows; looking at it changes nothing and starts nobody."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import schedules
from bot.domain import stakeholders as rules
from bot.domain.home import HomeData, MemberHome
from bot.domain.members import Actor, Member
from bot.domain.stakeholders import Late
from bot.services import wins as win_service
from bot.store import home, members
from bot.store.database import Session

LISTED = 10  # rows of a kind; the rest is reached by command
TALKS = 20  # conversations are listed nowhere else


def see_home(session: Session, actor: Actor, now: datetime) -> HomeData:
    member = members.find(session, actor)
    return HomeData(None if member is None else _of_member(session, member, now))


def _of_member(session: Session, member: Member, now: datetime) -> MemberHome:
    today = member.today(now)
    monday = schedules.first_day(today)
    sunday = monday + timedelta(days=6)
    late = rules.overdue_people(home.list_perhaps_late(session, member.id, today), today)
    return MemberHome(
        member=member,
        now=now,
        monday=monday,
        counts=home.count_all(session, member.id, monday, sunday, now - win_service.RESTORABLE),
        wins=home.list_week_wins(session, member.id, monday, sunday, LISTED),
        talks=home.list_week_talks(session, member.id, monday, sunday, TALKS),
        drafts=home.list_drafts(session, member.id, LISTED),
        late=_named(session, member, late[:LISTED]),
        late_count=len(late),
    )


def _named(session: Session, member: Member, late: tuple[Late, ...]) -> tuple[Late, ...]:
    if not late:
        return ()
    named = home.with_names(session, member.id, [one.stakeholder for one in late])
    return tuple(replace(one, stakeholder=who) for one, who in zip(late, named, strict=True))
