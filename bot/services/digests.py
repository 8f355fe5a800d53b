"""Digests: gathering their content, for a batch that is due and for somebody who asks now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import digests as rules
from bot.domain.deliveries import Window
from bot.domain.digests import Digest
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.services import proposals
from bot.store import deliveries, digests, members
from bot.store.database import Session

_INSTANT = timedelta(microseconds=1)


def gather(session: Session, member_ids: Sequence[int], now: datetime) -> dict[int, Digest]:
    """The digest of each of these members as it would be sent now, by member id; for any number in as many statements.

    A member who was deleted meanwhile is left out.
    """
    found = digests.list_members(session, member_ids)
    return {digest.member.id: digest for digest in _compose(session, found, rules.settled(now), now)}


def see_digest(session: Session, actor: Actor, now: datetime) -> Digest:
    """What the next digest would hold if it came now; nothing counts as sent. Raises Refused("not_started")."""
    member = members.find(session, actor)
    if member is None or member.first_record_at is None:
        raise Refused("not_started")
    return _compose(session, (member,), now + _INSTANT, now)[0]


def see_sent(session: Session, actor: Actor, delivery_id: int) -> Digest:
    """What a digest that was sent covered, as of its moment: what it proposed goes as it is done, and nothing comes in
    its place. Raises Refused("not_found").
    """
    member = members.find(session, actor)
    found = None if member is None else deliveries.find_window(session, member.id, delivery_id)
    if member is None or found is None:
        raise Refused("not_found")
    covered, written = found
    sent = rules.read_said(written)
    digest = _compose(session, (member,), covered.end, covered.end, since=covered.start, sent=sent)[0]
    return digest if sent is None else replace(digest, sent=sent, milestone=sent.milestone)


def _compose(
    session: Session,
    found: Sequence[Member],
    until: datetime,
    now: datetime,
    *,
    since: datetime | None = None,
    sent: rules.Said | None = None,
) -> list[Digest]:
    """From where each member's digests have come, or from `since`; with what one member was `sent`, or anew."""
    ids = [member.id for member in found]
    facts = digests.read_facts(session, found, until, since=since)
    outlines = [
        rules.outline(
            member, rules.window(member, until) if since is None else Window(since, until), facts[member.id], now
        )
        for member in found
    ]
    named = {person for about in outlines for person in about.named}
    labelled = [person for about in outlines for person in about.labelled]
    names = digests.read_names(session, ids, named, labelled)
    if sent is None:
        proposed = proposals.gather(session, found, now)
    else:
        proposed = {member.id: proposals.gather_pairs(session, member, sent.pairs, now) for member in found}
    return [rules.compose(about, names, proposed.get(about.member.id, ())) for about in outlines]
