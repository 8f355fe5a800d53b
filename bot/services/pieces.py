"""Pieces of evidence: adding them to a win, removing them and putting them back; each is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.evidence import Evidence
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.wins import Win
from bot.services import members
from bot.store import evidence, wins, workspaces
from bot.store.database import Session

SHOWN_REMOVED = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A win with its evidence, and what was taken off it lately; in a workspace at `workspace_url`."""

    win: Win
    removed: tuple[Evidence, ...]
    workspace_url: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A piece just removed or put back; `before` says that it stood like this already: nothing was done."""

    shown: Shown
    piece: Evidence
    before: bool


def see(session: Session, actor: Actor, win_id: int) -> Shown:
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_found")
    return _shown(session, member, win_id)


def add(
    session: Session, actor: Actor, win_id: int, version: int, found: Sequence[Evidence], key: str, now: datetime
) -> Shown:
    """Raises Refused("stale") if the win is not in `version` any more."""
    member = members.require(session, actor)
    win = _live(session, member, win_id)
    workspaces.claim_key(session, member.workspace_id, key, now)
    if win.version != version:
        raise Refused("stale")
    wins.raise_version(session, member.id, win_id)
    evidence.add(session, member.id, win_id, found, now)
    return _shown(session, member, win_id)


def remove(session: Session, actor: Actor, piece_id: int, key: str, now: datetime) -> Changed:
    """Takes a piece off its win, from where it can be put back for 30 days."""
    return _set_removed(session, actor, piece_id, now, key, now)


def put_back(session: Session, actor: Actor, piece_id: int, key: str, now: datetime) -> Changed:
    return _set_removed(session, actor, piece_id, None, key, now)


def _set_removed(
    session: Session, actor: Actor, piece_id: int, removed_at: datetime | None, key: str, now: datetime
) -> Changed:
    member = members.require(session, actor)
    found = evidence.get(session, member.id, piece_id)
    if found is None:
        raise Refused("not_found")
    win_id, removed, piece = found
    if removed is (removed_at is not None):
        return Changed(_shown(session, member, win_id), piece, before=True)
    _live(session, member, win_id)
    workspaces.claim_key(session, member.workspace_id, key, now)
    wins.raise_version(session, member.id, win_id)
    evidence.set_removed(session, member.id, piece_id, removed_at)
    return Changed(_shown(session, member, win_id), piece, before=False)


def _shown(session: Session, member: Member, win_id: int) -> Shown:
    win = _live(session, member, win_id)
    removed = tuple(evidence.list_removed(session, member.id, win_id, SHOWN_REMOVED))
    return Shown(win, removed, member.workspace_url)


def _live(session: Session, member: Member, win_id: int) -> Win:
    win = wins.get(session, member.id, win_id)
    if win is None or win.deleted_at is not None:
        raise Refused("not_found")
    return win
