"""The form for a person through the sandbox: what it fills in by itself, and what it never overwrites."""

import pytest

from bot import ids
from tests.conftest import Live
from tests.scenarios.test_people import modal, press, vouch, words


async def test_choosing_a_relationship_for_somebody_new_fills_in_what_is_usual(live: Live) -> None:
    await vouch(live, "add")
    (usage,) = [each for each in await live.client.messages("U0ADA", "C0GENERAL") if "Say who it is" in words(each)]
    await press(live, usage, "home.add_stakeholder")
    view = await modal(live)
    await live.client.action("relationship", view_id=view["id"], value="manager", values={"notes": {"notes": "new"}})
    await live.settle()
    view = await modal(live)
    values = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert values["influence:manager"]["initial_option"]["value"] == "3"
    assert [choice["value"] for choice in values["more:manager"]["initial_options"]] == ["decider"]
    assert "every 7 days, overdue after 14 days; one level above you" in words(view)
    saved = await live.client.submit(
        view["id"], {"person": {"person": "U0MAYA"}, "influence:manager": {"influence": "2"}}
    )
    assert "<@U0MAYA>* is saved as manager" in words(saved["view"])
    await live.client.action("stakeholder.edit", view_id=view["id"])
    values = {block["block_id"]: block["element"] for block in (await modal(live))["blocks"] if "element" in block}
    assert (values["influence"]["initial_option"]["value"], values["notes"]["initial_value"]) == ("2", "new")


async def test_a_form_sent_before_the_usual_was_shown_adapts_too(live: Live) -> None:
    await live.client.command("/win shipped it")
    await live.client.home()
    await live.settle()
    await live.client.action("home.add_stakeholder", home=True)
    view = await modal(live)
    both = {"person": {"person": "U0MAYA"}, "relationship": {"relationship": "manager"}}
    await live.client.submit(view["id"], both)
    assert "<@U0MAYA>* · manager · has a say" in words(await vouch(live, "people"))


async def add_person(live: Live, channel: str, ts: str) -> None:
    answer = await live.client.shortcut(ids.SHORTCUT_ADD_PERSON, channel=channel, ts=ts)
    assert answer["ok"], answer
    await live.settle()


@pytest.mark.both_databases
async def test_who_wrote_a_message_is_added_from_its_menu_also_where_vouch_is_not(live: Live) -> None:
    ts = await live.client.message("Cut the build time", as_="U0LEO", channel="C0RANDOM")
    await add_person(live, "C0RANDOM", ts)
    view = await modal(live)
    assert (view["title"]["text"], '"initial_user": "U0LEO"' in words(view)) == ("Add a person", True)
    saved = await live.client.submit(view["id"], {"relationship": {"relationship": "sponsor"}})
    assert "*<@U0LEO>* is saved as sponsor." in words(saved["view"])
    await live.client.close(view["id"])
    await add_person(live, "C0RANDOM", ts)
    view = await modal(live)
    assert "<@U0LEO> is among your people already." in words(view)
    await live.client.submit(view["id"], {"more": {"more": ["archived"]}})
    await live.client.close(view["id"])
    await add_person(live, "C0RANDOM", ts)
    view = await modal(live)
    assert "You have stopped following <@U0LEO>." in words(view)
    await live.client.submit(view["id"], {"more": {"more": []}})
    assert "*<@U0LEO>* · sponsor" in words(await vouch(live, "people"))
    assert "Nobody is among your people yet" in words(await vouch(live, "people", "U0LEO"))


async def test_ones_own_message_and_a_bots_name_nobody_to_add(live: Live) -> None:
    own = await live.client.message("I shipped it", as_="U0ADA", channel="C0RANDOM")
    await add_person(live, "C0RANDOM", own)
    assert "That message is your own." in words(await live.client.messages("U0ADA", "C0RANDOM"))
    bots = await live.client.bot_message("C0GENERAL", "Deployed")
    await add_person(live, "C0GENERAL", bots)
    assert "A program wrote that message" in words(await live.client.messages("U0ADA", "C0GENERAL"))
    assert (await live.client.state())["modals"] == []


async def test_adding_somebody_known_shows_what_is_noted_and_loses_nothing(live: Live) -> None:
    await vouch(live, "add <@U0RUI> sponsor")
    await press(live, await vouch(live, "people <@U0RUI>"), "stakeholder.edit")
    await live.client.submit((await modal(live))["id"], {"notes": {"notes": "likes numbers"}})
    await live.client.close((await modal(live))["id"])
    await press(live, await vouch(live, "people <@U0LEO>"), "home.add_stakeholder")
    view = await modal(live)
    typed = {"person": {"person": "U0RUI"}, "interests": {"interests": "cost"}}
    both = (await live.client.submit(view["id"], typed))["view"]
    assert "is among your people already. Noted so far:" in words(both)
    wrong = {"ideal:again": {"ideal": "91"}, "worst:again": {"worst": "30"}}
    assert list((await live.client.submit(view["id"], wrong))["errors"]) == ["worst:again"]
    await live.client.action("worst", view_id=view["id"], value="usual")
    await live.settle()
    assert "Noted so far" in words(await modal(live))
    await live.client.submit(view["id"], {})
    card = words(await vouch(live, "people <@U0RUI>"))
    assert ">likes numbers" in card
    assert ">cost" in card
