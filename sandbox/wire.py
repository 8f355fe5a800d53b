"""The shapes that cross the wire, shared by every part; it may not hold state."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Ack:
    """What the app answered to one delivery: `error` is None when it acked in time.

    `sent` is what went along with the payload: headers, or the rest of the envelope; `status` that of an HTTP answer.
    """

    error: str | None
    body: Any
    ms: int
    sent: Json = field(default_factory=dict)
    status: int | None = None

    @property
    def ok(self) -> bool:
        return self.error is None


class SlackError(Exception):
    """A Web API refusal: the error code and whatever else goes into the answer."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra: Json = extra


class ControlError(Exception):
    """A control request that no person in a Slack client could have made; its text is a sentence."""


def refused(kind: str, messages: list[str]) -> SlackError:
    """Slack's shape for content it does not take, with a JSON pointer in each message."""
    return SlackError(kind, errors=messages, response_metadata={"messages": messages})
