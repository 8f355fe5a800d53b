"""Home's listeners: shown when it is opened, turned a page, and again after what changes it; opening it stores nothing.

How the newest data end up shown, whoever publishes at the same time. Slack tells a view's hash with every payload and
answer; with it, a view is only replaced if it is still that one. If the hash was known before the data were read and
Slack accepts it, nobody has shown anything in between, and whoever changes something afterwards shows it afterwards.
Where Slack does not accept it, ours is shown without a condition, which gives a new hash, and the data are read again:
only if they are the same as what was shown was that the newest.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field

from bot import ids
from bot.domain import home as rules
from bot.domain import refusals as refusal_rules
from bot.domain.home import HomeData, Pages
from bot.domain.members import Actor
from bot.domain.outcomes import NotSaved, OutcomeUnknown
from bot.domain.refusals import Surface
from bot.domain.win_form import int_of
from bot.messenger import SlackProblem, SlackRefused
from bot.parts import Parts
from bot.services import home, refusals
from bot.slack.call import Call, Payload, Reply
from bot.slack.router import Routes
from bot.views import home as views

log = logging.getLogger(__name__)

ATTEMPTS = 5  # to show the newest; others publish in between only when they have news themselves
SHOWN_AT_MOST = 10_000  # people whose Home is remembered


@dataclass(slots=True)
class _Shown:
    """What this process knows of somebody's Home: `hash` is empty where it is not known what is shown."""

    pages: Pages = field(default_factory=Pages)
    hash: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Homes:
    """Shows people their Home as it is now; one publication at a time for each person in this process."""

    def __init__(self) -> None:
        self._shown: OrderedDict[Actor, _Shown] = OrderedDict()

    def _of(self, actor: Actor) -> _Shown:
        shown = self._shown.setdefault(actor, _Shown())
        self._shown.move_to_end(actor)
        if len(self._shown) > SHOWN_AT_MOST:
            self._shown.popitem(last=False)
        return shown

    async def publish(
        self, parts: Parts, actor: Actor, view: Payload | None = None, pages: Pages | None = None
    ) -> None:
        """`view` is their Home as Slack has just sent it, empty if they never had one; `pages` are those to turn to."""
        shown = self._of(actor)
        async with shown.lock:
            if view is not None:
                shown.hash = str(view.get("hash") or "")
                shown.pages = rules.pages_of(str(view.get("private_metadata") or ""))
            shown.pages = pages or shown.pages
            try:
                await _show_newest(parts, actor, shown)
            except SlackProblem as problem:
                shown.hash = ""
                log.warning("Home could not be shown: %s", problem)


async def _show_newest(parts: Parts, actor: Actor, shown: _Shown) -> None:
    now = parts.clock.now()

    async def read() -> HomeData:
        return await parts.db.read(home.see_home, actor, now, shown.pages)

    data = await read()
    for _ in range(ATTEMPTS):
        sure = bool(shown.hash)
        try:
            await _show(parts, actor, shown, data)
        except SlackRefused as problem:
            if problem.code != "hash_conflict":
                raise
            shown.hash = ""
            data = await read()
            continue
        if sure:
            return
        newest = await read()
        if newest == data:
            return
        data = newest
    log.warning("Home changed faster than it could be shown")


async def _show(parts: Parts, actor: Actor, shown: _Shown, data: HomeData) -> None:
    """Blocks that Slack refuses go again as text at once; that it did is remembered."""
    refused: frozenset[str] = frozenset()
    while True:
        view = views.home_view(data, parts.commands, refused)
        try:
            shown.hash = await parts.messenger.publish_home(actor, actor.user_id, view, shown=shown.hash)
            break
        except SlackRefused as problem:
            types = refusal_rules.refused_types(problem.code, problem.details, view["blocks"])
            if not types:
                raise
            log.warning("Home is shown without %s, which Slack refused", ", ".join(sorted(types)))
            refused |= types
    await _remember(parts, data, refused)


async def _remember(parts: Parts, data: HomeData, refused: Collection[str]) -> None:
    if not refused or data.started is None:
        return
    workspace_id, now = data.started.member.workspace_id, data.started.now
    try:
        await parts.db.write(refusals.note, workspace_id, Surface.HOME, refused, now)
    except (NotSaved, OutcomeUnknown):
        log.warning("that Slack refused blocks could not be noted")


def register(routes: Routes) -> None:
    homes = Homes()

    async def on_event_home_opened(call: Call) -> Reply:
        event = call.body.get("event") or {}
        if event.get("tab", "home") == "home":
            await homes.publish(call.parts, call.actor, event.get("view") or {}, Pages())
        return None

    async def on_page(call: Call) -> Reply:
        """A stale Home's buttons turn its pages too: what is shown then is the newest."""
        section, _, offset = call.value.partition(":")
        pages = rules.pages_of(call.metadata).turned(section, int_of(offset, 6))
        call.after(homes.publish, call.parts, call.actor, call.view, pages)
        return None

    routes.event("app_home_opened", on_event_home_opened)
    for turning in ids.HOME_PAGES:
        routes.action(turning, on_page)
    routes.publish_home = homes.publish
