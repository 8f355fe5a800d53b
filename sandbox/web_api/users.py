"""Web API: users.*."""

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox import people
from sandbox.people import Person
from sandbox.state import Channel
from sandbox.web_api.reading import flag, needed
from sandbox.wire import Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box


async def info(box: "Box", args: Json) -> Json:
    person = box.state.people.get(needed(args, "user"))
    if person is None or not _visible(box, person):
        raise SlackError("user_not_found")
    return {"user": user_body(box, person, locale=flag(args, "include_locale"))}


def user_body(box: "Box", person: Person, *, locale: bool = False) -> Json:
    """A user as users.info and user_change show it; a deactivated one and one of another team lack fields."""
    body: Json = {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "deleted": person.deleted,
        "real_name": person.real_name,
        "profile": {
            "title": person.title,
            "real_name": person.real_name,
            "display_name": person.name,
            "team": person.team,
        },
        "is_bot": person.bot and person.id != people.SLACKBOT,
        "is_app_user": False,
        "updated": int(box.clock.now().timestamp()),
    }
    if person.bot_id:
        body["profile"]["bot_id"] = person.bot_id
    if person.team not in people.INSTALLED_AT:
        return body | {"is_stranger": not any(channel.bot_in for channel in _shared(box, person))}
    if person.deleted:
        return body
    body |= {"is_restricted": person.guest, "is_ultra_restricted": False, "is_admin": False, "is_owner": False}
    if locale:
        body["locale"] = person.locale
    if person.tz:
        offset = box.clock.now().astimezone(ZoneInfo(person.tz)).utcoffset() or timedelta()
        body |= {"tz": person.tz, "tz_label": person.tz, "tz_offset": int(offset.total_seconds())}
    return body


def _visible(box: "Box", person: Person) -> bool:
    return person.team == people.TEAM or bool(_shared(box, person))


def _shared(box: "Box", person: Person) -> list[Channel]:
    """The channels of Slack Connect in which the app's team meets a person of another one."""
    return [channel for channel in box.state.channels.values() if channel.shared and person.id in channel.members]
