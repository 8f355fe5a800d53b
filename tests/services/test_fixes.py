"""Another reading of a number in a stored win."""

from datetime import datetime

from bot.domain.fixes import Pressed, Reading
from bot.domain.measures import find_measures
from bot.domain.members import Actor
from bot.domain.wins import NewWin
from bot.services import fixes, wins
from bot.store.database import Session


def test_a_number_of_its_field_alone_goes_without_a_way_back(session: Session, ada: Actor, now: datetime) -> None:
    new = NewWin("kept more customers", now.date(), measures=find_measures("churn 30%"))
    win = wins.log_new(session, ada, new, None, "", now).win
    fixed = fixes.fix(session, ada, Pressed(win.id, win.version, 0, Reading.NONE), "k", now)
    assert (fixed.win.measures, fixed.offered) == ((), ())


def test_a_number_of_the_title_has_a_way_back_first(session: Session, ada: Actor, now: datetime) -> None:
    win = wins.log_line(session, ada, "churn 30%", "", now).win
    fixed = fixes.fix(session, ada, Pressed(win.id, win.version, 0, Reading.NONE), "k", now)
    assert (fixed.win.measures, fixed.offered[0].reading) == ((), Reading.AGAIN)
