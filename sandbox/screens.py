"""Views on a person's screen: the stack of modals and the Home tab; it may not validate content or deliver anything."""

import uuid
from typing import TYPE_CHECKING

from sandbox import inputs
from sandbox.state import View
from sandbox.wire import Json, SlackError

if TYPE_CHECKING:
    from sandbox.box import Box

MAX_STACK = 3


def fresh_hash(box: "Box") -> str:
    return f"{int(box.clock.now().timestamp())}.{uuid.uuid4().hex[:8]}"


def open_modal(box: "Box", user: str, content: Json) -> View:
    """A first modal; what was open before is gone."""
    for view_id in box.state.stacks.pop(user, []):
        box.state.views.pop(view_id, None)
    return _show(box, user, content)


def push_modal(box: "Box", user: str, content: Json) -> View:
    stack = box.state.stacks[user]
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= MAX_STACK:
        raise SlackError("push_limit_reached")
    return _show(box, user, content)


def update(box: "Box", view: View, content: Json) -> View:
    """New content in place; what a person has entered stays where it fits."""
    _own_external_id(box, content, view)
    view.replace(content)
    view.hash = fresh_hash(box)
    view.values = inputs.carried_values(view.values, content["blocks"])
    box.state.touch([view.user])
    return view


def publish(box: "Box", user: str, content: Json) -> View:
    """Home anew: the view keeps its id, and nothing that was entered in it."""
    person = box.state.person(user)
    view = box.state.homes.get(user)
    _own_external_id(box, content, view)
    if view is None:
        view = View(box.state.next_id("VH"), user, person.team, content, "")
        view.root_id = view.id
        box.state.homes[user] = view
    view.replace(content)
    view.hash = fresh_hash(box)
    view.values = inputs.initial_values(content["blocks"])
    box.state.touch([user])
    return view


def close_top(box: "Box", user: str) -> None:
    stack = box.state.stacks[user]
    if stack:
        box.state.views.pop(stack.pop(), None)
    box.state.touch([user])


def clear(box: "Box", user: str) -> None:
    for view_id in box.state.stacks.pop(user, []):
        box.state.views.pop(view_id, None)
    box.state.touch([user])


def modals(box: "Box", user: str) -> list[View]:
    return [box.state.views[view_id] for view_id in box.state.stacks.get(user, [])]


def _show(box: "Box", user: str, content: Json) -> View:
    _own_external_id(box, content, None)
    stack = box.state.stacks[user]
    view = View(
        id=box.state.next_id("V"),
        user=user,
        team=box.state.person(user).team,
        content=content,
        hash=fresh_hash(box),
        values=inputs.initial_values(content["blocks"]),
        previous_id=stack[-1] if stack else None,
    )
    view.root_id = stack[0] if stack else view.id
    stack.append(view.id)
    box.state.views[view.id] = view
    box.state.touch([user])
    return view


def _own_external_id(box: "Box", content: Json, view: View | None) -> None:
    wanted = content.get("external_id")
    if not wanted:
        return
    others = [*box.state.views.values(), *box.state.homes.values()]
    if any(other.content.get("external_id") == wanted and other is not view for other in others):
        raise SlackError("duplicate_external_id")
