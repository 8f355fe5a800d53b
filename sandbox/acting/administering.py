"""What administrators do: changing people, inviting the bot, uninstalling the app."""

from typing import TYPE_CHECKING

from sandbox import people
from sandbox.web_api import users
from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box

_CHANGEABLE = ("deleted", "tz", "real_name", "title")


async def change_person(box: "Box", user: str, changes: Json) -> Json:
    person = box.state.person(user)
    for name in _CHANGEABLE:
        if name in changes:
            setattr(person, name, changes[name])
    box.state.touch(box.state.people)
    stamp = box.state.next_ts(box.clock.now())
    inner = {
        "type": "user_change",
        "user": users.user_body(box, person),
        "cache_ts": int(float(stamp)),
        "event_ts": stamp,
    }
    ack = await box.emit("user_change", inner, user=user)
    return {"ok": True, "acked": ack is not None and ack.ok}


async def place_bot(box: "Box", channel_id: str, bot_in: bool) -> Json:
    channel = box.state.channel(channel_id)
    if channel.kind == "im":
        raise ControlError("The bot cannot leave its own conversation.")
    moved = channel.bot_in != bot_in
    channel.bot_in = bot_in
    box.state.touch(channel.members)
    if moved and bot_in:
        inner = {
            "type": "member_joined_channel",
            "user": people.BOT_USER,
            "channel": channel_id,
            "channel_type": "C" if channel.kind == "channel" else "G",
            "team": channel.team,
            "event_ts": box.state.next_ts(box.clock.now()),
        }
        await box.emit("member_joined_channel", inner, user=people.BOT_USER, channel=channel)
    return {"ok": True}


async def uninstall(box: "Box") -> Json:
    """The app hears of it twice, in no promised order, and its token is dead before either."""
    kinds: dict[str, Json] = {
        "app_uninstalled": {"type": "app_uninstalled"},
        "tokens_revoked": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [people.BOT_USER]}},
    }
    wanted = {kind: box.subscribed(kind) for kind in kinds}
    box.state.installed = False
    acked = {}
    for kind, inner in kinds.items():
        if wanted[kind]:
            stamped = inner | {"event_ts": box.state.next_ts(box.clock.now())}
            acked[kind] = (await box.deliver_event(stamped, user=people.BOT_USER, team=people.TEAM)).ok
    box.state.touch(box.state.people)
    return {"ok": True, "acked": acked}
