"""The form that finds wins: its fields as they stand in it, read as a query and filled from one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain import finding, lines, tags
from bot.domain.finding import Kind, Query
from bot.domain.wins import Category

FLAGS = ("private", "without_number", "without_evidence", "known_to_nobody")
_USER = re.compile("[UW][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class Form:
    words: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""
    since: str = ""  # ISO, as Slack's date picker gives it
    until: str = ""
    people: tuple[str, ...] = ()
    kind: str = ""
    flags: tuple[str, ...] = ()


def of_state(state: Mapping[str, str | list[str] | None]) -> Form:
    """Submitted values; what is missing or of another kind counts as empty."""
    words = {name: value for name, value in state.items() if isinstance(value, str)}
    several = {name: tuple(value) for name, value in state.items() if isinstance(value, list)}
    return Form(
        words=words.get("words", ""),
        tags=several.get("tags", ()),
        category=words.get("category", ""),
        since=words.get("since", ""),
        until=words.get("until", ""),
        people=several.get("people", ()),
        kind=words.get("kind", ""),
        flags=several.get("flags", ()),
    )


def of_query(query: Query) -> Form:
    """What has a field of its own stands there, all else in the words."""
    rest = Query(words=query.words, names=query.names)
    return Form(
        words=lines.unescape(finding.write(rest)),
        tags=query.tags,
        category=query.category or "",
        since=query.since.isoformat() if query.since else "",
        until=query.until.isoformat() if query.until else "",
        people=query.people,
        kind=query.kind or "",
        flags=tuple(flag for flag in FLAGS if getattr(query, flag)),
    )


def turned_round(form: Form) -> bool:
    """Whether the span ends before it begins."""
    since, until = _day(form.since), _day(form.until)
    return since is not None and until is not None and until < since


def read(form: Form) -> Query:
    """Days and states have fields of their own: words are words here, and may only name tags and people besides."""
    typed = finding.parse_words(finding.escaped(form.words))
    kind = next((kind for kind in Kind if kind == form.kind), typed.kind)
    category = next((category for category in Category if category == form.category), typed.category)
    people = (*typed.people, *(who for who in form.people if _USER.fullmatch(who)))
    flags = {flag: getattr(typed, flag) or flag in form.flags for flag in FLAGS}
    query = replace(
        typed,
        tags=(*typed.tags, *tags.read(form.tags)),
        category=category,
        people=people,
        kind=kind,
        since=_day(form.since),
        until=_day(form.until),
        private=flags["private"],
        without_number=flags["without_number"],
        without_evidence=flags["without_evidence"],
        known_to_nobody=flags["known_to_nobody"],
    )
    return finding.tidy(query)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None
