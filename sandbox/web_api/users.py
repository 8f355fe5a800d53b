"""Web API: users.*."""

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox import people
from sandbox.people import Person
from sandbox.web_api.reading import flag, needed
from sandbox.wire import Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box


async def info(box: "Box", args: Json) -> Json:
    person = box.state.people.get(needed(args, "user"))
    if person is None or person.team != people.TEAM:
        raise SlackError("user_not_found")
    body = user_body(box, person)
    if flag(args, "include_locale"):
        body["locale"] = "en-US"
    return {"user": body}


def user_body(box: "Box", person: Person) -> Json:
    """A user as users.info and user_change show it; a deactivated one lacks fields, as in Slack."""
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
        "is_bot": person.bot,
        "is_app_user": False,
        "updated": int(box.clock.now().timestamp()),
    }
    if person.deleted:
        return body
    body |= {"is_restricted": person.guest, "is_ultra_restricted": False, "is_admin": False, "is_owner": False}
    if person.tz:
        offset = box.clock.now().astimezone(ZoneInfo(person.tz)).utcoffset() or timedelta()
        body |= {"tz": person.tz, "tz_label": person.tz, "tz_offset": int(offset.total_seconds())}
    return body
