"""Block Kit's parts as plain dicts, each cut to Slack's limits. Text for mrkdwn arrives escaped."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.views.text import cut, cut_markup

Block = dict[str, Any]
_USER = re.compile("[UW][A-Z0-9]{1,30}")
MAX_MESSAGE_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_OPTION_VALUE = 150


def plain(text: str, limit: int = 3000) -> Block:
    return {"type": "plain_text", "text": cut(text, limit) or " ", "emoji": True}


def mrkdwn(text: str, limit: int = 3000) -> Block:
    return {"type": "mrkdwn", "text": cut_markup(text, limit) or " "}


def message(text: str, blocks: Sequence[Block] = ()) -> Block:
    """A message: `text` is what notifications and screen readers say, and must mean something by itself."""
    shown = list(blocks) or [section(text)]
    return {"text": cut_markup(text, 3000), "blocks": shown[:MAX_MESSAGE_BLOCKS]}


def section(
    text: str, accessory: Block | None = None, block_id: str | None = None, fields: Sequence[str] = ()
) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if fields:
        block["fields"] = [mrkdwn(field, 2000) for field in fields[:10]]
    return _with(block, accessory=accessory, block_id=block_id)


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def preformatted(text: str) -> Block:
    """Plain text as it stands, where nothing in it is markup, to be selected and copied."""
    element = {"type": "text", "text": cut(text, 3000)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [element]}]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block, block_id: str | None = None) -> Block:
    return _with({"type": "actions", "elements": list(elements[:25])}, block_id=block_id)


def button(
    label: str,
    action_id: str,
    value: str = "",
    *,
    style: str | None = None,
    confirm: Block | None = None,
    accessibility_label: str | None = None,
    url: str | None = None,
) -> Block:
    """Give `accessibility_label` where several buttons of one message share a label."""
    block: Block = {"type": "button", "text": plain(label, 75), "action_id": action_id}
    if accessibility_label:
        accessibility_label = cut(accessibility_label, 75)
    return _with(
        block,
        value=value or None,
        style=style,
        confirm=confirm,
        accessibility_label=accessibility_label,
        url=url,
    )


def confirm(title: str, text: str, yes: str, no: str = "Cancel") -> Block:
    return {
        "title": plain(title, 100),
        "text": mrkdwn(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(label: str, value: str, description: str | None = None) -> Block:
    return _with(
        {"text": plain(label, 75), "value": value},
        description=plain(description, 75) if description else None,
    )


def marked_option(markup: str, value: str) -> Block:
    """With a mention or other markup in its label, which only checkboxes and radio buttons show."""
    return {"text": mrkdwn(markup, 75), "value": value}


def select(
    placeholder: str,
    action_id: str,
    options: Sequence[Block],
    initial: str | None = None,
    confirm: Block | None = None,
) -> Block:
    """`initial` is the value of one of the options; an unknown one selects nothing."""
    shown = list(options[:100])
    chosen = next((choice for choice in shown if choice["value"] == initial), None)
    return _with(
        {
            "type": "static_select",
            "placeholder": plain(placeholder, 150),
            "action_id": action_id,
            "options": shown,
        },
        initial_option=chosen,
        confirm=confirm,
    )


def external_input(action_id: str, initial: Sequence[Block] = (), *, placeholder: str | None = None) -> Block:
    """Several choices out of what the app offers while somebody types, and before."""
    return _with(
        {"type": "multi_external_select", "action_id": action_id, "min_query_length": 0},
        initial_options=list(initial[:100]) or None,
        placeholder=plain(placeholder, 150) if placeholder else None,
    )


def external_select(action_id: str, initial: Block | None = None, *, placeholder: str | None = None) -> Block:
    """One choice out of what the app offers while somebody types, and before."""
    return _with(
        {"type": "external_select", "action_id": action_id, "min_query_length": 0},
        initial_option=initial,
        placeholder=plain(placeholder, 150) if placeholder else None,
    )


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    return {"type": "overflow", "action_id": action_id, "options": list(options[:5])}


def input(
    label: str, element: Block, block_id: str, *, optional: bool = False, hint: str | None = None, told: bool = False
) -> Block:
    """`told`: a choice in it is told to the app at once, as a press is."""
    block: Block = {
        "type": "input",
        "label": plain(label, 2000),
        "element": element,
        "block_id": block_id,
        "optional": optional,
    }
    return _with(block, hint=plain(hint, 2000) if hint else None, dispatch_action=told or None)


def text_input(
    action_id: str,
    initial: str = "",
    *,
    multiline: bool = False,
    max_length: int = 3000,
    placeholder: str | None = None,
    told: bool = False,
) -> Block:
    """`initial` is cut to what Slack lets the field hold. `told`: while it is typed, in an input that is told."""
    return _with(
        {
            "type": "plain_text_input",
            "action_id": action_id,
            "multiline": multiline,
            "max_length": min(max_length, 3000),
        },
        initial_value=cut(initial, min(max_length, 3000)) or None,
        dispatch_action_config={"trigger_actions_on": ["on_character_entered"]} if told else None,
        placeholder=plain(placeholder, 150) if placeholder else None,
    )


def date_input(action_id: str, initial: date | None = None) -> Block:
    return _with({"type": "datepicker", "action_id": action_id}, initial_date=initial.isoformat() if initial else None)


def users_input(action_id: str, initial: Iterable[str] = (), *, multiple: bool = True) -> Block:
    """What is no id of a person is left out: Slack would refuse the whole window."""
    chosen = [user for user in initial if _USER.fullmatch(user)]
    if multiple:
        return _with({"type": "multi_users_select", "action_id": action_id}, initial_users=chosen or None)
    return _with({"type": "users_select", "action_id": action_id}, initial_user=chosen[0] if chosen else None)


def checkbox_input(action_id: str, options: Sequence[Block], initial: Iterable[str] = ()) -> Block:
    values, shown = set(initial), list(options[:10])
    chosen = [choice for choice in shown if choice["value"] in values]
    return _with(
        {"type": "checkboxes", "action_id": action_id, "options": shown},
        initial_options=chosen or None,
    )


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = "Save",
    close: str = "Cancel",
    private_metadata: str = "",
) -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": list(blocks[:MAX_VIEW_BLOCKS]),
        "private_metadata": private_metadata,
    }
    return _with(view, submit=plain(submit, 24) if submit else None)


def home(blocks: Sequence[Block], private_metadata: str = "") -> Block:
    return {"type": "home", "blocks": list(blocks[:MAX_VIEW_BLOCKS]), "private_metadata": private_metadata}


def _with(block: Block, **optional: Any) -> Block:
    for name, value in optional.items():
        if value is not None:
            block[name] = value
    return block
