"""People through the sandbox: adding, the lists, the modal, and a person's row in lists, nudges and Home."""

import json
from typing import Any

import pytest

from sandbox.wire import Json
from tests.conftest import Live

DAY = 86_400


def words(message: Any) -> str:
    return json.dumps(message, ensure_ascii=False)


async def vouch(live: Live, line: str, as_: str = "U0ADA") -> Json:
    answer = await live.client.command(f"/vouch {line}", as_=as_)
    assert answer["ok"], answer
    (message,) = answer["ephemerals"]
    return dict(message)


async def press(live: Live, message: Json, action_id: str, channel: str = "C0GENERAL", **more: Any) -> Json:
    """Presses something in a message, and returns what stands in its place then."""
    answer = await live.client.action(action_id, channel=channel, ts=message["ts"], **more)
    assert answer["ok"], answer
    await live.settle()
    return next(each for each in await live.client.messages("U0ADA", channel) if each["ts"] == message["ts"])


def texts(message: Json) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]


async def modal(live: Live) -> Json:
    await live.settle()
    return dict((await live.client.state())["modals"][-1])


async def test_people_are_added_by_mention_and_by_name_and_seen_by_their_owner_only(live: Live) -> None:
    assert "What you recorded" not in words(await vouch(live, "add <@U0RUI> sponsor"))
    message = await vouch(live, "add Maria Lopez skip level")
    assert texts(message) == [
        (
            "*Maria Lopez* is added as skip-level.\nBest talked to every 30 days; overdue after 60 days. "
            "Taken to be in the room where it is decided."
        )
    ]
    again = await vouch(live, "add maria lopez, my boss")
    assert texts(again)[0].startswith("*Maria Lopez* was among your people already, and is manager now.\n")
    assert texts(await vouch(live, "people")) == [
        "*Maria Lopez* · manager · has a say in the decision\nNot talked to yet, added today, due",
        "*<@U0RUI>* · sponsor\nNot talked to yet, added today, due",
    ]
    for other in ("U0RUI", "U0MAYA"):
        assert "Maria" not in words(await live.client.state(other))
        assert "Nobody is among your people yet" in words(await vouch(live, "people", other))


async def test_a_missing_relationship_is_chosen_by_one_click(live: Live) -> None:
    message = await vouch(live, "add <@U0RUI> <@U0SAM>")
    assert "is added as peer; choose another" in texts(message)[0]
    message = await press(live, message, "stakeholder.relationship", block_id="person:2:among1+-2+", value="2:sponsor")
    assert texts(message) == [
        "<@U0RUI> is one of your people, as *peer*.",
        "<@U0SAM> is one of your people, as *sponsor*.",
    ]
    message = await press(live, message, "stakeholder.relationship", block_id="person:1:among1+-2+", value="1:mentor")
    assert texts(message)[0] == "<@U0RUI> is one of your people, as *mentor*."


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("add <@U0RUI> sponser", "Did you mean sponsor?"),
        ("add <@U0RUI> zzzzzz", "is no relationship that Vouch knows."),
        ("add", "Say who it is"),
        ("add ,", "Name at least one person"),
        ("add <@U0ADA> peer", "That is you."),
        ("add <@U0VOUCH> peer", "That is Vouch itself."),
    ],
)
async def test_what_adds_nobody_says_how_it_is_written(live: Live, line: str, answer: str) -> None:
    message = await vouch(live, line)
    assert answer in words(message)
    assert "Nobody is among your people yet" in words(await vouch(live, "people"))


async def test_who_was_just_added_can_be_taken_back_and_twice_says_so(live: Live) -> None:
    await vouch(live, "add <@U0MAYA> manager")
    message = await vouch(live, "add <@U0RUI> <@U0SAM> <@U0MAYA>")
    message = await press(live, message, "stakeholder.relationship", block_id="person:3:among1-2+-3+", value="3:mentor")
    await live.client.command("/met <@U0RUI> coffee")
    undone = await press(live, message, "stakeholder.undo", value="2-3")
    (said,) = texts(undone)
    assert said == (
        "*Undone*: <@U0SAM> is not among your people any more. "
        "<@U0RUI> stays among your people, because more is known by now."
    )
    listed = words(await vouch(live, "people"))
    assert [name in listed for name in ("U0MAYA", "U0RUI", "U0SAM")] == [True, True, False]
    again = await live.client.last("action")
    again["actions"][0].update(action_ts="1.1", value="3")
    await live.client.inject("interactive", again)
    await live.settle()
    assert "That was undone already" in words(await live.client.messages("U0ADA", "C0GENERAL"))


async def test_a_line_that_adds_nobody_comes_back_as_typed(live: Live) -> None:
    message = await vouch(live, "add <@U0ADA> R&D <1h")
    assert "><@U0ADA> R&amp;D &lt;1h" in texts(message)


async def test_the_overdue_list_changes_in_place(live: Live) -> None:
    for line in ("add <@U0RUI> sponsor", "add <@U0SAM> skip-level", "add Maria Lopez mentor"):
        await vouch(live, line)
    assert texts(await vouch(live, "overdue"))[0] == "*Nobody is overdue, 3 are due.*"
    await live.client.clock(advance=8 * DAY)
    message = await vouch(live, "overdue")
    assert texts(message)[0] == "*3 people are overdue.*"
    # Each is one day late, which is most for the shortest rhythm.
    assert texts(message)[1] == "*<@U0RUI>* · sponsor\nNot talked to yet, added 8 days ago, overdue by 1 day"
    talked = await press(live, message, "stakeholder.talked", block_id="person:1:late")
    assert texts(talked)[:2] == ["*<@U0RUI>* · conversation logged today.", "*2 people are overdue.*"]
    snoozed = await press(live, talked, "stakeholder.snooze", block_id="person:2:late", value="2:2")
    assert "*<@U0SAM>* · snoozed until" in texts(snoozed)[0]
    assert texts(snoozed)[1] == "*1 person is overdue.*"
    listed = texts(await vouch(live, "people"))
    assert "Last talked today" in words(listed)
    assert "snoozed until" in words(listed)
    undone = await vouch(live, "overdue")
    assert len(texts(undone)) == 2


async def test_we_talked_and_its_undo_in_a_private_list(live: Live) -> None:
    await vouch(live, "add <@U0RUI> sponsor")
    message = await vouch(live, "overdue")
    talked = await press(live, message, "stakeholder.talked")
    again = await live.client.last("action")
    again["actions"][0]["action_ts"] = "1.1"
    await live.client.inject("interactive", again)
    await live.settle()
    assert "already logged today, nothing was added" in words(await live.client.messages("U0ADA", "C0GENERAL"))
    undone = await press(live, talked, "conversation.undo")
    assert texts(undone)[:2] == ["*<@U0RUI>* · the conversation is undone.", "*Nobody is overdue, 1 is due.*"]


@pytest.mark.both_databases
async def test_a_row_of_the_nudge_changes_in_place_and_the_rest_stays(live: Live) -> None:
    await live.client.command("/win shipped it")
    for line in ("add <@U0RUI> sponsor", "add Maria Lopez manager"):
        await vouch(live, line)
    await live.client.clock(advance=8 * DAY)
    moved = await live.client.clock(to_next="nudge", as_="U0ADA")
    (nudge,) = moved["messages"]
    channel = next(item["id"] for item in (await live.client.state())["channels"] if item["kind"] == "im")
    before = nudge["blocks"]
    ids = [block["block_id"] for block in before if block["block_id"].startswith("person:")]
    assert sorted(ids) == ["person:1", "person:1:do", "person:2", "person:2:do"]
    talked = await press(live, nudge, "stakeholder.talked", channel, block_id="person:1:do")
    assert "*<@U0RUI>* · conversation logged today." in texts(talked)
    others = [block for block in before if not block["block_id"].startswith("person:1")]
    assert [block for block in talked["blocks"] if not block["block_id"].startswith("person:1")] == others
    assert talked["text"] == nudge["text"]
    snoozed = await press(live, talked, "stakeholder.snooze", channel, block_id="person:2:do", value="2:4")
    assert "*Maria Lopez* · snoozed until" in words(texts(snoozed))
    undone = await press(live, snoozed, "conversation.undo", channel)
    assert "*<@U0RUI>* · the conversation is undone." in texts(undone)
    (talked_only,) = [line for line in texts(await vouch(live, "people")) if "U0RUI" in line]
    assert "not talked to yet" in talked_only.lower()


async def test_the_rows_of_a_private_digest_answer_beside_it(live: Live) -> None:
    """A private answer brings no message with a press, so there is nothing to change in place."""
    await live.client.command("/met Maria Lopez coffee; next: send the deck by today")
    await vouch(live, "add <@U0RUI> sponsor")
    await live.client.clock(advance=8 * DAY)
    digest = await vouch(live, "digest")
    same = await press(live, digest, "stakeholder.talked", block_id="person:2:do")
    assert same["blocks"] == digest["blocks"]
    await press(live, digest, "followup.done")
    said = [message["text"] for message in await live.client.messages("U0ADA", "C0GENERAL")][-2:]
    assert said == ["*<@U0RUI>* · conversation logged today.", "Done: send the deck · Maria Lopez"]


async def test_a_promise_in_the_weekly_message_is_done_in_place(live: Live) -> None:
    await live.client.command("/met Maria Lopez coffee; next: send the deck by today")
    (digest,) = (await live.client.clock(to_next="digest", as_="U0ADA"))["messages"]
    channel = next(item["id"] for item in (await live.client.state())["channels"] if item["kind"] == "im")
    done = await press(live, digest, "followup.done", channel)
    assert "Done: send the deck · Maria Lopez" in texts(done)
    assert len(done["blocks"]) == len(digest["blocks"])
    assert "send the deck · " not in words(await vouch(live, "digest"))


async def test_what_we_talked_about_can_be_added_from_the_row(live: Live) -> None:
    await vouch(live, "add <@U0RUI> sponsor")
    message = await press(live, await vouch(live, "overdue"), "stakeholder.talked")
    await press(live, message, "conversation.edit")
    view = await modal(live)
    saved = await live.client.submit(view["id"], {"topic": {"topic": "the promotion"}})
    assert "About: the promotion" in words(saved["view"])


async def test_a_person_is_edited_in_a_modal_with_everything_about_them(live: Live) -> None:
    await vouch(live, "add Maria Lopez sponsor")
    await press(live, await vouch(live, "people Maria"), "stakeholder.edit")
    view = await modal(live)
    wrong = await live.client.submit(view["id"], {"ideal": {"ideal": "91"}, "worst": {"worst": "30"}})
    assert wrong["errors"] == {"worst": "Overdue cannot come before due: this number must not be the smaller one."}
    for field in ("ideal", "worst"):
        await live.client.action(field, view_id=view["id"], value="own")
        await live.settle()
    typed = {
        "name": {"name": "Maria Lopez-Roe"},
        "relationship": {"relationship": "mentor"},
        "more": {"more": ["decider"]},
        "influence": {"influence": "3"},
        "stance": {"stance": "advocate"},
        "confidence": {"confidence": "4"},
        "function": {"function": "Finance"},
        "interests": {"interests": "cost <@U0MAYA>"},
        "notes": {"notes": "met at the offsite"},
        "levels": {"levels": "2"},
        "ideal_days": {"ideal_days": "20"},
        "worst_days": {"worst_days": "40"},
    }
    saved = await live.client.submit(view["id"], typed)
    assert "*Maria Lopez-Roe* is saved as mentor." in words(saved["view"])
    stale = await live.client.submit(view["id"], {}) if "errors" in saved else None
    assert stale is None
    assert "*Maria Lopez-Roe* · mentor · Finance · has a say in the decision" in words(await vouch(live, "people"))
    await live.client.action("stakeholder.edit", view_id=view["id"])
    again = await modal(live)
    values = {block["block_id"]: block["element"] for block in again["blocks"] if block["type"] == "input"}
    assert values["notes"]["initial_value"] == "met at the offsite"
    assert values["stance"]["initial_option"]["value"] == "advocate"
    assert [choice["value"] for choice in values["more"]["initial_options"]] == ["decider"]
    gone = await live.client.submit(again["id"], {"more": {"more": ["decider", "archived"]}})
    assert "is no longer followed" in words(gone["view"])
    assert "You follow nobody just now." in words(await vouch(live, "people"))
    await vouch(live, "add Maria Lopez-Roe")
    assert "mentor" in words(await vouch(live, "people"))


async def test_an_edit_of_an_older_version_shows_both(live: Live) -> None:
    message = await vouch(live, "add <@U0RUI> sponsor")
    await press(live, message, "stakeholder.edit")
    view = await modal(live)
    await press(live, message, "stakeholder.relationship", value="1:mentor")
    await live.client.action("ideal", view_id=view["id"], value="own")  # does not hide that it was changed
    await live.settle()
    typed = {"notes": {"notes": "likes numbers"}, "ideal_days": {"ideal_days": "20"}}
    stale = await live.client.submit(view["id"], typed)
    assert "Not saved yet" in words(stale["view"])
    assert ">*<@U0RUI>* · mentor" in words(stale["view"])
    assert '"initial_value": "likes numbers"' in words(stale["view"])
    await live.client.action("ideal", view_id=view["id"], value="91")
    assert "Not saved yet" in words(await modal(live))
    saved = await live.client.submit(view["id"], {"relationship": {"relationship": "mentor"}})
    assert "is saved as mentor" in words(saved["view"])


async def test_home_opens_both_modals_and_its_rows_work(live: Live) -> None:
    await vouch(live, "add <@U0RUI> sponsor")
    await live.client.command("/win shipped it")
    await live.client.clock(advance=8 * DAY)
    await live.client.home()
    await live.settle()
    await live.client.action("home.add_stakeholder", home=True)
    view = await modal(live)
    nobody = await live.client.submit(view["id"], {})
    assert nobody["errors"] == {"person": "Name at least one person, by @mention or by name."}
    both = {"person": {"person": "U0SAM"}, "relationship": {"relationship": "skip-level"}}
    saved = await live.client.submit(view["id"], both)
    assert "<@U0SAM>* is saved as skip-level" in words(saved["view"])
    await live.client.close(view["id"])
    await live.client.action("home.log_conversation", home=True)
    assert (await modal(live))["callback_id"] == "conversation.modal"
    await live.client.close((await modal(live))["id"])


async def pressed_on_home(live: Live, action_id: str, **more: Any) -> Json:
    """The window that a press on Home opens."""
    await live.client.action(action_id, home=True, block_id="person:1:do", **more)

    async def opened() -> bool:
        await live.settle()
        state = await live.client.state()
        return bool(state["modals"]) and "person:1:do" not in words(state["home"])

    await live.client.until(opened)
    return await modal(live)


async def test_what_is_pressed_on_home_is_confirmed_and_can_be_undone(live: Live) -> None:
    await vouch(live, "add <@U0RUI> sponsor")
    await live.client.command("/win shipped it")
    await live.client.clock(advance=8 * DAY)
    await live.client.home()
    await live.settle()
    view = await pressed_on_home(live, "stakeholder.talked")
    assert (view["title"]["text"], texts(view)) == ("Saved", ["*<@U0RUI>* · conversation logged today."])
    await live.client.action("conversation.edit", view_id=view["id"])
    assert (await modal(live))["callback_id"] == "conversation.modal"
    await live.client.close((await modal(live))["id"])
    await live.client.action("conversation.undo", view_id=view["id"])
    view = await modal(live)
    assert (view["title"]["text"], texts(view)) == ("Undone", ["*<@U0RUI>* · the conversation is undone."])
    await live.client.close(view["id"])
    view = await pressed_on_home(live, "stakeholder.snooze", value="1:2")
    assert texts(view)[0].startswith("*<@U0RUI>* · snoozed until ")
    await live.client.action("stakeholder.wake", view_id=view["id"])
    view = await modal(live)
    assert texts(view) == ["*<@U0RUI>* · no longer snoozed."]
    assert "person:1:do" in words((await live.client.state())["home"])


async def test_long_lists_come_in_pages(live: Live) -> None:
    for number in range(45):
        await vouch(live, f'add "Person {number}" peer')
    message = await vouch(live, "people")
    assert len(texts(message)) == 20
    assert "1 to 20 of 45" in words(message)
    message = await press(live, message, "stakeholder.page")
    message = await press(live, message, "stakeholder.page")
    assert "41 to 45 of 45" in words(message)
    message = await press(live, message, "stakeholder.page_back")
    assert "21 to 40 of 45" in words(message)
    late = await vouch(live, "overdue")
    assert texts(late)[0] == "*Nobody is overdue, 45 are due.*"
    assert "11 to 20 of 45" in words(await press(live, late, "stakeholder.page"))


async def test_ids_of_others_and_garbage_do_nothing(live: Live) -> None:
    await vouch(live, "add Maria Lopez sponsor")
    await vouch(live, "add <@U0SAM> peer", "U0MAYA")
    await press(live, await vouch(live, "people Maria"), "stakeholder.edit")
    payload = await live.client.last("action")
    first = payload["actions"][0]
    for user, number in (("U0MAYA", "1"), ("U0ADA", "2"), ("U0ADA", "9" * 30), ("U0ADA", "x"), ("U0ADA", "")):
        payload["user"]["id"] = user
        for place, (action, value) in enumerate(
            [
                ("stakeholder.edit", number),
                ("stakeholder.talked", number),
                ("stakeholder.snooze", f"{number}:1"),
                ("stakeholder.snooze", "1:99"),
                ("stakeholder.wake", number),
                ("stakeholder.undo", number),
                ("stakeholder.relationship", f"{number}:manager"),
                ("stakeholder.relationship", "1:king"),
                ("stakeholder.page", number),
            ]
        ):
            if user == "U0ADA" and value == "1:99" and number != "2":
                continue
            pressed = {"action_id": action, "value": value, "action_ts": f"{place}.{user}{number[:3]}"}
            payload["actions"] = [{**first, **pressed}]
            assert (await live.client.inject("interactive", payload))["ok"]
    await live.settle()
    assert texts(await vouch(live, "people")) == ["*Maria Lopez* · sponsor\nNot talked to yet, added today, due"]
    assert texts(await vouch(live, "people", "U0MAYA")) == ["*<@U0SAM>* · peer\nNot talked to yet, added today, due"]
    assert "Maria" not in words(await live.client.state("U0MAYA"))
