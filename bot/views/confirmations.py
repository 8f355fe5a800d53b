"""Confirmations for a member who wants them silent: as short as they can be, and still with the way back."""

from bot.views import kit

_BUTTONS = 2  # Edit and Undo come first wherever something is confirmed


def short(message: kit.Block) -> kit.Block:
    """Its first line, and what takes it back; everything else is on Home."""
    blocks = message["blocks"]
    headline = kit.section(blocks[0]["text"]["text"].partition("\n")[0])
    actions = [kit.actions(*block["elements"][:_BUTTONS]) for block in blocks if block["type"] == "actions"]
    return kit.message(message["text"], [headline, *actions[:1]])
