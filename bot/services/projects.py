"""Projects: making, changing and deleting them, which wins belong to each, and the loop that they are part of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import confidence as confidence_rules
from bot.domain import loops
from bot.domain import projects as rules
from bot.domain.followups import FollowUpKind, Outcome
from bot.domain.home import WinRow
from bot.domain.loops import Ask, Assignment, Loop
from bot.domain.members import Actor, Member
from bot.domain.merges import Brief
from bot.domain.outcomes import Refused
from bot.domain.projects import NewProject, Project
from bot.domain.stakeholders import Stakeholder
from bot.services import members
from bot.store import confidence, followups, merges, projects, stakeholders, wins, workspaces
from bot.store.database import Session

PAGE = 10  # wins in a project's window
AT_ONCE = 50  # wins put into a project together


@dataclass(frozen=True, slots=True)
class All:
    """Those that go on first. `people` are who gave them and whom the loop names, by id."""

    projects: tuple[Project, ...]
    people: Mapping[int, Stakeholder]
    loop: Loop | None
    today: date


@dataclass(frozen=True, slots=True)
class Opened:
    """A project with a page of its wins; `before` says that nothing was changed."""

    project: Project
    giver: Stakeholder | None
    wins: tuple[WinRow, ...]
    offset: int
    today: date
    before: bool = False


@dataclass(frozen=True, slots=True)
class OfWin:
    """A win with the project that it belongs to, and those that it could."""

    win_id: int
    title: str
    project: Project | None
    all: tuple[Project, ...]
    today: date


def see_all(session: Session, actor: Actor, now: datetime) -> All:
    member = members.find(session, actor)
    if member is None:
        return All((), {}, None, now.date())
    found = projects.list_projects(session, member.id)
    loop = _loop(session, member, found, now)
    named = {each.stakeholder_id for each in found if each.stakeholder_id is not None}
    named |= {went.stakeholder_id for went in loop.confidence} if loop else set()
    people = stakeholders.list_by_ids(session, member.id, sorted(named))
    return All(tuple(rules.arrange(found)), {who.id: who for who in people}, loop, member.today(now))


def _loop(session: Session, member: Member, found: Sequence[Project], now: datetime) -> Loop | None:
    """Sample data is no part of it."""
    today = member.today(now)
    asks = [
        Ask(member.local(one.created_at).date(), one.outcome, one.people)
        for one in followups.list_asks(session, member.id, now - confidence_rules.LOOK_BACK - timedelta(days=1))
        if one.created_at is not None
    ]
    if not asks:
        return None
    days = projects.list_win_days(session, member.id)
    assignments = [Assignment(each, tuple(days.get(each.id, ()))) for each in found]
    whom = {who for ask in asks for who in ask.people}
    whom |= {each.stakeholder_id for each in found if each.stakeholder_id is not None}
    levels = {who.id: who.confidence for who in stakeholders.list_by_ids(session, member.id, sorted(whom))}
    ratings = confidence.list_ratings(session, member.id, sorted(whom), today - confidence_rules.LOOK_BACK)
    return loops.loop(asks, assignments, ratings, levels, today)


def see(session: Session, actor: Actor, project_id: int, offset: int, now: datetime) -> Opened:
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_found")
    return _seen(session, member, project_id, now, offset)


def _seen(
    session: Session, member: Member, project_id: int, now: datetime, offset: int = 0, *, before: bool = False
) -> Opened:
    project = _own(session, member, project_id)
    start = min(offset, max(project.wins - 1, 0)) // PAGE * PAGE
    giver = project.stakeholder_id and stakeholders.get_stakeholder(session, member.id, project.stakeholder_id)
    found = projects.list_wins(session, member.id, project_id, start, PAGE)
    return Opened(project, giver or None, tuple(found), start, member.today(now), before)


def make(session: Session, actor: Actor, new: NewProject, key: str, now: datetime) -> Opened:
    """By hand."""
    member = members.enrol(session, actor, now)
    workspaces.claim_key(session, member.workspace_id, key, now)
    _check_room(session, member)
    return _seen(session, member, projects.add_project(session, member.id, new, now), now)


def make_of(session: Session, actor: Actor, followup_id: int, key: str, now: datetime) -> Opened:
    """Of an opportunity that was given; only one of each."""
    member = members.require(session, actor)
    found = followups.get_followup(session, member.id, followup_id)
    if found is None or found.kind is not FollowUpKind.OPPORTUNITY or found.outcome is not Outcome.GIVEN:
        raise Refused("not_found")
    known = projects.find_of_followup(session, member.id, followup_id)
    if known is not None:
        return _seen(session, member, known, now, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    _check_room(session, member)
    giver = found.people[0] if len(found.people) == 1 else None
    new = NewProject(rules.name_of(found.text), member.today(now))
    number = projects.add_project(session, member.id, new, now, followup_id=followup_id, stakeholder_id=giver)
    return _seen(session, member, number, now)


def _check_room(session: Session, member: Member) -> None:
    if len(projects.list_projects(session, member.id)) >= rules.PROJECTS_LIMIT:
        raise Refused("projects_many", field="name", limit=rules.PROJECTS_LIMIT)


def change(
    session: Session, actor: Actor, project_id: int, version: int, new: NewProject, key: str, now: datetime
) -> Opened:
    """Raises Refused("stale") if it was changed since `version`."""
    member = members.require(session, actor)
    found = _own(session, member, project_id)
    if found.version != version:
        raise Refused("stale")
    workspaces.claim_key(session, member.workspace_id, key, now)
    values = {"name": new.name, "began_on": new.began_on, "ended_on": new.ended_on}
    projects.change_project(session, member.id, project_id, **values)
    return _seen(session, member, project_id, now)


def end(session: Session, actor: Actor, project_id: int, key: str, now: datetime, *, over: bool) -> Opened:
    """Today, or not after all."""
    member = members.require(session, actor)
    found = _own(session, member, project_id)
    if (found.ended_on is not None) is over:
        return _seen(session, member, project_id, now, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    day = max(member.today(now), found.began_on) if over else None
    projects.change_project(session, member.id, project_id, ended_on=day)
    return _seen(session, member, project_id, now)


def delete(session: Session, actor: Actor, project_id: int, key: str, now: datetime) -> Project:
    """Its wins stay. Returns it as it was."""
    member = members.require(session, actor)
    found = _own(session, member, project_id)
    workspaces.claim_key(session, member.workspace_id, key, now)
    projects.delete_project(session, member.id, project_id)
    return found


def add_wins(
    session: Session, actor: Actor, project_id: int, win_ids: Sequence[int], key: str, now: datetime
) -> Opened:
    """Several at once; from another project they are moved. Ids that are no win of the member's are left out."""
    member = members.require(session, actor)
    _own(session, member, project_id)
    workspaces.claim_key(session, member.workspace_id, key, now)
    live = projects.list_live(session, member.id, win_ids[:AT_ONCE])
    if not live:
        raise Refused("project_no_win", field="wins")
    projects.put_wins(session, member.id, project_id, live, now)
    return _seen(session, member, project_id, now)


def take_out(session: Session, actor: Actor, project_id: int, win_id: int, key: str, now: datetime) -> Opened:
    """The win stays, and belongs to no project."""
    member = members.require(session, actor)
    held = projects.find_of_win(session, member.id, win_id)
    if held is None or held.id != project_id:
        return _seen(session, member, project_id, now, before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    projects.take_out(session, member.id, [win_id])
    return _seen(session, member, project_id, now)


def see_of_win(session: Session, actor: Actor, win_id: int, now: datetime) -> OfWin:
    member = members.find(session, actor)
    win = None if member is None else wins.get(session, member.id, win_id)
    if member is None or win is None or win.deleted_at is not None:
        raise Refused("not_found")
    found = tuple(rules.arrange(projects.list_projects(session, member.id)))
    return OfWin(win_id, win.title, projects.find_of_win(session, member.id, win_id), found, member.today(now))


def assign(session: Session, actor: Actor, win_id: int, project_id: int, name: str, key: str, now: datetime) -> OfWin:
    """A win to one of the member's projects, to a new one of that name, or with neither to none."""
    member = members.require(session, actor)
    see_of_win(session, actor, win_id, now)
    workspaces.claim_key(session, member.workspace_id, key, now)
    if rules.clean_name(name):
        _check_room(session, member)
        new = NewProject(rules.clean_name(name), member.today(now))
        project_id = projects.add_project(session, member.id, new, now)
    if project_id:
        _own(session, member, project_id)
        projects.put_wins(session, member.id, project_id, [win_id], now)
    else:
        projects.take_out(session, member.id, [win_id])
    return see_of_win(session, actor, win_id, now)


def offer_wins(session: Session, actor: Actor, query: str, now: datetime) -> tuple[tuple[Brief, ...], date]:
    """The newest kept wins that hold all words of the query, for the choice of several."""
    member = members.find(session, actor)
    if member is None:
        return (), now.date()
    return rules.offers(merges.list_briefs(session, member.id), query), member.today(now)


def _own(session: Session, member: Member, project_id: int) -> Project:
    found = projects.get_project(session, member.id, project_id)
    if found is None:
        raise Refused("not_found")
    return found
