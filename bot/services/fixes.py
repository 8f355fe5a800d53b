"""Fixes: storing another reading of a number in a win, with the way back."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import fixes as rules
from bot.domain.fixes import Fix, Pressed
from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.wins import Win
from bot.services import members
from bot.store import edits, wins, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Fixed:
    """The win as it is now; `offered` are the way back, where there is one, and other readings."""

    win: Win
    today: date
    offered: tuple[Fix, ...]
    edit_id: int = 0  # of an edit that this is a part of


def fix(session: Session, actor: Actor, pressed: Pressed, key: str, now: datetime) -> Fixed:
    """Raises Refused("measure_stale") if the win is not as it was when the button was shown."""
    member = members.require(session, actor)
    win = wins.get(session, member.id, pressed.win_id)
    if win is None or win.deleted_at is not None:
        raise Refused("not_found")
    workspaces.claim_key(session, member.workspace_id, key, now)
    if win.version != pressed.version:
        raise Refused("measure_stale")
    changed = rules.change(win.title, win.measures, pressed.place, pressed.reading, member.locale)
    if changed is None:
        raise Refused("measure_stale")
    measures, back = changed
    wins.change_measures(session, member.id, win.id, measures)
    edits.follow_version(session, member.id, win.id, win.version, win.version + 1)
    after = wins.get(session, member.id, win.id)
    assert after is not None
    ways = rules.offered(after.title, after.measures, member.locale)
    if back is not None:
        ways = (back, *(one for one in ways if (one.reading, one.place) != (back.reading, back.place)))
    edit_id = edits.find_latest(session, member.id, win.id)
    return Fixed(after, member.today(now), ways[: rules.MOST], edit_id)
