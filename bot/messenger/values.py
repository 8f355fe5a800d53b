"""What Slack is asked with and answers, as values."""

from dataclasses import dataclass
from typing import Protocol


class Place(Protocol):
    """Anything that names a workspace: an Actor, a Member."""

    @property
    def enterprise_id(self) -> str: ...
    @property
    def team_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Posted:
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class SlackUser:
    zone: str | None  # IANA, None where Slack knows none
    name: str
    deleted: bool
    is_bot: bool
    restricted: bool
    locale: str = ""  # as Slack writes it, en-US
    stranger: bool = False  # of another organisation, in a shared channel


@dataclass(frozen=True, slots=True)
class SlackMessage:
    user: str
    text: str  # plain, cleaned
    ts: str
    thread_ts: str
    permalink: str
    markup: str = ""  # the text as Slack writes it
