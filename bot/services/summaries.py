"""Drafts about oneself: made of the wins of a time for a reader, and noted as sent; Vouch sends none of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain import summaries as rules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Stakeholder, fold_name
from bot.domain.summaries import Asked, Audience, Draft, ToSend, Typed
from bot.services import members
from bot.store import awareness, stakeholders, summaries
from bot.store.database import Session

_LONGEST = 3_000  # characters that Slack's field takes


def ask(session: Session, actor: Actor, line: str, now: datetime) -> Draft:
    """As typed behind the command. Raises Refused: not_started, summary_words, summary_person."""
    member = _known(session, actor)
    asked = rules.parse(line, member.today(now), member.first_weekday)
    if asked is None:
        raise Refused("summary_words")
    if asked.name:
        exact = stakeholders.find_by_names(session, member.id, [asked.name]).get(fold_name(asked.name))
        found = exact or _called(stakeholders.list_stakeholders(session, member.id), fold_name(asked.name))
        if found is None:
            raise Refused("summary_person", name=asked.name)
        asked = replace(asked, stakeholder_id=found.id)
    return _draft(session, member, asked, now)


def _called(people: Sequence[Stakeholder], name: str) -> Stakeholder | None:
    """The only one whose name, or name in Slack, begins with these words."""
    found = [one for one in people if any(f"{fold_name(each)} ".startswith(f"{name} ") for each in _names(one))]
    return found[0] if len(found) == 1 else None


def _names(person: Stakeholder) -> tuple[str, ...]:
    return tuple(name for name in (person.name, person.known_as) if name)


def see_summary(session: Session, actor: Actor, written: str, now: datetime) -> Draft:
    """As a button or a window carries it. Raises Refused("not_started")."""
    member = _known(session, actor)
    return _draft(session, member, rules.read(written, member.today(now)), now)


def see_changed(session: Session, actor: Actor, written: str, field: str, value: str, now: datetime) -> Draft:
    """The same with another choice in one of the window's fields. Raises Refused("not_started")."""
    member = _known(session, actor)
    today = member.today(now)
    return _draft(session, member, rules.choose(rules.read(written, today), field, value, today), now)


def see_sent(session: Session, actor: Actor, written: str, now: datetime) -> ToSend:
    """Raises Refused: not_started, and sent_nothing where none of the wins is there any more."""
    draft = see_summary(session, actor, written, now)
    member = _known(session, actor)
    told = draft.summary.told if draft.summary else ()
    lines = awareness.list_kept(session, member.id, told) if told else []
    if not lines:
        raise Refused("sent_nothing")
    person = draft.person.id if draft.person else 0  # whom it was for can be named even if they are archived since
    offered = [
        one for one in stakeholders.list_typed(session, member.id) if one.archived_at is None or one.id == person
    ]
    typed = [one for one in offered if not one.sample]
    return ToSend(tuple(lines), draft.person, tuple(typed))


def keep_typed(session: Session, actor: Actor, written: str, typed: str, action_ts: str, now: datetime) -> None:
    """What the member has made of the draft so far, kept for 30 days in place of the one before; empty, of none.

    Of two that cross on their way the later counts, by Slack's moments. Raises Refused("not_started").
    """
    member = members.require(session, actor)
    kept = summaries.find_typed(session, member.id)
    if kept is not None and _moment(kept.action_ts) >= _moment(action_ts):
        return
    asked = rules.write(rules.read(written, member.today(now)))
    if typed.strip():
        summaries.put_typed(session, member.id, summaries.TypedRow(asked, typed[:_LONGEST], action_ts[:32], now))
    elif kept is not None and kept.asked == asked:
        summaries.delete_typed(session, member.id)


def _moment(action_ts: str) -> tuple[int, str]:
    """For comparing: seconds with as many places behind the point each."""
    seconds, _, rest = action_ts.partition(".")
    return len(seconds), f"{seconds}.{rest}"


def people_of(session: Session, actor: Actor, user_ids: list[str]) -> tuple[list[int], list[str]]:
    """Ids of those Slack users who are the actor's people, and who of them are not."""
    member = _known(session, actor)
    found = stakeholders.find_by_users(session, member.id, user_ids)
    return [person.id for person in found.values()], [user for user in user_ids if user not in found]


def _draft(session: Session, member: Member, asked: Asked, now: datetime) -> Draft:
    person = _person(session, member, asked)
    audience = asked.audience or (rules.audience_of(person.relationship) if person else _default(asked))
    wins = summaries.list_counted(session, member.id, asked.span)
    summary = rules.compose(wins, asked.span, audience)
    asked = replace(asked, stakeholder_id=person.id if person else 0)
    named = [who for win in wins for who in win.witnesses]
    known = {one.user_id: one.known_as for one in stakeholders.find_by_users(session, member.id, named).values()}
    names = {who: name for who, name in known.items() if name}
    return Draft(asked, audience, member.today(now), summary, person, names, _typed(session, member))


def _typed(session: Session, member: Member) -> Typed | None:
    kept = summaries.find_typed(session, member.id)
    return None if kept is None else Typed(kept.asked, kept.text, member.today(kept.typed_at))


def _default(asked: Asked) -> Audience:
    """Somebody who is none of the actor's people is written to as a colleague."""
    return Audience.PEER if asked.user_id else Audience.MANAGER


def _person(session: Session, member: Member, asked: Asked) -> Stakeholder | None:
    if asked.user_id:
        return stakeholders.find_by_users(session, member.id, [asked.user_id]).get(asked.user_id)
    if asked.stakeholder_id:
        return stakeholders.get_stakeholder(session, member.id, asked.stakeholder_id)
    return None


def _known(session: Session, actor: Actor) -> Member:
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_started")
    return member
