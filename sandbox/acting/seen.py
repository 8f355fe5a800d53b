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
    known = [*state.acquaintances(user), *([] if me.team == people.TEAM else [state.person(people.BOT_USER)])]
    commands = box.manifest.commands.values() if has_app(box, user) else []
    shortcuts = box.manifest.shortcuts.values() if has_app(box, user) else []
    return {
        "ok": True,
        "clock": {
            "now": box.clock.now().isoformat(),
            "offset": box.clock.offset.total_seconds(),
            "version": box.clock.version,
            "quiet": box.clock.quiet,
        },
        "me": user,
        "app": {
            "id": people.APP_ID,
            "team": me.team,
            "user": people.BOT_USER,
            "name": box.manifest.name,
            "installed": state.installed,
            "channel": f"D0{user[2:]}",
        },
        "people": [_person(person, me) for person in state.people.values() if person in known],
        "user_groups": [_group(group) for group in people.GROUPS if me.team == people.TEAM],
        "bots": [
            {"id": p.bot_id, "name": p.real_name, "user": p.id} for p in known if p.bot_id not in {None, people.BOT_ID}
        ],
        "emoji": dict(state.emoji) if me.team == people.TEAM else {},
        "channels": [_channel(box, item, user) for item in state.channels.values() if state.shows(item, user)],
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


def has_app(box: "Box", user: str) -> bool:
    """Whether the app's commands and shortcuts are there for this person: a stranger's team does not have it."""
    at_home = box.state.person(user).team in people.INSTALLED_AT
    return at_home and box.state.installed and box.has_scope("commands")


def _person(person: Person, me: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "tz": person.tz,
        "bot": person.bot,
        "deleted": person.deleted,
        "guest": person.guest,
        "locale": person.locale,
        "bot_id": person.bot_id,
        "team": person.team,
        "stranger": person.team != me.team and not person.bot,
    }


def _group(group: people.Group) -> Json:
    return {"id": group.id, "handle": group.handle, "name": group.name, "members": list(group.members)}


def message(box: "Box", item: Message) -> Json:
    body: Json = {
        "ts": item.ts,
        "channel": item.channel,
        "user": item.user,
        "name": box.state.bot(item.bot).real_name if item.bot else box.state.person(item.user).real_name,
        "text": item.text,
        "reactions": [{"name": name, "users": list(users)} for name, users in item.reactions.items()],
        "ephemeral": item.ephemeral_for is not None,
        "edited": item.edited is not None,
        "permalink": box.permalink(item.channel, item.ts),
    }
    if item.by_app or item.bot:
        body["bot_id"] = item.bot or people.BOT_ID
    extra = {"blocks": item.blocks, "thread_ts": item.thread_ts, "files": item.files, "metadata": item.metadata}
    return body | {key: value for key, value in extra.items() if value}


def channel(box: "Box", user: str, channel_id: str) -> Channel:
    """A channel that this person is in; anything else is not there for them. Other bots are in every channel."""
    found, person = box.state.channel(channel_id), box.state.person(user)
    if user not in found.members and (found.kind in {"im", "dm"} or not person.bot):
        raise ControlError(f"{person.real_name} is not in {channel_id}.")
    return found


def found_message(box: "Box", user: str, channel_id: str, ts: str) -> Message:
    item = channel(box, user, channel_id).find(ts)
    if item is None or item.ephemeral_for not in {None, user}:
        raise ControlError(f"There is no message {ts} in {channel_id}.")
    return item


def _channel(box: "Box", item: Channel, user: str) -> Json:
    shown = [m for m in item.messages if m.ephemeral_for in {None, user}]
    return {
        "id": item.id,
        "name": item.name or _other_side(box, item, user),
        "kind": item.kind,
        "shared": item.shared,
        "with": [member for member in item.members if member != user] if item.kind == "dm" else [],
        "bot_in": item.bot_in,
        "member": user in item.members,
        "members": list(item.members),
        "messages": [message(box, m) for m in sorted(shown, key=lambda m: float(m.ts))],
    }


def _other_side(box: "Box", item: Channel, user: str) -> str:
    """How a conversation between people is called for one of them."""
    others = [box.state.person(member).real_name for member in item.members if member != user]
    return ", ".join(others) or f"{box.state.person(user).real_name} (you)"


def _shortcut(callback_id: str, name: str, description: str) -> Json:
    return {"callback_id": callback_id, "name": name, "description": description}
