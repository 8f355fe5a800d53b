"""Projects: made, changed, with wins, merged wins, deleted; the loop over real records; on both databases."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain import win_form
from bot.domain.confidence import Change
from bot.domain.conversations import NewConversation, Person, Promise
from bot.domain.followups import FollowUpKind, Outcome
from bot.domain.loops import Loop, Went
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.projects import PROJECTS_LIMIT, NewProject
from bot.domain.wins import NewWin
from bot.services import conversations, followups, members, merges, projects, samples, win_detail, wins
from bot.store import privacy
from bot.store.database import Session

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 20)
NEW = NewProject("the move", TODAY)


def win(session: Session, actor: Actor, now: datetime, line: str = "shipped the queue") -> int:
    return wins.log_line(session, actor, line, "", now).win.id


def make(session: Session, actor: Actor, now: datetime, name: str = "the move") -> int:
    return projects.make(session, actor, NewProject(name, TODAY), "", now).project.id


def given(session: Session, actor: Actor, now: datetime) -> int:
    logged = conversations.log_line(session, actor, "<@U0RUI> call; ask: an opportunity to lead the move", "", now)
    number = logged.follow_ups[0].id
    followups.close(session, actor, number, Outcome.GIVEN, "", now)
    return number


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.code


def test_an_opportunity_that_was_given_becomes_one_project(session: Session, ada: Actor, now: datetime) -> None:
    number = given(session, ada, now)
    made = projects.make_of(session, ada, number, "", now)
    assert (made.project.name, made.project.began_on, made.project.followup_id) == ("lead the move", TODAY, number)
    assert made.giver is not None
    assert (made.giver.user_id, made.before) == ("U0RUI", False)
    again = projects.make_of(session, ada, number, "", now)
    assert (again.project, again.before) == (made.project, True)
    followups.reopen(session, ada, number, "", now)
    with pytest.raises(Refused) as refused:
        projects.make_of(session, ada, number, "", now)
    assert code(refused) == "not_found"
    followups.delete(session, ada, number, "", now)
    left = projects.see(session, ada, made.project.id, 0, now).project
    assert (left.followup_id, left.given) == (None, True)


def test_one_made_by_hand_is_renamed_ended_and_goes_on(session: Session, ada: Actor, now: datetime) -> None:
    number = make(session, ada, now)
    renamed = projects.change(session, ada, number, 1, NewProject("the leap", TODAY - timedelta(days=3)), "", now)
    assert (renamed.project.name, renamed.project.version) == ("the leap", 2)
    with pytest.raises(Refused) as refused:
        projects.change(session, ada, number, 1, NEW, "", now)
    assert code(refused) == "stale"
    ended = projects.end(session, ada, number, "", now, over=True)
    assert (ended.project.ended_on, ended.before) == (TODAY, False)
    assert projects.end(session, ada, number, "", now, over=True).before is True
    assert projects.end(session, ada, number, "", now, over=False).project.ended_on is None


def test_a_win_belongs_to_one_project_at_most(session: Session, ada: Actor, now: datetime) -> None:
    first, second = make(session, ada, now), make(session, ada, now, "the leap")
    one, two = win(session, ada, now), win(session, ada, now)
    assert projects.add_wins(session, ada, first, [one, two, 999], "", now).project.wins == 2
    assert projects.add_wins(session, ada, second, [one], "", now).project.wins == 1
    assert [row.id for row in projects.see(session, ada, first, 0, now).wins] == [two]
    found = win_detail.see(session, ada, one, now).project
    assert found is not None
    assert found.name == "the leap"
    assert projects.take_out(session, ada, first, one, "", now).before is True
    assert projects.take_out(session, ada, second, one, "", now).project.wins == 0
    with pytest.raises(Refused) as refused:
        projects.add_wins(session, ada, first, [999], "", now)
    assert code(refused) == "project_no_win"


def test_a_win_is_given_a_project_a_new_one_or_none(session: Session, ada: Actor, now: datetime) -> None:
    one, number = win(session, ada, now), make(session, ada, now)
    saved = projects.assign(session, ada, one, number, "", "", now)
    assert saved.project is not None
    assert (saved.project.id, saved.project.wins) == (number, 1)
    new = projects.assign(session, ada, one, number, " a  new one ", "", now)
    assert new.project is not None
    assert (new.project.name, new.project.wins, len(new.all)) == ("a new one", 1, 2)
    assert projects.assign(session, ada, one, 0, "", "", now).project is None
    with pytest.raises(Refused):
        projects.assign(session, ada, one, 999, "", "", now)
    wins.undo(session, ada, one, "", now)
    with pytest.raises(Refused):
        projects.assign(session, ada, one, number, "", "", now)


def test_deleting_keeps_the_wins(session: Session, ada: Actor, now: datetime) -> None:
    one, number = win(session, ada, now), make(session, ada, now)
    projects.add_wins(session, ada, number, [one], "", now)
    assert projects.delete(session, ada, number, "", now).wins == 1
    detail = win_detail.see(session, ada, one, now)
    assert (detail.win.deleted_at, detail.project) == (None, None)
    with pytest.raises(Refused):
        projects.see(session, ada, number, 0, now)


def test_a_deleted_win_is_not_counted_and_comes_back_to_its_project(
    session: Session, ada: Actor, now: datetime
) -> None:
    one, number = win(session, ada, now), make(session, ada, now)
    projects.add_wins(session, ada, number, [one], "", now)
    wins.undo(session, ada, one, "", now)
    found = projects.see(session, ada, number, 0, now)
    assert (found.project.wins, found.wins) == (0, ())
    wins.restore(session, ada, one, "", now)
    assert projects.see(session, ada, number, 0, now).project.wins == 1


def merge(session: Session, actor: Actor, first: int, second: int, now: datetime) -> tuple[int, int]:
    pair = merges.prepare(session, actor, first, second, now)
    new = win_form.read(win_form.of_win(pair.both), pair.today)
    assert isinstance(new, NewWin)
    versions = pair.kept.version, pair.gone.version
    merges.merge(session, actor, pair.kept.id, pair.gone.id, versions, new, "", now)
    return pair.kept.id, pair.gone.id


def project_of(session: Session, actor: Actor, win_id: int, now: datetime) -> int | None:
    found = win_detail.see(session, actor, win_id, now).project
    return None if found is None else found.id


@pytest.mark.parametrize(("kept_has", "gone_has"), [(False, True), (True, False), (True, True), (False, False)])
def test_a_merge_carries_the_project_and_its_undo_takes_it_back(
    session: Session, ada: Actor, now: datetime, kept_has: bool, gone_has: bool
) -> None:
    first, second = make(session, ada, now), make(session, ada, now, "the leap")
    one, two = win(session, ada, now), win(session, ada, now, "shipped the queue too")
    pair = merges.prepare(session, ada, one, two, now)
    if kept_has:
        projects.add_wins(session, ada, first, [pair.kept.id], "", now)
    if gone_has:
        projects.add_wins(session, ada, second, [pair.gone.id], "", now)
    kept, gone = merge(session, ada, one, two, now)
    expected = first if kept_has else second if gone_has else None
    assert project_of(session, ada, kept, now) == expected
    counted = {each.id: each.wins for each in projects.see_all(session, ada, now).projects}
    assert sum(counted.values()) == (0 if expected is None else 1)
    merges.restore(session, ada, gone, "", now)
    assert project_of(session, ada, kept, now) == (first if kept_has else None)
    assert project_of(session, ada, gone, now) == (second if gone_has else None)


def test_what_was_moved_since_a_merge_stays_when_it_is_taken_back(session: Session, ada: Actor, now: datetime) -> None:
    first, second = make(session, ada, now), make(session, ada, now, "the leap")
    one, two = win(session, ada, now), win(session, ada, now)
    gone = merges.prepare(session, ada, one, two, now).gone.id
    projects.add_wins(session, ada, first, [gone], "", now)
    kept, gone = merge(session, ada, one, two, now)
    projects.add_wins(session, ada, second, [kept], "", now)
    merges.restore(session, ada, gone, "", now)
    assert (project_of(session, ada, kept, now), project_of(session, ada, gone, now)) == (second, first)


def rated(session: Session, actor: Actor, days_ago: int, level: int, now: datetime) -> None:
    rui = Person(user_id="U0RUI")
    new = NewConversation((rui,), TODAY - timedelta(days=days_ago))
    conversations.log_conversation(session, actor, new, level, "", now)


def test_the_loop_counts_what_came_of_what_was_asked(session: Session, ada: Actor, now: datetime) -> None:
    assert projects.see_all(session, ada, now).loop is None
    rated(session, ada, 300, 2, now)
    asked = now - timedelta(days=200)
    new = NewConversation(
        (Person(user_id="U0RUI"),),
        TODAY - timedelta(days=200),
        follow_up=Promise("lead it", None, FollowUpKind.OPPORTUNITY),
        more=(Promise("x", None, FollowUpKind.FEEDBACK), Promise("not an ask")),
    )
    conversations.log_conversation(session, ada, new, None, "", asked)
    rated(session, ada, 1, 4, now)
    followups.close(session, ada, 1, Outcome.GIVEN, "", now)
    number = projects.make_of(session, ada, 1, "", now).project.id
    projects.add_wins(session, ada, number, [win(session, ada, now), win(session, ada, now)], "", now)
    samples.add(session, ada, "", now)
    found = projects.see_all(session, ada, now)
    rui = found.projects[0].stakeholder_id
    assert rui is not None
    change = Change(TODAY - timedelta(days=300), 2, 4, steady=False)
    assert found.loop == Loop(TODAY - timedelta(days=200), 2, 1, 0, 1, 2, (Went(rui, change),))
    assert found.people[rui].user_id == "U0RUI"


def test_ninety_projects_are_the_most(session: Session, ada: Actor, now: datetime) -> None:
    for _ in range(PROJECTS_LIMIT):
        make(session, ada, now)
    with pytest.raises(Refused) as refused:
        make(session, ada, now)
    assert code(refused) == "projects_many"
    assert len(projects.see_all(session, ada, now).projects) == PROJECTS_LIMIT


def test_wins_are_offered_to_their_owner_only(session: Session, ada: Actor, maya: Actor, now: datetime) -> None:
    win(session, ada, now)
    assert [each.title for each in projects.offer_wins(session, ada, "QUEUE", now)[0]] == ["shipped the queue"]
    for other in (maya,):
        assert projects.offer_wins(session, other, "", now)[0] == ()
        win(session, other, now, "something else")
        assert projects.offer_wins(session, other, "queue", now)[0] == ()


def test_somebody_elses_projects_and_wins_are_not_found(
    session: Session, ada: Actor, maya: Actor, zoe: Actor, now: datetime
) -> None:
    number, one, opportunity = make(session, ada, now), win(session, ada, now), given(session, ada, now)
    with pytest.raises(Refused):
        projects.see(session, zoe, number, 0, now)
    with pytest.raises(Refused):
        projects.see_of_win(session, zoe, one, now)
    for other in (maya, zoe):
        assert projects.see_all(session, other, now).projects == ()
        theirs, won = make(session, other, now), win(session, other, now)
        for attempt in (
            lambda who=other: projects.see(session, who, number, 0, now),
            lambda who=other: projects.make_of(session, who, opportunity, "", now),
            lambda who=other: projects.change(session, who, number, 1, NEW, "", now),
            lambda who=other: projects.end(session, who, number, "", now, over=True),
            lambda who=other: projects.delete(session, who, number, "", now),
            lambda who=other, of=won: projects.add_wins(session, who, number, [of], "", now),
            lambda who=other, into=theirs: projects.add_wins(session, who, into, [one], "", now),
            lambda who=other: projects.take_out(session, who, number, one, "", now),
            lambda who=other: projects.see_of_win(session, who, one, now),
            lambda who=other, into=theirs: projects.assign(session, who, one, into, "", "", now),
            lambda who=other, of=won: projects.assign(session, who, of, number, "", "", now),
        ):
            with pytest.raises(Refused) as refused:
                attempt()
            assert code(refused) in {"not_found", "project_no_win"}
    assert projects.see(session, ada, number, 0, now).project.wins == 0
    member = members.require(session, ada)
    privacy.delete_member(session, member.id)
    assert projects.see_all(session, ada, now).projects == ()
