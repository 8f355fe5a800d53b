"""Offers: what Vouch understands of a message that somebody wrote to it, and keeping it when they say so."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import evidence as evidence_rules
from bot.domain import offers as rules
from bot.domain.conversations import NewConversation
from bot.domain.evidence import MAX_SNAPSHOT, Captured
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.wins import NewWin, Win, WinState
from bot.services import conversations, members, wins
from bot.store import stakeholders
from bot.store import wins as win_store
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Understood:
    """`win` is what would be stored; `talk` too, where the words tell of one. `with_message`: they are longer than what
    a win holds, so the message would be kept with it, `cut` if only its beginning.
    """

    win: Win | None
    talk: NewConversation | None
    today: date
    with_message: bool = False
    cut: bool = False


def understand(session: Session, actor: Actor, text: str, now: datetime) -> Understood:
    """Looks, and starts nobody; `text` as Slack sends it."""
    member = members.find(session, actor)
    today = now.date() if member is None else member.today(now)
    new = rules.read_win(text, today)
    talk = rules.read_talk(text, today, _names(session, member))
    if not isinstance(new, NewWin):
        return Understood(None, talk, today)
    with_message = rules.needs_message(text, new)
    return Understood(_preview(new, now), talk, today, with_message, with_message and len(text) > MAX_SNAPSHOT)


def _names(session: Session, member: Member | None) -> list[str]:
    return [] if member is None else [person.name for person in stakeholders.list_typed(session, member.id)]


def _preview(new: NewWin, now: datetime) -> Win:
    return Win(
        id=0,
        state=WinState.KEPT,
        title=new.title,
        happened_on=new.happened_on,
        source="dm",
        version=1,
        created_at=now,
        impact=new.impact,
        category=new.category,
        tags=new.tags,
        witnesses=new.witnesses,
        measures=new.measures,
        evidence=evidence_rules.of_links(new.links),
    )


def save_win(
    session: Session, actor: Actor, message: Captured, text: str, key: str, now: datetime
) -> wins.Logged | wins.Changed:
    """Keeps it, and starts whoever is new; a message saved before gives the win that it is."""
    member = members.find(session, actor)
    new = rules.read_win(text, now.date() if member is None else member.today(now))
    if not isinstance(new, NewWin):
        raise Refused(new.code)
    if member is not None:
        traces = win_store.trace_message(session, member.id, message.channel, message.ts)
        known = win_store.get(session, member.id, traces[0].id) if traces and not traces[0].deleted else None
        if known is not None:
            return wins.Changed(known, member.today(now), before=True)
    return wins.log_said(session, actor, new, message, key, now, proof=rules.needs_message(text, new))


def save_talk(
    session: Session, actor: Actor, message: Captured, text: str, key: str, now: datetime
) -> conversations.Logged:
    """Raises Refused: "person_missing" for words that name nobody, "message_talked_before"."""
    member = members.find(session, actor)
    today = now.date() if member is None else member.today(now)
    new = rules.read_talk(text, today, _names(session, member))
    if new is None:
        raise Refused("person_missing")
    return conversations.log_of_message(session, actor, new, None, message, "dm", key, now)
