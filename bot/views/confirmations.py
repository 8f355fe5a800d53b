"""Confirmations for a member who wants them silent: as short as they can be, and still with the way back."""

from bot import ids
from bot.views import kit

_BACK = (ids.WIN_EDIT, ids.WIN_UNDO, ids.CONVERSATION_EDIT, ids.CONVERSATION_UNDO)


def short(message: kit.Block) -> kit.Block:
    """Its first line, and what changes it or takes it back; everything else is on Home."""
    blocks = message["blocks"]
    headline = kit.section(blocks[0]["text"]["text"].partition("\n")[0])
    rows = (block["elements"] for block in blocks if block["type"] == "actions")
    back = [button for row in rows for button in row if button["action_id"] in _BACK]
    return kit.message(message["text"], [headline, *([kit.actions(*back)] if back else [])])
