"""Slack's payloads, built whole from the workspace; it may not send them."""

import uuid
from typing import TYPE_CHECKING, Any

from sandbox import people
from sandbox.state import Channel, Message, View
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.box import Box

DOMAINS = {people.TEAM: "acme", people.OTHER_TEAM: "other", people.PARTNER_TEAM: "partner"}
VERIFICATION = "sandbox-verification"


def user_ref(box: "Box", user: str) -> Json:
    person = box.state.person(user)
    return {"id": user, "username": person.name, "name": person.name, "team_id": person.team}


def command(box: "Box", user: str, channel: Channel, name: str, text: str) -> Json:
    person = box.state.person(user)
    return {
        "token": VERIFICATION,
        "team_id": person.team,
        "team_domain": DOMAINS[person.team],
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": people.APP_ID,
        "is_enterprise_install": "false",
        "response_url": box.response_url(user, channel.id),
        "trigger_id": box.trigger(user, None),
    }


def interaction(box: "Box", kind: str, user: str, *, view_id: str | None = None, trigger: bool = True) -> Json:
    """What every interaction carries."""
    team = box.home_team(user)
    payload: Json = {
        "type": kind,
        "team": {"id": team, "domain": DOMAINS[team]},
        "user": user_ref(box, user),
        "api_app_id": people.APP_ID,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if trigger:
        payload["trigger_id"] = box.trigger(user, view_id)
    return payload


def message_shortcut(box: "Box", user: str, callback_id: str, channel: Channel, message: Message) -> Json:
    return interaction(box, "message_action", user) | {
        "action_ts": box.action_ts(),
        "callback_id": callback_id,
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message": message_body(box, message),
        "response_url": box.response_url(user, channel.id),
    }


def global_shortcut(box: "Box", user: str, callback_id: str) -> Json:
    """It comes from nowhere: no channel, no message, no response_url, and less of the user."""
    payload = interaction(box, "shortcut", user) | {"action_ts": box.action_ts(), "callback_id": callback_id}
    del payload["user"]["name"]
    return payload


def message_action(box: "Box", user: str, message: Message, action: Json) -> Json:
    """A press in a message."""
    return (
        interaction(box, "block_actions", user)
        | message_place(box, message)
        | {
            "state": {"values": message.values},
            "response_url": box.response_url(user, message.channel, message.ts),
            "actions": [action],
        }
    )


def message_place(box: "Box", message: Message) -> Json:
    """Where in a message something happened. An ephemeral one brings no `message`: Slack keeps no copy of it."""
    channel = box.state.channel(message.channel)
    ephemeral = message.ephemeral_for is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Json = {"container": container, "channel": {"id": channel.id, "name": _channel_name(channel)}}
    return place if ephemeral else place | {"message": message_body(box, message)}


def view_action(box: "Box", view: View, action: Json) -> Json:
    return interaction(box, "block_actions", view.user, view_id=view.id) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_body(view),
        "actions": [action],
    }


def submission(box: "Box", view: View) -> Json:
    payload = interaction(box, "view_submission", view.user, view_id=view.id)
    return payload | {"view": view_body(view), "response_urls": []}


def closed(box: "Box", view: View, cleared: bool) -> Json:
    """What was typed into it is not told."""
    payload = interaction(box, "view_closed", view.user, trigger=False)
    return payload | {"view": view_body(view) | {"state": {"values": {}}}, "is_cleared": cleared}


def suggestion(box: "Box", user: str, holder: Message | View, place: tuple[str, str], typed: str) -> Json:
    """What is asked of an external select's source; `place` is (block_id, action_id)."""
    payload = interaction(box, "block_suggestion", user, trigger=False)
    payload |= {"block_id": place[0], "action_id": place[1], "value": typed}
    if isinstance(holder, View):
        return payload | {"container": {"type": "view", "view_id": holder.id}, "view": view_body(holder)}
    return payload | message_place(box, holder)


def view_body(view: View) -> Json:
    """A view as Slack gives it back: what the app sent, and what Slack adds."""
    content = view.content
    body: Json = {
        "id": view.id,
        "team_id": view.team,
        "type": view.type,
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "title": content.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": people.APP_ID,
        "external_id": content.get("external_id", ""),
        "app_installed_team_id": view.team,
        "bot_id": people.BOT_ID,
    }
    return body


def message_body(box: "Box", message: Message, *, metadata: bool = False) -> Json:
    """A message as the Web API and the events show it; that of a webhook has no user."""
    channel = box.state.channel(message.channel)
    body: Json = {"type": "message", "text": message.text, "ts": message.ts}
    if message.user:
        body |= {"user": message.user, "team": box.state.person(message.user).team}
    if message.user and channel.shared:
        body |= {"user_team": body["team"], "source_team": body["team"]}
    if message.by_app:
        body |= {"bot_id": people.BOT_ID, "app_id": people.APP_ID}
    if message.bot:
        body |= {"bot_id": message.bot}
    if message.bot and not message.user:
        body |= {"subtype": "bot_message", "username": box.state.bot(message.bot).real_name}
    if message.tombstone:
        body |= {"subtype": "tombstone", "hidden": True}
    root = channel.find(message.thread_ts) if message.thread_ts else None
    replies = [] if message.thread_ts else channel.replies(message)
    optional: dict[str, Any] = {
        "blocks": message.blocks,
        "thread_ts": message.thread_ts or (message.ts if replies else None),
        "parent_user_id": root.user if root is not None and root is not message else None,
        "reply_count": len(replies),
        "latest_reply": replies[-1].ts if replies else None,
        "files": message.files,
        "metadata": message.metadata if metadata else None,
        "edited": {"user": message.user, "ts": message.edited} if message.edited else None,
        "reactions": [{"name": n, "users": list(u), "count": len(u)} for n, u in message.reactions.items()],
    }
    body |= {key: value for key, value in optional.items() if value}
    return body


def event(team: str, inner: Json, *, event_time: int, event_id: str, shared: bool = False) -> Json:
    return {
        "token": VERIFICATION,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": people.APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": people.BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{uuid.uuid4().hex}",
    }


def _channel_name(channel: Channel) -> str:
    return {"im": "directmessage", "dm": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)
