"""What a person typed to add evidence to a win: how it is read, and what is wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import evidence, lines, win_form
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.win_form import Fault

MAX_QUOTE = 3000
MAX_NAME = 200
_USER = re.compile("[UW][A-Z0-9]{1,30}")
_TYPED_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,30})>")


@dataclass(frozen=True, slots=True)
class Form:
    """The modal's fields as they stand in it."""

    links: str = ""  # one a line, each with its text before it
    quote: str = ""
    speaker: str = ""  # a Slack user's id
    name: str = ""  # of a speaker who is not in Slack
    file: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The win that the modal is about, in the version that it shows, from which piece on."""

    win_id: int = 0
    version: int = 0
    offset: int = 0


def read(form: Form, known: Sequence[Evidence], workspace_url: str = "") -> tuple[Evidence, ...] | dict[str, Fault]:
    """The pieces that were typed, without links and messages that the win has already; or what is wrong by field."""
    faults: dict[str, Fault] = {}
    links, wrong = evidence.read_links(form.links)
    if wrong:
        faults["links"] = Fault("link_wrong", wrong)
    quote = form.quote.strip()[:MAX_QUOTE]
    if quote and not lines.says_something(quote):
        faults["quote"] = Fault("quote_missing")
    name = " ".join(form.name.split())[:MAX_NAME]
    speaker = form.speaker if _USER.fullmatch(form.speaker) else ""
    if (name or speaker) and not quote:
        faults["quote"] = Fault("quote_missing")
    if name and speaker:
        faults["name"] = Fault("speaker_twice")
    if faults:
        return faults
    addresses = {piece.url for piece in known}
    found = [piece for piece in evidence.of_links(links, workspace_url, known) if piece.url not in addresses]
    if quote:
        found.append(Evidence(EvidenceKind.QUOTE, snapshot=quote, speaker=_speaker(speaker, name)))
    if file := " ".join(form.file.split())[:MAX_NAME]:
        found.append(Evidence(EvidenceKind.FILE, label=file))
    if not found:
        return {"links": Fault("evidence_known" if links else "evidence_missing")}
    return tuple(found)


def _speaker(user_id: str, name: str) -> str:
    """A person chosen in Slack is kept by their token, which a name that was typed cannot be."""
    return f"<@{user_id}>" if user_id else _TYPED_PERSON.sub(r"@\1", name)


def to_metadata(opened: Opened) -> str:
    return f"{opened.win_id}:{opened.version}:{opened.offset}"


def from_metadata(written: str) -> Opened:
    """What `to_metadata` wrote; anything else opens nothing."""
    parts = written.split(":")
    if len(parts) != 3:
        return Opened()
    win_id, version, offset = (win_form.int_of(part, digits) for part, digits in zip(parts, (18, 9, 6), strict=True))
    return Opened(win_id, version, offset)
