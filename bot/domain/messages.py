"""What a Slack message says in plain text, whatever it is made of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_TOKEN = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_PRESSED = frozenset({"actions", "button", "context_actions"})
_NO_FALLBACK = "[no preview available]"  # what Slack writes where an app gave none
_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,30})>")


def plain(markup: str) -> str:
    """Slack's mrkdwn as a person reads it: links as typed, channels by name; user mentions keep their token."""
    return (
        _TOKEN.sub(_readable, markup).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        if "<" in markup or "&" in markup
        else markup
    )


def mentioned(text: str) -> tuple[str, ...]:
    """The users whose tokens stand in it, each once."""
    return tuple(dict.fromkeys(_PERSON.findall(text)))


def named(text: str, names: Mapping[str, str]) -> str:
    """With these users by name, for a field that shows no mentions; others keep their token."""
    return _PERSON.sub(lambda token: f"@{names[token[1]]}" if names.get(token[1]) else token[0], text)


def _readable(token: re.Match[str]) -> str:
    target, label = token.group(1), token.group(2)
    if target.startswith("@") and not label:
        return token.group(0)
    if target.startswith("!date^"):
        return label or target
    if target.startswith(("@", "#", "!")):
        sign = target[0].replace("!", "@")
        name = (label or ("group" if target.startswith("!subteam^") else target[1:])).removeprefix(sign)
        return f"{sign}{name}"
    return label or target.removeprefix("mailto:")


def text_of(message: Mapping[str, Any]) -> str:
    """The text of a message as Slack delivers it; for one made of blocks, attachments or files only, what they say, and
    for one of pictures, what stands in for them.
    """
    ways = (_text(message), _lines(_spoken(message.get("blocks"))), _lines(_attached(message)), _lines(_seen(message)))
    return plain(next((said for said in ways if said.strip()), "")).strip()


def _text(node: Mapping[str, Any]) -> str:
    return str(node.get("text") or "")


def _lines(pieces: Iterable[str]) -> str:
    return "\n".join(piece for piece in pieces if piece)


def _spoken(node: Any) -> Iterator[str]:
    """Texts inside blocks, in their order; the pieces of one rich-text line are joined. What can be pressed says
    nothing of what happened.
    """
    if isinstance(node, list):
        for item in node:
            yield from _spoken(item)
    elif isinstance(node, Mapping) and str(node.get("type")) not in _PRESSED:
        if str(node.get("type", "")).startswith("rich_text_") and isinstance(node.get("elements"), list):
            pieces = (piece if isinstance(piece, Mapping) else {} for piece in node["elements"])
            if node["type"] != "rich_text_list":
                yield "".join(_piece(piece) for piece in pieces)
                return
        if isinstance(node.get("text"), str):
            yield node["text"]
            return
        for name in ("text", "fields", "elements", "title"):
            yield from _spoken(node.get(name))


def _piece(piece: Mapping[str, Any]) -> str:
    kind = piece.get("type")
    if kind == "user":
        return f"<@{piece.get('user_id', '')}>"
    if kind == "emoji":
        return f":{piece.get('name', '')}:"
    if kind == "channel":
        return f"<#{piece.get('channel_id', '')}>"
    if kind == "broadcast":
        return f"<!{piece.get('range', '')}>"
    if kind == "usergroup":
        return f"<!subteam^{piece.get('usergroup_id', '')}>"
    return str(piece.get("text") or piece.get("url") or piece.get("fallback") or "")


def _attached(message: Mapping[str, Any]) -> Iterator[str]:
    for attachment in _listed(message.get("attachments")):
        if isinstance(attachment, Mapping):
            yield _attachment(attachment)
    for file in _listed(message.get("files")):
        if isinstance(file, Mapping):
            yield str(file.get("title") or file.get("name") or "")


def _attachment(attachment: Mapping[str, Any]) -> str:
    """Most apps put blocks into one, older ones a title, a text and fields; the fallback is for who shows neither."""
    said = _lines(_spoken(attachment.get("blocks")))
    if not said:
        named = (attachment.get(name) for name in ("pretext", "title", "text"))
        fields = (field for field in _listed(attachment.get("fields")) if isinstance(field, Mapping))
        paired = (_lines(str(field.get(name) or "") for name in ("title", "value")) for field in fields)
        said = _lines([*(str(words or "") for words in named), *(pair.replace("\n", ": ", 1) for pair in paired)])
    fallback = str(attachment.get("fallback") or "")
    return said or ("" if fallback == _NO_FALLBACK else fallback)


def _seen(message: Mapping[str, Any]) -> Iterator[str]:
    """What is said in place of pictures, to those who do not see them."""
    attachments = (one for one in _listed(message.get("attachments")) if isinstance(one, Mapping))
    for blocks in (message.get("blocks"), *(one.get("blocks") for one in attachments)):
        for block in _listed(blocks):
            if isinstance(block, Mapping) and block.get("type") == "image":
                yield str(block.get("alt_text") or "")


def _listed(node: Any) -> list[Any]:
    return node if isinstance(node, list) else []
