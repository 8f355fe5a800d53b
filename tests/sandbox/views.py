"""Small modals and blocks for the sandbox's tests."""

from typing import Any

Json = dict[str, Any]


def plain(text: object) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str = "press", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Press"), "value": "v1", **more}


def actions(*elements: Json, block_id: str = "buttons") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def field(block_id: str = "title", action_id: str = "value", **element: Any) -> Json:
    inside = {"type": "plain_text_input", "action_id": action_id, **element}
    return {"type": "input", "block_id": block_id, "label": plain("Title"), "element": inside}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [field()],
        **more,
    }


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks) or [section("Welcome")], **more}
