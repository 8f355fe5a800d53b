"""One win with everything around it; looking changes nothing."""

from datetime import datetime

from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.domain.win_detail import WinDetail
from bot.services import members, merges
from bot.services.wins import RESTORABLE
from bot.store import praise, projects, win_detail
from bot.store.database import Session


def see(session: Session, actor: Actor, win_id: int, now: datetime) -> WinDetail:
    """A win of the actor's, live, deleted or merged into another."""
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_found")
    opened = merges.look_up(session, actor, win_id, now)
    deleted = opened.win.deleted_at
    return WinDetail(
        opened.win,
        opened.today,
        member.zone,
        win_detail.list_knowing(session, member.id, win_id),
        win_detail.list_to_tell(session, member.id, win_id),
        praise.list_of_wins(session, member.id, [win_id]).get(win_id, ()),
        opened.gone,
        opened.into,
        restorable=deleted is not None and deleted >= now - RESTORABLE,
        project=projects.find_of_win(session, member.id, win_id),
    )
