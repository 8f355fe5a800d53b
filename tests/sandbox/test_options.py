"""External selects: what is asked of the app, which answers Slack takes, and what can be chosen then."""

import asyncio
from typing import Any

import pytest

from sandbox.blocks import suggestions
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.views import actions, field, home, modal, plain, section


def option(value: str, text: str = "Words", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def select(kind: str = "external_select", action_id: str = "find", **more: Any) -> Json:
    return {"type": kind, "action_id": action_id, "min_query_length": 0, **more}


def answering(app: Counterpart, **kwargs: Any) -> None:
    @app.on("block_suggestion")
    async def answer(body: Json, ack: Any, web: Any) -> None:
        await ack(**kwargs)


async def opened(app: Counterpart, people: Client, element: Json) -> str:
    @app.on("command")
    async def open_modal(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=modal(field() | {"element": element}))
        await ack()

    await people.command("/win")
    return str((await people.state())["modals"][-1]["id"])


async def test_the_app_is_asked_with_the_view_and_what_was_typed_and_without_a_trigger(
    app: Counterpart, people: Client
) -> None:
    view_id = await opened(app, people, select())
    answering(app, options=[option("7", "Retry queue")])

    offered = await people.options("find", "ret", view_id=view_id)

    assert (offered["options"], offered["sent"]) == ([option("7", "Retry queue")], True)
    [body] = app.of("block_suggestion")
    assert (body["value"], body["action_id"], body["block_id"]) == ("ret", "find", "title")
    assert (body["container"], body["view"]["id"]) == ({"type": "view", "view_id": view_id}, view_id)
    assert {"trigger_id", "response_url", "actions"} & set(body) == set()


@pytest.mark.parametrize(
    ("element", "typed", "sent"),
    [
        (select(min_query_length=None), "re", False),
        (select(min_query_length=None), "ret", True),
        (select(min_query_length=1), "", False),
        (select(), "", True),
    ],
)
async def test_too_few_letters_are_not_sent(
    app: Counterpart, people: Client, element: Json, typed: str, sent: bool
) -> None:
    view_id = await opened(app, people, element)
    answering(app, options=[])

    offered = await people.options("find", typed, view_id=view_id)

    assert (offered["ok"], offered["options"], offered["sent"]) == (True, [], sent)
    assert len(app.of("block_suggestion")) == sent


async def test_only_what_was_offered_at_some_time_can_be_chosen(app: Counterpart, people: Client) -> None:
    first = option("first")
    view_id = await opened(app, people, select("multi_external_select", initial_options=[first]))
    for value in ("7", "8"):
        answering(app, options=[option(value)])
        await people.options("find", value, view_id=view_id)

    with pytest.raises(Refused, match="'9' is not one of the options"):
        await people.submit(view_id, {"*": {"find": ["7", "9"]}})
    await people.submit(view_id, {"*": {"find": ["8", "first", "7"]}})

    chosen = app.of("view_submission")[0]["view"]["state"]["values"]["title"]["find"]["selected_options"]
    assert chosen == [option("8"), first, option("7")]


async def test_what_one_select_offers_cannot_be_chosen_in_another(app: Counterpart, people: Client) -> None:
    blocks = [field(block_id=key) | {"element": select()} for key in ("one", "two")]
    await app.web.views_publish(user_id="U0ADA", view=home(*blocks))
    view_id = (await people.state())["home"]["id"]
    answering(app, options=[option("7")])

    await people.options("find", home=True, block_id="two")

    assert app.of("block_suggestion")[0]["block_id"] == "two"
    for block_id, taken in (("two", True), ("one", False)):
        values = {block_id: {"find": "7"}}
        if taken:
            with pytest.raises(Refused, match="tells the app nothing"):
                await people.action("find", view_id=view_id, block_id=block_id, values=values)
        else:
            with pytest.raises(Refused, match="not one of the options"):
                await people.action("find", view_id=view_id, block_id=block_id, values=values)


async def test_a_select_in_a_message_asks_with_the_message_and_groups_are_offered(
    app: Counterpart, people: Client
) -> None:
    sent = await app.web.chat_postMessage(channel="C0GENERAL", text="x", blocks=[actions(select())])
    where = {"channel": "C0GENERAL", "ts": sent["ts"]}
    groups = [{"label": plain("Mine"), "options": [option("7")]}, {"label": plain("None"), "options": []}]
    answering(app, option_groups=groups)

    offered = await people.options("find", as_="U0MAYA", **where)
    await people.action("find", as_="U0MAYA", value="7", **where)

    assert offered["option_groups"] == groups
    [asked], [pressed] = app.of("block_suggestion"), app.of("block_actions")
    assert (asked["message"]["ts"], asked["channel"]["id"], asked["user"]["id"]) == (sent["ts"], "C0GENERAL", "U0MAYA")
    assert asked["container"]["message_ts"] == sent["ts"]
    assert "view" not in asked
    assert pressed["actions"][0]["selected_option"] == option("7")
    with pytest.raises(Refused, match="not one of the options"):
        await people.action("find", value="8", **where)


async def test_an_answer_that_slack_refuses_offers_nothing_and_is_logged(app: Counterpart, people: Client) -> None:
    view_id = await opened(app, people, select())
    answering(app, options=[option("v" * 151)])

    offered = await people.options("find", view_id=view_id)

    assert (offered["ok"], offered["error"]) == (False, "The options could not be loaded. Try again?")
    assert offered["problems"] == ["[ERROR] must be less than 151 characters [json-pointer:/options/0/value]"]
    assert [call["error"] for call in await people.calls("ack")] == ["invalid_options"]
    with pytest.raises(Refused, match="not one of the options"):
        await people.submit(view_id, {"*": {"find": "v" * 151}})


@pytest.mark.usefixtures("brief")
async def test_a_late_answer_offers_nothing(app: Counterpart, people: Client) -> None:
    view_id = await opened(app, people, select())

    @app.on("block_suggestion")
    async def late(body: Json, ack: Any, web: Any) -> None:
        await asyncio.sleep(0.4)
        await ack(options=[option("7")])

    offered = await people.options("find", view_id=view_id)

    assert (offered["ok"], offered["problems"]) == (False, ["timeout"])


async def test_what_is_no_external_select_asks_nothing(app: Counterpart, people: Client) -> None:
    view_id = await opened(app, people, {"type": "plain_text_input", "action_id": "find"})

    with pytest.raises(Refused, match="asks the app for no options"):
        await people.options("find", view_id=view_id)
    with pytest.raises(Refused, match="not open"):
        await people.options("find", view_id=view_id, as_="U0MAYA")
    with pytest.raises(Refused, match="channel and ts, or view_id, or home"):
        await people.options("find")


async def test_no_more_can_be_chosen_than_the_select_takes(app: Counterpart, people: Client) -> None:
    element = select("multi_external_select", max_selected_items=1)
    await app.web.views_publish(user_id="U0ADA", view=home(section("x") | {"accessory": element}))
    answering(app, options=[option("7"), option("8")])
    await people.options("find", home=True)

    with pytest.raises(Refused, match="At most 1"):
        await people.action("find", home=True, value=["7", "8"])
    await people.action("find", home=True, value=["8"])
    assert app.of("block_actions")[0]["actions"][0]["selected_options"] == [option("8")]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (None, "must provide either options or option_groups [json-pointer:]"),
        ({}, "must provide either options or option_groups [json-pointer:]"),
        ({"options": None}, "must provide either options or option_groups [json-pointer:]"),
        ({"options": [], "option_groups": []}, "must provide either options or option_groups [json-pointer:]"),
        ("text", "must provide an object [json-pointer:]"),
        ({"options": [], "colour": "red"}, "invalid additional property: colour [json-pointer:]"),
        ({"options": [option(str(n)) for n in range(101)]}, "no more than 100 items allowed [json-pointer:/options]"),
        ({"options": [option("1", "t" * 76)]}, "must be less than 76 characters [json-pointer:/options/0/text/text]"),
        ({"options": [option("1", "")]}, "must be more than 0 characters [json-pointer:/options/0/text/text]"),
        ({"options": [option("1"), option("1")]}, "the values of options must be unique [json-pointer:]"),
        (
            {"options": [option("1", description=plain("d" * 76))]},
            "must be less than 76 characters [json-pointer:/options/0/description/text]",
        ),
        (
            {"options": [{"text": {"type": "mrkdwn", "text": "x"}, "value": "1"}]},
            "must be a valid enum value [json-pointer:/options/0/text/type]",
        ),
        (
            {"option_groups": [{"label": plain("l" * 76), "options": []}]},
            "must be less than 76 characters [json-pointer:/option_groups/0/label/text]",
        ),
    ],
)
def test_slack_refuses_the_answer(answer: object, problem: str) -> None:
    assert suggestions.problems(answer) == [f"[ERROR] {problem}"]
