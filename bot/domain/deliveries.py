"""Deliveries: the rules of sending one intended automatic message once; values only, no clock and no Slack."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain import schedules
from bot.domain.away import Away
from bot.domain.members import Member

TOO_LATE = timedelta(hours=48)  # what is due for longer is recorded as missed
SETTLE = timedelta(seconds=10)  # longer than any write may wait between reading the clock and its commit
LEASE = timedelta(seconds=60)  # real time; far longer than preparing and sending one message takes
# Real time after "sending" was noted; later nothing is handed to Slack any more. With the 20 s that Slack is given for
# an answer, nothing is on its way when the lease ends, and whoever looks into the history then finds what was posted.
HAND_OVER_WITHIN = timedelta(seconds=30)
SKEW = timedelta(minutes=2)  # Slack's clock, which stamps messages, may differ from ours by as much
MAX_ATTEMPTS = 8
MAX_CLAIMS = 30  # of one that kills whoever prepares it; restarts that have nothing to do with it count as well
_WAITS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))


class Kind(StrEnum):
    DIGEST = "digest"
    NUDGE = "nudge"


class State(StrEnum):
    DUE = "due"
    CLAIMED = "claimed"  # a worker prepares it; nothing has gone to Slack
    SENDING = "sending"  # committed before Slack is called: from here on it may have been posted
    SENT = "sent"
    MISSED = "missed"
    SKIPPED = "skipped"
    IN_DOUBT = "in_doubt"  # it may have been posted; as long as it has a next try, the history is to be asked
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    id: int
    member_id: int
    kind: Kind
    period: str
    due_at: datetime
    attempts: int
    key: str


@dataclass(frozen=True, slots=True)
class Window:
    """What a digest covers: everything recorded from `start` on and before `end`."""

    start: datetime
    end: datetime


class Fate(StrEnum):
    """What a refusal by Slack means for a delivery."""

    RETRY = "retry"
    TEXT_ONLY = "text_only"  # its blocks were refused: the same content goes again as text
    NO_SUCH_PERSON = "no_such_person"
    NO_WAY_IN = "no_way_in"  # the person is there, but cannot be written to
    NO_TOKEN = "no_token"  # noqa: S105 - not a password
    NOT_ALLOWED = "not_allowed"  # the app lacks something there: nobody of the workspace can be written to


_FATES = {
    "invalid_blocks": Fate.TEXT_ONLY,
    "invalid_blocks_format": Fate.TEXT_ONLY,
    "invalid_attachments": Fate.TEXT_ONLY,
    "msg_blocks_too_long": Fate.TEXT_ONLY,
    "user_disabled": Fate.NO_SUCH_PERSON,
    "user_not_found": Fate.NO_SUCH_PERSON,
    "channel_not_found": Fate.NO_WAY_IN,
    "cannot_dm_bot": Fate.NO_WAY_IN,
    "messages_tab_disabled": Fate.NOT_ALLOWED,
    "missing_scope": Fate.NOT_ALLOWED,
    "no_permission": Fate.NOT_ALLOWED,
    "not_allowed_token_type": Fate.NOT_ALLOWED,
    "access_denied": Fate.NOT_ALLOWED,
    "ekm_access_denied": Fate.NOT_ALLOWED,
    "team_access_not_granted": Fate.NOT_ALLOWED,
    "org_login_required": Fate.NOT_ALLOWED,
    "accesslimited": Fate.NOT_ALLOWED,
    # Slack says account_inactive when the token's own bot user or workspace is gone, not the person written to.
    "account_inactive": Fate.NO_TOKEN,
    "token_revoked": Fate.NO_TOKEN,
    "token_expired": Fate.NO_TOKEN,
    "invalid_auth": Fate.NO_TOKEN,
    "not_authed": Fate.NO_TOKEN,
}


def fate(code: str) -> Fate:
    """What Slack's error code means; an unknown one is worth another try."""
    return _FATES.get(code, Fate.RETRY)


def wait_before(attempt: int) -> timedelta:
    """How long to wait after that many attempts have failed."""
    return _WAITS[min(attempt, len(_WAITS)) - 1]


def too_late(due_at: datetime, now: datetime) -> bool:
    return now - due_at >= TOO_LATE


def dues(kind: Kind, member: Member, now: datetime, away: Iterable[Away] = ()) -> Iterator[datetime]:
    """The member's due moments of a kind up to `now`, and then the one after, on which it is next: never on a day of
    `away`, unless it had been set before that day was.
    """
    if kind is Kind.DIGEST:
        due, weekday, hour = member.next_digest_at, member.digest_weekday, member.digest_hour
    else:
        due, weekday, hour = member.next_nudge_at, member.nudge_weekday, member.nudge_hour
    while due is not None:
        yield due
        if due > now:
            return
        due = schedules.next_due(member.zone, weekday, hour, due, away)


def wanted(kind: Kind, member: Member) -> bool:
    """Whether the member is to be written to at all: has recorded something, and neither stopped nor paused it."""
    switched_on = member.digest_on if kind is Kind.DIGEST else member.nudge_on
    started = member.first_record_at is not None
    reachable = not member.inactive and not member.problem
    return started and switched_on and reachable and not member.paused
