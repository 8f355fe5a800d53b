"""Reading a control request; it may not act on it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from sandbox.acting import commands
from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box

Handler = Callable[["Box", Json], Awaitable[Json]]


def who(box: "Box", sent: Json) -> str:
    user = text(sent, "as")
    commands.check_person(box, user)
    return user


def text(sent: Json, name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str) or not value:
        raise ControlError(f"{name!r} is missing.")
    return value
