"""Block Kit content that the tests' small app sends."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(action_id: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def options(*names: str) -> list[Json]:
    return [{"text": plain(name), "value": name.lower()} for name in names]


def option_list(action_id: str, *names: str) -> Json:
    return {"type": "overflow", "action_id": action_id, "options": options(*names)}


def ask(name: str, label: str, element: Json, **more: Any) -> Json:
    """An input block whose block_id is its element's action_id."""
    return {"type": "input", "block_id": name, "label": plain(label), "element": {"action_id": name, **element}, **more}


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": list(blocks),
        **more,
    }


TITLE = ask("title", "What did you achieve?", {"type": "plain_text_input", "max_length": 20}, hint=plain("One line."))

EVERY_INPUT = [
    TITLE,
    ask("impact", "Impact", {"type": "plain_text_input", "multiline": True}, optional=True),
    ask("category", "Category", {"type": "static_select", "options": options("Skill", "Performance")}),
    ask("tags", "Tags", {"type": "multi_static_select", "options": options("Speed", "Mentoring", "Cost")}),
    ask("witness", "Witness", {"type": "users_select"}),
    ask("people", "People", {"type": "multi_users_select"}),
    ask("where", "Where", {"type": "conversations_select"}),
    ask("project", "Project", {"type": "external_select", "min_query_length": 0}),
    ask("date", "Date", {"type": "datepicker", "initial_date": "2026-11-22"}),
    ask("time", "Time", {"type": "timepicker"}),
    ask("before", "Before", {"type": "number_input", "is_decimal_allowed": True}),
    ask("flags", "Flags", {"type": "checkboxes", "options": options("Pinned", "Private")}),
    ask("direction", "Direction", {"type": "radio_buttons", "options": options("Lower", "Higher")}),
]
