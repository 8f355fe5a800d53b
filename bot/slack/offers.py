"""What people write to Vouch itself: one known word, greetings, and what could be kept as it stands."""

from collections.abc import Mapping
from typing import Any

from bot import ids
from bot.domain import lines, messages, offers
from bot.domain.evidence import MAX_SNAPSHOT, Captured
from bot.domain.outcomes import Refused
from bot.messenger import QUICK, SlackRefused
from bot.services import conversations, wins, workspaces
from bot.services import offers as services
from bot.slack import failures
from bot.slack import stakeholders as people
from bot.slack.call import Call, Reply
from bot.slack.router import Handler, Routes
from bot.views import fixes as fix_views
from bot.views import offers as views
from bot.views import wins as win_views

_WRITTEN = {None, "", "file_share", "thread_broadcast"}  # subtypes of what a person has written


def register(routes: Routes) -> None:
    routes.event("message", _listener(routes))
    routes.action(ids.OFFER_WIN, on_offer_win)
    routes.action(ids.OFFER_TALK, on_offer_talk)
    routes.action(ids.OFFER_NO, on_offer_no)


def _listener(routes: Routes) -> Handler:
    async def on_event_message(call: Call) -> Reply:
        """Answers what a person wrote to Vouch itself, once; never a bot, an edit, or Slack's own notices."""
        event = call.body.get("event") or {}
        by_person = event.get("user") and not event.get("bot_id") and event.get("subtype") in _WRITTEN
        if event.get("channel_type") != "im" or not by_person:
            return None
        said = await _answer(call, routes, event)
        # A key of its own: what a command stored has claimed the event's.
        await call.parts.db.write(workspaces.note_event, call.actor, f"answer:{call.key}"[:200], call.now)
        call.after(_post, call, event, said)
        return None

    return on_event_message


async def _post(call: Call, event: Mapping[str, Any], said: dict[str, Any]) -> None:
    thread_ts = str(event.get("thread_ts") or "")
    said = said | ({"thread_ts": thread_ts} if thread_ts else {})
    await call.parts.messenger.post(call.actor, str(event.get("channel") or ""), said)


async def _answer(call: Call, routes: Routes, event: Mapping[str, Any]) -> dict[str, Any]:
    text = lines.clean(str(event.get("text") or "")).strip()
    command = offers.read_command(text, {*routes.words, "win", "met"}, call.parts.commands)
    if command is not None:
        return await _run(call, routes, command)
    return await _offer(call, text, str(event.get("ts") or ""))


async def _run(call: Call, routes: Routes, command: offers.Command) -> dict[str, Any]:
    """As if Slack had sent it as a command; what the database could not do is raised, so that Slack asks again."""
    known = routes.words | {name: routes.commands[name] for name in ("win", "met")}
    handler, call.text = known.get(command.word), command.rest
    if handler is None:
        handler, call.text = routes.commands["vouch"], f"{command.word} {command.rest}"
    try:
        said = await handler(call)
    except Refused as problem:
        if problem.code == "needs_press":
            return views.needs_press(call.parts.commands, command.word)
        return failures.said(call.kind, call.typed, problem)
    return said or views.help_message()


async def _offer(call: Call, text: str, ts: str, *, changed: bool = False) -> dict[str, Any]:
    if offers.says_nothing_to_keep(text):
        return views.help_message()
    found = await call.parts.db.read(services.understand, call.actor, text, call.now)
    if found.win is None:
        return views.help_message()
    value = f"{ts}:{offers.fingerprint(text)}"
    return views.offer(
        found.win, found.talk, found.today, value, with_message=found.with_message, cut=found.cut, changed=changed
    )


async def on_offer_win(call: Call) -> Reply:
    message, text, offered_anew = await _written(call)
    if offered_anew is not None:
        return offered_anew
    saved = await call.parts.db.write(services.save_win, await call.owner(), message, text, call.key, call.now)
    call.refresh_home()
    if isinstance(saved, wins.Changed):
        return views.saved_before(saved.win, saved.today)
    first = saved.member if saved.first else None
    below = fix_views.offered(saved.win, saved.member.locale, saved.meant)
    return win_views.logged(saved.win, saved.member.today(call.now), saved.news_to, first, below)


async def on_offer_talk(call: Call) -> Reply:
    message, text, offered_anew = await _written(call)
    if offered_anew is not None:
        return offered_anew
    actor = await call.owner()
    try:
        logged = await call.parts.db.write(services.save_talk, actor, message, text, call.key, call.now)
    except Refused as problem:
        if problem.code != "message_talked_before":
            raise
        known = await call.parts.db.read(conversations.prepare, actor, message, call.now)
        if known.found is None:
            raise
        logged = known.found
    call.refresh_home()
    return people.confirmation(logged)


async def on_offer_no(_call: Call) -> Reply:
    return views.left_alone()


async def _written(call: Call) -> tuple[Captured, str, Reply]:
    """The message that the offer was about, read again: a button holds too little, and it may have been edited."""
    channel = call.body.get("channel")
    place = str(channel.get("id") or "") if isinstance(channel, Mapping) else ""
    ts, _, offered = call.value.partition(":")
    message = Captured(channel=place, ts=ts)
    if not message.exists:
        raise Refused("not_found")
    try:
        found = await call.parts.messenger.message(call.actor, place, ts, limit=QUICK / 2)
    except SlackRefused as problem:
        raise Refused("message_gone") from problem
    if found.user != call.actor.user_id:
        raise Refused("not_found")
    text = lines.clean(found.markup).strip()
    whole = messages.plain(text)
    message = Captured(
        channel=place,
        ts=ts,
        thread_ts=found.thread_ts,
        author=found.user,
        snapshot=whole[:MAX_SNAPSHOT],
        whole=len(whole) <= MAX_SNAPSHOT,
    )
    anew = None
    if offers.fingerprint(text) != offered:
        anew = await _offer(call, text, ts, changed=True)
    return message, text, anew
