"""Praise: what others' reactions to a member's message do; each event once, in whatever order they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from bot.domain import evidence as rules
from bot.domain.evidence import Captured
from bot.domain.members import Actor, Member
from bot.domain.wins import PRAISE, WITHDRAWN
from bot.services import evidence, members
from bot.store import awareness, praise, wins, workspaces
from bot.store.database import Session


class Outcome(Enum):
    """What somebody's reaction did for the author of the message."""

    DRAFTED = auto()
    NOTED = auto()  # beside a draft or a win that is there already
    REMOVED = auto()  # the untouched draft went with the last praise
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Noted:
    outcome: Outcome
    win_id: int = 0


NOTHING = Noted(Outcome.NOTHING)


def see_pair(session: Session, actor: Actor, author: str) -> tuple[Member | None, Member | None]:
    """Whoever reacted and the author of the message, as far as they are members; `author` may be empty."""
    return praise.find_pair(session, actor, author)


def note(session: Session, author: Actor, praiser: str, message: Captured, event_ts: str, now: datetime) -> Noted:
    """Stores the praise beside the win that the message is in, or as a draft. What the member dismissed stays so."""
    member = members.require(session, author)
    traces = wins.trace_message(session, member.id, message.channel, message.ts)
    ids = [trace.id for trace in traces]
    before = praise.find(session, member.id, ids, praiser) if ids else None
    if before is None:
        if workspaces.is_bot(session, member.workspace_id, praiser) or _was_taken_back(
            session, member, praiser, message, event_ts
        ):
            return NOTHING
    elif event_ts <= before.event_ts:
        return NOTHING
    latest = traces[0] if traces else None
    if latest is None or (latest.deleted and latest.source == WITHDRAWN):
        outcome, targets = Outcome.DRAFTED, [evidence.draft_message(session, member, message, PRAISE, traces, now)]
    else:
        outcome, targets = Outcome.NOTED, _targets(traces)
        if latest.own:
            praise.move(session, member.id, ids, latest.id)
    praise.put(session, member.id, targets, praiser, event_ts, now)
    awareness.note_reacted(session, member.id, targets[0], _day_of(member, event_ts, now), now)
    return Noted(outcome, targets[0])


def _targets(traces: Sequence[wins.Trace]) -> list[int]:
    """The win that the message is in; where a merge put it there, also the one that it came from, for the way back."""
    own = next((trace.id for trace in traces if trace.own), traces[0].id)
    return list(dict.fromkeys((traces[0].id, own)))


def take_back(session: Session, author: Actor, praiser: str, message: Captured, event_ts: str, now: datetime) -> Noted:
    """The reaction is gone; an untouched draft that is there for no other reason goes with it."""
    member = members.require(session, author)
    traces = wins.trace_message(session, member.id, message.channel, message.ts)
    ids = [trace.id for trace in traces]
    before = praise.find(session, member.id, ids, praiser) if ids else None
    if before is None:
        happened = rules.said_at(event_ts)
        if happened is not None:
            praise.note_taken_back(session, member, message.channel, message.ts, praiser, happened)
        return NOTHING
    if event_ts <= before.event_ts:
        return NOTHING
    praise.take_back(session, member.id, ids, praiser, event_ts)
    if not before.live:
        return NOTHING
    latest = traces[0]
    awareness.forget_reacted(session, member.id, latest.id, praiser, now)
    stays = latest.deleted or not latest.untouched or latest.source != PRAISE
    if stays or praise.is_praised(session, member.id, latest.id):
        return Noted(Outcome.NOTED, latest.id)
    wins.withdraw(session, member.id, latest.id, now)
    return Noted(Outcome.REMOVED, latest.id)


def _was_taken_back(session: Session, member: Member, praiser: str, message: Captured, event_ts: str) -> bool:
    """Whether the reaction's end, or that of a later one, came before it."""
    ended = praise.taken_back_at(session, member, message.channel, message.ts, praiser)
    happened = rules.said_at(event_ts)
    return ended is not None and (happened is None or happened <= ended)


def _day_of(member: Member, event_ts: str, now: datetime) -> date:
    happened = rules.said_at(event_ts)
    today = member.today(now)
    return today if happened is None else min(today, member.local(happened).date())
