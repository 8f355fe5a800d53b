"""Deliveries: planning what is due, claiming it, and recording what became of it; this never speaks to Slack.

How each win and conversation comes into exactly one digest. `members.covered_until` says how far the digests have
come. A digest covers what was recorded from there up to a moment just before it is prepared (`SETTLE` earlier, so that
no capture that is still being committed can lie before it). Only `begin` fixes that window, with the member locked and
no other digest of theirs on its way or in doubt; only what was sent, or may have been and cannot be looked for
(services/doubts.py), moves `covered_until` to the window's end. A digest that was skipped, missed or failed moves
nothing, so the next one covers its content too.
One exception: while the sandbox tells its story (quiet) nothing is sent, and what would have been read in those weeks
counts as read, so that the first real digest shows its own week.

States: due → claimed (with a lease) → sending (committed before Slack is called) → sent. A lease that ran out while
claimed is taken again; while sending it leaves the delivery in doubt, and the history is asked before anything is sent.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from bot.domain import deliveries as rules
from bot.domain import schedules
from bot.domain.away import Periods, is_away
from bot.domain.deliveries import Delivery, Fate, Kind, State, Window
from bot.domain.members import Member
from bot.store import away, deliveries, members, nudges
from bot.store.database import Session

PLAN_BATCH = 200
_UNCOVERED = {"covers_from": None, "covers_until": None}


def plan_due(session: Session, kind: Kind, now: datetime, *, quiet: bool, limit: int = PLAN_BATCH) -> int:
    """Writes down a delivery for each member whose time has come and moves their due times on; returns how many."""
    due_members = deliveries.lock_due_members(session, kind, now, limit)
    periods = away.list_of_members(session, [member.id for member in due_members])
    removed = deliveries.list_removed_workspaces(session, [member.workspace_id for member in due_members])
    rows: list[dict[str, Any]] = []
    next_dues: dict[int, datetime] = {}
    for member in due_members:
        theirs = periods.get(member.id, ())
        *past, next_dues[member.id] = rules.dues(kind, member, now, theirs)
        send = not quiet and member.workspace_id not in removed and rules.wanted(kind, member)
        rows += [_planned(member, kind, due, now, send=send and not _is_away(member, due, theirs)) for due in past]
        if quiet and kind is Kind.DIGEST:
            rows[-1] |= {"covers_from": member.covered_until, "covers_until": past[-1]}
            deliveries.cover(session, member.id, past[-1])
    deliveries.add_deliveries(session, rows)
    deliveries.move_on(session, kind, next_dues)
    return len(due_members)


def _is_away(member: Member, due: datetime, periods: Periods) -> bool:
    return is_away(member.local(due).date(), periods)


def _planned(member: Member, kind: Kind, due: datetime, now: datetime, *, send: bool) -> dict[str, Any]:
    state = State.SKIPPED if not send else State.MISSED if rules.too_late(due, now) else State.DUE
    return {
        "member_id": member.id,
        "kind": kind,
        "period": schedules.period(due, member.zone),
        "state": state,
        "due_at": due,
        "key": str(uuid.uuid4()),
        **_UNCOVERED,
        "created_at": now,
    }


def claim(session: Session, kind: Kind, owner: str, now: datetime, real: datetime, limit: int) -> tuple[Delivery, ...]:
    """Takes deliveries for this worker, at most one of a member, each workspace in turn and none that has to wait.

    What has become too old is recorded as missed, and what killed whoever prepared it, again and again, as failed.
    """
    claimed = deliveries.claim_deliveries(session, kind, owner, real, real + rules.LEASE, limit)
    ready: dict[int, Delivery] = {}
    for delivery in claimed:
        if rules.too_late(delivery.due_at, now):
            deliveries.set_claimed(session, delivery.id, owner, state=State.MISSED)
        elif delivery.attempts > rules.MAX_CLAIMS:
            deliveries.set_claimed(session, delivery.id, owner, state=State.FAILED, error="gave_up")
        elif delivery.member_id in ready:
            _try_again(session, delivery, owner, real, rules.wait_before(1))
        else:
            ready[delivery.member_id] = delivery
    return tuple(ready.values())


def begin(
    session: Session,
    delivery: Delivery,
    owner: str,
    window: Window,
    real: datetime,
    *,
    nudged: Collection[int] = (),
    said: str = "",
) -> bool:
    """Notes that the message is about to go to Slack. False: it must not go (now), and why is recorded.

    Checks with the member locked that it is still wanted, still ours, and that nothing was covered meanwhile. The
    stakeholders that a nudge names are marked with its moment, so that the next one knows them even if this one's
    outcome does not become known.
    """
    member, taking = deliveries.lock_member(session, delivery.member_id)
    if member is not None and not taking:
        release(session, delivery, owner)
        return False
    if member is None or not rules.wanted(delivery.kind, member):
        skip(session, delivery, owner)
        return False
    changed = delivery.kind is Kind.DIGEST and member.covered_until != window.start
    if changed or deliveries.is_on_its_way(session, member.id, delivery.kind):
        _try_again(session, delivery, owner, real, rules.wait_before(1))
        return False
    begun = deliveries.set_claimed(
        session,
        delivery.id,
        owner,
        state=State.SENDING,
        covers_from=window.start,
        covers_until=window.end,
        said=said,
        lease_until=real + rules.LEASE,
    )
    if begun:
        nudges.note_nudged(session, member.id, nudged, window.end)
    return begun


def skip(session: Session, delivery: Delivery, owner: str) -> None:
    """There is nothing to say, or nobody who wants it said."""
    deliveries.set_claimed(session, delivery.id, owner, state=State.SKIPPED)


def release(session: Session, delivery: Delivery, owner: str) -> None:
    """Its worker ends before it was begun, or its workspace rests: it may be taken at once when that is over."""
    deliveries.set_claimed(session, delivery.id, owner, state=State.DUE)


def put_off(session: Session, delivery: Delivery, owner: str, until: datetime) -> None:
    """Its turn is not yet, in real time: that was no attempt."""
    deliveries.set_claimed(
        session, delivery.id, owner, state=State.DUE, next_try_at=until, attempts=delivery.attempts - 1
    )


def record_unmade(session: Session, delivery: Delivery, owner: str, real: datetime) -> None:
    """It could not be put together: a fault of ours, or of what is stored. It is tried again, but not for ever."""
    if delivery.attempts < rules.MAX_ATTEMPTS:
        _try_again(session, delivery, owner, real, rules.wait_before(delivery.attempts))
    else:
        deliveries.set_claimed(session, delivery.id, owner, state=State.FAILED, error="not_made")


def record_sent(
    session: Session, delivery: Delivery, owner: str, window: Window, channel: str, ts: str, now: datetime
) -> None:
    arrived = {"state": State.SENT, "channel": channel, "ts": ts, "sent_at": now, "error": "", "next_try_at": None}
    if deliveries.set_arrived(session, delivery.id, owner, **arrived):
        members.change(session, delivery.member_id, dm_channel=channel)
        if delivery.kind is Kind.DIGEST:
            deliveries.cover(session, delivery.member_id, window.end)


def record_in_doubt(session: Session, delivery: Delivery, owner: str, error: str, real: datetime) -> None:
    """No answer came: it may have been posted. The history is asked when it would show there for certain."""
    deliveries.set_sending(
        session,
        delivery.id,
        owner,
        state=State.IN_DOUBT,
        error=error[:60],
        next_try_at=real + rules.LEASE,
        lookups=0,
    )


def record_not_reached(
    session: Session, delivery: Delivery, owner: str, wait: timedelta | None, real: datetime, error: str = ""
) -> None:
    """Slack did nothing (rate limit, no connection): it is due again, `wait` later in real time; `error` says why."""
    retry_at = real + (wait if wait is not None else rules.wait_before(delivery.attempts))
    values = {"state": State.DUE, "next_try_at": retry_at, "error": error[:60], **_UNCOVERED}
    deliveries.set_sending(session, delivery.id, owner, **values)


def record_refused(session: Session, delivery: Delivery, owner: str, code: str, real: datetime) -> None:
    """Slack answered with an error that another form of the message would not help.

    What it said of the person marks them until they are heard of again; what it said of the token or the app marks the
    workspace until that works, and the delivery waits for it. Anything else is tried again, but not for ever.
    """
    fate = rules.fate(code)
    if fate in (Fate.NO_TOKEN, Fate.NOT_ALLOWED):
        deliveries.silence_workspace(session, delivery.member_id, code, real)
        values = {"state": State.DUE, "next_try_at": real, "attempts": delivery.attempts - 1}
        deliveries.set_sending(session, delivery.id, owner, error=code[:60], **values, **_UNCOVERED)
        return
    if fate in (Fate.RETRY, Fate.TEXT_ONLY) and delivery.attempts < rules.MAX_ATTEMPTS:
        record_not_reached(session, delivery, owner, None, real, code)
        return
    deliveries.set_sending(session, delivery.id, owner, state=State.FAILED, error=code[:60], **_UNCOVERED)
    if fate in (Fate.NO_SUCH_PERSON, Fate.NO_WAY_IN):
        mark = {"inactive": True} if fate is Fate.NO_SUCH_PERSON else {}
        members.change(session, delivery.member_id, problem=code[:60], **mark)


def _try_again(session: Session, delivery: Delivery, owner: str, real: datetime, wait: timedelta) -> None:
    deliveries.set_claimed(session, delivery.id, owner, state=State.DUE, next_try_at=real + wait)


def recover(session: Session, owner: str, real: datetime) -> None:
    """At the start of a worker: what a dead process had claimed on SQLite need not wait for its lease to end."""
    deliveries.end_other_leases(session, owner, real)
