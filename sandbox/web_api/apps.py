"""Web API: who the app is, and its connections."""

from typing import TYPE_CHECKING

from sandbox import people, socket_mode
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.box import Box


async def auth_test(box: "Box", _args: Json) -> Json:
    return {
        "url": f"{box.url}/",
        "team": people.TEAM_NAMES[people.TEAM],
        "user": box.state.person(people.BOT_USER).name,
        "team_id": people.TEAM,
        "user_id": people.BOT_USER,
        "bot_id": people.BOT_ID,
        "is_enterprise_install": False,
    }


async def connections_open(box: "Box", _args: Json) -> Json:
    return socket_mode.open_link(box.hub, box.url)
