"""The rules of rich text; they may not know any other block."""

from typing import Any

from sandbox.blocks import parts
from sandbox.blocks.checks import Check, Report, array, boolean, exactly, number, one_of, shape, string, typed

_STYLE = shape(
    {}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"), boolean)
)
_STYLED: dict[str, Check] = {"style": _STYLE}
_ID = string(255)


def _inline(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return shape({"type": exactly(kind)} | required, _STYLED | (optional or {}))


INLINE = typed(
    {
        "text": _inline("text", {"text": string(12_000)}),
        "link": _inline("link", {"url": parts.URL}, {"text": string(12_000), "unsafe": boolean}),
        "user": _inline("user", {"user_id": _ID}),
        "channel": _inline("channel", {"channel_id": _ID}),
        "usergroup": _inline("usergroup", {"usergroup_id": _ID}),
        "emoji": _inline("emoji", {"name": _ID}, {"unicode": _ID, "skin_tone": number(1, 6)}),
        "broadcast": _inline("broadcast", {"range": one_of("here", "channel", "everyone")}),
        "date": _inline(
            "date", {"timestamp": number(), "format": string(255)}, {"url": parts.URL, "fallback": string(2000)}
        ),
        "color": _inline("color", {"value": _ID}),
    }
)
_SECTION = shape({"type": exactly("rich_text_section"), "elements": array(INLINE, least=0)})
_PART = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_preformatted": shape(
            {"type": exactly("rich_text_preformatted"), "elements": array(INLINE)},
            {"border": number(0, 1), "language": _ID},
        ),
        "rich_text_quote": shape(
            {"type": exactly("rich_text_quote"), "elements": array(INLINE)}, {"border": number(0, 1)}
        ),
        "rich_text_list": shape(
            {
                "type": exactly("rich_text_list"),
                "style": one_of("bullet", "ordered"),
                "elements": array(_SECTION),
            },
            {"indent": number(0, 8), "offset": number(0), "border": number(0, 1)},
        ),
    }
)


def rich_text(value: Any, where: str, report: Report) -> None:
    shape({"type": exactly("rich_text"), "elements": array(_PART)}, {"block_id": parts.BLOCK_ID})(value, where, report)
