"""Fitting into one message, and saying the same without blocks."""

import pytest

from bot.views import deliveries, kit
from tests.cast import ada


def test_the_most_generous_form_that_fits_is_taken() -> None:
    built = deliveries.fitting(lambda cap: [kit.section("x" * cap)] * 5, (3_000, 2_000, 1_000))
    assert len(built[0]["text"]["text"]) == 2_000


def test_too_many_blocks_do_not_fit_either() -> None:
    assert len(deliveries.fitting(lambda cap: [kit.divider()] * cap, (51, 50, 49, 10))) == 49


def test_where_none_fits_the_last_is_taken() -> None:
    assert len(deliveries.fitting(lambda cap: [kit.divider()] * cap, (60, 55))) == 55


def test_the_text_form_says_everything_once() -> None:
    message = kit.message(
        "Your week",
        [
            kit.header("Your week"),
            kit.section("*1 win*", kit.button("Edit", "x")),
            kit.context("small", "print"),
            kit.divider(),
            kit.actions(kit.button("Stop", "y")),
        ],
    )
    assert deliveries.text_only(message) == {"text": "Your week\n*1 win*\nsmall\nprint"}


def test_what_was_cut_opens_home() -> None:
    address = "slack://app?team=T0ACME&amp;id=A0VOUCH&amp;tab=home"
    ours = ada(app_id="A0VOUCH")
    assert deliveries.rest(7, ours) == f"<{address}|and 7 more, on Home>"
    assert deliveries.rest(1_007, ours, "`/vouch wins`") == f"<{address}|and 1,007 more, on Home> or with `/vouch wins`"


@pytest.mark.parametrize("unknown", [{}, {"app_id": "A0VOUCH", "team_id": ""}])
def test_where_slack_has_not_said_which_app_it_is_home_is_named(unknown: dict[str, str]) -> None:
    assert deliveries.rest(7, ada(**unknown), "`/vouch wins`") == "and 7 more, on Home or with `/vouch wins`"
