"""The workspace in memory: people, channels, messages, views; it may not speak to the app."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox import people
from sandbox.people import Person
from sandbox.wire import ControlError, Json, SlackError

MOST_CALLS = 20_000


# What external selects have offered so far, by (block_id, action_id).
Offers = dict[tuple[str, str], list[Json]]


@dataclass
class Message:
    """`ephemeral_for` names the one reader of an ephemeral message; `values` holds what was chosen in its selects.

    `bot` is the id of another app that sent it, then `user` may be empty; `edited` is the timestamp of the last edit.
    A `tombstone` stands where a message with replies was deleted.
    """

    ts: str
    channel: str
    user: str
    text: str
    by_app: bool = False
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    ephemeral_for: str | None = None
    edited: str | None = None
    files: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    offered: Offers = field(default_factory=dict)
    bot: str | None = None
    tombstone: bool = False


@dataclass
class Channel:
    """`kind` as in people.Room; `shared` tells a channel of Slack Connect."""

    id: str
    name: str
    kind: str
    team: str
    bot_in: bool
    members: list[str]
    messages: list[Message] = field(default_factory=list)
    shared: bool = False

    def find(self, ts: str) -> Message | None:
        return next((message for message in self.messages if message.ts == ts), None)

    def replies(self, root: Message) -> list[Message]:
        """What everybody sees below a message."""
        return [m for m in self.messages if m.thread_ts == root.ts and m is not root and m.ephemeral_for is None]


@dataclass
class View:
    """`content` is what the app sent, with every block_id filled in; `values` is what the person has entered.

    `before` holds the blocks that were just replaced: a press on what is still on a screen arrives, as in Slack.
    """

    id: str
    user: str
    team: str
    content: Json
    hash: str
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    root_id: str = ""
    previous_id: str | None = None
    offered: Offers = field(default_factory=dict)
    before: deque[list[Json]] = field(default_factory=lambda: deque(maxlen=3))

    def replace(self, content: Json) -> None:
        self.before.appendleft(self.content["blocks"])
        self.content = content

    @property
    def type(self) -> str:
        return str(self.content["type"])


@dataclass
class Upload:
    id: str
    name: str
    length: int
    team: str
    content: bytes | None = None
    title: str = ""
    shared: bool = False


class Workspace:
    """One object for the life of the server; `wipe` makes it a new workspace."""

    def __init__(self, bot_name: str) -> None:
        self._bot_name = bot_name
        self._watchers: dict[str, set[asyncio.Event]] = defaultdict(set)
        self.versions: dict[str, int] = defaultdict(int)
        self.wipe()

    def wipe(self) -> None:
        self.people: dict[str, Person] = {person.id: person for person in people.cast(self._bot_name)}
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = defaultdict(list)
        self.homes: dict[str, View] = {}
        self.notices: dict[str, list[Json]] = defaultdict(list)
        self.uploads: dict[str, Upload] = {}
        self.calls: deque[Json] = deque(maxlen=MOST_CALLS)
        self.installed = True
        self.withheld: set[str] = set()
        self.refused_blocks: dict[str, set[str]] = defaultdict(set)
        self.emoji = dict(people.EMOJI)
        self._used_ts: set[int] = set()
        self._ids = 0
        for room in people.ROOMS:
            members = list(room.members) or [
                p.id for p in self.people.values() if p.team == room.team and not (p.bot or p.deleted)
            ]
            self.channels[room.id] = Channel(
                room.id, room.name, room.kind, room.team, room.bot_in, members, shared=room.shared
            )
        self.touch(self.people)

    def next_id(self, prefix: str) -> str:
        self._ids += 1
        return f"{prefix}{self._ids:08d}"

    def next_ts(self, now: datetime) -> str:
        """A timestamp of the workspace clock that no message or event has yet."""
        micros = int(now.timestamp() * 1_000_000)
        while micros in self._used_ts:
            micros += 1
        self._used_ts.add(micros)
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def person(self, user: str) -> Person:
        found = self.people.get(user)
        if found is None:
            raise ControlError(f"There is nobody with the id {user}.")
        return found

    def bot(self, bot_id: str) -> Person:
        """The bot user of another app."""
        found = next((person for person in self.people.values() if person.bot_id == bot_id), None)
        if found is None or found.id == people.BOT_USER:
            raise ControlError(f"There is no other bot with the id {bot_id}.")
        return found

    def channel(self, channel: str) -> Channel:
        if channel not in self.channels and channel.startswith("D0"):
            self.im(next((user for user in self.people if user[2:] == channel[2:]), channel))
        found = self.channels.get(channel)
        if found is None:
            raise ControlError(f"There is no channel with the id {channel}.")
        return found

    def im(self, user: str) -> Channel:
        """The person's conversation with the app, opened at first use."""
        person = self.person(user)
        key = f"D0{user[2:]}"
        if key not in self.channels:
            self.channels[key] = Channel(key, self._bot_name, "im", person.team, True, [user])
        return self.channels[key]

    def acquaintances(self, user: str) -> list[Person]:
        """Whom this person can see: their team, and whoever shares a channel with them."""
        team = self.person(user).team
        met = {member for channel in self.channels.values() if user in channel.members for member in channel.members}
        return [person for person in self.people.values() if person.team == team or person.id in met]

    def shows(self, channel: Channel, user: str) -> bool:
        """Whether this person finds the channel in their client."""
        return user in channel.members or (channel.kind == "channel" and channel.team == self.person(user).team)

    def reachable(self, channel: str) -> Channel:
        """The channel for the app's token; as in Slack, another team's and a private one it is not in do not exist."""
        found = self.channels.get(channel)
        if found is None or found.team != people.TEAM:
            raise SlackError("channel_not_found")
        if not found.bot_in:
            raise SlackError("not_in_channel" if found.kind == "channel" else "channel_not_found")
        return found

    def notify(self, user: str, text: str, kind: str = "error") -> None:
        self.notices[user].append({"id": self.next_id("N"), "text": text, "kind": kind})
        self.touch([user])

    def touch(self, users: Iterable[str]) -> None:
        for user in users:
            self.versions[user] += 1
            for event in self._watchers[user]:
                event.set()

    def watch(self, user: str) -> asyncio.Event:
        event = asyncio.Event()
        self._watchers[user].add(event)
        return event

    def unwatch(self, user: str, event: asyncio.Event) -> None:
        self._watchers[user].discard(event)
