"""What one person sees: the whole state of their client as JSON; it may not change anything."""

from typing import TYPE_CHECKING

from sandbox import payloads, people, screens
from sandbox.people import Person
from sandbox.state import Channel, Message
from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box


def everything(box: "Box", user: str) -> Json:
    state, me = box.state, box.state.person(user)
    if me.team == people.TEAM:
        state.im(user)
    home = state.homes.get(user)
    commands = box.manifest.commands.values() if state.installed else []
    shortcuts = box.manifest.shortcuts.values() if state.installed else []
    return {
        "ok": True,
        "clock": {
            "now": box.clock.now().isoformat(),
            "offset": box.clock.offset.total_seconds(),
            "version": box.clock.version,
            "quiet": box.clock.quiet,
        },
        "me": user,
        "app": {"user": people.BOT_USER, "name": box.manifest.name, "installed": state.installed},
        "people": [person_body(person) for person in state.people.values() if person.team == me.team or person.bot],
        "channels": [_channel(box, item, user) for item in state.channels.values() if _shows(item, me)],
        "home": payloads.view_body(home) if home else None,
        "modals": [payloads.view_body(view) for view in screens.modals(box, user)],
        "notices": list(state.notices[user]),
        "commands": [{"name": c.name, "description": c.description, "usage_hint": c.usage_hint} for c in commands],
        "message_shortcuts": [
            _shortcut(s.callback_id, s.name, s.description) for s in shortcuts if s.kind == "message"
        ],
        "global_shortcuts": [_shortcut(s.callback_id, s.name, s.description) for s in shortcuts if s.kind == "global"],
        "version": state.versions[user],
    }


def reload(box: "Box", user: str) -> None:
    """A reload of the client: ephemerals, notices and open modals are gone."""
    for item in box.state.channels.values():
        item.messages = [message for message in item.messages if message.ephemeral_for != user]
    box.state.notices[user].clear()
    screens.clear(box, user)


def person_body(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "tz": person.tz,
        "bot": person.bot,
        "deleted": person.deleted,
        "guest": person.guest,
        "team": person.team,
    }


def message(box: "Box", item: Message) -> Json:
    body: Json = {
        "ts": item.ts,
        "channel": item.channel,
        "user": item.user,
        "name": box.state.person(item.user).real_name,
        "text": item.text,
        "reactions": [{"name": name, "users": list(users)} for name, users in item.reactions.items()],
        "ephemeral": item.ephemeral_for is not None,
        "edited": item.edited,
        "permalink": box.permalink(item.channel, item.ts),
    }
    if item.by_app:
        body["bot_id"] = people.BOT_ID
    extra = {"blocks": item.blocks, "thread_ts": item.thread_ts, "files": item.files, "metadata": item.metadata}
    return body | {key: value for key, value in extra.items() if value}


def channel(box: "Box", user: str, channel_id: str) -> Channel:
    """A channel that this person is in; anything else is not there for them."""
    found = box.state.channel(channel_id)
    if user not in found.members:
        raise ControlError(f"{box.state.person(user).real_name} is not in {channel_id}.")
    return found


def found_message(box: "Box", user: str, channel_id: str, ts: str) -> Message:
    item = channel(box, user, channel_id).find(ts)
    if item is None or item.ephemeral_for not in {None, user}:
        raise ControlError(f"There is no message {ts} in {channel_id}.")
    return item


def _shows(item: Channel, me: Person) -> bool:
    return me.id in item.members or (item.kind == "channel" and item.team == me.team)


def _channel(box: "Box", item: Channel, user: str) -> Json:
    shown = [m for m in item.messages if m.ephemeral_for in {None, user}]
    return {
        "id": item.id,
        "name": item.name,
        "kind": item.kind,
        "bot_in": item.bot_in,
        "member": user in item.members,
        "members": list(item.members),
        "messages": [message(box, m) for m in sorted(shown, key=lambda m: float(m.ts))],
    }


def _shortcut(callback_id: str, name: str, description: str) -> Json:
    return {"callback_id": callback_id, "name": name, "description": description}
