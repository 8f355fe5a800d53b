"""Web API: views.*."""

from typing import TYPE_CHECKING

from sandbox import blocks, payloads, people, screens
from sandbox.state import View
from sandbox.web_api.reading import needed
from sandbox.wire import Json, SlackError, refused

if TYPE_CHECKING:
    from sandbox.box import Box


async def open_view(box: "Box", args: Json) -> Json:
    content = modal(box, args.get("view"))
    trigger = box.take_trigger(args.get("trigger_id"))
    return _answer(screens.open_modal(box, trigger.user, content))


async def push(box: "Box", args: Json) -> Json:
    content = modal(box, args.get("view"))
    trigger = box.take_trigger(args.get("trigger_id"))
    if trigger.view_id not in box.state.views:
        raise SlackError("not_found")
    return _answer(screens.push_modal(box, trigger.user, content))


async def update(box: "Box", args: Json) -> Json:
    content = blocks.view(args.get("view"), box.state.refused_blocks)
    view = _find(box, args)
    if content["type"] != view.type:
        raise refused("invalid_arguments", ["[ERROR] the type of a view cannot be changed [json-pointer:/view/type]"])
    _check_hash(args, view)
    return _answer(screens.update(box, view, content))


async def publish(box: "Box", args: Json) -> Json:
    user = needed(args, "user_id")
    content = blocks.view(args.get("view"), box.state.refused_blocks)
    if content["type"] != "home":
        raise refused("invalid_arguments", ["[ERROR] must be a home view [json-pointer:/view/type]"])
    if not box.manifest.home_tab:
        raise SlackError("not_enabled")
    person = box.state.people.get(user)
    if person is None or person.team != people.TEAM or person.bot:
        raise SlackError("user_not_found")
    _check_hash(args, box.state.homes.get(user))
    return _answer(screens.publish(box, user, content))


def modal(box: "Box", value: object) -> Json:
    content = blocks.view(value, box.state.refused_blocks)
    if content["type"] != "modal":
        raise refused("invalid_arguments", ["[ERROR] must be a modal view [json-pointer:/view/type]"])
    return content


def _find(box: "Box", args: Json) -> View:
    shown = [*box.state.views.values(), *box.state.homes.values()]
    if args.get("external_id"):
        found = [view for view in shown if view.content.get("external_id") == args["external_id"]]
    else:
        view_id = needed(args, "view_id")
        found = [view for view in shown if view.id == view_id]
    if not found or found[0].team != people.TEAM:
        raise SlackError("not_found")
    return found[0]


def _check_hash(args: Json, view: View | None) -> None:
    """A hash guards against another change in between; where nothing was published yet, no hash is right."""
    if args.get("hash") and (view is None or args["hash"] != view.hash):
        raise SlackError("hash_conflict")


def _answer(view: View) -> Json:
    return {"view": payloads.view_body(view)}
