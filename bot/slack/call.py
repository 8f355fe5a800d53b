"""One payload from Slack, verified and cleaned, with the ways to answer it; it knows nothing of any feature."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.domain import lines
from bot.domain.members import Actor
from bot.domain.outcomes import NotRead, NotSaved, Refused
from bot.messenger import ZONE_PATIENCE, SlackProblem, SlackRefused
from bot.parts import Parts
from bot.services import members
from bot.slack import failures, values
from bot.slack.under import Under
from bot.views import errors

T = TypeVar("T")
Payload = dict[str, Any]
Reply = dict[str, Any] | None
KNOWN_AT_MOST = 50_000
OPEN_WITHIN = 0.8  # seconds; Slack's trigger lives for 3, and a queue before us may have taken its part


class Known:
    """Who is known to be a member, and the app's id in each workspace, so that a payload needs no look-up for them;
    forgetting costs one.
    """

    def __init__(self) -> None:
        self._actors: set[Actor] = set()
        self._apps: dict[tuple[str, str], str] = {}

    def __contains__(self, actor: Actor) -> bool:
        return actor in self._actors

    def add(self, actor: Actor) -> None:
        if len(self._actors) >= KNOWN_AT_MOST:
            self._actors.clear()
        self._actors.add(actor)

    def forget(self, actor: Actor) -> None:
        self._actors.discard(actor)

    def note_app(self, actor: Actor, app_id: str) -> bool:
        """Whether it was news."""
        place = (actor.enterprise_id, actor.team_id)
        news = self._apps.get(place) != app_id
        if news and len(self._apps) >= KNOWN_AT_MOST:
            self._apps.clear()
        self._apps[place] = app_id
        return news

    def forget_app(self, actor: Actor) -> None:
        self._apps.pop((actor.enterprise_id, actor.team_id), None)

    def forget_all(self) -> None:
        self._actors.clear()
        self._apps.clear()


@dataclass(slots=True)
class Call:
    """`now` is the workspace's time; `key` names this very payload, so that its repetition is recognised."""

    kind: str  # command, action, submission, shortcut, options, event
    body: Payload
    actor: Actor
    now: datetime
    key: str
    parts: Parts
    known: Known
    refresh: Callable[["Call"], None]
    text: str = ""  # what was typed after a command
    failed: str = ""  # in words, how its handler failed: what was typed is not known to be stored
    under: Under = field(default_factory=Under)
    stranger: bool = False  # of another workspace, in a shared channel: nothing is theirs here
    later: list[tuple[Callable[..., Coroutine[Any, Any, None]], tuple[Any, ...]]] = field(default_factory=list)

    async def owner(self) -> Actor:
        """The actor for a capture: for somebody not known yet, Slack is asked for the zone first, briefly."""
        if self.actor in self.known:
            return self.actor
        actor = self.actor
        try:
            known = await self.parts.db.read(members.find, actor)
        except NotRead as problem:
            raise NotSaved("the database did not answer") from problem  # a capture ends here
        if known is None:
            try:
                user = await self.parts.messenger.user(actor, actor.user_id, limit=ZONE_PATIENCE)
                actor = replace(actor, zone=user.zone, zone_asked=True, locale=user.locale)
            except SlackProblem:
                pass  # the member starts in UTC, marked: the timetable asks again
        else:
            self.known.add(self.actor)
        return actor

    def after(self, work: Callable[..., Coroutine[Any, Any, None]], *args: Any) -> None:
        """Runs `work(*args)` after the answer; what must survive a crash is written down as pending first."""
        self.later.append((work, args))

    def refresh_home(self) -> None:
        """Shows the person's Home anew after the answer, if they have it open, and what lies under their window."""
        self.refresh(self)
        self.after(self.under.show, self.actor)

    def note_under(self, again: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Something is opened over what was pressed in, which `again` shows anew when something has changed."""
        view_id, below = (str(self.view.get(name) or "") for name in ("id", "previous_view_id"))
        self.under.note(self.actor, again, view_id, below)

    # What the payload says

    @property
    def action(self) -> Payload:
        actions = self.body.get("actions")
        return actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], dict) else {}

    @property
    def value(self) -> str:
        """The pressed button's value, or what was chosen: an option's value, a user, a date."""
        chosen = values.simple_value(self.action)
        return chosen if isinstance(chosen, str) else ""

    @property
    def query(self) -> str:
        """What has been typed into an external select."""
        typed = self.body.get("value")
        return typed.strip() if self.kind == "options" and isinstance(typed, str) else ""

    @property
    def view(self) -> Payload:
        view = self.body.get("view")
        return view if isinstance(view, dict) else {}

    @property
    def metadata(self) -> str:
        return str(self.view.get("private_metadata") or "")

    @property
    def state(self) -> dict[str, str | list[str] | None]:
        """Submitted values by action id: text, a chosen value, or a list of them; None where nothing is chosen."""
        state = self.view.get("state") or self.body.get("state") or {}
        blocks = state.get("values") if isinstance(state, dict) else None
        found: dict[str, str | list[str] | None] = {}
        for elements in blocks.values() if isinstance(blocks, dict) else ():
            for name, element in elements.items() if isinstance(elements, dict) else ():
                found[name] = values.simple_value(element) if isinstance(element, dict) else None
        return found

    @property
    def typed(self) -> str:
        """What the person typed, to be given back when it could not be kept."""
        if self.kind == "submission":
            return values.typed(self.view, self.state)
        return lines.given_back(self.text)

    @property
    def response_url(self) -> str:
        url = self.body.get("response_url")
        return url if isinstance(url, str) and url.startswith(("https://", "http://")) else ""

    # Answers that need Slack

    async def open_modal(self, view: Payload) -> None:
        """Over Home and messages; over a modal it is pushed, or where Slack lets no more be open, in its place."""
        await self._show(view)

    async def open_modal_when(self, reading: Coroutine[Any, Any, T], view_of: Callable[[T], Payload]) -> None:
        """Opens a window with what is read; where that takes long, an empty one first, while Slack's trigger lives.

        Over a modal it is pushed. Raises what `reading` raises, unless the window is open by then: it says so itself.
        """
        running = asyncio.ensure_future(reading)
        try:
            done, _ = await asyncio.wait((running,), timeout=OPEN_WITHIN)
            if done:
                await self._show(view_of(running.result()))
                return
            view_id = await self._show(errors.opening())
        except BaseException:
            running.cancel()
            raise
        self.after(self._fill, view_id, running, view_of)

    async def _fill(self, view_id: str, running: "asyncio.Future[T]", view_of: Callable[[T], Payload]) -> None:
        try:
            view = view_of(await running)
        except Exception as problem:  # noqa: BLE001 - the open window is the one place where it can be said
            view = errors.as_modal(failures.said(self.kind, self.typed, problem))
        await self.parts.messenger.update_view(self.actor, view_id, view)

    async def _show(self, view: Payload) -> str:
        if self.kind == "event":  # nobody pressed anything: Slack would let no window open
            raise Refused("needs_press")
        messenger = self.parts.messenger
        if self.view.get("type") != "modal":
            return await messenger.open_view(self.actor, self._trigger(), view)
        try:
            return await messenger.push_view(self.actor, self._trigger(), view)
        except SlackRefused as problem:
            if problem.code != "push_limit_reached":
                raise
        view_id = str(self.view.get("id") or "")
        self.under.pressed(self.actor, view_id)
        await messenger.update_view(self.actor, view_id, view)
        return view_id

    async def update_modal(self, view: Payload) -> None:
        view_id, seen = str(self.view.get("id") or ""), str(self.view.get("hash") or "")
        await self.parts.messenger.update_view(self.actor, view_id, view, shown=seen)

    async def respond(self, message: Payload, *, replace: bool = False) -> None:
        """By response_url; a payload without one (from a modal or Home) is answered by its view instead."""
        if self.response_url:
            await self.parts.messenger.respond(self.response_url, message, replace=replace)

    def _trigger(self) -> str:
        return str(self.body.get("trigger_id") or "")


def cleaned(node: Any) -> Any:
    """The payload without what no database takes (NUL) and what is no text (half a surrogate pair)."""
    if isinstance(node, str):
        return lines.clean(node)
    if isinstance(node, dict):
        return {name: cleaned(value) for name, value in node.items()}
    if isinstance(node, list):
        return [cleaned(item) for item in node]
    return node
