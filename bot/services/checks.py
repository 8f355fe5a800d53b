"""The weekly check of captured messages: claiming whose turn it is, and noting what was found."""

from datetime import datetime

from bot.domain import checks as rules
from bot.domain import evidence as evidence_rules
from bot.domain.evidence import Standing
from bot.store import checks
from bot.store.checks import Due
from bot.store.database import Session


def plan(session: Session, now: datetime) -> bool:
    """Gives what was captured before there was a check its first look; True if there is more of it."""
    return checks.plan_unplanned(session, now)


def claim_turn(session: Session, now: datetime, real: datetime) -> tuple[Due, ...]:
    """What is to be looked at next, in one workspace; empty if nothing is due, or Slack wants to be left alone."""
    return checks.claim_turn(session, now, real, rules.BATCH)


def note_text(session: Session, due: Due, text: str, now: datetime) -> None:
    """The message is there. Edited back to what was saved, it is as if nothing had been."""
    text = text[: evidence_rules.MAX_SNAPSHOT]
    standing = rules.compare(due.snapshot, text)
    checks.settle(
        session,
        due,
        standing=standing,
        later_snapshot=text if standing is Standing.EDITED else "",
        why="",
        checked_at=now,
        next_check_at=rules.next_look(due.channel_id, due.ts, now),
    )


def note_refusal(session: Session, due: Due, code: str, now: datetime) -> None:
    """Slack does not show the message: it is gone, or Vouch is not let look. What was saved stays either way."""
    standing = rules.standing_after(code, due.standing, read_itself=due.read_itself)
    if standing is None:
        checks.settle(session, due, next_check_at=now + rules.EVERY)
        return
    gone = standing is Standing.DELETED
    again = None if gone else rules.look_again(due.standing, due.checked_at, now)
    checks.settle(session, due, standing=standing, why=code[:40], checked_at=now, next_check_at=again)


def put_back(session: Session, left: tuple[Due, ...], now: datetime) -> None:
    """Slack gave no answer: what was claimed is looked at a little later."""
    checks.put_back(session, left, now + rules.SOON)
