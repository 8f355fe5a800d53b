"""Pieces of evidence in words, one way for every surface; it may not name another view, so that all can use it."""

import re
from datetime import date

from bot.domain.evidence import Evidence, EvidenceKind, Reading, Standing
from bot.domain.wins import Win
from bot.views import text

UNREADABLE: dict[str, str] = {
    "not_in_channel": "Vouch is not in that conversation",
    "channel_not_found": "Vouch is not in that conversation",
    "is_archived": "that conversation is archived",
    "message_not_found": "the message is not there any more",
    "missing_scope": "Vouch may not read there",
}
_CANNOT_LOOK: dict[str, str] = {
    "not_in_channel": "Vouch cannot look at it: it is not in that conversation",
    "channel_not_found": "Vouch cannot look at it: it is not in that conversation",
    "is_archived": "Vouch cannot look at it: that conversation is archived",
}
BY_LINK = (
    "Vouch does not read messages by their link; to keep the words, use Save as win on the message, or paste them as a "
    "quote."
)
QUOTED = 600  # of a text, where it stands among other things
_PERSON = re.compile(r"<@[UW][A-Z0-9]{1,30}>")
_PLACE = re.compile(r"[CG][A-Z0-9]{1,30}")
_LONGEST_LINK = 500


def short(piece: Evidence) -> str:
    """A piece in a few words, for a line that names several."""
    if piece.kind is EvidenceKind.QUOTE:
        words = text.esc_cut(" ".join(piece.snapshot.split()), 80)
        return f"“{text.people_shown(words)}”{_by(piece)}"
    if piece.kind is EvidenceKind.FILE:
        return f"file {_name(piece)}"
    since = {Standing.DELETED: " (deleted in Slack since)", Standing.EDITED: " (edited since)"}
    return link(piece) + since.get(piece.standing, "")


def link(piece: Evidence) -> str:
    """An address that cannot break out of its markup. Behind a text of its own stands where it leads, so that the text
    cannot pretend; a very long address is only named.
    """
    url = text.esc(piece.url).replace("|", "%7C")
    address = piece.url.partition("://")[2].rstrip("/").replace("|", "/")
    if piece.kind is EvidenceKind.MESSAGE:
        address = "Slack message"
    shown = text.esc_cut(piece.label.replace("|", "/"), 80) or text.esc_cut(address, 50)
    said = f"<{url}|{shown}>" if url and len(url) <= _LONGEST_LINK else shown
    if not piece.label or piece.label == address:
        return said
    return f"{said} ({text.esc_cut(address.partition('/')[0], 60)})"


def _name(piece: Evidence) -> str:
    return text.esc_cut(piece.label, 200)


def speaker(piece: Evidence) -> str:
    """A person of Slack as a mention, any other by the name that was typed; empty where nobody is named."""
    return piece.speaker if _PERSON.fullmatch(piece.speaker) else text.esc_cut(piece.speaker, 200)


def _by(piece: Evidence) -> str:
    said = speaker(piece)
    return f" ({said})" if said else ""


def lines(win: Win, quoted: int = QUOTED) -> list[str]:
    """Each piece as mrkdwn, with what it says and what has become of it; of each text at most `quoted` characters."""
    return [line(piece, quoted) for piece in win.evidence]


def line(piece: Evidence, quoted: int = QUOTED) -> str:
    if piece.kind is EvidenceKind.QUOTE:
        said = speaker(piece)
        return f"*Quote*{f' from {said}' if said else ''}\n{_quote(piece.snapshot, quoted)}"
    if piece.kind is EvidenceKind.FILE:
        return f"*File* {_name(piece)}"
    if piece.kind is EvidenceKind.LINK:
        return f"*Link* {link(piece)}"
    return "\n".join([_headline(piece), *_said(piece, quoted)])


def _headline(piece: Evidence) -> str:
    """Who wrote a message, where and when."""
    said = link(piece) if piece.url else "Slack message"
    if piece.author_id:
        said += f" by {text.mention(piece.author_id)}"
    if _PLACE.fullmatch(piece.channel_id):
        said += f" in <#{piece.channel_id}>"
    if piece.said_at:
        said += f", {text.moment(piece.said_at, text.day(piece.said_at.date()))}"
    return said


def _said(piece: Evidence, quoted: int) -> list[str]:
    """What a message says, and what a look at it found."""
    if piece.reading is Reading.NONE:
        return [f"_{BY_LINK}_"]
    if not piece.snapshot:
        return [unread(piece), *_found(piece)]
    if piece.standing is Standing.EDITED:
        now = _quote(piece.later_snapshot, quoted) if piece.later_snapshot else ">_Nothing that can be read._"
        return [f"When you saved it:\n{_quote(piece.snapshot, quoted)}", f"Now:\n{now}"]
    return [_quote(piece.snapshot, quoted), *_found(piece)]


def _found(piece: Evidence) -> list[str]:
    if piece.standing is Standing.DELETED:
        return [f"Deleted in Slack since{_checked_on(piece)}; your snapshot stays."]
    if piece.standing is Standing.UNREACHABLE:
        why = _CANNOT_LOOK.get(piece.why, "Vouch cannot look at it")
        return [f"{why}{_checked_on(piece)}. Your snapshot stays."]
    return []


def _checked_on(piece: Evidence) -> str:
    if piece.checked_at is None:
        return ""
    day: date = piece.checked_at.date()
    return f" (checked {text.day(day)})"


def _quote(words: str, limit: int) -> str:
    return text.people_shown(text.quote(words, limit))


def unread(piece: Evidence) -> str:
    """Why a message's text is not there."""
    if piece.reading is Reading.READ:
        return "The message has no words of its own."
    where = f"<{text.esc(piece.url)}|its address>" if piece.url else "where it is"
    if piece.reading is Reading.PENDING:
        return f"The message's text is still being read; {where} is kept."
    why = UNREADABLE.get(piece.why, "Slack did not give it")
    return f"The message's text could not be read ({why}); {where} is kept."
