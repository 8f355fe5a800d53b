"""Silent confirmations: one line and the way back."""

from bot.views import confirmations, kit


def test_only_the_first_line_and_the_first_two_buttons_stay() -> None:
    buttons = [kit.button(name, f"do.{name}") for name in ("Edit", "Undo", "Add a number?")]
    message = kit.message(
        "Saved: it",
        [
            kit.section("*Saved:* it\nand more"),
            kit.context("facts"),
            kit.actions(*buttons),
            kit.actions(buttons[0]),
        ],
    )
    short = confirmations.short(message)
    assert short["text"] == "Saved: it"
    assert [block["type"] for block in short["blocks"]] == ["section", "actions"]
    assert short["blocks"][0]["text"]["text"] == "*Saved:* it"
    assert short["blocks"][1]["elements"] == buttons[:2]


def test_without_buttons_there_is_the_line_alone() -> None:
    assert [block["type"] for block in confirmations.short(kit.message("Saved"))["blocks"]] == ["section"]
