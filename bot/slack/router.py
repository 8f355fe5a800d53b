"""One table per kind of payload, and the one place where an outcome becomes an answer within Slack's three seconds."""

import asyncio
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.domain import lines
from bot.domain.members import Actor
from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown, Refused, Repeated
from bot.messenger import SlackProblem
from bot.parts import Parts
from bot.services import workspaces
from bot.slack import actors, failures
from bot.slack.call import Call, Known, Payload, Reply, cleaned
from bot.slack.repeats import Answers
from bot.slack.under import Under
from bot.views import errors

log = logging.getLogger(__name__)

Handler = Callable[[Call], Awaitable[Reply]]
ANSWER_WITHIN = 2.3  # seconds; then the person reads "still saving", and the outcome when it is known
EVENT_WITHIN = 2.8
HOME_STAYS_OPEN = 1800.0  # seconds during which a change is worth showing in Home at once
ANY = re.compile("")


class Routes:
    """What is answered, by kind: filled by each feature's `register`, listed in `bot.slack`."""

    def __init__(self) -> None:
        self.commands: dict[str, Handler] = {}
        self.words: dict[str, Handler] = {}
        self.actions: dict[str, Handler] = {}
        self.submissions: dict[str, Handler] = {}
        self.shortcuts: dict[str, Handler] = {}
        self.options: dict[str, Handler] = {}
        self.events: dict[str, Handler] = {}
        self.publish_home: Callable[[Parts, Actor, Payload | None], Coroutine[Any, Any, None]] | None = None

    def command(self, name: str, handler: Handler) -> None:
        """`name` is win, met or vouch; what people type for it is a setting."""
        _add(self.commands, name, handler)

    def word(self, name: str, handler: Handler) -> None:
        """A word after /vouch; `call.text` is then the rest."""
        _add(self.words, name, handler)

    def action(self, name: str, handler: Handler) -> None:
        _add(self.actions, name, handler)

    def submission(self, name: str, handler: Handler) -> None:
        _add(self.submissions, name, handler)

    def shortcut(self, name: str, handler: Handler) -> None:
        _add(self.shortcuts, name, handler)

    def option(self, name: str, handler: Handler) -> None:
        """What an external select offers for `call.query`: the reply is `{"options": […]}`, at most 100."""
        _add(self.options, name, handler)

    def event(self, name: str, handler: Handler) -> None:
        _add(self.events, name, handler)


def _add(table: dict[str, Handler], name: str, handler: Handler) -> None:
    if name in table:
        raise ValueError(f"{name} is registered twice")
    table[name] = handler


class Router:
    """Looks the handler up, runs it, and answers: with its reply, or in words when it ended otherwise."""

    def __init__(self, routes: Routes, parts: Parts) -> None:
        self._routes = routes
        self._parts = parts
        self._under = Under()
        self._commands = {parts.commands[name]: handler for name, handler in routes.commands.items()}
        self._homes: dict[Actor, float] = {}
        self._answers = Answers()
        self.known = Known()

    def attach(self, app: AsyncApp) -> None:
        """Six listeners instead of one per id: Bolt tries its listeners one by one."""
        app.command(ANY)(self._on_command)
        app.action(ANY)(self._on_action)
        app.view(ANY)(self._on_submission)
        app.shortcut(ANY)(self._on_shortcut)
        app.options(ANY)(self._on_options)
        app.event(ANY)(self._on_event)
        app.use(_RateLimitNoted())
        app.error(_on_error)

    # One listener per kind of payload

    async def _on_command(self, body: Payload, ack: AsyncAck, context: AsyncBoltContext) -> None:
        text = lines.clean(str(body.get("text") or "")).strip()
        call = self._call("command", body, context, f"command:{body.get('trigger_id')}", text=text)
        handler = self._commands.get(str(body.get("command")), self._routes.commands["vouch"])
        reply = await self._answer(call, handler)
        await ack(**_message(reply)) if reply else await ack()
        self._afterwards(call)

    async def _on_action(self, body: Payload, ack: AsyncAck, context: AsyncBoltContext) -> None:
        call = self._call("action", cleaned(body), context, "")
        if call.view.get("type") == "home":
            self.note_home(call.actor)
        call.key = f"action:{_pressed_in(call.body)}:{call.action.get('action_ts')}"[:200]
        handler = self._routes.actions.get(str(call.action.get("action_id")), _nothing)
        reply = await self._answer(call, handler)
        await ack()
        if reply is not None:
            self._parts.tasks.spawn(self._follow_up(call, reply))
        self._afterwards(call)

    async def _on_submission(self, body: Payload, ack: AsyncAck, context: AsyncBoltContext) -> None:
        view = body.get("view") or {}
        call = self._call("submission", cleaned(body), context, f"view:{view.get('id')}:{view.get('hash')}")
        handler = self._routes.submissions.get(str(view.get("callback_id")), _nothing)
        reply = await self._answer(call, self._answers.once(handler))
        await ack(**_response_action(reply)) if reply else await ack()
        self._afterwards(call)

    async def _on_shortcut(self, body: Payload, ack: AsyncAck, context: AsyncBoltContext) -> None:
        call = self._call("shortcut", cleaned(body), context, f"shortcut:{body.get('trigger_id')}")
        reply = await self._answer(call, self._routes.shortcuts.get(str(body.get("callback_id")), _nothing))
        await ack()
        if reply is not None:
            self._parts.tasks.spawn(self._follow_up(call, reply))
        self._afterwards(call)

    async def _on_options(self, body: Payload, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Slack shows no words in a list of options: where there is no answer in time, the list is empty."""
        call = self._call("options", cleaned(body), context, "")
        handler = self._routes.options.get(str(call.body.get("action_id")), _nothing)
        reply: Reply = None
        try:
            if not call.stranger:
                reply = await asyncio.wait_for(handler(call), ANSWER_WITHIN)
        except (Refused, NotRead, SlackProblem, TimeoutError) as problem:
            log.info("no options: %s", type(problem).__name__)
        await ack(options=(reply or {}).get("options") or [])

    async def _on_event(self, body: Payload, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Anything raised here becomes a 500: Slack delivers the event again."""
        event = body.get("event") or {}
        handler = self._routes.events.get(str(event.get("type")))
        if handler is not None:
            call = self._call("event", cleaned(body), context, f"event:{body.get('event_id')}")
            if call.body["event"].get("type") == "app_home_opened":
                self.note_home(call.actor)
            try:
                if not call.stranger:
                    await asyncio.wait_for(handler(call), EVENT_WITHIN)
            except Repeated:
                log.debug("an event came again")
            except (Refused, SlackProblem) as problem:
                log.info("%s: %s", event.get("type"), problem)
            self._afterwards(call)
        await ack()

    # How they answer

    def _call(self, kind: str, body: Payload, context: AsyncBoltContext, key: str, *, text: str = "") -> Call:
        asked_in = (context.enterprise_id or "", context.team_id or "")
        actor, stranger = actors.read(body, *asked_in, context.user_id or "")
        key = lines.clean(key)[:200]
        now, refresh = self._parts.clock.now(), self._refresh_home
        call = Call(kind, body, actor, now, key, self._parts, self.known, refresh, text, stranger=stranger)
        call.under = self._under
        if kind != "options":
            self._under.pressed(actor, str(call.view.get("id") or ""))
            self._note_app(call)
        return call

    def _note_app(self, call: Call) -> None:
        """Slack names it in payloads alone; it is stored after the answer to the first of each workspace."""
        app_id = actors.app(call.body)
        if app_id and not call.stranger and self.known.note_app(call.actor, app_id):
            call.after(self._store_app, call, app_id)

    async def _store_app(self, call: Call, app_id: str) -> None:
        try:
            await self._parts.db.write(workspaces.note_app, call.actor, app_id, call.now)
        except (NotSaved, OutcomeUnknown):
            self.known.forget_app(call.actor)  # the next payload says it again

    async def _answer(self, call: Call, handler: Handler) -> Reply:
        """The handler's reply or the words for its failure, in time; a late outcome follows by other ways."""
        running = asyncio.ensure_future(_in_words(call, handler))
        done, _ = await asyncio.wait((running,), timeout=ANSWER_WITHIN)
        if done:
            if call.failed:
                call.after(self._give_back, call)
            return running.result()
        if call.kind == "action" and call.view:
            self._parts.tasks.spawn(self._tell_in_window(call, running))
            return None
        self._parts.tasks.spawn(self._tell_later(call, running))
        return _fitting(call, errors.still_saving(call.typed))

    async def _give_back(self, call: Call) -> None:
        """What was typed into a window whose saving failed, as a message too: a closed window loses it."""
        if call.kind != "submission":
            return
        for message in errors.given_back(call.failed, call.typed):
            await self._parts.messenger.post(call.actor, call.actor.user_id, message)

    async def _tell_later(self, call: Call, running: "asyncio.Future[Reply]") -> None:
        reply = await running
        try:
            if call.kind == "submission":
                await call.parts.messenger.update_view(call.actor, str(call.view.get("id")), _late_window(call, reply))
            elif reply is None:
                await call.respond(errors.done_after_all())
            elif _is_modal(reply):
                await call.respond(errors.slack_refused("expired_trigger_id", call.typed))
            else:
                replaces = call.kind == "action" and not reply.get("in_addition")
                await call.respond(_message(reply), replace=replaces)
        except SlackProblem as problem:
            log.warning("a late outcome could not be shown: %s", problem)
        if reply is not None and "errors" in reply:
            call.failed = errors.refused_late(reply["errors"].values())["text"]
        if call.failed:
            await self._give_back(call)

    async def _tell_in_window(self, call: Call, running: "asyncio.Future[Reply]") -> None:
        """After a button in Home or a modal, which have no response_url: one window says both."""
        messenger, trigger = call.parts.messenger, str(call.body.get("trigger_id") or "")
        show = messenger.push_view if call.view.get("type") == "modal" else messenger.open_view
        try:
            view_id = await show(call.actor, trigger, errors.as_modal(errors.still_saving()))
            await messenger.update_view(call.actor, view_id, _late_window(call, await running))
        except SlackProblem as problem:
            log.warning("a late outcome could not be shown: %s", problem)

    async def _follow_up(self, call: Call, reply: Payload) -> None:
        try:
            if _is_modal(reply):
                await call.open_modal(reply)
            elif call.kind == "shortcut" and not call.response_url:
                await self._tell_alone(call, _message(reply))
            else:
                await call.respond(_message(reply), replace=not reply.get("in_addition"))
        except SlackProblem as problem:
            log.warning("an answer could not be shown: %s", problem)

    async def _tell_alone(self, call: Call, message: Payload) -> None:
        """After a shortcut that was chosen nowhere in particular: what went wrong is said where Vouch is talked to."""
        if not call.stranger:
            await self._parts.messenger.post(call.actor, call.actor.user_id, message)

    def _afterwards(self, call: Call) -> None:
        for work, args in call.later:
            self._parts.tasks.spawn(work(*args))
        call.later.clear()

    # Home

    def note_home(self, actor: Actor) -> None:
        """The person looks at Home now."""
        self._homes[actor] = asyncio.get_running_loop().time()
        if len(self._homes) > 10_000:
            self._homes.pop(next(iter(self._homes)))

    def _refresh_home(self, call: Call) -> None:
        view = call.view if call.view.get("type") == "home" else None
        if view is not None:
            self.note_home(call.actor)
        opened = self._homes.get(call.actor)
        recent = opened is not None and asyncio.get_running_loop().time() - opened < HOME_STAYS_OPEN
        if recent and self._routes.publish_home is not None:
            call.after(self._routes.publish_home, self._parts, call.actor, view)


async def _nothing(_call: Call) -> Reply:
    """A button that only carries a link, or one of a version gone by."""
    return None


async def _refuse(_call: Call) -> Reply:
    raise Refused("stranger")


class _RateLimitNoted(AsyncMiddleware):
    """Slack's word that it left events out: it holds no event, so no listener would take it.

    A class, because for a function Bolt gathers every argument that it might want, on each payload.
    """

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's too
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        if req.body.get("type") == "app_rate_limited":
            log.warning("Slack left out events: more than it delivers in an hour")
            return BoltResponse(status=200, body="")
        return await next()


async def _on_error(error: Exception) -> None:
    """What no listener answered, an event above all: Bolt answers 500, so that Slack delivers it again."""
    failures.log_unexpected(secrets.token_hex(4), "a payload", error)


async def _in_words(call: Call, handler: Handler) -> Reply:
    """Runs the handler; whatever goes wrong becomes the message that the person reads, with their text in it."""
    try:
        return await (_refuse if call.stranger else handler)(call)
    except Exception as problem:  # noqa: BLE001 - nobody is left without an answer
        said = failures.said(call.kind, call.typed, problem)
        call.failed = "" if isinstance(problem, Repeated) else said["text"]
        return _fitting(call, said)


def _fitting(call: Call, said: Payload) -> Payload:
    """The same words in the form that this kind of payload shows; after a button they do not replace its message."""
    if call.kind == "submission":
        return errors.as_modal(said)
    if call.kind == "action" and call.view:
        return errors.as_modal(said)  # Home and modals have no response_url: the words come as a window
    return said | {"in_addition": True}


def _late_window(call: Call, reply: Reply) -> Payload:
    """The outcome of a submission or of a button in a view, for the window that says "still saving"."""
    if reply is None:
        return errors.as_modal(errors.saved_after_all() if call.kind == "submission" else errors.done_after_all())
    if "errors" in reply:
        return errors.as_modal(errors.refused_late(reply["errors"].values(), call.typed))
    return reply if _is_modal(reply) else errors.as_modal(_message(reply))


def _is_modal(reply: Reply) -> bool:
    return reply is not None and reply.get("type") == "modal"


def _message(reply: Payload) -> Payload:
    return {name: value for name, value in reply.items() if name != "in_addition"}


def _response_action(reply: Payload) -> Payload:
    if "errors" in reply:
        return {"response_action": "errors", "errors": reply["errors"]}
    return {"response_action": "update", "view": reply}


def _pressed_in(body: Payload) -> str:
    container = body.get("container")
    container = container if isinstance(container, dict) else {}
    return str(container.get("message_ts") or container.get("view_id") or "")
