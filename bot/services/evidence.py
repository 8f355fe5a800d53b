"""Wins captured from messages: drafts by reaction, and the reading of their texts, which may take several attempts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from bot.domain import checks
from bot.domain import evidence as rules
from bot.domain.evidence import Captured, Reading, Standing
from bot.domain.members import Actor, Member
from bot.domain.wins import PRAISE, REACTION, NewWin, Win
from bot.services import members
from bot.services import wins as win_services
from bot.store import awareness, evidence, praise, wins, workspaces
from bot.store.database import Session
from bot.store.evidence import Pending

BATCH = 50


class Outcome(Enum):
    """What a reaction did."""

    DRAFTED = auto()
    KNOWN = auto()  # the message is a win already
    REMOVED = auto()
    STAYS = auto()  # the win has been worked on since
    NOTHING = auto()  # late, repeated, or nothing there


@dataclass(frozen=True, slots=True)
class Reacted:
    outcome: Outcome
    win: Win | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """For the modal about a message: the win that it is in already, `since` a day of the member's, or the day on which
    it was written.
    """

    win: Win | None
    written_on: date
    since: date
    today: date


NOTHING = Reacted(Outcome.NOTHING)


def prepare(session: Session, actor: Actor, message: Captured, now: datetime) -> Prepared:
    """Looks, and starts nobody."""
    member = members.find(session, actor)
    if member is None:
        return Prepared(None, min(now, rules.said_at(message.ts) or now).date(), now.date(), now.date())
    traces = wins.trace_message(session, member.id, message.channel, message.ts)
    live = traces and not traces[0].deleted
    win = wins.get(session, member.id, traces[0].id) if live else None
    since = now if win is None else win.kept_at or win.created_at
    return Prepared(win, _day_of(member, message, now), member.local(since).date(), member.today(now))


def draft_by_reaction(
    session: Session, actor: Actor, message: Captured, event_ts: str, key: str, now: datetime
) -> Reacted:
    """A draft with the message as evidence, its text still to be read; the latest event about a message decides."""
    member = members.require(session, actor)
    traces = wins.trace_message(session, member.id, message.channel, message.ts)
    if _is_late(session, member, message, traces, event_ts):
        return NOTHING
    workspaces.claim_key(session, member.workspace_id, key, now)
    latest = traces[0] if traces and not traces[0].deleted else None
    if latest is None:
        win_id = draft_message(session, member, message, REACTION, traces, now, event_ts)
    else:
        win_id = latest.id
        _note_event(session, member, traces, event_ts)
        if not (latest.untouched and latest.source == PRAISE):
            return Reacted(Outcome.KNOWN, wins.get(session, member.id, win_id))
        wins.set_source(session, member.id, win_id, REACTION)
    members.note_record(session, member, now)
    return Reacted(Outcome.DRAFTED, wins.get(session, member.id, win_id))


def draft_message(
    session: Session,
    member: Member,
    message: Captured,
    source: str,
    traces: Sequence[wins.Trace],
    now: datetime,
    event_ts: str = "",
) -> int:
    """A draft with the message as evidence, whose text is still to be read; praise of what went before it moves along.

    `traces` are those of the message, none of them live; `event_ts` is that of the member's own reaction.
    """
    win_id = wins.add(
        session,
        member.id,
        NewWin(title="", happened_on=_day_of(member, message, now)),
        source,
        now,
        draft=True,
        channel=message.channel,
        ts=message.ts,
        event_ts=event_ts,
    )
    proof = win_services.of_message(member, message)
    evidence.add(session, member.id, win_id, [proof], now, next_try_at=now + win_services.READ_ALONE)
    if traces:
        praise.move(session, member.id, [trace.id for trace in traces], win_id)
        awareness.note_reacted(session, member.id, win_id, member.today(now), now)
    return win_id


def _latest_event(traces: Sequence[wins.Trace]) -> str:
    """Of the events about this very message: a win that only holds it has seen those of its own."""
    return max((trace.event_ts for trace in traces if trace.own), default="")


def _note_event(session: Session, member: Member, traces: Sequence[wins.Trace], event_ts: str) -> None:
    own = next((trace for trace in traces if trace.own), None)
    if own is not None:
        wins.note_reaction(session, member.id, own.id, event_ts)


def _is_late(session: Session, member: Member, message: Captured, traces: list[wins.Trace], event_ts: str) -> bool:
    """Whether this very event, or a later one about the same message, has been seen."""
    if event_ts <= _latest_event(traces):
        return True
    withdrawn = evidence.withdrawn_at(session, member.workspace_id, member.id, message.channel, message.ts)
    happened = rules.said_at(event_ts)
    return withdrawn is not None and (happened is None or happened <= withdrawn)


def _day_of(member: Member, message: Captured, now: datetime) -> date:
    """The local day on which the message was written."""
    said_at = rules.said_at(message.ts)
    today = member.today(now)
    return today if said_at is None else min(today, member.local(said_at).date())


def withdraw_reaction(
    session: Session, actor: Actor, message: Captured, event_ts: str, key: str, now: datetime
) -> Reacted:
    """Takes an untouched draft away; what has been worked on stays."""
    member = members.require(session, actor)
    traces = wins.trace_message(session, member.id, message.channel, message.ts)
    if not traces:
        happened = rules.said_at(event_ts)
        if happened is not None:
            evidence.note_withdrawn(session, member.workspace_id, member.id, message.channel, message.ts, happened)
        return NOTHING
    latest = traces[0]
    if event_ts <= _latest_event(traces):
        return NOTHING
    workspaces.claim_key(session, member.workspace_id, key, now)
    _note_event(session, member, traces, event_ts)
    if latest.deleted:
        return NOTHING
    if not latest.untouched:
        return Reacted(Outcome.STAYS, wins.get(session, member.id, latest.id))
    if praise.is_praised(session, member.id, latest.id):
        wins.set_source(session, member.id, latest.id, PRAISE)
        return NOTHING
    wins.withdraw(session, member.id, latest.id, now)
    return Reacted(Outcome.REMOVED, wins.get(session, member.id, latest.id))


# Reading


def find_pending(session: Session, actor: Actor, win_id: int) -> Pending | None:
    """The message of a win just captured, if its text is still to be read."""
    member = members.find(session, actor)
    return None if member is None else evidence.find_pending(session, member.id, win_id)


def list_due(session: Session, now: datetime) -> list[Pending]:
    """Messages whose time to be read has come, of all members."""
    return evidence.list_pending(session, now, BATCH)


def note_text(
    session: Session,
    pending: Pending,
    author: str,
    text: str,
    thread_ts: str,
    permalink: str,
    now: datetime,
    *,
    title: str = "",
) -> None:
    """The message was read: its snapshot survives the message's deletion, and its first line names the draft; `title`
    is that line with its people by name.
    """
    channel, ts = pending.channel_id, pending.ts
    built = rules.permalink(pending.workspace_url, channel, ts, thread_ts)
    url = rules.in_thread(permalink, channel, ts, thread_ts) or built
    snapshot = text[: rules.MAX_SNAPSHOT]
    settled = evidence.settle(
        session,
        pending,
        reading=Reading.READ,
        author_id=author[:32],
        snapshot=snapshot,
        thread_ts=thread_ts[:32],
        url=url,
        why="",
        next_try_at=None,
        standing=Standing.THERE,
        checked_at=now,
        next_check_at=checks.next_look(channel, ts, now),
    )
    title = title or rules.title_of(snapshot)
    if settled and title:
        wins.title_draft(session, pending.member_id, pending.win_id, title)


def note_failure(session: Session, pending: Pending, code: str, retry_after: float, now: datetime) -> None:
    """The message could not be read: another attempt is planned, or it counts as unreachable, and why is kept."""
    attempts = pending.attempts + 1
    if code in rules.HOPELESS or attempts > len(rules.BACK_OFF):
        evidence.settle(
            session, pending, reading=Reading.UNREACHABLE, why=code[:40], attempts=attempts, next_try_at=None
        )
        return
    wait = max(rules.BACK_OFF[attempts - 1], timedelta(seconds=retry_after))
    evidence.settle(session, pending, attempts=attempts, next_try_at=now + wait)
