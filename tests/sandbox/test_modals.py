"""Modals and Home: triggers, stacks, hashes, errors in place, and state as Slack keeps it."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.box import Box
from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json
from tests.sandbox.views import actions, button, field, home, modal, plain, section

USERS = {"type": "users_select", "action_id": "who"}


async def opened(app: Counterpart, people: Client, view: Json) -> Json:
    """Open a modal by a command, and give it as Ada sees it."""

    @app.on("command")
    async def open_modal(body: Json, ack: Any, web: Any) -> None:
        await web.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    await people.command("/win")
    return dict((await people.state())["modals"][-1])


def answering(app: Counterpart, kind: str, **kwargs: Any) -> None:
    @app.on(kind)
    async def answer(body: Json, ack: Any, web: Any) -> None:
        await ack(**kwargs)


async def trigger(app: Counterpart, people: Client) -> str:
    app._doing.pop("command", None)
    await people.command("/win")
    return str(app.of("command")[-1]["trigger_id"])


async def test_a_sent_modal_brings_its_state_and_closes(app: Counterpart, people: Client) -> None:
    shown = await opened(app, people, modal(private_metadata="kept"))

    result = await people.submit(shown["id"], {"*": {"value": "Shipped"}})

    assert (result["ok"], result["closed"]) == (True, True)
    [sent] = app.of("view_submission")
    assert sent["view"]["state"]["values"] == {"title": {"value": {"type": "plain_text_input", "value": "Shipped"}}}
    assert (sent["view"]["private_metadata"], sent["view"]["callback_id"]) == ("kept", "form")
    assert (await people.state())["modals"] == []


async def test_a_modal_is_on_one_persons_screen_only(app: Counterpart, people: Client) -> None:
    shown = await opened(app, people, modal())

    assert (await people.state("U0MAYA"))["modals"] == []
    with pytest.raises(Refused, match="not open"):
        await people.submit(shown["id"], {"*": {"value": "x"}}, as_="U0MAYA")


@pytest.mark.usefixtures("brief")
async def test_a_trigger_opens_one_view_and_lives_three_seconds(app: Counterpart, people: Client) -> None:
    used = await trigger(app, people)
    await app.web.views_open(trigger_id=used, view=modal())
    old = await trigger(app, people)
    await asyncio.sleep(0.35)

    for key, error in ((used, "exchanged_trigger_id"), (old, "expired_trigger_id"), ("no.such", "invalid_trigger_id")):
        with pytest.raises(SlackApiError, match=error):
            await app.web.views_open(trigger_id=key, view=modal())


async def test_the_other_teams_trigger_opens_nothing(app: Counterpart, people: Client) -> None:
    await people.command("/win", as_="U0ZOE")

    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await app.web.views_open(trigger_id=app.of("command")[0]["trigger_id"], view=modal())
    with pytest.raises(SlackApiError, match="user_not_found"):
        await app.web.views_publish(user_id="U0ZOE", view=home())


async def test_what_slacks_client_refuses_is_not_sent(app: Counterpart, people: Client) -> None:
    shown = await opened(app, people, modal(field(max_length=5)))

    empty = await people.submit(shown["id"])
    long = await people.submit(shown["id"], {"title": {"value": "too long"}})

    assert empty["errors"] == {"title": "Please complete this required field."}
    assert long["errors"] == {"title": "Must be at most 5 characters"}
    assert app.of("view_submission") == []
    assert len((await people.state())["modals"]) == 1


async def test_errors_of_the_app_are_shown_in_place_and_the_modal_stays(app: Counterpart, people: Client) -> None:
    shown = await opened(app, people, modal())
    answering(app, "view_submission", response_action="errors", errors={"title": "Too vague"})

    result = await people.submit(shown["id"], {"*": {"value": "x"}})

    assert (result["ok"], result["errors"]) == (False, {"title": "Too vague"})
    assert [view["id"] for view in (await people.state())["modals"]] == [shown["id"]]


@pytest.mark.parametrize(
    "ack",
    [
        {"response_action": "errors", "errors": {"nowhere": "Too vague"}},
        {"response_action": "update", "view": modal(title=plain("t" * 25))},
        {"response_action": "replace"},
    ],
)
async def test_an_ack_that_slack_does_not_understand_is_trouble(app: Counterpart, people: Client, ack: Json) -> None:
    shown = await opened(app, people, modal())
    answering(app, "view_submission", **ack)

    result = await people.submit(shown["id"], {"*": {"value": "x"}})

    assert result["error"] == "We had some trouble connecting. Try again?"
    assert len((await people.state())["modals"]) == 1
    assert len(await people.calls("ack")) == 1


@pytest.mark.usefixtures("brief")
async def test_a_submission_without_an_ack_is_trouble_and_not_repeated(app: Counterpart, people: Client) -> None:
    shown = await opened(app, people, modal())

    @app.on("view_submission")
    async def late(body: Json, ack: Any, web: Any) -> None:
        await asyncio.sleep(0.4)

    result = await people.submit(shown["id"], {"*": {"value": "x"}})
    await asyncio.sleep(0.2)

    assert result["error"] == "We had some trouble connecting. Try again?"
    assert len(app.of("view_submission")) == 1


async def test_an_ack_updates_pushes_and_clears(app: Counterpart, people: Client) -> None:
    shown = await opened(app, people, modal())
    answering(app, "view_submission", response_action="push", view=modal(callback_id="second"))
    pushed = (await people.submit(shown["id"], {"*": {"value": "x"}}))["view"]
    answering(app, "view_submission", response_action="update", view=modal(section("Saved")))
    updated = (await people.submit(pushed["id"], {"*": {"value": "y"}}))["view"]

    assert (pushed["previous_view_id"], pushed["root_view_id"]) == (shown["id"], shown["id"])
    assert updated["id"] == pushed["id"]
    assert updated["hash"] != pushed["hash"]
    assert [view["id"] for view in (await people.state())["modals"]] == [shown["id"], pushed["id"]]
    with pytest.raises(Refused, match="not on top"):
        await people.submit(shown["id"], {"*": {"value": "x"}})
    answering(app, "view_submission", response_action="clear")
    await people.submit(pushed["id"])
    assert (await people.state())["modals"] == []


async def test_no_more_than_three_modals_lie_on_each_other(app: Counterpart, people: Client) -> None:
    await opened(app, people, modal(actions(button()), submit=None))
    for _ in range(2):
        top = (await people.state())["modals"][-1]
        await people.action("press", view_id=top["id"])
        key = app.of("block_actions")[-1]["trigger_id"]
        await app.web.views_push(trigger_id=key, view=modal(actions(button()), submit=None))
    await people.action("press", view_id=(await people.state())["modals"][-1]["id"])

    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await app.web.views_push(trigger_id=app.of("block_actions")[-1]["trigger_id"], view=modal())


async def test_a_push_needs_a_trigger_from_a_modal(app: Counterpart, people: Client) -> None:
    with pytest.raises(SlackApiError, match="not_found"):
        await app.web.views_push(trigger_id=await trigger(app, people), view=modal())


async def test_an_update_with_an_old_hash_conflicts(app: Counterpart, people: Client) -> None:
    shown = await opened(app, people, modal())
    await app.web.views_update(view_id=shown["id"], hash=shown["hash"], view=modal(field("new")))

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await app.web.views_update(view_id=shown["id"], hash=shown["hash"], view=modal())
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await app.web.views_publish(user_id="U0ADA", view=home(), hash=shown["hash"])
    published = await app.web.views_publish(user_id="U0ADA", view=home())
    await app.web.views_publish(user_id="U0ADA", view=home(), hash=published["view"]["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await app.web.views_publish(user_id="U0ADA", view=home(), hash=published["view"]["hash"])


async def test_an_update_keeps_what_was_typed(app: Counterpart, people: Client) -> None:
    shown = await opened(app, people, modal(field(), field("note") | {"optional": True}))
    with pytest.raises(Refused):
        await people.action("value", view_id=shown["id"], block_id="title", value="typed")
    assert (await people.submit(shown["id"], {"note": {"value": "typed"}}))["errors"].keys() == {"title"}
    await app.web.views_update(view_id=shown["id"], view=modal(field("note"), field("more")))

    values = (await people.state())["modals"][0]["state"]["values"]
    assert values["note"]["value"]["value"] == "typed"
    assert values["more"]["value"]["value"] is None


async def test_a_view_is_found_by_its_external_id_which_is_unique(app: Counterpart, people: Client) -> None:
    await opened(app, people, modal(external_id="mine"))

    await app.web.views_update(external_id="mine", view=modal(section("x"), submit=None, external_id="mine"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await app.web.views_publish(user_id="U0MAYA", view=home(external_id="mine"))
    for unknown in ({"external_id": "other"}, {"view_id": "V0NONE"}):
        with pytest.raises(SlackApiError, match="not_found"):
            await app.web.views_update(view=modal(), **unknown)


async def test_closing_is_told_where_it_was_asked_for(app: Counterpart, people: Client) -> None:
    silent = await opened(app, people, modal())
    await people.close(silent["id"])
    loud = await opened(app, people, modal(notify_on_close=True))
    await people.close(loud["id"])

    assert [body["view"]["id"] for body in app.of("view_closed")] == [loud["id"]]
    assert app.of("view_closed")[0]["is_cleared"] is False
    assert app.of("view_closed")[0]["view"]["state"] == {"values": {}}
    assert (await people.state())["modals"] == []


async def test_a_reload_closes_what_is_open(app: Counterpart, people: Client) -> None:
    await opened(app, people, modal())

    assert (await people.state(reload=True))["modals"] == []


@pytest.mark.parametrize("view", [home(), modal(section("x" * 3001)), "text", None])
async def test_what_is_no_modal_does_not_open(app: Counterpart, people: Client, view: Any) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await app.web.api_call("views.open", json={"trigger_id": await trigger(app, people), "view": view})


async def test_home_is_refused_where_its_tab_is_off(box: Box, app: Counterpart, people: Client) -> None:
    object.__setattr__(box.manifest, "home_tab", False)

    with pytest.raises(SlackApiError, match="not_enabled"):
        await app.web.views_publish(user_id="U0ADA", view=home())


async def test_a_press_on_a_home_that_the_app_has_just_replaced_arrives_all_the_same(
    app: Counterpart, people: Client
) -> None:
    await app.web.views_publish(user_id="U0ADA", view=home(actions(button(value="seen"), block_id="shown")))
    await app.web.views_publish(user_id="U0ADA", view=home(actions(button(value="newer"), block_id="anew")))

    await people.action("press", home=True, block_id="shown")

    [body] = app.of("block_actions")
    assert body["actions"][0]["value"] == "seen"
    with pytest.raises(Refused, match="nothing with the action_id"):
        await people.action("press", home=True, block_id="never shown")


async def test_an_external_select_offers_what_the_app_answers(app: Counterpart, people: Client) -> None:
    select = field() | {"element": {"type": "external_select", "action_id": "find"}}
    shown = await opened(app, people, modal(select))
    option = {"text": plain("Retry queue"), "value": "7"}
    answering(app, "block_suggestion", options=[option])

    offered = await people.options("find", "ret", view_id=shown["id"])
    await people.submit(shown["id"], {"*": {"find": "7"}})

    assert offered["options"] == [option]
    assert app.of("block_suggestion")[0]["value"] == "ret"
    sent = app.of("view_submission")[0]["view"]["state"]["values"]["title"]["find"]
    assert sent["selected_option"] == option


async def test_a_person_is_chosen_in_a_view_and_stays_chosen(app: Counterpart, people: Client) -> None:
    shown = await opened(app, people, modal(actions(USERS, block_id="people"), submit=None))

    await people.action("who", view_id=shown["id"], value="U0MAYA")

    [body] = app.of("block_actions")
    assert body["actions"][0]["selected_user"] == "U0MAYA"
    assert body["container"] == {"type": "view", "view_id": shown["id"]}
    assert body["view"]["state"]["values"]["people"]["who"]["selected_user"] == "U0MAYA"
    assert "response_url" not in body
    with pytest.raises(Refused, match="nobody with the id"):
        await people.action("who", view_id=shown["id"], value="U0NOBODY")
    for hidden in ("U0GONE", "U0ZOE"):
        with pytest.raises(Refused, match="finds no"):
            await people.action("who", view_id=shown["id"], value=hidden)
    await people.action("who", view_id=shown["id"], value="U0STELLA")


async def test_a_list_of_channels_holds_those_that_one_sees(app: Counterpart, people: Client) -> None:
    select = {"type": "channels_select", "action_id": "where"}
    shown = await opened(app, people, modal(actions(select), submit=None))

    await people.action("where", view_id=shown["id"], value="C0SHARED")
    with pytest.raises(Refused, match="finds no"):
        await people.action("where", view_id=shown["id"], value="C0OTHER")
    assert [body["actions"][0]["selected_channel"] for body in app.of("block_actions")] == ["C0SHARED"]
