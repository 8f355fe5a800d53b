"""The inbox: seeing what waits, and finishing several drafts in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import inbox as rules
from bot.domain import win_form
from bot.domain.inbox import Batch, Choice, Decision, Inbox, Item
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder
from bot.domain.wins import Win
from bot.services import members, merges
from bot.services import wins as win_services
from bot.store import inbox, praise, stakeholders, wins, workspaces
from bot.store.database import Session

PAGE = 10
PRAISE_IS_NEW = timedelta(days=30)
PRAISED = 5


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of the drafts of one modal. `changed` were changed elsewhere meanwhile, `gone` are deleted or were
    never there: of both nothing is stored. `edited` counts those left for later with what was typed.
    """

    kept: tuple[Win, ...]
    dismissed: tuple[int, ...]
    changed: tuple[int, ...]
    gone: tuple[int, ...]
    waiting: int
    further: int  # of those waiting, how many stand behind the last of these
    edited: int


@dataclass(frozen=True, slots=True)
class Back:
    """How many are in the inbox again, how many could not be restored any more, and how many wait now."""

    back: int
    refused: int
    waiting: int


def see_inbox(session: Session, actor: Actor, offset: int, now: datetime) -> Inbox:
    """A page of the drafts that wait, the newest first. Raises Refused("not_started")."""
    member = _member(session, actor)
    items = _items(session, member, inbox.list_ids(session, member.id, PAGE, offset))
    praised = () if offset else _items(session, member, _praised_ids(session, member, now))
    return Inbox(items, inbox.count(session, member.id), offset, member.today(now), praised)


def _praised_ids(session: Session, member: Member, now: datetime) -> list[int]:
    return inbox.list_praised(session, member.id, now - PRAISE_IS_NEW, PRAISED)


def _member(session: Session, actor: Actor) -> Member:
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_started")
    return member


def _items(session: Session, member: Member, ids: Sequence[int]) -> tuple[Item, ...]:
    """With all their parts, in as many statements for any number."""
    if not ids:
        return ()
    praised = praise.list_of_wins(session, member.id, ids)
    to_tell = inbox.list_to_tell(session, member.id, ids)
    found = wins.list_by_ids(session, member.id, ids)
    return tuple(Item(win, praised.get(win.id, ()), to_tell.get(win.id, ())) for win in found)


def see_batch(session: Session, actor: Actor, behind: int, now: datetime) -> Batch:
    """Those behind a draft, or the newest where there are none. Raises Refused("not_started")."""
    member = _member(session, actor)
    ids = inbox.list_ids(session, member.id, rules.BATCH, behind=behind) if behind else []
    ids = ids or inbox.list_ids(session, member.id, rules.BATCH)
    total = inbox.count(session, member.id)
    before = total - inbox.count(session, member.id, behind=ids[0] + 1) if ids else 0
    return Batch(_items(session, member, ids), total, before, _people(session, member), member.today(now))


def look_up(session: Session, actor: Actor, ids: Sequence[int], now: datetime) -> Batch:
    """The wins of these ids that are the actor's, in whatever state they are by now."""
    member = _member(session, actor)
    items = _items(session, member, ids)
    return Batch(items, inbox.count(session, member.id), 0, _people(session, member), member.today(now))


def _people(session: Session, member: Member) -> tuple[Stakeholder, ...]:
    return tuple(stakeholders.list_stakeholders(session, member.id))


def finish(
    session: Session, actor: Actor, decisions: Sequence[Decision], behind: int, key: str, now: datetime
) -> Finished:
    """Each draft by itself: one that was changed meanwhile does not keep the others from being saved. `behind` is the
    last draft of the modal they were shown in.
    """
    member = members.require(session, actor)
    if any(one.choice is not Choice.LATER or one.new is not None for one in decisions):
        workspaces.claim_key(session, member.workspace_id, key, now)
    found = {win.id: win for win in wins.list_by_ids(session, member.id, [one.entry.win_id for one in decisions])}
    gone, changed, sound = [], [], []
    for one in decisions:
        win = found.get(one.entry.win_id)
        if win is None or win.deleted_at is not None or (one.choice is Choice.KEEP and one.new is None):
            gone.append(one.entry.win_id)
        elif win.version != one.entry.version:
            changed.append(win.id)
        else:
            sound.append((win, one))
    return Finished(
        kept=tuple(_apply(session, actor, member, sound, now)),
        dismissed=tuple(win.id for win, one in sound if one.choice is Choice.DISMISS),
        changed=tuple(changed),
        gone=tuple(gone),
        waiting=inbox.count(session, member.id),
        further=inbox.count(session, member.id, behind=behind) if behind else 0,
        edited=sum(one.choice is Choice.LATER and one.new is not None for _, one in sound),
    )


def _apply(
    session: Session, actor: Actor, member: Member, sound: Sequence[tuple[Win, Decision]], now: datetime
) -> list[Win]:
    """Stores what was decided; returns the wins kept. As many statements a draft as in its own modal."""
    kept = []
    for win, one in sound:
        if one.choice is Choice.DISMISS:
            wins.set_deleted(session, member.id, win.id, now)
        elif one.new is not None and one.choice is Choice.KEEP:
            kept.append(win_services.save(session, actor, win.id, win.version, one.new, "", now).win)
        elif one.new is not None:
            read = win_form.in_locale(one.new, member.locale)
            wins.change(session, member.id, win.id, win.version, win_form.keep_measures(win, read), None)
    inbox.set_to_tell(session, member.id, {win.id: one.tell for win, one in sound if one.tell is not None}, now)
    return kept


def bring_back(session: Session, actor: Actor, ids: Sequence[int], key: str, now: datetime) -> Back:
    """Undoes dismissing."""
    member = members.require(session, actor)
    workspaces.claim_key(session, member.workspace_id, key, now)
    refused = 0
    for win_id in dict.fromkeys(ids[: rules.BATCH]):
        try:
            merges.restore(session, actor, win_id, "", now)
        except Refused:
            refused += 1
    back = len(set(ids[: rules.BATCH])) - refused
    return Back(back, refused, inbox.count(session, member.id))
