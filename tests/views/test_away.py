"""The window of away days, in words and within Slack's limits."""

from datetime import date, timedelta

from bot import ids
from bot.domain.away import Away
from bot.views import away as views
from tests import cast

TODAY = date(2026, 11, 20)
RULE = "On away days Vouch sends nothing by itself, and nobody becomes overdue."


def said(modal: dict) -> list[str]:
    return [block["text"]["text"] for block in modal["blocks"] if block["type"] == "section"]


def test_nobody_away_is_told_what_away_days_are_for() -> None:
    modal = views.away_modal((), TODAY, None)
    assert said(modal) == [f"No away days are set. {RULE}"]
    assert [block["block_id"] for block in modal["blocks"] if block["type"] == "input"] == ["away_first", "away_last"]


def test_each_period_can_be_taken_away_and_the_next_messages_are_named() -> None:
    periods = (Away(TODAY, TODAY, 7), Away(date(2026, 12, 23), date(2027, 1, 6), 8))
    modal = views.away_modal(periods, TODAY, cast.ada(), "Away days are saved.")
    assert said(modal) == [
        "*Away days are saved.*",
        f"You are away, and Fri 20 Nov is the last day. {RULE}",
        "Fri 20 Nov (1 day)",
        "Wed 23 Dec to Wed 6 Jan 2027 (15 days)",
    ]
    buttons = [block["accessory"] for block in modal["blocks"] if "accessory" in block]
    assert [(button["action_id"], button["value"]) for button in buttons] == [
        (ids.AWAY_REMOVE, "7"),
        (ids.AWAY_REMOVE, "8"),
    ]
    assert buttons[1]["accessibility_label"] == "Remove Wed 23 Dec to Wed 6 Jan 2027 (15 days)"
    [context] = [block for block in modal["blocks"] if block["type"] == "context"]
    assert "Next weekly digest: Friday at 15:00" in context["elements"][0]["text"]


def test_only_so_many_are_listed_and_days_to_come_are_not_now() -> None:
    periods = tuple(Away(TODAY + timedelta(days=2 * n), TODAY + timedelta(days=2 * n), n) for n in range(1, 51))
    modal = views.away_modal(periods, TODAY, None)
    assert said(modal)[0] == RULE
    assert len(modal["blocks"]) < 100
    assert [block["elements"][0]["text"] for block in modal["blocks"] if block["type"] == "context"] == ["and 20 more"]


def test_what_was_typed_stands_in_the_fields_and_what_was_not_understood_is_said() -> None:
    modal = views.away_modal((), TODAY, None, typed=Away(TODAY, date(2026, 12, 1)))
    fields = [block["element"].get("initial_date") for block in modal["blocks"] if block["type"] == "input"]
    assert fields == ["2026-11-20", "2026-12-01"]
    assert views.not_understood("<soon> *x*") == "No days were found in “&lt;soon&gt; *x*”. Choose them below."
