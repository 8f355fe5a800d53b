"""Silent confirmations: one line and the way back."""

from bot import ids
from bot.views import confirmations, kit


def test_only_the_first_line_and_the_way_back_stay() -> None:
    edit, undo = kit.button("Edit", ids.CONVERSATION_EDIT, "1"), kit.button("Undo", ids.CONVERSATION_UNDO, "1")
    message = kit.message(
        "Saved: it",
        [
            kit.section("*Saved:* it\nand more"),
            kit.actions(*(kit.button(str(level), f"asked.{level}") for level in range(1, 6))),
            kit.context("facts"),
            kit.actions(edit, undo, kit.button("Add a number?", ids.WIN_COMPLETE, "1")),
        ],
    )
    short = confirmations.short(message)
    assert short["text"] == "Saved: it"
    assert [block["type"] for block in short["blocks"]] == ["section", "actions"]
    assert short["blocks"][0]["text"]["text"] == "*Saved:* it"
    assert short["blocks"][1]["elements"] == [edit, undo]


def test_without_buttons_there_is_the_line_alone() -> None:
    assert [block["type"] for block in confirmations.short(kit.message("Saved"))["blocks"]] == ["section"]
