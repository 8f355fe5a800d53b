"""Home's listeners: shown when it is opened, and again after what changes it; opening it stores nothing."""

import asyncio
import logging
from typing import Any
from weakref import WeakValueDictionary

from bot.domain.members import Actor
from bot.messenger import SlackProblem, SlackRefused
from bot.parts import Parts
from bot.services import home
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import home as views

log = logging.getLogger(__name__)

_publishing: WeakValueDictionary[Actor, asyncio.Lock] = WeakValueDictionary()


def register(routes: Routes) -> None:
    routes.event("app_home_opened", on_event_home_opened)
    routes.publish_home = publish


async def on_event_home_opened(call: Call) -> Reply:
    event = call.body.get("event") or {}
    if event.get("tab", "home") == "home":
        view = event.get("view") or {}
        await publish(call.parts, call.actor, str(view.get("hash") or ""))
    return None


async def publish(parts: Parts, actor: Actor, seen: str = "") -> None:
    """Shows the actor's Home as it is now. `seen` is the hash of the view they have, where Slack named it.

    One at a time for each person: two changes at once could otherwise end with the older one shown.
    """
    async with _publishing.setdefault(actor, asyncio.Lock()):
        data = await parts.db.read(home.see_home, actor, parts.clock.now())
        view = views.home_view(data, parts.commands)
        try:
            await _publish(parts, actor, view, seen)
        except SlackProblem as problem:
            log.warning("Home could not be shown: %s", problem)


async def _publish(parts: Parts, actor: Actor, view: dict[str, Any], seen: str) -> None:
    try:
        await parts.messenger.publish_home(actor, actor.user_id, view, hash=seen)
    except SlackRefused as problem:
        if problem.code != "hash_conflict":
            raise
        # It was published in the meantime, perhaps from older data than ours: ours is the newest.
        await parts.messenger.publish_home(actor, actor.user_id, view)
