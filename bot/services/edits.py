"""Edits: keeping what a win was, and making it that again, after an edit and for a merge that is taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import merges as rules
from bot.domain.edits import Outcome
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.wins import Win
from bot.services import members
from bot.store import awareness, edits, merges, wins, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Undone:
    """The win as it is now; only UNDONE has changed it."""

    win: Win
    today: date
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Watched:
    """A win before an edit or merge, so that afterwards it can be said what that has done."""

    win: Win
    knew: merges.Linked
    given: frozenset[int]


def watch(session: Session, member: Member, win: Win) -> Watched:
    given = merges.list_given(session, member.id, win.id)
    return Watched(win, merges.list_linked(session, member.id, win.id), frozenset(given))


def compare(session: Session, member: Member, was: Watched, removed: Collection[int]) -> rules.Before:
    """All that is needed to make the win again what it `was`; `removed` are addresses taken off it."""
    win = was.win
    added = merges.list_given(session, member.id, win.id) - was.given
    changed = merges.changes(was.knew, merges.list_linked(session, member.id, win.id))
    return rules.Before(win.version, win.kept_at is None, rules.own(win), tuple(removed), tuple(sorted(added)), changed)


def put_back(
    session: Session, member: Member, win: Win, was: rules.Before, changed_at: datetime, now: datetime
) -> None:
    """`changed_at` is when it became what it is. What a digest has counted meanwhile stays kept: as a draft that is
    finished again it would be counted twice.
    """
    counted = win.kept_at is not None and wins.digest_end(session, member.id, win.kept_at) is not None
    version = win.version + 1
    wins.put_back(session, member.id, win.id, version, was.new, draft=was.draft and not counted)
    merges.follow_version(session, member.id, win.id, was.version, version)
    edits.follow_version(session, member.id, win.id, was.version, version)
    merges.delete_given(session, member.id, win.id, was.added)
    merges.set_removed(session, member.id, win.id, was.removed, None)
    merges.take_back(session, member.id, win.id, was.linked)
    awareness.forget_undone(session, member.id, win.id)
    _tell_witnesses_apart(session, member, win, was, changed_at, now)


def undo(session: Session, actor: Actor, win_id: int, edit_id: int, key: str, now: datetime) -> Undone:
    """Makes the win what it was before this edit, if it is what the edit left."""
    member = members.require(session, actor)
    win = wins.get(session, member.id, win_id)
    if win is None:
        raise Refused("not_found")
    edit = edits.find(session, member.id, edit_id)
    today = member.today(now)
    if win.deleted_at is not None:
        return Undone(win, today, Outcome.GONE)
    if edit is None or edit.win_id != win_id:
        return Undone(win, today, Outcome.CHANGED)
    if edit.before is None:
        return Undone(win, today, Outcome.BEFORE)
    if edit.version_after != win.version:
        return Undone(win, today, Outcome.CHANGED)
    workspaces.claim_key(session, member.workspace_id, key, now)
    put_back(session, member, win, edit.before, edit.edited_at, now)
    edits.set_undone(session, member.id, edit_id)
    after = wins.get(session, member.id, win_id)
    assert after is not None
    return Undone(after, today, Outcome.UNDONE)


def _tell_witnesses_apart(
    session: Session, member: Member, changed: Win, was: rules.Before, changed_at: datetime, now: datetime
) -> None:
    """Those who came among the member's people since were not there when it was changed."""
    gone = [who for who in changed.witnesses if who not in was.new.witnesses]
    back = [who for who in was.new.witnesses if who not in changed.witnesses]
    awareness.forget_witnesses(session, member.id, changed.id, gone, since=changed_at)
    awareness.note_witnesses(session, member.id, changed.id, back, was.new.happened_on, now)
