"""Who a payload is from."""

from typing import Any

import pytest

from bot.domain.members import Actor
from bot.slack import actors

HOME = Actor("", "T1", "U1")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"team_id": "T1", "user_id": "U1"},
        {"user": {"id": "U1", "team_id": "T1"}},
        {"user": {"id": "U1", "team_id": 7}},
        {"event": {"user": "U1", "user_team": "T1"}},
        {"event": {"user": "U1"}},
        {"event": {"user": {"id": "U1", "team_id": "T1"}}},
        {"event": "x", "user": "U1"},
    ],
)
def test_somebody_of_this_workspace_is_no_stranger(body: dict[str, Any]) -> None:
    assert actors.read(body, "", "T1", "U1") == (HOME, False)


@pytest.mark.parametrize(
    "body",
    [
        {"user": {"id": "U1", "team_id": "T9"}},
        {"event": {"user": "U1", "user_team": "T9"}},
        {"event": {"user": {"id": "U1", "team_id": "T9"}}},
    ],
)
def test_a_stranger_s_key_is_their_own_workspace(body: dict[str, Any]) -> None:
    assert actors.read(body, "", "T1", "U1") == (Actor("", "T9", "U1"), True)


def test_organisations_have_workspaces_of_their_own() -> None:
    inside = {"user": {"id": "W1", "team_id": "T2"}}
    assert actors.read(inside, "E1", "T1", "W1") == (Actor("E1", "T1", "W1"), False)
    assert actors.read({"user": {"id": "W1", "team_id": "E1"}}, "E1", "T1", "W1")[1] is False
    assert actors.read({"user": {"id": "W1", "team_id": "E9"}}, "E1", "T1", "W1") == (Actor("E9", "", "W1"), True)


@pytest.mark.parametrize(
    ("body", "app"),
    [
        ({"api_app_id": "A0VOUCH"}, "A0VOUCH"),
        ({}, ""),
        ({"api_app_id": None}, ""),
        ({"api_app_id": 7}, ""),
        ({"api_app_id": "A1|<!channel>"}, ""),
        ({"api_app_id": "A" + "1" * 40}, ""),
    ],
)
def test_the_app_is_what_the_payload_names_if_it_is_one(body: dict[str, Any], app: str) -> None:
    assert actors.app(body) == app
