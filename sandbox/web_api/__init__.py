"""The Web API's door: token, scopes, faults, and the list of methods; each method lives with its noun."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox import people
from sandbox.faults import Fault
from sandbox.web_api import apps, chat, conversations, emoji, files, reactions, users, views
from sandbox.wire import Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box

Method = Callable[["Box", Json], Awaitable[Json]]

# Method → what it takes: the function, and the scopes of which one is needed.
METHODS: dict[str, tuple[Method, tuple[str, ...]]] = {
    "auth.test": (apps.auth_test, ()),
    "chat.postMessage": (chat.post_message, ("chat:write",)),
    "chat.postEphemeral": (chat.post_ephemeral, ("chat:write",)),
    "chat.update": (chat.update, ("chat:write",)),
    "chat.delete": (chat.delete, ("chat:write",)),
    "conversations.open": (conversations.open_im, ("im:write",)),
    "conversations.history": (conversations.history, conversations.READ_SCOPES),
    "conversations.replies": (conversations.replies, conversations.READ_SCOPES),
    "emoji.list": (emoji.list_emoji, ("emoji:read",)),
    "reactions.get": (reactions.get, ("reactions:read",)),
    "users.info": (users.info, ("users:read",)),
    "views.open": (views.open_view, ()),
    "views.push": (views.push, ()),
    "views.update": (views.update, ()),
    "views.publish": (views.publish, ()),
    "files.getUploadURLExternal": (files.get_upload_url, ("files:write",)),
    "files.completeUploadExternal": (files.complete_upload, ("files:write",)),
}
APP_METHODS: dict[str, Method] = {"apps.connections.open": apps.connections_open}
_JSON_FIELDS = ("blocks", "view", "metadata", "attachments", "files")


def route(box: "Box") -> list[web.RouteDef]:
    async def call(request: web.Request) -> web.StreamResponse:
        return await answer(box, request)

    return [web.post("/api/{method}", call), web.get("/api/{method}", call)]


async def answer(box: "Box", request: web.Request) -> web.StreamResponse:
    """Carry out one call as Slack would, write it into the log of calls, and answer."""
    method = request.match_info["method"]
    started = time.monotonic()
    args = await read_args(request)
    token = _token(request, args)
    fault = box.faults.take(method, people.TEAM)
    if fault is not None and fault.delay:
        await asyncio.sleep(fault.delay)
    if fault is not None and (fault.status or fault.error or fault.retry_after is not None):
        body, status, headers = _faulty(fault)
    else:
        body, status, headers = await _carry_out(box, method, token, args), 200, {}
    box.log_call(method, args, body.get("error"))
    lost = fault is not None and fault.lose
    told = {"status": status, "error": "connection lost" if lost else body.get("error"), "answer": body}
    box.log_request("web_api", method, request, started, payload=args, **told)
    if lost and request.transport is not None:
        request.transport.close()
    if status >= web.HTTPInternalServerError.status_code:
        return web.Response(status=status, text="upstream error", headers=headers)
    return web.json_response(body, status=status, headers=headers | {"x-oauth-scopes": ",".join(box.scopes)})


async def _carry_out(box: "Box", method: str, token: str, args: Json) -> Json:
    try:
        return {"ok": True} | await _dispatch(box, method, token, args)
    except SlackError as error:
        return {"ok": False, "error": error.code} | error.extra


async def _dispatch(box: "Box", method: str, token: str, args: Json) -> Json:
    app_method = APP_METHODS.get(method)
    if app_method is not None:
        _check_token(box, token, box.app_token, other=box.bot_token)
        return await app_method(box, args)
    known = METHODS.get(method)
    if known is None:
        raise SlackError("unknown_method", req_method=method)
    _check_token(box, token, box.bot_token, other=box.app_token)
    function, scopes = known
    if scopes and not any(box.has_scope(scope) for scope in scopes):
        raise missing_scope(box, scopes[0])
    return await function(box, args)


def missing_scope(box: "Box", needed: str) -> SlackError:
    return SlackError("missing_scope", needed=needed, provided=",".join(box.scopes))


def _check_token(box: "Box", token: str, right: str, *, other: str) -> None:
    if not token:
        raise SlackError("not_authed")
    if token == other:
        raise SlackError("not_allowed_token_type")
    if token != right:
        raise SlackError("invalid_auth")
    if not box.state.installed:
        raise SlackError("account_inactive")


async def read_args(request: web.Request) -> Json:
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            sent = json.loads(await request.text() or "{}")
        except ValueError:
            sent = {}
        args |= sent if isinstance(sent, dict) else {}
    elif request.method == "POST":
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    for name in _JSON_FIELDS:
        if isinstance(args.get(name), str):
            args[name] = _decoded(args[name])
    return args


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _token(request: web.Request, args: Json) -> str:
    header = request.headers.get("Authorization", "")
    in_body = args.pop("token", "")
    return header.removeprefix("Bearer ").strip() or str(in_body)


def _faulty(fault: Fault) -> tuple[Json, int, dict[str, str]]:
    """The answer, status and headers of a call that meets a fault."""
    status = fault.status or (429 if fault.retry_after is not None else 200)
    error = fault.error or ("ratelimited" if status == web.HTTPTooManyRequests.status_code else "internal_error")
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
    return {"ok": False, "error": error}, status, headers
