"""Slack's rules for blocks, item by item: what stands just within is taken, what stands just outside is refused."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import blocks
from sandbox.client import Client, Refused
from sandbox.wire import SlackError
from tests.sandbox.counterpart import Counterpart
from tests.sandbox.views import Json, actions, button, field, home, modal, plain, section

IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a chart"}
CONFIRM = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Yes"), "deny": plain("No")}


def option(value: str = "a", text: str = "A") -> Json:
    return {"text": plain(text), "value": value}


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def data_table(**more: object) -> Json:
    rows = [[raw("Week"), raw("Wins")], [raw("1"), {"type": "raw_number", "value": 3}]]
    return {"type": "data_table", "caption": "Wins by week", "rows": rows, **more}


def chart(kind: str = "bar", **more: object) -> Json:
    series = {"name": "Wins", "data": [{"label": "W1", "value": 1}, {"label": "W2", "value": 0}]}
    body = {"type": kind, "series": [series], "axis_config": {"categories": ["W1", "W2"]}, **more}
    return {"type": "data_visualization", "title": "Wins by week", "chart": body}


def pie(*values: object) -> Json:
    segments = [{"label": f"S{index}", "value": value} for index, value in enumerate(values)]
    return {"type": "data_visualization", "title": "Share", "chart": {"type": "pie", "segments": segments}}


def card(**more: object) -> Json:
    return {"type": "card", "title": {"type": "mrkdwn", "text": "*A card*"}, **more}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text)}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def container(*children: Json) -> Json:
    return {"type": "container", "title": plain("Group"), "child_blocks": list(children)}


def markdown(text: str) -> Json:
    return {"type": "markdown", "text": text}


TAKEN_IN_MESSAGES = [
    section("x" * 3000),
    {"type": "section", "fields": [plain("f" * 2000)] * 10},
    section("s") | {"accessory": select(confirm=CONFIRM), "expand": True},
    section("s") | {"accessory": IMAGE},
    {"type": "divider"},
    header("h" * 150),
    IMAGE | {"title": plain("A chart")},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a file"},
    actions(*[button(f"b{i}", style="primary", url="https://example.com") for i in range(25)]),
    context(*[plain("c")] * 9, IMAGE),
    rich({"type": "text", "text": "hi", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}),
    markdown("# Title"),
    {"type": "table", "rows": [[raw("a"), raw("b")]], "column_settings": [{"align": "right"}]},
    data_table(page_size=100, row_header_column_index=0),
    chart("line"),
    chart("area"),
    pie(1, 2.5),
    card(actions=[button("c1")]),
    {"type": "carousel", "elements": [card(), card(body=plain("b"))]},
    container(section("inside")),
    field(max_length=10),
]


@pytest.mark.parametrize("block", TAKEN_IN_MESSAGES, ids=lambda block: str(block["type"]))
def test_a_message_takes(block: Json) -> None:
    [kept] = blocks.message([block])

    assert {name: kept[name] for name in block if name not in {"child_blocks", "elements"}} == {
        name: block[name] for name in block if name not in {"child_blocks", "elements"}
    }
    assert kept["block_id"]


REFUSED_IN_MESSAGES = [
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "must provide text or fields [json-pointer:/blocks/0]"),
    (
        [{"type": "section", "fields": [plain("f")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        [{"type": "section", "fields": [plain("f" * 2001)]}],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    ([section("s") | {"colour": "red"}], "invalid additional property: colour [json-pointer:/blocks/0]"),
    ([{"type": "divider", "text": plain("t")}], "invalid additional property: text [json-pointer:/blocks/0]"),
    ([header("h" * 151)], "must be less than 151 characters [json-pointer:/blocks/0/text/text]"),
    (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "h"}}],
        "must be a valid enum value [json-pointer:/blocks/0/text/type]",
    ),
    ([{"type": "section", "text": {"type": "markdown", "text": "x"}}], "must be a valid enum value"),
    (
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}],
        "invalid additional property: emoji",
    ),
    ([{"type": "banner"}], "unsupported type: banner [json-pointer:/blocks/0/type]"),
    ([{"type": "video"}], "unsupported type: video"),
    ([None], "must provide an object [json-pointer:/blocks/0]"),
    ([{"type": "alert", "text": plain("a")}], "unsupported type: alert"),
    ([section("s") | {"block_id": "b" * 256}], "must be less than 256 characters [json-pointer:/blocks/0/block_id]"),
    ([section("s") | {"block_id": "b"}] * 2, "`block_id` b already exists [json-pointer:/blocks]"),
    ([actions(button(), button())], "`action_id` press already exists for this block [json-pointer:/blocks/0]"),
    ([actions()], "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (
        [actions(*[button(f"b{i}") for i in range(26)])],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [actions(button(text=plain("t" * 76)))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    ([actions(button(text={"type": "mrkdwn", "text": "t"}))], "must be a valid enum value"),
    (
        [actions(button(value="v" * 2001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    ([actions(button(url="u" * 3001))], "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]"),
    ([actions(button(accessibility_label="a" * 76))], "/blocks/0/elements/0/accessibility_label]"),
    ([actions(button(style="default"))], "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"),
    ([actions(button(confirm=CONFIRM | {"confirm": plain("y" * 31)}))], "must be less than 31 characters"),
    ([actions(button(confirm={"text": plain("x")}))], "missing required field: title"),
    ([actions(button(confirm=CONFIRM | {"title": {"type": "mrkdwn", "text": "*x*"}}))], "must be a valid enum value"),
    ([actions(select(options=[option() | {"description": {"type": "mrkdwn", "text": "*x*"}}]))], "valid enum value"),
    ([actions({"type": "button", "text": plain("t")})], "missing required field: action_id"),
    ([actions({"type": "plain_text_input", "action_id": "t"})], "unsupported type: plain_text_input"),
    ([actions({"type": "multi_users_select", "action_id": "m"})], "unsupported type: multi_users_select"),
    (
        [section("s") | {"accessory": {"type": "plain_text_input", "action_id": "t"}}],
        "unsupported type: plain_text_input",
    ),
    ([actions(select(options=[]))], "no less than 1 items allowed"),
    ([actions(select(options=[option(str(i)) for i in range(101)]))], "no more than 100 items allowed"),
    ([actions(select(options=[option(text="t" * 76)]))], "must be less than 76 characters"),
    ([actions(select(options=[option(value="v" * 151)]))], "must be less than 151 characters"),
    ([actions(select(options=[option(), option()]))], "the values of options must be unique"),
    ([actions(select(initial_option=option("z")))], "initial_option must be one of the options"),
    ([actions(select(option_groups=[]))], "must provide either options or option_groups"),
    (
        [actions({"type": "overflow", "action_id": "o", "options": [option(str(i)) for i in range(6)]})],
        "no more than 5",
    ),
    (
        [actions({"type": "checkboxes", "action_id": "c", "options": [option(str(i)) for i in range(11)]})],
        "no more than 10",
    ),
    ([context(*[plain("c")] * 11)], "no more than 10 items allowed [json-pointer:/blocks/0/elements]"),
    ([context(button())], "unsupported type: button"),
    ([{"type": "image", "image_url": "https://e.example/a.png"}], "missing required field: alt_text"),
    ([{"type": "image", "alt_text": "a"}], "must provide either image_url or slack_file"),
    ([markdown("m" * 12_001)], "must be less than 12001 characters"),
    ([markdown("m" * 6001)] * 2, "markdown must be no more than 12000 characters in total"),
    ([rich({"type": "text", "text": "x", "color": "red"})], "invalid additional property: color"),
    ([rich({"type": "marquee"})], "unsupported type: marquee"),
    ([{"type": "table", "rows": [[raw("a")]] * 101}], "no more than 100 items allowed"),
    ([{"type": "table", "rows": [[raw("a")] * 21]}], "no more than 20 items allowed"),
    ([{"type": "table", "rows": [[raw("a")]]}] * 2, "no more than 1 table blocks allowed"),
    ([data_table(caption=None)], "missing required field: caption"),
    ([data_table(rows=[[raw("a")]])], "no less than 2 items allowed"),
    ([data_table(rows=[[raw("a")], [raw("b"), raw("c")]])], "all rows must have the same number of cells"),
    ([data_table(rows=[[rich()], [raw("a")]])], "header cells must not be rich_text"),
    ([data_table(page_size=101)], "must be less than or equal to 100"),
    ([chart() | {"title": "t" * 51}], "must be less than 51 characters [json-pointer:/blocks/0/title]"),
    ([chart(axis_config={"categories": ["W1"]})], "every series must have one point for each category"),
    ([chart(axis_config={"categories": ["W" * 21]})], "must be less than 21 characters"),
    ([chart()] * 3, "no more than 2 data_visualization blocks allowed"),
    ([chart("radar")], "unsupported type: radar"),
    ([pie(1, 0)], "the value of a segment must be greater than 0"),
    ([pie(*[1] * 7)], "no more than 6 items allowed"),
    ([card(body=plain("b" * 201))], "must be less than 201 characters"),
    ([card(actions=[button(f"b{i}") for i in range(4)])], "no more than 3 items allowed"),
    ([{"type": "card"}], "must provide hero_image, title, actions or body"),
    ([{"type": "carousel", "elements": [card()] * 11}], "no more than 10 items allowed"),
    ([container(container(section("x")))], "unsupported type: container"),
    ([field(max_length=3001)], "must be less than or equal to 3000"),
    ([field(min_length=5, max_length=4)], "min_length must not be greater than max_length"),
    ([field(initial_value="long", max_length=3)], "initial_value must not be longer than max_length"),
    ([field(placeholder=plain("p" * 151))], "must be less than 151 characters"),
    ([field() | {"label": plain("l" * 2001)}], "must be less than 2001 characters"),
    ([field() | {"hint": plain("l" * 2001)}], "must be less than 2001 characters"),
    ([field() | {"optional": "yes"}], "must provide a boolean"),
    ([{"type": "section", "text": plain(5)}], "must provide a string [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section", "text": "words"}], "must provide an object [json-pointer:/blocks/0/text]"),
    ([{"type": "actions", "elements": "button"}], "must provide an array [json-pointer:/blocks/0/elements]"),
    ([{"type": "actions", "elements": ["button"]}], "must provide an object [json-pointer:/blocks/0/elements/0]"),
    ([actions(select(options="many"))], "must provide an array [json-pointer:/blocks/0/elements/0/options]"),
    ([data_table(page_size="5")], "must provide an integer"),
    ([data_table(page_size=0)], "must be greater than or equal to 1"),
    ([pie("half")], "must provide a number"),
    ([section("s")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
]


@pytest.mark.parametrize(
    ("given", "sentence"), REFUSED_IN_MESSAGES, ids=[sentence for _, sentence in REFUSED_IN_MESSAGES]
)
def test_a_message_refuses(given: list[Json], sentence: str) -> None:
    with pytest.raises(SlackError) as refusal:
        blocks.message(given)

    assert refusal.value.code == "invalid_blocks"
    assert any(sentence in message for message in refusal.value.extra["response_metadata"]["messages"]), (
        refusal.value.extra
    )


def number_field(**more: object) -> Json:
    return field() | {"element": {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, **more}}


TAKEN_IN_VIEWS = [
    modal(*[field(f"b{i}") for i in range(100)]),
    modal({"type": "alert", "text": plain("Mind this."), "level": "warning"}, submit=None),
    modal(number_field(min_value="1")),
    modal(private_metadata="m" * 3000, notify_on_close=True, clear_on_close=False, external_id="x"),
    home({"type": "carousel", "elements": [card(actions=[button()])]}),
    home(*[section("s")] * 100),
]


@pytest.mark.parametrize("given", TAKEN_IN_VIEWS)
def test_a_view_takes(given: Json) -> None:
    kept = blocks.view(given)

    assert kept["type"] == given["type"]
    assert all(block["block_id"] for block in kept["blocks"])


REFUSED_IN_VIEWS = [
    (modal(*[section("s")] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    (modal(title=plain("t" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(submit=plain("t" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (modal(close=plain("t" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
    (modal(title=None), "missing required field: title [json-pointer:/view]"),
    (modal(private_metadata="m" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
    (modal(callback_id="c" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
    (modal(submit=None), "missing required field: submit, needed when a block is an input [json-pointer:/view]"),
    (modal(chart()), "unsupported type: data_visualization [json-pointer:/view/blocks/0/type]"),
    (modal(data_table()), "unsupported type: data_table [json-pointer:/view/blocks/0/type]"),
    (modal(markdown("x")), "unsupported type: markdown [json-pointer:/view/blocks/0/type]"),
    (modal({"type": "carousel", "elements": [card()]}), "unsupported type: carousel"),
    (modal(container(section("x"))), "unsupported type: container"),
    (modal({"type": "alert", "text": plain("a" * 201)}), "must be less than 201 characters"),
    (
        modal(field("a", focus_on_load=True), field("b", focus_on_load=True)),
        "focus_on_load can only be set on one element",
    ),
    (home(*[chart()] * 3), "no more than 2 data_visualization blocks allowed [json-pointer:/view/blocks]"),
    (home({"type": "alert", "text": plain("a")}), "unsupported type: alert"),
    (home(number_field()), "unsupported type: number_input"),
    (home(title=plain("t")), "invalid additional property: title [json-pointer:/view]"),
    ({"type": "workflow_step", "blocks": []}, "unsupported type: workflow_step [json-pointer:/view/type]"),
    ("text", "unsupported type: None"),
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED_IN_VIEWS, ids=[sentence for _, sentence in REFUSED_IN_VIEWS])
def test_a_view_refuses(given: Json, sentence: str) -> None:
    with pytest.raises(SlackError) as refusal:
        blocks.view(given)

    assert refusal.value.code == "invalid_arguments"
    assert any(sentence in message for message in refusal.value.extra["response_metadata"]["messages"]), (
        refusal.value.extra
    )


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    with pytest.raises(SlackError, match="view_too_large"):
        blocks.view(home(*[section("x" * 3000)] * 90))


def test_a_markdown_block_loses_its_block_id() -> None:
    [kept] = blocks.message([markdown("x") | {"block_id": "mine"}])

    assert kept["block_id"] != "mine"


@pytest.mark.parametrize("block", [chart(), data_table(), pie(1)])
def test_charts_and_tables_are_taken_on_home(block: Json) -> None:
    assert blocks.view(home(block))["blocks"][0]["type"] == block["type"]


async def test_blocks_switched_off_are_unknown_on_that_surface_only(app: Counterpart, people: Client) -> None:
    await people.refuse_blocks("message", "data_table")
    await people.refuse_blocks("home", "data_visualization", "section")
    await people.refuse_blocks("modal", "divider")

    with pytest.raises(SlackApiError) as refusal:
        await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=[section("x"), data_table()])
    assert refusal.value.response["error"] == "invalid_blocks"
    assert refusal.value.response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: data_table [json-pointer:/blocks/1/type]"
    ]
    with pytest.raises(SlackApiError) as refusal:
        await app.web.views_publish(user_id="U0ADA", view=home(data_table(), chart()))
    assert refusal.value.response["error"] == "invalid_arguments"
    assert refusal.value.response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: data_visualization [json-pointer:/view/blocks/1/type]"
    ]
    await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=[chart()])
    await app.web.views_publish(user_id="U0ADA", view=home(data_table()))
    await people.refuse_blocks("message")
    await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=[data_table()])


async def test_switched_off_blocks_are_found_inside_others_and_an_ack_with_them_is_seen_by_nobody(
    app: Counterpart, people: Client
) -> None:
    await people.refuse_blocks("message", "section")

    @app.on("command")
    async def answer(body: Json, ack: Any, web: Any) -> None:
        await ack(text="Saved", blocks=[container(section("x"))])

    assert (await people.command("/win x"))["error"] == '/win failed with the error "invalid_blocks"'
    [call] = await people.calls("ack")
    assert call["error"] == "invalid_blocks"


async def test_a_surface_that_is_none_is_refused(people: Client) -> None:
    with pytest.raises(Refused, match="'canvas' is none of home, message and modal"):
        await people.refuse_blocks("canvas", "section")
