"""The form for a person through the sandbox: what it fills in by itself, and what it never overwrites."""

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
