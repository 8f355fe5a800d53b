"""Reactions: a member's own make drafts and conversations, those of others to a member's message are praise."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot import reading
from bot.domain import emoji
from bot.domain.evidence import Captured, Reading, said_at
from bot.domain.members import Actor, Member
from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown, Refused
from bot.domain.stakeholders import Relationship
from bot.domain.wins import Win
from bot.messenger import SlackProblem
from bot.services import conversations, evidence, praise, stakeholders, wins
from bot.services.evidence import Outcome
from bot.slack import stakeholder_names
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import conversations as conversation_views
from bot.views import evidence as views

log = logging.getLogger(__name__)
EXTERNAL = Relationship.EXTERNAL


def register(routes: Routes) -> None:
    routes.event("reaction_added", on_reaction_added)
    routes.event("reaction_removed", on_reaction_removed)


@dataclass(frozen=True, slots=True)
class _Reaction:
    """`means` is what the emoji is to whoever reacted: "win", "talk" or ""; `author` is the member whom it praises."""

    name: str
    message: Captured
    event_ts: str
    by_bot: bool
    means: str = ""
    silent: bool = False
    author: Actor | None = None


async def on_reaction_added(call: Call) -> Reply:
    reaction = await _understood(call)
    if reaction.author is not None:
        await _praise(call, reaction, reaction.author)
    if reaction.means == "win":
        await _draft(call, reaction)
    elif reaction.means == "talk":
        await _talk(call, reaction)
    return None


async def on_reaction_removed(call: Call) -> Reply:
    reaction = await _understood(call)
    if reaction.author is not None:
        await _take_back(call, reaction, reaction.author)
    if reaction.means == "win":
        await _withdraw(call, reaction)
    elif reaction.means == "talk":
        await _undo_talk(call, reaction)
    return None


async def _understood(call: Call) -> _Reaction:
    """What the reaction is to whoever reacted and to the message's author: one question for every reaction anywhere.

    Somebody who is no member starts nothing; nothing is stored of them but that they praised a member.
    """
    reaction = _read(call.body.get("event"))
    if not reaction.message.exists or said_at(reaction.event_ts) is None:
        return reaction
    member, author = await call.parts.db.read(praise.see_pair, call.actor, reaction.message.author)
    if member is not None and not member.inactive:
        reaction = replace(reaction, means=_meaning(reaction.name, member), silent=member.silent)
    if author is not None and author.user_id != call.actor.user_id and not reaction.by_bot:
        praised = not author.inactive and emoji.same(reaction.name, author.win_emoji)
        reaction = replace(reaction, author=replace(call.actor, user_id=author.user_id) if praised else None)
    return reaction


def _meaning(name: str, member: Member) -> str:
    if emoji.same(name, member.win_emoji):
        return "win"
    return "talk" if emoji.same(name, member.talk_emoji) else ""


def _read(event: Any) -> _Reaction:
    """Of an event that lacks something, or is about a file, the message does not exist."""
    event = event if isinstance(event, Mapping) else {}
    item = event.get("item")
    item = item if isinstance(item, Mapping) and item.get("type", "message") == "message" else {}
    message = Captured(
        channel=str(item.get("channel") or ""), ts=str(item.get("ts") or ""), author=str(event.get("item_user") or "")
    )
    return _Reaction(
        str(event.get("reaction") or ""), message, str(event.get("event_ts") or ""), by_bot=bool(event.get("bot_id"))
    )


# Praise: the author is told nothing now, whoever reacted nothing ever


async def _praise(call: Call, reaction: _Reaction, author: Actor) -> None:
    noted = await call.parts.db.write(
        praise.note, author, call.actor.user_id, reaction.message, reaction.event_ts, call.now
    )
    if noted.outcome is not praise.Outcome.NOTHING:
        drafted = noted.win_id if noted.outcome is praise.Outcome.DRAFTED else 0
        call.after(_look_into_praise, call, reaction, author, drafted)


async def _look_into_praise(call: Call, reaction: _Reaction, author: Actor, drafted: int) -> None:
    """Reads the message, if it is a new draft; praise of an app, which the event does not tell, is taken back."""
    theirs = replace(call, actor=author, later=[])
    if await _is_app(call):
        after = f"{reaction.event_ts}0"  # of all that can be known of this reaction, the latest
        try:
            await call.parts.db.write(praise.take_back, author, call.actor.user_id, reaction.message, after, call.now)
        except (NotSaved, OutcomeUnknown) as problem:
            log.info("an app's praise stays: %s", type(problem).__name__)
    elif drafted:
        await _read_text(theirs, drafted)
    await _show_home(theirs)


async def _is_app(call: Call) -> bool:
    """Whether an app reacted; where Slack does not say, it counts as a person."""
    try:
        return (await call.parts.messenger.user(call.actor, call.actor.user_id)).is_bot
    except SlackProblem:
        return False


async def _take_back(call: Call, reaction: _Reaction, author: Actor) -> None:
    noted = await call.parts.db.write(
        praise.take_back, author, call.actor.user_id, reaction.message, reaction.event_ts, call.now
    )
    if noted.outcome is not praise.Outcome.NOTHING:
        call.after(_show_home, replace(call, actor=author, later=[]))


# The member's own


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
        call.after(_tell, call, reaction, views.known(found.win), found.win)


async def _read_and_tell(call: Call, reaction: _Reaction, win_id: int) -> None:
    win = await _read_text(call, win_id)
    if win is not None:
        await _tell(call, reaction, views.drafted(win), win)


async def _read_text(call: Call, win_id: int) -> Win | None:
    """The draft with its text, as far as Slack gave it. What fails is pending in the database, for the timetable."""
    db = call.parts.db
    try:
        pending = await db.read(evidence.find_pending, call.actor, win_id)
        if pending is not None:
            await reading.read_message(call.parts, pending)
        return await db.read(wins.see, call.actor, win_id)
    except (Refused, NotRead, NotSaved, OutcomeUnknown) as problem:
        log.info("a draft is not confirmed, it is gone or cannot be seen: %s", type(problem).__name__)
        return None


async def _withdraw(call: Call, reaction: _Reaction) -> None:
    found = await call.parts.db.write(
        evidence.withdraw_reaction, call.actor, reaction.message, reaction.event_ts, call.key, call.now
    )
    if found.win is not None and found.outcome is Outcome.STAYS:
        call.after(_tell, call, reaction, views.stays(found.win), found.win)
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
    if found.reason == "logged" and found.logged is not None:
        call.after(_look_and_tell, call, reaction, found.logged)
    elif found.reason in {"no_author", "bot"}:
        call.after(_tell, call, reaction, conversation_views.nobody())


async def _look_and_tell(call: Call, reaction: _Reaction, logged: conversations.Logged) -> None:
    """Only now Slack is asked who the author is: nobody for an app, somebody external of another organisation."""
    db, actor, author = call.parts.db, call.actor, reaction.message.author
    try:
        user = await call.parts.messenger.user(actor, author)
        if user.is_bot:
            place = (reaction.message.channel, reaction.message.ts, f"{reaction.event_ts}0")
            await db.write(conversations.undo_talk_by_reaction, actor, *place, "", call.now)
            await _tell(call, reaction, conversation_views.nobody())
            return
        await stakeholder_names.keep(call.parts, actor, {author: user.name})
        if user.stranger and logged.new:
            for person_id in logged.new:
                await db.write(stakeholders.change_relationship, actor, person_id, EXTERNAL, "", call.now)
            logged = await db.read(conversations.see_conversation, actor, logged.conversation.id, call.now)
    except (SlackProblem, Refused, NotRead, NotSaved, OutcomeUnknown) as problem:
        log.info("who wrote a message stays unknown: %s", type(problem).__name__)
    said = conversation_views.logged(logged.conversation, logged.people, logged.new, logged.follow_ups, logged.today)
    await _tell(call, reaction, said)


async def _undo_talk(call: Call, reaction: _Reaction) -> None:
    place = (reaction.message.channel, reaction.message.ts)
    undone = await call.parts.db.write(
        conversations.undo_talk_by_reaction, call.actor, *place, reaction.event_ts, call.key, call.now
    )
    call.refresh_home()
    if undone.reason == "kept" and undone.logged is not None:
        said = conversation_views.kept(undone.logged.conversation, undone.logged.people)
        call.after(_tell, call, reaction, said)


# Telling


async def _tell(call: Call, reaction: _Reaction, said: dict[str, Any], win: Win | None = None) -> None:
    """Privately, where the person reacted. If Slack refuses, Home has it: never a DM. Silent members read it there."""
    if not reaction.silent:
        channel, user = reaction.message.channel, call.actor.user_id
        try:
            thread_ts = await _thread(call, reaction.message, win)
            await call.parts.messenger.ephemeral(call.actor, channel, user, said, thread_ts=thread_ts)
        except SlackProblem as problem:
            log.info("a reaction could not be confirmed in place: %s", problem)
    await _show_home(call)


async def _thread(call: Call, message: Captured, win: Win | None) -> str:
    """The parent's ts of a message in a thread. The event does not name it: a text that was read does, else Slack."""
    for piece in win.evidence if win is not None else ():
        same = (piece.channel_id, piece.ts) == (message.channel, message.ts)
        if same and (piece.thread_ts or piece.reading is Reading.READ):
            return piece.thread_ts
    try:
        return (await call.parts.messenger.message(call.actor, message.channel, message.ts)).thread_ts
    except SlackProblem as problem:
        log.info("where a message stands cannot be read: %s", problem)
        return ""


async def _show_home(call: Call) -> None:
    call.refresh_home()
    for work, args in call.later:  # what refreshing Home left to do: the answer is long given
        await work(*args)
