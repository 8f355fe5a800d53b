"""The objects that blocks are made of: texts, options, confirmations; they may not know any block."""

from collections.abc import Mapping
from typing import Any

from sandbox.blocks.checks import Check, Report, array, boolean, both, exactly, one_of, rule, shape, string

ACTION_ID = string(255)
BLOCK_ID = string(255)
URL = string(3000)


def plain(most: int) -> Check:
    return shape({"type": exactly("plain_text"), "text": string(most)}, {"emoji": boolean})


def text(most: int) -> Check:
    """Plain text or mrkdwn, each with the fields that only it has."""
    mrkdwn = shape({"type": exactly("mrkdwn"), "text": string(most)}, {"verbatim": boolean})
    plain_text = plain(most)

    def check(value: Any, where: str, report: Report) -> None:
        is_mrkdwn = isinstance(value, dict) and value.get("type") == "mrkdwn"
        (mrkdwn if is_mrkdwn else plain_text)(value, where, report)

    return check


def option(wording: Check, optional: Mapping[str, Check] | None = None) -> Check:
    return shape({"text": wording, "value": string(150)}, {"description": wording, **(optional or {})})


SELECT_OPTION = option(plain(75))
CHOICE_OPTION = option(text(75))
OVERFLOW_OPTION = option(plain(75), {"url": URL})
OPTION_GROUP = shape({"label": plain(75), "options": array(SELECT_OPTION, most=100)})

CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
DISPATCH = shape({"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"))})
FILTER = shape(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
SLACK_FILE = both(
    shape({}, {"id": string(255), "url": URL}),
    rule(lambda value: ("id" in value) != ("url" in value), "must provide either id or url"),
)
ONE_IMAGE = rule(
    lambda value: ("image_url" in value) != ("slack_file" in value), "must provide either image_url or slack_file"
)
IMAGE_ELEMENT = both(
    shape({"type": exactly("image"), "alt_text": string(2000)}, {"image_url": URL, "slack_file": SLACK_FILE}),
    ONE_IMAGE,
)
