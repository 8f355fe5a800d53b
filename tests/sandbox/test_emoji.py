"""Custom emoji and the optional scope that shows them."""

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.client import Client, Refused
from tests.sandbox.counterpart import Counterpart, Json


@pytest.fixture
def manifest(manifest: Json) -> Json:
    manifest["oauth_config"]["scopes"]["bot_optional"] = ["emoji:read"]
    manifest["settings"]["event_subscriptions"]["bot_events"].append("emoji_changed")
    return manifest


async def test_custom_emoji_are_listed_with_their_pictures_and_aliases(app: Counterpart, people: Client) -> None:
    listed = (await app.web.emoji_list())["emoji"]

    assert {name: value.split(":")[0] for name, value in listed.items()} == {
        "shipit": "https",
        "vouch": "https",
        "win": "alias",
        "ship": "alias",
    }
    assert (listed["win"], listed["ship"]) == ("alias:trophy", "alias:shipit")
    assert (await people.state())["emoji"] == listed
    assert (await people.state("U0ZOE"))["emoji"] == {}


async def test_the_emoji_that_every_workspace_has_come_as_categories_where_asked_for(app: Counterpart) -> None:
    listed = await app.web.emoji_list(include_categories=True)
    names = [name for category in listed["categories"] for name in category["emoji_names"]]

    assert {"trophy", "handshake", "+1", "thumbsup"} <= set(names)
    assert "shipit" not in names
    assert "trophy" not in listed["emoji"]
    assert "categories" not in (await app.web.emoji_list()).data


async def test_an_optional_scope_can_be_withheld_and_granted_again(app: Counterpart, people: Client) -> None:
    granted = (await app.web.auth_test()).headers["x-oauth-scopes"]
    await people.scopes("emoji:read")

    with pytest.raises(SlackApiError) as refusal:
        await app.web.emoji_list()

    assert (refusal.value.response["error"], refusal.value.response["needed"]) == ("missing_scope", "emoji:read")
    assert refusal.value.response["provided"] == granted.removesuffix(",emoji:read")
    await people.scopes()
    assert (await app.web.emoji_list())["ok"]
    with pytest.raises(Refused, match="does not ask for admin"):
        await people.scopes("admin")


async def test_emoji_come_and_go_and_the_app_hears_of_it(app: Counterpart, people: Client) -> None:
    await people.emoji("goal", "alias:soccer")
    await people.emoji("shipit", None)

    added, removed = (body["event"] for body in app.of("emoji_changed"))
    assert (added["subtype"], added["name"], added["value"]) == ("add", "goal", "alias:soccer")
    assert (removed["subtype"], removed["names"]) == ("remove", ["shipit"])
    listed = (await app.web.emoji_list())["emoji"]
    assert ("goal" in listed, "shipit" in listed) == (True, False)
    with pytest.raises(Refused, match="no custom emoji"):
        await people.emoji("shipit", None)


async def test_a_custom_emoji_is_reacted_with_by_its_name(app: Counterpart, people: Client) -> None:
    ts = await people.message("Shipped")

    await people.react("C0GENERAL", ts, ":shipit:", as_="U0MAYA")

    assert [body["event"]["reaction"] for body in app.of("reaction_added")] == ["shipit"]


async def test_without_the_scope_no_emoji_event_comes(app: Counterpart, people: Client) -> None:
    await people.scopes("emoji:read")

    await people.emoji("goal", "alias:soccer")

    assert app.heard == []
