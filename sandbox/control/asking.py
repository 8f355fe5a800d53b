"""Reading a control request; it may not act on it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from sandbox import people
from sandbox.acting import commands
from sandbox.wire import ControlError, Json

if TYPE_CHECKING:
    from sandbox.box import Box

Handler = Callable[["Box", Json], Awaitable[Json]]


def who(box: "Box", sent: Json) -> str:
    user = text(sent, "as")
    commands.check_person(box, user)
    return user


def reactor(box: "Box", sent: Json) -> str:
    """Who reacts: a person, or another app's bot, which can do that too."""
    user = text(sent, "as")
    return user if user != people.BOT_USER and box.state.person(user).bot else who(box, sent)


def texts(sent: Json, name: str) -> list[str]:
    value = sent.get(name)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ControlError(f"{name!r} is no list of texts.")
    return value


def text(sent: Json, name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str) or not value:
        raise ControlError(f"{name!r} is missing.")
    return value
