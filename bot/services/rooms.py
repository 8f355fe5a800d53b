"""The room: gathering who decides, what they know and how confidence went; looking at it changes nothing."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.domain import confidence as confidence_rules
from bot.domain import rooms as rules
from bot.domain.confidence import Change
from bot.domain.members import Actor
from bot.domain.refusals import Surface
from bot.domain.rooms import Room, RoomSeen
from bot.domain.stakeholders import Stakeholder
from bot.services import refusals
from bot.store import confidence, members, rooms
from bot.store.database import Session


def see_room(session: Session, actor: Actor, now: datetime) -> RoomSeen:
    """An empty one for somebody who is no member: looking starts nobody."""
    member = members.find(session, actor)
    if member is None:
        return RoomSeen(rules.room_of((), {}, {}), now.date())
    today = member.today(now)
    seats = rooms.list_seats(session, member.id)
    room = rules.room_of(seats, rooms.list_known(session, member.id), rooms.list_wins(session, member.id))
    people = rooms.list_named(session, member.id, seats, room.named, room.labelled)
    return RoomSeen(
        room,
        today,
        people,
        _changes(session, member.id, room, people, today),
        refusals.known(session, member.workspace_id, Surface.MESSAGE, now),
    )


def _changes(
    session: Session, member_id: int, room: Room, people: Mapping[int, Stakeholder], today: date
) -> dict[int, Change]:
    shown = [voice.stakeholder_id for voice in room.voices[: rules.VOICES]]
    ratings = confidence.list_ratings(session, member_id, shown, today - confidence_rules.LOOK_BACK)
    found = {who: confidence_rules.change(rated, people[who].confidence, today) for who, rated in ratings.items()}
    return {who: change for who, change in found.items() if change is not None}
