"""Examines an installation and says what to do about each fault; it changes nothing in Slack and sends nothing."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.config import ConfigProblem, Settings
from bot.domain.deliveries import SKEW, State
from bot.domain.members import Actor
from bot.domain.outcomes import NotRead, NotSaved
from bot.domain.troubles import PERIOD, Troubles
from bot.messenger import Messenger, SlackProblem, SlackUnreachable
from bot.store import schema, troubles
from bot.store.database import Database
from bot.store.troubles import LastSent
from bot.store.types import KeyProblem

SCOPES = ("commands", "chat:write", "im:write", "im:history", "reactions:read", "users:read", "files:write")
OPTIONAL_SCOPE = "emoji:read"
CLOCK_TOLERANCE = 60.0  # seconds; Slack's signatures are refused after 300


@dataclass(frozen=True, slots=True)
class Finding:
    """`advice` is empty where all is well."""

    subject: str
    says: str
    advice: str = ""

    @property
    def is_fault(self) -> bool:
        return bool(self.advice)

    def line(self) -> str:
        mark = "FAULT" if self.is_fault else "ok"
        return f"{mark:5}  {self.subject}: {self.says}" + (f"\n       → {self.advice}" if self.advice else "")


async def examine(settings: Settings | ConfigProblem) -> list[Finding]:
    """All findings, in the order in which they are worth mending."""
    if isinstance(settings, ConfigProblem):
        return [Finding("settings", str(settings), "Correct .env or the environment; .env.example explains each name.")]
    findings = [Finding("settings", "read")]
    findings += [finding async for finding in _database(settings)]
    findings += [finding async for finding in _slack(settings)]
    return findings


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    url = settings.url
    sqlite = url.startswith("sqlite")
    path = Path(url.removeprefix("sqlite:///")) if sqlite else None
    if path is not None and not path.exists():
        yield Finding("database", f"{path} does not exist yet; the first start makes it")
        return
    try:
        found = schema.state(url)
    except schema.DatabaseProblem as problem:
        yield Finding("database", f"cannot be opened ({problem})", "Check DATABASE_URL, and that the server runs.")
        return
    yield Finding("database", str(path) if path else "PostgreSQL answers")
    yield _schema(found, sqlite=sqlite)
    if settings.keys and found is schema.SchemaState.CURRENT:
        yield await _key(settings)
        async for finding in _messages(settings):
            yield finding


async def _messages(settings: Settings) -> AsyncIterator[Finding]:
    """What stands in the way of digests and nudges, in numbers."""
    db, now = Database(settings.url, settings.keys), Clock().now()
    try:
        found = await db.read(troubles.count_troubles, now)
    except NotRead:
        return
    finally:
        db.close()
    for problem, many in found.workspaces.items():
        advice = "Give the app a working token and what manifest.json asks for; Vouch notices within ten minutes."
        yield Finding("workspace", f"{_many(many, 'workspace')} cannot be written to (Slack says {problem})", advice)
    if found.members:
        yield Finding("people", f"cannot be written to until they use Vouch again: {_counts(found.members)}")
    yield _waiting(found, now)
    if unsettled := found.unsettled():
        advice = "Grant im:history, and metadata.message:read if it says unclear: then Vouch can look for itself."
        says = f"of some it is not known whether they were sent, and they were not repeated: {_counts(unsettled)}"
        yield Finding("doubts", says, advice)
    if failed := found.failed():
        says = f"given up in {PERIOD.days} days: {_counts(failed)}; their content goes into the next"
        ours = {"gave_up", "not_made"} & failed.keys()
        yield Finding("failures", says, "See the log for what went wrong in Vouch, and report it." if ours else "")


def _waiting(found: Troubles, now: datetime) -> Finding:
    sent = sum(many for (_, state, _), many in found.deliveries.items() if state is State.SENT)
    says = f"{_many(sent, 'message')} sent in {PERIOD.days} days"
    if found.asking:
        says += f", {sum(found.asking.values())} looked for in Slack's history"
    if again := found.tried_again():
        says += f", tried again: {_counts(again)}"
    late = found.late(now)
    if late is None:
        return Finding("digests and nudges", says)
    hours = late.total_seconds() / 3600
    advice = "Is a `run` or a `work` process running, and does it log why it does not send?"
    return Finding("digests and nudges", f"{says}; the longest waiting one is {hours:.0f} h late", advice)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _counts(by_reason: Mapping[str, int]) -> str:
    return ", ".join(f"{many} {reason or 'no reason'}" for reason, many in sorted(by_reason.items()))


def _schema(found: schema.SchemaState, *, sqlite: bool) -> Finding:
    if found is schema.SchemaState.CURRENT:
        return Finding("schema", f"at {schema.HEAD}")
    if found is schema.SchemaState.UNKNOWN:
        advice = "Start the Vouch that this database was made with, or name another DATABASE_URL."
        return Finding("schema", "of a newer Vouch, or of another program", advice)
    if sqlite:
        return Finding("schema", f"{found}; the next start brings it up to date")
    return Finding("schema", str(found), "Run `python -m bot migrate`.")


async def _key(settings: Settings) -> Finding:
    db = Database(settings.url, settings.keys)
    try:
        await db.write(schema.check_key)
    except KeyProblem:
        advice = "Put the key back that this database was made with; without it what is encrypted stays closed."
        return Finding("secret key", "does not open this database", advice)
    except (NotSaved, NotRead):
        return Finding("database", "locked or too slow to write", "See what else holds it open.")
    finally:
        db.close()
    return Finding("secret key", "opens this database")


async def _slack(settings: Settings) -> AsyncIterator[Finding]:
    if settings.slack_bot_token is None:
        yield Finding("Slack", "no tokens are set: `python -m bot` starts the local sandbox")
        return
    token = settings.slack_bot_token.get_secret_value()
    client = AsyncWebClient(token=token, base_url=settings.slack_api_url, retry_handlers=[])
    clock = Clock()
    messenger = Messenger(client, db=None, clock=clock)
    await messenger.start()
    try:
        async for finding in _tokens(settings, messenger, clock):
            yield finding
    finally:
        await messenger.close()


async def _tokens(settings: Settings, messenger: Messenger, clock: Clock) -> AsyncIterator[Finding]:
    try:
        who = await messenger.identity()
    except SlackUnreachable as problem:
        advice = "Check the network, a proxy, and SLACK_API_URL; the tokens could not be tried."
        yield Finding("Slack", f"does not answer ({problem})", advice)
        return
    except SlackProblem as problem:
        advice = "Copy the bot token from your app's page *OAuth & Permissions* into SLACK_BOT_TOKEN, or reinstall it."
        yield Finding("bot token", f"Slack says {problem}", advice)
        return
    yield Finding("bot token", f"is of workspace {who['team']}")
    yield _scopes(who["scopes"])
    async for finding in _history(settings, messenger, who):
        yield finding
    yield _clock(who["date"], clock.real())
    yield await _app_token(settings, messenger)


async def _history(settings: Settings, messenger: Messenger, who: Mapping[str, str]) -> AsyncIterator[Finding]:
    """Whether the last message that was sent is found again by its id, as after a crash; nothing is sent for it."""
    last = await _last_sent(settings)
    if last is None:
        return
    place = Actor(who["enterprise_id"], who["team_id"], "")
    try:
        seen, _ = await messenger.history(place, last.channel, last.at - SKEW)
    except SlackProblem as problem:
        advice = "Grant im:history: else a message whose answer is lost in a crash is not sent again."
        yield Finding("history", f"of a DM cannot be read ({problem})", advice)
        return
    if any(message.key == last.key for message in seen):
        yield Finding("history", "shows the last message again by its id")
    elif any(message.bare for message in seen):
        advice = "Grant metadata.message:read: else a message whose answer is lost in a crash is not sent again."
        yield Finding("history", "does not show the ids of messages", advice)


async def _last_sent(settings: Settings) -> LastSent | None:
    if not settings.keys or not _is_at_head(settings.url):
        return None
    db = Database(settings.url, settings.keys)
    try:
        return await db.read(troubles.find_last_sent)
    except NotRead:
        return None
    finally:
        db.close()


def _is_at_head(url: str) -> bool:
    try:
        there = not url.startswith("sqlite") or Path(url.removeprefix("sqlite:///")).exists()
        return there and schema.state(url) is schema.SchemaState.CURRENT
    except schema.DatabaseProblem:
        return False


def _scopes(granted: str) -> Finding:
    missing = sorted(set(SCOPES) - set(granted.replace(" ", "").split(",")))
    if missing:
        advice = "Add them under *OAuth & Permissions*, or paste manifest.json anew; then reinstall the app."
        return Finding("scopes", f"missing: {', '.join(missing)}", advice)
    without = "" if OPTIONAL_SCOPE in granted else f"; {OPTIONAL_SCOPE}, which is optional, is not"
    return Finding("scopes", f"all {len(SCOPES)} are granted{without}")


def _clock(date_header: str, now: datetime) -> Finding:
    try:
        slack = parsedate_to_datetime(date_header).astimezone(UTC)
    except (TypeError, ValueError):
        return Finding("clock", "Slack's answer carried no time to compare with")
    off = abs((now - slack).total_seconds())
    if off > CLOCK_TOLERANCE:
        return Finding("clock", f"is {off:.0f} seconds off", "Let the machine set its clock by NTP.")
    return Finding("clock", "agrees with Slack's")


async def _app_token(settings: Settings, messenger: Messenger) -> Finding:
    if settings.slack_app_token is None:
        if settings.slack_signing_secret is None:
            advice = "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET and `serve` for HTTP."
            return Finding("deliveries", "neither an app token nor a signing secret is set", advice)
        return Finding("deliveries", "by HTTP: a signing secret is set")
    try:
        await messenger.try_app_token(settings.slack_app_token.get_secret_value())
    except SlackProblem as problem:
        advice = "Make an app-level token with the scope connections:write (*Basic Information*) for SLACK_APP_TOKEN."
        return Finding("app token", f"Slack says {problem}", advice)
    return Finding("app token", "opens Socket Mode connections")
