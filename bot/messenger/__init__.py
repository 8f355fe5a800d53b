"""The only caller of Slack's Web API, reading and sending: pacing, time-outs, error mapping, delivery metadata."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot import ids
from bot.clock import Clock
from bot.domain import lines, messages
from bot.domain.doubts import Seen
from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown
from bot.messenger.problems import RateLimited, SlackNotReached, SlackProblem, SlackRefused, SlackUnreachable
from bot.messenger.values import Place, Posted, SlackMessage, SlackUser
from bot.store import pacing, workspaces
from bot.store.database import Database

log = logging.getLogger(__name__)

__all__ = [
    "Messenger",
    "Place",
    "Posted",
    "RateLimited",
    "SlackMessage",
    "SlackNotReached",
    "SlackProblem",
    "SlackRefused",
    "SlackUnreachable",
    "SlackUser",
]

QUICK = 2.2  # seconds for a call that a person waits for
PATIENT = 20.0
ZONE_PATIENCE = 0.7
POST = pacing.POST
PAGE, MOST_PAGES = 200, 10  # of a history
LONGEST_WAIT = 3600.0  # seconds; what Slack may ask for is far less
# On all that we post: a message of ours without metadata then says that Slack does not show them to us.
OUR_MARK = {"event_type": ids.METADATA_MESSAGE, "event_payload": {}}
_CODE = re.compile(r"[a-z_]{1,60}")
CHANNEL_INTERVAL = timedelta(seconds=1)
TURN_WITHIN = timedelta(seconds=20)  # real time that a claimed delivery may wait: well within its lease


class Messenger:
    """Speaks to Slack with one token. Raises SlackRefused, RateLimited or SlackUnreachable."""

    def __init__(
        self, client: AsyncWebClient, db: Database | None, clock: Clock, *, sends_per_second: float = 4.0
    ) -> None:
        """Without `db` nothing is paced and no rate limit is remembered: for looking around, not for sending."""
        self._client = client
        self._db = db
        self._clock = clock
        self._interval = timedelta(seconds=1 / sends_per_second)
        self._http: aiohttp.ClientSession | None = None
        self.answers: Counter[tuple[str, str]] = Counter()  # by method and "ok" or Slack's code, since the start

    async def start(self) -> None:
        """One connection pool for all calls; needs a running event loop."""
        self._http = aiohttp.ClientSession()
        self._client.session = self._http

    async def close(self) -> None:
        self._client.session = None
        if self._http is not None:
            await self._http.close()

    # Messages

    async def post(
        self,
        place: Place,
        channel: str,
        message: Mapping[str, Any],
        *,
        metadata: Mapping[str, Any] | None = None,
    ) -> Posted:
        """`channel` may be a user id: Slack opens the DM and the answer names it."""
        arguments = dict(message) | {"channel": channel, "unfurl_links": False, "unfurl_media": False}
        arguments["metadata"] = metadata or OUR_MARK
        answer = await self._call(POST, place, arguments, limit=PATIENT)
        return Posted(str(answer.get("channel", "")), str(answer.get("ts", "")))

    async def wait_for_turn(self, place: Place, channel: str) -> None:
        """For automatic messages: waits until this workspace and this channel may be written to.

        All processes share the turns. Raises RateLimited where that is longer than `TURN_WITHIN`, or Slack asks for
        silence meanwhile: a workspace that has to wait holds up no other.
        """
        assert self._db is not None
        pace = pacing.Pace(self._interval, CHANNEL_INTERVAL)
        now = self._clock.real()
        try:
            workspace_id = await self._workspace(place)
            turn, reserved = await self._db.write(pacing.take_turn, workspace_id, channel, pace, now, TURN_WITHIN)
            if reserved and turn > now:
                await asyncio.sleep((turn - now).total_seconds())
                now = self._clock.real()
                turn = await self._db.read(pacing.held_until, workspace_id, POST, now)
                reserved = turn <= now
        except (NotRead, NotSaved, OutcomeUnknown) as problem:
            raise RateLimited(5.0) from problem  # nothing was sent: the caller tries again
        if not reserved:
            raise RateLimited((turn - now).total_seconds())

    async def update(self, place: Place, channel: str, ts: str, message: Mapping[str, Any]) -> None:
        arguments = dict(message) | {"channel": channel, "ts": ts, "unfurl_links": False, "unfurl_media": False}
        await self._call("chat.update", place, arguments, limit=PATIENT)

    async def ephemeral(
        self, place: Place, channel: str, user: str, message: Mapping[str, Any], *, thread_ts: str = ""
    ) -> None:
        arguments = dict(message) | {"channel": channel, "user": user}
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        await self._call("chat.postEphemeral", place, arguments, limit=PATIENT)

    async def respond(self, response_url: str, message: Mapping[str, Any], *, replace: bool = False) -> None:
        """Answers through a payload's response_url: works for 30 minutes and five times, also where the bot is not."""
        assert self._http is not None
        body = dict(message) | {"replace_original": replace, "response_type": "ephemeral"}
        body |= {"unfurl_links": False, "unfurl_media": False}
        try:
            async with self._http.post(response_url, json=body, timeout=aiohttp.ClientTimeout(total=PATIENT)) as answer:
                text = await answer.text(errors="replace")
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise SlackUnreachable(type(problem).__name__) from None
        if answer.status == 429:
            raise RateLimited(_seconds(answer.headers))
        if answer.status >= 500:
            raise SlackUnreachable(str(answer.status))
        if answer.status >= 400:
            raise SlackRefused(text if _CODE.fullmatch(text) else str(answer.status))

    async def open_dm(self, place: Place, user_id: str) -> str:
        """The `D…` id that file uploads need."""
        answer = await self._call("conversations.open", place, {"users": user_id}, limit=PATIENT)
        return str(answer["channel"]["id"])

    async def upload(
        self, place: Place, channel: str, filename: str, content: bytes, *, title: str, comment: str
    ) -> None:
        """A file into a conversation, by its `C…` or `D…` id."""
        uploading = self._client.files_upload_v2(
            channel=channel, filename=filename, content=content, title=title, initial_comment=comment
        )
        await self._ask("files.upload", uploading, limit=60.0, place=place)

    # Views

    async def open_view(self, place: Place, trigger_id: str, view: Mapping[str, Any]) -> str:
        """Returns the view's id."""
        return await self._show("views.open", place, trigger_id, view)

    async def push_view(self, place: Place, trigger_id: str, view: Mapping[str, Any]) -> str:
        """Returns the view's id."""
        return await self._show("views.push", place, trigger_id, view)

    async def _show(self, method: str, place: Place, trigger_id: str, view: Mapping[str, Any]) -> str:
        answer = await self._call(method, place, {"trigger_id": trigger_id, "view": view}, limit=QUICK)
        return str((answer.get("view") or {}).get("id") or "")

    async def update_view(self, place: Place, view_id: str, view: Mapping[str, Any], *, shown: str = "") -> None:
        arguments: dict[str, Any] = {"view_id": view_id, "view": view}
        if shown:
            arguments["hash"] = shown
        await self._call("views.update", place, arguments, limit=QUICK)

    async def publish_home(self, place: Place, user_id: str, view: Mapping[str, Any], *, shown: str = "") -> str:
        """Returns the hash of what is shown now. With such a hash as `shown` only if that still is, else
        SlackRefused hash_conflict.
        """
        arguments: dict[str, Any] = {"user_id": user_id, "view": view}
        if shown:
            arguments["hash"] = shown
        answer = await self._call("views.publish", place, arguments, limit=QUICK)
        return str((answer.get("view") or {}).get("hash") or "")

    # Reading

    async def identity(self) -> dict[str, str]:
        """Who our token is: team, team_id, enterprise_id, url, user_id, bot_id; and `scopes`, comma-separated."""
        answer = await self._ask("auth.test", self._client.api_call("auth.test"), limit=PATIENT)
        names = ("team", "team_id", "enterprise_id", "url", "user_id", "bot_id")
        said = {name: str(answer.get(name) or "") for name in names}
        headers = {str(name).lower(): value for name, value in answer.headers.items()}
        return said | {"scopes": str(headers.get("x-oauth-scopes", "")), "date": str(headers.get("date", ""))}

    async def try_app_token(self, app_token: str) -> None:
        """Asks for a Socket Mode address and leaves it unused: proves that the app-level token works."""
        await self._ask("apps.connections.open", self._client.apps_connections_open(app_token=app_token), limit=PATIENT)

    async def user(self, place: Place, user_id: str, *, limit: float = PATIENT) -> SlackUser:
        answer = await self._get("users.info", place, {"user": user_id, "include_locale": "true"}, limit=limit)
        user = answer["user"]
        return SlackUser(
            zone=str(user["tz"]) if user.get("tz") else None,
            name=lines.clean(str(user.get("real_name") or user.get("name") or "")),
            deleted=bool(user.get("deleted")),
            is_bot=bool(user.get("is_bot")),
            restricted=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
            locale=str(user.get("locale") or "")[:16],
            stranger=bool(user.get("is_stranger")) or _is_of_others(place, user),
        )

    async def emoji_names(self, place: Place, *, limit: float = PATIENT) -> frozenset[str]:
        """Every emoji that can be used there, the workspace's own and their aliases too; none where Slack left the
        common ones out. Needs the optional scope emoji:read: else SlackRefused("missing_scope").
        """
        answer = await self._get("emoji.list", place, {"include_categories": "true"}, limit=limit)
        own, groups = answer.get("emoji"), answer.get("categories")
        if not isinstance(own, Mapping) or not isinstance(groups, list):
            return frozenset()
        lists = (group.get("emoji_names") for group in groups if isinstance(group, Mapping))
        common = {str(name) for names in lists if isinstance(names, list) for name in names}
        return frozenset(map(str, own)) | common if common else frozenset()

    async def message(self, place: Place, channel: str, ts: str, *, limit: float = PATIENT) -> SlackMessage:
        """One message, in a channel or a thread; needs no history scope. Raises SlackRefused("message_not_found")."""
        asked = {"channel": channel, "timestamp": ts, "full": "true"}
        answer = await self._get("reactions.get", place, asked, limit=limit)
        found = answer.get("message")
        if not isinstance(found, Mapping) or found.get("ts", ts) != ts or found.get("subtype") == "tombstone":
            raise SlackRefused("message_not_found")
        return SlackMessage(
            user=str(found.get("user") or ""),
            text=lines.clean(messages.text_of(found)),
            ts=ts,
            thread_ts=str(found.get("thread_ts") or ""),
            permalink=str(found.get("permalink") or ""),
            markup=str(found.get("text") or ""),
        )

    async def history(self, place: Place, channel: str, since: datetime) -> tuple[list[Seen], bool]:
        """A conversation's messages from then on, newest first, and whether these are all. A DM needs im:history."""
        asked = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "inclusive": "true",
            "include_all_metadata": "true",
            "limit": str(PAGE),
        }
        seen: list[Seen] = []
        for _ in range(MOST_PAGES):
            answer = await self._get("conversations.history", place, asked)
            found = answer.get("messages")
            if not isinstance(found, list):
                return seen, False
            seen += [_seen(message) for message in found if isinstance(message, Mapping)]
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return seen, not answer.get("has_more")
            asked["cursor"] = cursor
        return seen, False

    # How it is done

    async def _call(self, method: str, place: Place, arguments: Mapping[str, Any], *, limit: float = PATIENT) -> Any:
        return await self._ask(method, self._client.api_call(method, json=dict(arguments)), limit=limit, place=place)

    async def _get(self, method: str, place: Place, arguments: Mapping[str, str], *, limit: float = PATIENT) -> Any:
        """Reading methods take their arguments in the query; Slack ignores a JSON body there."""
        asking = self._client.api_call(method, http_verb="GET", params=dict(arguments))
        return await self._ask(method, asking, limit=limit, place=place)

    async def _ask(self, method: str, asking: Any, *, limit: float, place: Place | None = None) -> Any:
        try:
            answer = await self._answer(method, asking, limit, place)
        except SlackProblem as problem:
            code = str(problem) if type(problem) in (SlackRefused, RateLimited) else "unreachable"
            self.answers[method, code if _CODE.fullmatch(code) else "other"] += 1
            raise
        self.answers[method, "ok"] += 1
        return answer

    async def _answer(self, method: str, asking: Any, limit: float, place: Place | None) -> Any:
        try:
            return await asyncio.wait_for(asking, limit)
        except SlackApiError as problem:
            raise await self._mapped(method, problem, place) from None
        except aiohttp.ClientConnectorError as problem:
            log.warning("%s: no connection (%s)", method, type(problem).__name__)
            raise SlackNotReached(type(problem).__name__) from None
        except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError, ValueError, AttributeError) as problem:
            # AttributeError: what the SDK raises when the answer is plain text
            log.warning("%s: no answer (%s)", method, type(problem).__name__)
            raise SlackUnreachable(type(problem).__name__) from None

    async def _mapped(self, method: str, problem: SlackApiError, place: Place | None) -> SlackProblem:
        answer: Any = problem.response
        # The SDK gives its own answer, or aiohttp's where the body was no JSON.
        status = getattr(answer, "status_code", getattr(answer, "status", 200))
        data = answer.data if isinstance(getattr(answer, "data", None), dict) else {}
        code = str(data.get("error") or "")
        if status == 429 or code in {"ratelimited", "rate_limited"}:
            wait = _seconds(answer.headers)
            await self._hold(place, method, wait)
            return RateLimited(wait)
        if status >= 500 or code in {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}:
            return SlackUnreachable(code or str(status))
        if not code:  # a proxy's page, a torn answer: not Slack's word that nothing was done
            log.warning("%s: no answer of Slack's (status %s)", method, status)
            return SlackUnreachable("no_json")
        details = (data.get("response_metadata") or {}).get("messages") or ()
        log.info("%s: Slack answered %s", method, code)
        return SlackRefused(code, tuple(str(detail) for detail in details))

    async def _workspace(self, place: Place) -> int:
        assert self._db is not None
        return await self._db.write(workspaces.ensure, place.enterprise_id, place.team_id, self._clock.real())

    async def _hold(self, place: Place | None, method: str, seconds: float) -> None:
        if place is None or self._db is None:
            return
        try:
            workspace_id = await self._workspace(place)
            until = self._clock.real() + timedelta(seconds=seconds)
            await self._db.write(pacing.hold, workspace_id, method, until)
        except (NotSaved, OutcomeUnknown):
            log.warning("%s: the rate limit could not be noted", method)


def _seen(message: Mapping[str, Any]) -> Seen:
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, Mapping) else None
    key = str(payload.get("delivery") or "") if isinstance(payload, Mapping) else ""
    ours = bool(message.get("bot_id")) and not message.get("files")  # an upload carries no metadata
    return Seen(str(message.get("ts") or ""), key, bare=ours and not isinstance(metadata, Mapping))


def _is_of_others(place: Place, user: Mapping[str, Any]) -> bool:
    """Whether Slack names another workspace as theirs; one of the same Enterprise organisation is no other."""
    grid = user.get("enterprise_user") or {}
    if place.enterprise_id and grid.get("enterprise_id") == place.enterprise_id:
        return False
    return bool(user.get("team_id")) and user["team_id"] != place.team_id


def _seconds(headers: Mapping[str, Any]) -> float:
    """`Retry-After`, whatever its case; 30 where Slack left it out or wrote something else."""
    for name, value in headers.items():
        if str(name).lower() == "retry-after":
            try:
                return min(max(0.0, float(value)), LONGEST_WAIT)
            except ValueError:
                break
    return 30.0
