"""What was said of people's confidence after conversations, always by owner."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import Date, bindparam, select

from bot.domain.confidence import Rating
from bot.store.database import Session
from bot.store.tables import conversation_people, conversations

_RATINGS = (
    select(conversation_people.c.stakeholder_id, conversations.c.happened_on, conversations.c.confidence)
    .join(conversations, conversations.c.id == conversation_people.c.conversation_id)
    .where(
        conversation_people.c.member_id == bindparam("owner"),
        conversation_people.c.stakeholder_id.in_(bindparam("people", expanding=True)),
        conversations.c.confidence.is_not(None),
        conversations.c.deleted_at.is_(None),
        conversations.c.sample.is_(False),
        conversations.c.happened_on >= bindparam("since", type_=Date),
    )
    .order_by(conversations.c.happened_on, conversations.c.id)
)


def list_ratings(
    session: Session, member_id: int, stakeholder_ids: Collection[int], since: date
) -> dict[int, list[Rating]]:
    """By person, the oldest first; one statement for all of them. Who was never rated is left out."""
    found: dict[int, list[Rating]] = defaultdict(list)
    if stakeholder_ids:
        asked = {"owner": member_id, "people": list(stakeholder_ids), "since": since}
        for who, on, level in session.execute(_RATINGS, asked):
            found[who].append(Rating(on, level))
    return dict(found)
