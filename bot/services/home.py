"""Home: gathering what it shows; looking at it changes nothing and starts nobody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import away as away_rules
from bot.domain import home as rules
from bot.domain import schedules, stakeholder_coming, weeks
from bot.domain import stakeholders as people_rules
from bot.domain.home import Counts, HomeData, MemberHome, Pages
from bot.domain.members import Actor, Member
from bot.domain.proposals import Proposal
from bot.domain.refusals import Surface
from bot.domain.stakeholders import Late, State
from bot.services import followups, proposals, refusals, suggestions
from bot.services import wins as win_service
from bot.store import away, home, members, praise
from bot.store.database import Session


def see_home(session: Session, actor: Actor, now: datetime, pages: Pages | None = None) -> HomeData:
    """With those pages of its lists, or the last ones where a list has become shorter meanwhile."""
    member = members.find(session, actor)
    return HomeData(None if member is None else _of_member(session, member, now, pages or Pages()))


def _of_member(session: Session, member: Member, now: datetime, pages: Pages) -> MemberHome:
    today = member.today(now)
    first = weeks.first_week(today, member.first_weekday)
    last = first + weeks.WEEKS * weeks.WEEK - schedules.DAY
    counts = home.count_all(session, member.id, now - win_service.RESTORABLE)
    by_category = home.count_wins_by_day(session, member.id, first, last)
    periods = away.list_periods(session, member.id)
    perhaps = home.list_perhaps_late(session, member.id, today + stakeholder_coming.AHEAD)
    late = people_rules.late_people(perhaps, today, State.OVERDUE, State.DUE, away=periods)
    overdue = sum(one.standing.state is State.OVERDUE for one in late)
    drafts = home.list_drafts(session, member.id, rules.DRAFTS) if counts.drafts else ()
    promises, promised = followups.see_due(session, member, rules.PROMISES, now)
    at = pages.fitting(wins=counts.wins, talks=counts.talks, people=len(late))
    return MemberHome(
        member=member,
        now=now,
        counts=counts,
        pages=at,
        weeks=weeks.weeks_of(
            first, rules.by_day(by_category), home.count_talks_by_day(session, member.id, first, last)
        ),
        families=rules.families_of(first, by_category),
        wins=home.list_wins(session, member.id, at.wins, rules.PAGE["wins"]),
        talks=home.list_talks(session, member.id, at.talks, rules.PAGE["talks"]),
        drafts=drafts,
        late=_named(session, member, late[at.people :][: rules.PAGE["people"]]),
        overdue=overdue,
        due=len(late) - overdue,
        coming=len(stakeholder_coming.coming_people(perhaps, today, periods)),
        praised=praise.list_of_wins(session, member.id, [win.id for win in drafts]) if drafts else {},
        away=away_rules.current(today, periods),
        refused=refusals.known(session, member.workspace_id, Surface.HOME, now),
        promises=promises,
        promised=promised,
        proposals=_worth_telling(session, member, counts, now),
        suggested=suggestions.of_member(session, member),
    )


def _worth_telling(session: Session, member: Member, counts: Counts, now: datetime) -> tuple[Proposal, ...]:
    if not (counts.steps.won and counts.steps.people):
        return ()
    return proposals.gather_one(session, member, now)


def _named(session: Session, member: Member, late: Sequence[Late]) -> tuple[Late, ...]:
    if not late:
        return ()
    named = home.with_names(session, member.id, [one.stakeholder for one in late])
    return tuple(replace(one, stakeholder=who) for one, who in zip(late, named, strict=True))
