"""Doubts: what the history says of messages that may have been posted; this never speaks to Slack.

A crash between "sending" and Slack's answer, or an answer that got lost, leaves a delivery in doubt. The DM's history
is then asked for its delivery id, not before a whole lease has passed: nothing is handed to Slack later than
`deliveries.HAND_OVER_WITHIN` after "sending" was noted, so what is not in the history by then was not posted. Found:
it counts as sent. Not there: it is due again. Cannot be read, or does not tell: it is not repeated and its content
counts as read. Until that is decided no other message of its kind goes to the member, so that nothing is told twice.
"""

from datetime import datetime

from bot.domain import deliveries as delivery_rules
from bot.domain import doubts as rules
from bot.domain.deliveries import Fate, Kind, State
from bot.domain.doubts import Doubt
from bot.services import deliveries as delivery_services
from bot.store import deliveries, doubts
from bot.store.database import Session


def begin_doubting(session: Session, real: datetime) -> int:
    """What a vanished worker was sending becomes in doubt; says how many there were."""
    return doubts.begin_doubting(session, real)


def claim(session: Session, owner: str, real: datetime, limit: int) -> tuple[Doubt, ...]:
    """Takes doubts whose history is to be asked now; another worker asks if nothing follows within a lease."""
    return doubts.claim_doubts(session, owner, real, real + delivery_rules.LEASE, limit)


def record_posted(session: Session, doubt: Doubt, channel: str, ts: str, now: datetime) -> None:
    delivery_services.record_sent(session, doubt.delivery, "", doubt.window, channel, ts, now)


def record_not_posted(session: Session, doubt: Doubt, owner: str, real: datetime) -> bool:
    """It is due again, unless it has been tried too often; then its content goes into the next. False: it is not."""
    again = doubt.delivery.attempts < delivery_rules.MAX_ATTEMPTS
    values = {"state": State.DUE, "next_try_at": real} if again else {"state": State.FAILED, "next_try_at": None}
    return doubts.settle(session, doubt, owner, covers_from=None, covers_until=None, **values) and again


def record_unread(session: Session, doubt: Doubt, owner: str, code: str, real: datetime) -> bool:
    """The history could not be read, or did not tell. False: it is not asked again, and the content counts as read.

    Where the token is what Slack does not accept, the workspace rests, and this waits until it works again.
    """
    if delivery_rules.fate(code) is Fate.NO_TOKEN:
        deliveries.silence_workspace(session, doubt.delivery.member_id, code, real)
        doubts.settle(session, doubt, owner, next_try_at=real, lookups=doubt.lookups - 1)
        return True
    if not rules.is_hopeless(code, doubt.lookups):
        doubts.settle(session, doubt, owner, next_try_at=real + rules.wait_after(doubt.lookups))
        return True
    if doubts.settle(session, doubt, owner, next_try_at=None, error=code[:60]) and doubt.delivery.kind is Kind.DIGEST:
        deliveries.cover(session, doubt.delivery.member_id, doubt.window.end)
    return False


def put_off(session: Session, doubt: Doubt, owner: str, until: datetime) -> None:
    """Slack asked for silence: that was no attempt."""
    doubts.settle(session, doubt, owner, next_try_at=until, lookups=doubt.lookups - 1)
