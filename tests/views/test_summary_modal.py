"""The windows of a draft: what is read back out of one that was bent, and who has no conversation to be led to."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.summaries import Asked, Audience, Draft, SpanKind, Typed, rolling
from bot.views import summary_modal, weeks
from tests.kit_rules import faults_of_view

TODAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    "blocks", [None, "x", [], [1], [{"type": "rich_text"}], [{"type": "rich_text", "elements": 3}]]
)
def test_a_bent_window_holds_no_text(blocks: Any) -> None:
    assert summary_modal.text_of(blocks) == ""
    assert summary_modal.text_block(blocks) == summary_modal.TEXT


@pytest.mark.parametrize(("team", "user", "led"), [("T1", "U1", True), ("", "U1", False), ("T1", "", False)])
def test_only_a_known_person_of_a_known_workspace_is_led_to(team: str, user: str, led: bool) -> None:
    draft = Draft(Asked(rolling(SpanKind.WEEK, TODAY), user_id=user), Audience.PEER, TODAY, None)
    view = summary_modal.ready("mine", draft, team)
    assert ("slack://user?team=T1&id=U1" in str(view)) is led
    assert summary_modal.text_of(view["blocks"]) == "mine"


@pytest.mark.parametrize("blocks", [None, ["x"], [{"block_id": "other"}]])
def test_where_the_message_is_not_known_the_row_comes_by_itself(blocks: Any) -> None:
    monday = date(2026, 11, 30)
    for row, said in ((weeks.noted_row([monday], before=True), "Noted."), ([weeks.quiet_row([monday])], "Undone.")):
        alone = weeks.replaced({"blocks": blocks}, monday, row)
        assert (alone["text"], alone["in_addition"]) == (said, True)


@pytest.mark.parametrize("kept", [None, Typed("x", "secret words", date(2026, 11, 27))])
def test_what_was_typed_another_time_is_offered_without_its_words(kept: Typed | None) -> None:
    draft = Draft(Asked(rolling(SpanKind.WEEK, TODAY)), Audience.PEER, TODAY, None)
    view = summary_modal.editor(draft, "", "0", None, kept)
    assert faults_of_view(view) == []
    assert ("The text that you typed last (Fri 27 Nov) is kept." in str(view)) is (kept is not None)
    assert "secret" not in str(view)


@pytest.mark.parametrize(("days", "shown"), [(0, "This week: the last seven days"), (1, "In the week to Fri 4 Dec")])
def test_the_time_that_is_chosen_is_the_one_that_is_told(days: int, shown: str) -> None:
    draft = Draft(Asked(rolling(SpanKind.WEEK, TODAY)), Audience.PEER, TODAY + timedelta(days=days), None)
    view = summary_modal.editor(draft, "", "0")
    assert faults_of_view(view) == []
    assert view["blocks"][0]["element"]["initial_option"]["text"]["text"] == shown
