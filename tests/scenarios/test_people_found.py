"""People found and looked at through the sandbox: the card, the list's window, who is followed no longer and again."""

import pytest

from tests.conftest import Live
from tests.scenarios.test_people import modal, press, texts, vouch, words

DAY = 86_400


async def seeded(live: Live) -> None:
    await vouch(live, "add <@U0RUI> sponsor")
    await vouch(live, "add Maria Lopez manager")
    await live.client.command("/met Maria Lopez coffee about the roadmap; next: send the deck")


async def test_one_person_found_is_shown_with_everything(live: Live) -> None:
    await seeded(live)
    await live.client.command("/win shipped it with <@U0RUI>")
    assert "Of your wins they know 1, and there is none that they do not." in words(
        await vouch(live, "people <@U0RUI>")
    )
    card = await vouch(live, "people maria")
    assert "coffee · the roadmap" in words(card)
    assert "Open between you: 1 promise." in words(card)
    both = await vouch(live, "people decider")
    assert "*Maria Lopez* · manager" in texts(both)[0]
    nobody = await vouch(live, "people <@U0LEO>")
    await press(live, nobody, "home.add_stakeholder")
    assert '"initial_user": "U0LEO"' in words(await modal(live))
    assert "Nobody is among your people yet" in words(await vouch(live, "people", "U0MAYA"))
    assert "Nobody among your 0 people" in words(await vouch(live, "people maria", "U0MAYA"))


@pytest.mark.both_databases
async def test_a_card_changes_in_its_place(live: Live) -> None:
    await seeded(live)
    card = await press(live, await vouch(live, "people <@U0RUI>"), "stakeholder.talked")
    assert texts(card)[0] == "*<@U0RUI>* · conversation logged today."
    assert "Last talked today" in texts(card)[1]
    undone = await press(live, card, "conversation.undo")
    assert texts(undone)[0] == "*<@U0RUI>* · the conversation is undone."
    assert "Not talked to yet" in texts(undone)[1]
    snoozed = await press(live, undone, "stakeholder.more", value="snooze:1:2")
    assert "snoozed until" in texts(snoozed)[0]
    woken = await press(live, snoozed, "stakeholder.wake", block_id="person:1:card")
    assert texts(woken)[0] == "*<@U0RUI>* · no longer snoozed."
    gone = await press(live, woken, "stakeholder.more", value="archive:1")
    assert texts(gone)[0] == "*<@U0RUI>* is no longer followed. What is recorded stays."
    back = await press(live, gone, "stakeholder.follow", block_id="person:1:card+")
    assert texts(back)[0] == "*<@U0RUI>* is among the people you follow again."
    assert "Not talked to yet" in texts(back)[1]


async def test_the_list_opens_in_a_window_that_finds(live: Live) -> None:
    await seeded(live)
    await press(live, await vouch(live, "people"), "stakeholders.find")
    view = await modal(live)
    assert (view["title"]["text"], len(texts(view))) == ("Your people", 2)
    found = (await live.client.submit(view["id"], {"words": {"words": "sponsor"}}))["view"]
    assert texts(found) == ["*<@U0RUI>* · sponsor\nNot talked to yet, added today, due"]
    await live.client.action("stakeholder.open", view_id=view["id"])
    card = await modal(live)
    assert (card["id"], card["private_metadata"]) == (view["id"], "0:sponsor")
    await live.client.action("stakeholder.edit", view_id=view["id"])
    form = await modal(live)
    await live.client.submit(form["id"], {"function": {"function": "Infrastructure"}})
    await live.client.close(form["id"])
    await live.settle()
    assert "Infrastructure" in words(await modal(live))  # the card under it
    await live.client.action("stakeholder.more", view_id=view["id"], value="archive:1")
    await live.settle()
    assert "is no longer followed" in texts(await modal(live))[0]
    await live.client.action("stakeholders.show", view_id=view["id"])
    shown = await modal(live)
    assert "No longer followed since" in texts(shown)[0]
    assert shown["title"]["text"] == "Your people"


async def test_who_is_no_longer_followed_comes_back_from_the_list(live: Live) -> None:
    await seeded(live)
    await press(live, await vouch(live, "people maria"), "stakeholder.more", value="archive:2")
    listed = await vouch(live, "people archived")
    assert "No longer followed: 1 person" in words(listed)
    back = await press(live, listed, "stakeholder.follow")
    assert texts(back) == [
        "*Maria Lopez* is among the people you follow again.",
        "You have stopped following nobody.",
    ]
    again = await press(live, back, "stakeholder.archive")
    assert texts(again)[0] == "*Maria Lopez* is no longer followed. What is recorded stays."
    everybody = await press(live, again, "stakeholders.show")
    assert "*<@U0RUI>* · sponsor" in words(texts(everybody))
    assert "Maria" not in words(texts(everybody))


async def test_a_row_opens_its_card_from_lists_and_from_home(live: Live) -> None:
    await seeded(live)
    await live.client.command("/win shipped it")
    await live.client.clock(advance=8 * DAY)
    await press(live, await vouch(live, "overdue"), "stakeholder.open")
    assert "*<@U0RUI>* · sponsor" in words(await modal(live))
    await live.client.close((await modal(live))["id"])
    listed = await vouch(live, "people")
    await press(live, listed, "stakeholder.open", value="2:0:")
    card = await modal(live)
    await live.client.action("stakeholder.more", view_id=card["id"], value="archive:2")
    await live.settle()
    fresh = next(each for each in await live.client.messages("U0ADA", "C0GENERAL") if each["ts"] == listed["ts"])
    assert "Maria" not in words(texts(fresh))  # the list under the window follows
    await live.client.close(card["id"])
    await live.client.home()
    await live.settle()
    await live.client.action("stakeholder.open", home=True)
    assert "*<@U0RUI>* · sponsor" in words(await modal(live))
