"""The blocks, and the surfaces that take them; what is only hearsay about a surface counts as refused there.

Charts and tables (`data_visualization`, `data_table`) are taken in messages and on Home, though Slack's documentation
is not sure of Home, and refused in modals. They roll out in phases, so any surface can be made to refuse them.
"""

from sandbox.blocks import elements, figures, parts
from sandbox.blocks.checks import Check, array, boolean, both, exactly, one_of, rule, shape, string, typed
from sandbox.blocks.richtext import rich_text

_BLOCK: dict[str, Check] = {"block_id": parts.BLOCK_ID}
_MARKDOWN_CHARS = 12_000


def _block(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape({"type": exactly(kind)} | required, _BLOCK | (optional or {}))


SECTION = both(
    _block(
        "section",
        {},
        {
            "text": parts.text(3000),
            "fields": array(parts.text(2000), most=10),
            "accessory": typed(elements.IN_SECTION),
            "expand": boolean,
        },
    ),
    rule(lambda block: bool(block.get("text") or block.get("fields")), "must provide text or fields"),
)
IMAGE = both(
    _block(
        "image",
        {"alt_text": string(2000)},
        {"image_url": parts.URL, "slack_file": parts.SLACK_FILE, "title": parts.plain(2000)},
    ),
    parts.ONE_IMAGE,
)
CONTEXT = _block(
    "context",
    {
        "elements": array(
            typed({"image": parts.IMAGE_ELEMENT, "mrkdwn": parts.text(3000), "plain_text": parts.text(3000)}), most=10
        )
    },
)
CARD = both(
    _block(
        "card",
        {},
        {
            "title": parts.text(150),
            "subtitle": parts.text(150),
            "body": parts.text(200),
            "icon": parts.IMAGE_ELEMENT,
            "hero_image": parts.IMAGE_ELEMENT,
            "actions": array(typed({"button": elements.BUTTON}), most=3),
        },
    ),
    rule(
        lambda block: any(block.get(name) for name in ("hero_image", "title", "actions", "body")),
        "must provide hero_image, title, actions or body",
    ),
)
_FEEDBACK = shape({"text": parts.plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
CONTEXT_ACTIONS = _block(
    "context_actions",
    {
        "elements": array(
            typed(
                {
                    "feedback_buttons": shape(
                        {"type": exactly("feedback_buttons"), "action_id": parts.ACTION_ID}
                        | {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}
                    ),
                    "icon_button": shape(
                        {"type": exactly("icon_button"), "action_id": parts.ACTION_ID}
                        | {"icon": one_of("trash"), "text": parts.plain(75)},
                        {"value": string(2000), "confirm": parts.CONFIRM, "accessibility_label": string(75)},
                    ),
                }
            ),
            most=5,
        )
    },
)


def _input(taken: dict[str, Check]) -> Check:
    return _block(
        "input",
        {"label": parts.plain(2000), "element": typed(taken)},
        {"hint": parts.plain(2000), "optional": boolean, "dispatch_action": boolean},
    )


EVERYWHERE: dict[str, Check] = {
    "section": SECTION,
    "divider": _block("divider", {}),
    "image": IMAGE,
    "actions": _block("actions", {"elements": array(typed(elements.IN_ACTIONS), most=25)}),
    "context": CONTEXT,
    "header": _block("header", {"text": parts.plain(150)}),
    "rich_text": rich_text,
    "input": _input(elements.IN_INPUT),
    "card": CARD,
}
_CAROUSEL = _block("carousel", {"elements": array(typed({"card": CARD}), most=10)})
_CONTAINER = both(
    _block(
        "container",
        {"child_blocks": array(typed(EVERYWHERE), most=10)},
        {
            "title": parts.plain(150),
            "rich_text_title": rich_text,
            "subtitle": parts.text(150),
            "icon": parts.IMAGE_ELEMENT,
            "width": one_of("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
    ),
    rule(lambda block: bool(block.get("title") or block.get("rich_text_title")), "must provide a title"),
)

ON_SURFACE: dict[str, Check] = {
    "message": typed(
        EVERYWHERE
        | {
            "markdown": _block("markdown", {"text": string(_MARKDOWN_CHARS)}),
            "table": figures.TABLE,
            "data_table": figures.DATA_TABLE,
            "data_visualization": figures.DATA_VISUALIZATION,
            "carousel": _CAROUSEL,
            "container": _CONTAINER,
            "context_actions": CONTEXT_ACTIONS,
        }
    ),
    "modal": typed(
        EVERYWHERE
        | {
            "input": _input(elements.IN_MODAL_INPUT),
            "alert": _block(
                "alert",
                {"text": parts.text(200)},
                {"level": one_of("default", "info", "warning", "error", "success")},
            ),
        }
    ),
    "home": typed(
        EVERYWHERE
        | {
            "carousel": _CAROUSEL,
            "data_table": figures.DATA_TABLE,
            "data_visualization": figures.DATA_VISUALIZATION,
        }
    ),
}
