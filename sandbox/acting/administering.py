"""What administrators do: changing people, inviting the bot, uninstalling the app."""

from typing import TYPE_CHECKING

from sandbox import people
from sandbox.web_api import users
from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box

_CHANGEABLE = ("deleted", "tz", "real_name", "title", "locale", "guest")
SURFACES = {"message", "home", "modal"}


async def change_person(box: "Box", user: str, changes: Json) -> Json:
    person = box.state.person(user)
    for name in _CHANGEABLE:
        if name in changes:
            setattr(person, name, changes[name])
    box.state.touch(box.state.people)
    stamp = box.state.next_ts(box.clock.now())
    inner = {
        "type": "user_change",
        "user": users.user_body(box, person, locale=True),
        "cache_ts": int(float(stamp)),
        "event_ts": stamp,
    }
    ack = await box.emit("user_change", inner, user=user)
    return {"ok": True, "acked": ack is not None and ack.ok}


async def place_bot(box: "Box", channel_id: str, bot_in: bool) -> Json:
    channel = box.state.channel(channel_id)
    if channel.kind == "im":
        raise ControlError("The bot cannot leave its own conversation.")
    if channel.kind == "dm":
        raise ControlError("A direct message between people has no place for the bot.")
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


async def change_emoji(box: "Box", name: str, value: str | None) -> Json:
    """Add a custom emoji, or remove it."""
    stamp = box.state.next_ts(box.clock.now())
    if value is None:
        if box.state.emoji.pop(name, None) is None:
            raise ControlError(f"There is no custom emoji {name!r}.")
        inner: Json = {"type": "emoji_changed", "subtype": "remove", "names": [name], "event_ts": stamp}
    else:
        box.state.emoji[name] = value
        inner = {"type": "emoji_changed", "subtype": "add", "name": name, "value": value, "event_ts": stamp}
    box.state.touch(box.state.people)
    ack = await box.emit("emoji_changed", inner, user=people.BOT_USER)
    return {"ok": True, "acked": ack is not None and ack.ok}


def withhold_scopes(box: "Box", without: list[str]) -> Json:
    """Grant all that the manifest asks for, but these: optional ones not ticked, or asked for only after installing."""
    unknown = set(without) - set(box.manifest.scopes)
    if unknown:
        raise ControlError(f"The manifest does not ask for {', '.join(sorted(unknown))}.")
    box.state.withheld = set(without)
    box.state.touch(box.state.people)
    return {"ok": True, "scopes": box.scopes}


def refuse_blocks(box: "Box", surface: str, types: list[str]) -> Json:
    """Let Slack take no blocks of these types on this surface, as while it rolls a new one out."""
    if surface not in SURFACES:
        raise ControlError(f"{surface!r} is none of home, message and modal.")
    box.state.refused_blocks[surface] = set(types)
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
