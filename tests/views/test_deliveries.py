"""Fitting into one message, and saying the same without blocks."""

from bot.views import deliveries, kit


def test_the_most_generous_form_that_fits_is_taken() -> None:
    built = deliveries.fitting(lambda cap: [kit.section("x" * cap)] * 5, (3_000, 2_000, 1_000))
    assert len(built[0]["text"]["text"]) == 2_000


def test_too_many_blocks_do_not_fit_either() -> None:
    assert len(deliveries.fitting(lambda cap: [kit.divider()] * cap, (51, 50, 10))) == 50


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
