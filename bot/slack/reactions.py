"""Reactions of members: the win emoji makes a draft, the talk emoji a conversation; un-reacting undoes both."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import reading
from bot.domain import emoji
from bot.domain.evidence import Captured, said_at
from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown, Refused
from bot.messenger import SlackProblem
from bot.services import conversations, evidence, members, wins
from bot.services.evidence import Outcome
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import conversations as conversation_views
from bot.views import evidence as views

log = logging.getLogger(__name__)


def register(routes: Routes) -> None:
    routes.event("reaction_added", on_reaction_added)
    routes.event("reaction_removed", on_reaction_removed)


@dataclass(frozen=True, slots=True)
class _Reaction:
    name: str
    message: Captured
    event_ts: str


async def on_reaction_added(call: Call) -> Reply:
    meaning, reaction = await _meaning(call)
    if meaning == "win":
        await _draft(call, reaction)
    elif meaning == "talk":
        await _talk(call, reaction)
    return None


async def on_reaction_removed(call: Call) -> Reply:
    meaning, reaction = await _meaning(call)
    if meaning == "win":
        await _withdraw(call, reaction)
    elif meaning == "talk":
        place = (reaction.message.channel, reaction.message.ts)
        undone = await call.parts.db.write(
            conversations.undo_talk_by_reaction, call.actor, *place, reaction.event_ts, call.key, call.now
        )
        call.refresh_home()
        if undone.reason == "kept" and undone.logged is not None:
            said = conversation_views.kept(undone.logged.conversation, undone.logged.people)
            call.after(_tell, call, reaction, said)
    return None


async def _meaning(call: Call) -> tuple[str, _Reaction]:
    """What the emoji means to whoever reacted: "win", "talk", or "" for anything that is not Vouch's business.

    Somebody who is no member starts nothing, and nothing is stored of them.
    """
    reaction = _read(call.body.get("event"))
    if not reaction.message.exists or said_at(reaction.event_ts) is None:
        return "", reaction
    member = await call.parts.db.read(members.find, call.actor)
    if member is None or member.inactive:
        return "", reaction
    if emoji.same(reaction.name, member.win_emoji):
        return "win", reaction
    return ("talk" if emoji.same(reaction.name, member.talk_emoji) else ""), reaction


def _read(event: Any) -> _Reaction:
    """Of an event that lacks something, or is about a file, the message does not exist."""
    event = event if isinstance(event, Mapping) else {}
    item = event.get("item")
    item = item if isinstance(item, Mapping) and item.get("type", "message") == "message" else {}
    message = Captured(
        channel=str(item.get("channel") or ""), ts=str(item.get("ts") or ""), author=str(event.get("item_user") or "")
    )
    return _Reaction(str(event.get("reaction") or ""), message, str(event.get("event_ts") or ""))


async def _draft(call: Call, reaction: _Reaction) -> None:
    """The draft is stored before the event is acknowledged; its text is read after."""
    found = await call.parts.db.write(
        evidence.draft_by_reaction, call.actor, reaction.message, reaction.event_ts, call.key, call.now
    )
    if found.win is None:
        return
    if found.outcome is Outcome.DRAFTED:
        call.after(_read_and_tell, call, reaction, found.win.id)
    else:
        call.after(_tell, call, reaction, views.known(found.win))


async def _read_and_tell(call: Call, reaction: _Reaction, win_id: int) -> None:
    """What fails here is pending in the database still, for the timetable."""
    db = call.parts.db
    try:
        pending = await db.read(evidence.find_pending, call.actor, win_id)
        if pending is not None:
            await reading.read_message(call.parts, pending)
        win = await db.read(wins.see, call.actor, win_id)
    except (Refused, NotRead, NotSaved, OutcomeUnknown) as problem:
        log.info("a draft is not confirmed, it is gone or cannot be seen: %s", type(problem).__name__)
        return
    await _tell(call, reaction, views.drafted(win), thread_ts=win.evidence[0].thread_ts)


async def _withdraw(call: Call, reaction: _Reaction) -> None:
    found = await call.parts.db.write(
        evidence.withdraw_reaction, call.actor, reaction.message, reaction.event_ts, call.key, call.now
    )
    if found.win is not None and found.outcome is Outcome.STAYS:
        thread_ts = next((piece.thread_ts for piece in found.win.evidence), "")
        call.after(_tell, call, reaction, views.stays(found.win), thread_ts)
    else:
        call.refresh_home()


async def _talk(call: Call, reaction: _Reaction) -> None:
    message = reaction.message
    found = await call.parts.db.write(
        conversations.log_talk_by_reaction,
        call.actor,
        message.author,
        message.channel,
        message.ts,
        reaction.event_ts,
        call.key,
        call.now,
    )
    logged = found.logged
    if found.reason == "logged" and logged is not None:
        said = conversation_views.logged(
            logged.conversation, logged.people, logged.new, logged.follow_up, logged.member.today(call.now)
        )
        call.after(_tell, call, reaction, said)


async def _tell(call: Call, reaction: _Reaction, said: dict[str, Any], thread_ts: str = "") -> None:
    """Privately, where the person reacted. If Slack refuses, Home has it: never a DM."""
    message = reaction.message
    try:
        await call.parts.messenger.ephemeral(call.actor, message.channel, call.actor.user_id, said, thread_ts=thread_ts)
    except SlackProblem as problem:
        log.info("a reaction could not be confirmed in place: %s", problem)
    call.refresh_home()
    for work, args in call.later:  # what refreshing Home left to do: the answer is long given
        await work(*args)
