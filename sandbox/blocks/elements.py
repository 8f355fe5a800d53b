"""The interactive elements, and which block takes which; they may not know surfaces."""

from collections.abc import Mapping
from typing import Any

from sandbox.blocks import parts
from sandbox.blocks.checks import Check, array, boolean, both, exactly, number, one_of, rule, shape, string
from sandbox.wire import Json


def _element(kind: str, required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Check) -> Check:
    basis: dict[str, Check] = {"type": exactly(kind), "action_id": parts.ACTION_ID}
    return both(shape(basis | dict(required), optional), *rules)


_PLACEHOLDER: dict[str, Check] = {"placeholder": parts.plain(150), "focus_on_load": boolean}
_ASKING: dict[str, Check] = {"confirm": parts.CONFIRM} | _PLACEHOLDER
_MANY: dict[str, Check] = {"max_selected_items": number(1)}
_ID = string(255)
_IDS = array(_ID)
_CLOCK = string(5, 5)


def _offered(element: Json) -> list[Any]:
    groups = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *groups]


_OPTIONS_OR_GROUPS = rule(
    lambda element: ("options" in element) != ("option_groups" in element),
    "must provide either options or option_groups",
)
_INITIAL_OFFERED = rule(
    lambda element: element.get("initial_option") is None or element["initial_option"] in _offered(element),
    "initial_option must be one of the options",
)
_INITIALS_OFFERED = rule(
    lambda element: all(option in _offered(element) for option in element.get("initial_options") or []),
    "initial_options must be among the options",
)
_FEW_INITIALS = rule(
    lambda element: len(element["initial_options"]) <= element["max_selected_items"],
    "initial_options must not be more than max_selected_items",
)
_DISTINCT = rule(
    lambda element: len({option["value"] for option in _offered(element)}) == len(_offered(element)),
    "the values of options must be unique",
)
_LENGTHS = rule(
    lambda element: element.get("min_length", 0) <= element.get("max_length", 3000),
    "min_length must not be greater than max_length",
)
_INITIAL_FITS = rule(
    lambda element: len(element.get("initial_value") or "") <= element.get("max_length", 3000),
    "initial_value must not be longer than max_length",
)

_SELECT = {"options": array(parts.SELECT_OPTION, most=100), "option_groups": array(parts.OPTION_GROUP, most=100)}
_CHOICES = {"options": array(parts.CHOICE_OPTION, most=10)}
_FIRST = {"initial_option": parts.SELECT_OPTION}
_FIRSTS = {"initial_options": array(parts.SELECT_OPTION, most=100)}

BUTTON = _element(
    "button",
    {"text": parts.plain(75)},
    {
        "url": parts.URL,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": parts.CONFIRM,
        "accessibility_label": string(75),
    },
)
OVERFLOW = _element(
    "overflow", {"options": array(parts.OVERFLOW_OPTION, most=5)}, {"confirm": parts.CONFIRM}, _DISTINCT
)
RADIO = _element(
    "radio_buttons",
    _CHOICES,
    {"initial_option": parts.CHOICE_OPTION, "confirm": parts.CONFIRM, "focus_on_load": boolean},
    _INITIAL_OFFERED,
    _DISTINCT,
)
CHECKBOXES = _element(
    "checkboxes",
    _CHOICES,
    {
        "initial_options": array(parts.CHOICE_OPTION, most=10),
        "confirm": parts.CONFIRM,
        "focus_on_load": boolean,
    },
    _INITIALS_OFFERED,
    _DISTINCT,
)
DATEPICKER = _element("datepicker", {}, _ASKING | {"initial_date": string(10, 10)})
TIMEPICKER = _element("timepicker", {}, _ASKING | {"initial_time": _CLOCK, "timezone": _ID})
DATETIMEPICKER = _element(
    "datetimepicker",
    {},
    {"initial_date_time": number(), "confirm": parts.CONFIRM, "focus_on_load": boolean},
)

_CONVERSATIONS: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": parts.FILTER}
SELECTS: dict[str, Check] = {
    "static_select": _element(
        "static_select", {}, _ASKING | _SELECT | _FIRST, _OPTIONS_OR_GROUPS, _INITIAL_OFFERED, _DISTINCT
    ),
    "external_select": _element(
        "external_select", {}, _ASKING | {"initial_option": parts.SELECT_OPTION, "min_query_length": number(0)}
    ),
    "users_select": _element("users_select", {}, _ASKING | {"initial_user": _ID}),
    "channels_select": _element("channels_select", {}, _ASKING | {"initial_channel": _ID}),
    "conversations_select": _element(
        "conversations_select", {}, _ASKING | _CONVERSATIONS | {"initial_conversation": _ID}
    ),
}
MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": _element(
        "multi_static_select",
        {},
        _ASKING | _MANY | _SELECT | _FIRSTS,
        _OPTIONS_OR_GROUPS,
        _INITIALS_OFFERED,
        _FEW_INITIALS,
        _DISTINCT,
    ),
    "multi_external_select": _element(
        "multi_external_select", {}, _ASKING | _MANY | _FIRSTS | {"min_query_length": number(0)}, _FEW_INITIALS
    ),
    "multi_users_select": _element("multi_users_select", {}, _ASKING | _MANY | {"initial_users": _IDS}),
    "multi_channels_select": _element("multi_channels_select", {}, _ASKING | _MANY | {"initial_channels": _IDS}),
    "multi_conversations_select": _element(
        "multi_conversations_select", {}, _ASKING | _MANY | _CONVERSATIONS | {"initial_conversations": _IDS}
    ),
}

_TYPED: dict[str, Check] = _PLACEHOLDER | {"dispatch_action_config": parts.DISPATCH}
_WRITTEN: dict[str, Check] = _TYPED | {"initial_value": string(3000, 0)}
TEXT_INPUT = _element(
    "plain_text_input",
    {},
    _WRITTEN | {"multiline": boolean, "min_length": number(0, 3000), "max_length": number(1, 3000)},
    _LENGTHS,
    _INITIAL_FITS,
)
NUMBER_INPUT = _element(
    "number_input",
    {"is_decimal_allowed": boolean},
    _WRITTEN | {"min_value": string(255), "max_value": string(255)},
)
EMAIL_INPUT = _element("email_text_input", {}, _WRITTEN)
URL_INPUT = _element("url_text_input", {}, _WRITTEN)
FILE_INPUT = _element("file_input", {}, {"filetypes": array(_ID), "max_files": number(1, 10)})

_PICKERS = {"datepicker": DATEPICKER, "timepicker": TIMEPICKER}
_CHOOSERS = {"radio_buttons": RADIO, "checkboxes": CHECKBOXES}
IN_ACTIONS: dict[str, Check] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "datetimepicker": DATETIMEPICKER,
    **_PICKERS,
    **_CHOOSERS,
    **SELECTS,
}
IN_SECTION: dict[str, Check] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "image": parts.IMAGE_ELEMENT,
    **_PICKERS,
    **_CHOOSERS,
    **SELECTS,
    **MULTI_SELECTS,
}
IN_INPUT: dict[str, Check] = {
    "plain_text_input": TEXT_INPUT,
    "datetimepicker": DATETIMEPICKER,
    **_PICKERS,
    **_CHOOSERS,
    **SELECTS,
    **MULTI_SELECTS,
}
IN_MODAL_INPUT: dict[str, Check] = {
    **IN_INPUT,
    "number_input": NUMBER_INPUT,
    "email_text_input": EMAIL_INPUT,
    "url_text_input": URL_INPUT,
    "file_input": FILE_INPUT,
}
