"""Praise by reactions of others, in whatever order their events come, on both databases."""

import itertools
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.evidence import Captured, Reading
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import read_add_line
from bot.domain.wins import WITHDRAWN, NewWin, Win, WinState
from bot.services import evidence, finding, members, merges, praise, stakeholders, wins
from bot.services.praise import Noted, Outcome
from bot.store import praise as store
from bot.store.database import Session
from bot.store.tables import awareness as awareness_table
from bot.store.tables import praise as praise_table
from bot.store.tables import wins as wins_table
from bot.store.tables import workspaces

pytestmark = pytest.mark.both_databases

MESSAGE = Captured("C0GENERAL", "1763600000.000100", author="U0ADA")
KEYS = map(str, itertools.count())


@pytest.fixture(autouse=True)
def start(session: Session, ada: Actor, now: datetime) -> None:
    members.note_record(session, members.enrol(session, ada, now), now)


def at(second: int) -> str:
    return f"{1763700000 + second}.000001"


class Channel:
    """Reactions to Ada's message, at a given second."""

    def __init__(self, session: Session, ada: Actor, now: datetime) -> None:
        self.session, self.ada, self.now = session, ada, now

    def add(self, who: str, second: int) -> Any:
        return self._event(who, second, evidence.draft_by_reaction, praise.note)

    def remove(self, who: str, second: int) -> Any:
        return self._event(who, second, evidence.withdraw_reaction, praise.take_back)

    def _event(self, who: str, second: int, own: Any, others: Any) -> Any:
        if who == self.ada.user_id:
            return own(self.session, self.ada, MESSAGE, at(second), next(KEYS), self.now).outcome
        return others(self.session, self.ada, who, MESSAGE, at(second), self.now).outcome

    def live(self) -> list[Win]:
        return list(finding.find_text(self.session, self.ada, "", 0, self.now).wins)

    def praisers(self) -> tuple[str, ...]:
        found = store.list_of_wins(self.session, 1, [win.id for win in self.live()])
        return next(iter(found.values()), ())

    def knowing(self) -> list[tuple[Any, ...]]:
        columns = (awareness_table.c.win_id, awareness_table.c.stakeholder_id, awareness_table.c.how)
        return [tuple(row) for row in self.session.execute(select(*columns).order_by(awareness_table.c.id))]


@pytest.fixture
def channel(session: Session, ada: Actor, now: datetime) -> Channel:
    return Channel(session, ada, now)


def test_praise_is_a_draft_with_the_message_as_evidence_and_starts_nobody(
    session: Session, channel: Channel, ada: Actor, maya: Actor
) -> None:
    assert channel.add("U0MAYA", 1) is Outcome.DRAFTED
    (win,) = channel.live()
    assert (win.state, win.source, win.happened_on) == (WinState.DRAFT, "praise", date(2025, 11, 20))
    (piece,) = win.evidence
    assert (piece.author_id, piece.ts, piece.reading) == ("U0ADA", MESSAGE.ts, Reading.PENDING)
    assert channel.praisers() == ("U0MAYA",)
    assert praise.see_pair(session, maya, "U0ADA") == (None, members.find(session, ada))
    assert praise.see_pair(session, ada, "") == (members.find(session, ada), None)


def test_the_praise_of_several_is_one_draft(channel: Channel) -> None:
    outcomes = [channel.add(who, second) for second, who in enumerate(("U0MAYA", "U0LEO", "U0MAYA"))]
    assert outcomes == [Outcome.DRAFTED, Outcome.NOTED, Outcome.NOTED]
    assert len(channel.live()) == 1
    assert channel.praisers() == ("U0MAYA", "U0LEO")


def test_the_draft_goes_with_the_last_praise_and_comes_again_with_the_next(channel: Channel) -> None:
    channel.add("U0MAYA", 1)
    channel.add("U0LEO", 2)
    assert channel.remove("U0MAYA", 3) is Outcome.NOTED
    assert channel.praisers() == ("U0LEO",)
    assert channel.remove("U0LEO", 4) is Outcome.REMOVED
    assert channel.live() == []
    assert channel.add("U0MAYA", 5) is Outcome.DRAFTED
    assert channel.praisers() == ("U0MAYA",)
    assert channel.add("U0LEO", 2) is Outcome.NOTHING  # late: taken back since
    assert channel.praisers() == ("U0MAYA",)


def test_a_draft_that_went_is_no_deletion_by_hand(session: Session, channel: Channel, ada: Actor) -> None:
    channel.add("U0MAYA", 1)
    (win,) = channel.live()
    channel.remove("U0MAYA", 2)
    assert finding.find_text(session, ada, "deleted", 0, channel.now).total == 0
    assert wins.look_up(session, ada, win.id).source == WITHDRAWN


def test_a_draft_that_was_worked_on_stays(session: Session, channel: Channel, ada: Actor) -> None:
    channel.add("U0MAYA", 1)
    wins.save(session, ada, channel.live()[0].id, 1, NewWin("Mine", channel.now.date()), "", channel.now)
    assert channel.remove("U0MAYA", 2) is Outcome.NOTED
    assert [win.title for win in channel.live()] == ["Mine"]
    assert channel.praisers() == ()
    assert channel.add("U0LEO", 3) is Outcome.NOTED
    assert channel.praisers() == ("U0LEO",)


def test_what_was_dismissed_does_not_come_back_by_praise_and_restored_it_knows_all(
    session: Session, channel: Channel, ada: Actor
) -> None:
    channel.add("U0MAYA", 1)
    (win,) = channel.live()
    wins.undo(session, ada, win.id, "", channel.now)
    assert channel.add("U0LEO", 2) is Outcome.NOTED
    assert channel.live() == []
    assert channel.remove("U0MAYA", 3) is Outcome.NOTED
    wins.restore(session, ada, win.id, "", channel.now)
    assert channel.praisers() == ("U0LEO",)


def test_ones_own_reaction_makes_it_ones_own_draft_and_un_reacting_praise_again(channel: Channel) -> None:
    channel.add("U0MAYA", 1)
    assert channel.add("U0ADA", 2) is evidence.Outcome.DRAFTED
    assert [win.source for win in channel.live()] == ["reaction"]
    assert channel.add("U0ADA", 3) is evidence.Outcome.KNOWN
    assert channel.remove("U0ADA", 4) is evidence.Outcome.NOTHING
    assert [(win.source, win.id) for win in channel.live()] == [("praise", 1)]
    channel.add("U0ADA", 5)
    assert channel.remove("U0MAYA", 6) is Outcome.NOTED
    assert [(win.source, win.id) for win in channel.live()] == [("reaction", 1)]
    assert channel.remove("U0ADA", 7) is evidence.Outcome.REMOVED


def test_an_own_reaction_after_dismissing_takes_the_praise_along(
    session: Session, channel: Channel, ada: Actor
) -> None:
    channel.add("U0MAYA", 1)
    wins.undo(session, ada, channel.live()[0].id, "", channel.now)
    channel.add("U0ADA", 2)
    assert channel.praisers() == ("U0MAYA",)
    assert channel.remove("U0MAYA", 3) is Outcome.NOTED
    assert channel.praisers() == ()


def test_praise_of_a_win_saved_by_the_shortcut_is_noted_beside_it(
    session: Session, channel: Channel, ada: Actor
) -> None:
    wins.log_new(session, ada, NewWin("Saved", channel.now.date()), MESSAGE, "", channel.now)
    assert channel.add("U0MAYA", 1) is Outcome.NOTED
    assert [(win.title, win.state) for win in channel.live()] == [("Saved", WinState.KEPT)]
    assert channel.praisers() == ("U0MAYA",)
    assert channel.remove("U0MAYA", 2) is Outcome.NOTED
    assert len(channel.live()) == 1


def test_praise_of_a_message_that_a_merge_moved_is_noted_beside_the_kept_win(
    session: Session, channel: Channel, ada: Actor
) -> None:
    kept = wins.log_new(session, ada, NewWin("Kept", channel.now.date()), None, "", channel.now).win
    channel.add("U0ADA", 1)
    channel.add("U0MAYA", 2)
    (gone,) = [win for win in channel.live() if win.id != kept.id]
    merges.merge(session, ada, kept.id, gone.id, (1, 1), NewWin("Kept", channel.now.date()), "", channel.now)
    assert channel.add("U0LEO", 3) is Outcome.NOTED
    assert (len(channel.live()), channel.praisers()) == (1, ("U0MAYA", "U0LEO"))
    assert channel.remove("U0MAYA", 4) is Outcome.NOTED
    assert channel.praisers() == ("U0LEO",)
    assert channel.remove("U0ADA", 5) is evidence.Outcome.STAYS
    assert channel.add("U0ADA", 4) is evidence.Outcome.NOTHING
    assert channel.add("U0ADA", 6) is evidence.Outcome.KNOWN


def test_a_stakeholder_who_praises_knows_it_until_they_take_it_back(
    session: Session, channel: Channel, ada: Actor
) -> None:
    stakeholders.add_people(session, ada, read_add_line("<@U0MAYA> <@U0LEO> sponsor"), "", channel.now)
    channel.add("U0MAYA", 1)
    channel.add("U0PRIYA", 1)
    assert channel.knowing() == [(1, 1, "reacted")]
    channel.remove("U0MAYA", 2)
    assert channel.knowing() == []
    channel.add("U0MAYA", 3)
    wins.save(session, ada, 1, 1, NewWin("Mine", channel.now.date(), witnesses=("U0LEO", "U0MAYA")), "", channel.now)
    assert channel.knowing() == [(1, 1, "reacted"), (1, 2, "was_there")]
    channel.remove("U0MAYA", 4)
    assert sorted(channel.knowing()) == [(1, 1, "was_there"), (1, 2, "was_there")]
    channel.add("U0LEO", 5)
    channel.remove("U0LEO", 6)
    assert sorted(channel.knowing()) == [(1, 1, "was_there"), (1, 2, "was_there")]


def test_who_knows_by_praise_is_told_to_the_draft_that_follows(session: Session, channel: Channel, ada: Actor) -> None:
    stakeholders.add_people(session, ada, read_add_line("<@U0MAYA> sponsor"), "", channel.now)
    channel.add("U0MAYA", 1)
    wins.undo(session, ada, 1, "", channel.now)
    channel.add("U0ADA", 2)
    assert channel.knowing() == [(1, 1, "reacted"), (2, 1, "reacted")]


@pytest.mark.parametrize("bot", ["U0VOUCH", "USLACKBOT"])
def test_vouch_and_slackbot_praise_nobody(session: Session, channel: Channel, bot: str) -> None:
    session.execute(workspaces.update().values(bot_user_id="U0VOUCH"))
    assert channel.add(bot, 1) is Outcome.NOTHING
    assert channel.live() == []


def test_an_end_that_comes_before_its_reaction_leaves_nothing(session: Session, channel: Channel) -> None:
    outcomes = [channel.remove("U0MAYA", 5), channel.remove("U0MAYA", 2), channel.add("U0MAYA", 4)]
    assert outcomes == [Outcome.NOTHING] * 3
    assert session.execute(select(wins_table.c.id)).all() == []
    assert channel.add("U0MAYA", 6) is Outcome.DRAFTED


def test_an_own_end_that_came_before_its_reaction_ends_it_though_praise_came_between(channel: Channel) -> None:
    assert channel.remove("U0ADA", 8) is evidence.Outcome.NOTHING
    assert channel.add("U0MAYA", 5) is Outcome.DRAFTED
    assert channel.add("U0ADA", 6) is evidence.Outcome.NOTHING
    assert [win.source for win in channel.live()] == ["praise"]


def test_a_win_that_holds_another_message_by_a_merge_keeps_the_events_of_both_apart(
    session: Session, channel: Channel, ada: Actor
) -> None:
    other = Captured("C0GENERAL", "1763600009.000100", author="U0LEO")
    kept = evidence.draft_by_reaction(session, ada, other, at(100), "", channel.now).win
    channel.add("U0ADA", 1)
    (gone,) = [win for win in channel.live() if kept is not None and win.id != kept.id]
    assert kept is not None
    merges.merge(session, ada, kept.id, gone.id, (1, 1), NewWin("Both", channel.now.date()), "", channel.now)
    assert [channel.remove("U0ADA", 2), channel.add("U0ADA", 3)] == [evidence.Outcome.STAYS, evidence.Outcome.KNOWN]


def test_an_end_that_is_older_than_what_is_known_or_comes_twice_changes_nothing(channel: Channel) -> None:
    channel.add("U0RUI", 5)
    assert channel.remove("U0RUI", 4) is praise.NOTHING.outcome
    assert len(channel.live()) == 1
    channel.remove("U0RUI", 6)
    assert channel.remove("U0RUI", 7) is praise.NOTHING.outcome
    assert channel.live() == []


def test_an_event_without_a_moment_does_nothing(session: Session, ada: Actor, now: datetime) -> None:
    assert praise.take_back(session, ada, "U0MAYA", MESSAGE, "", now) == praise.NOTHING
    praise.take_back(session, ada, "U0MAYA", MESSAGE, at(1), now)
    assert praise.note(session, ada, "U0MAYA", MESSAGE, "x", now) == praise.NOTHING
    assert praise.note(session, ada, "U0LEO", MESSAGE, "x", now) == Noted(Outcome.DRAFTED, 1)


def test_who_does_not_use_vouch_is_praised_in_vain(session: Session, maya: Actor, now: datetime) -> None:
    for act in (praise.note, praise.take_back):
        with pytest.raises(Refused, match="not_started"):
            act(session, maya, "U0ADA", MESSAGE, at(1), now)
    assert session.execute(select(praise_table.c.id)).all() == []
