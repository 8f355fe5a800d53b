"""Queries in words, and the form that finds wins."""

from datetime import date

from bot import ids
from bot.domain.find_form import FLAGS, Form
from bot.domain.finding import Kind, Query
from bot.views import errors, kit, tags, text, wins

KINDS = {Kind.DRAFT: "Drafts", Kind.KEPT: "Kept wins", Kind.DELETED: "Deleted wins"}
_FLAG_WORDS = {
    "private": "Private only",
    "without_number": "Without a number",
    "without_evidence": "Without evidence",
    "known_to_nobody": "Known to nobody with a say",
}
_SHOWN = 20


def matching(query: Query, today: date) -> str:
    """What was understood, to stand behind "Wins": ` with “retry”, tagged #infra, since Tue 1 Sep`; may be empty."""
    words = [f"“{text.esc_cut(word, 100)}”" for word in query.words]
    named = [text.mention(who) for who in query.people] + [text.esc_cut(name, 100) for name in query.names]
    said = [
        f"with {_some(words)}" if words else "",
        f"tagged {_some([f'#{text.esc_cut(name, 100)}' for name in query.tags])}" if query.tags else "",
        f"in {wins.CATEGORIES[query.category]}" if query.category else "",
        f"to do with {_some(named)}" if named else "",
        _span(query, today),
        "without a number" if query.without_number else "",
        "without evidence" if query.without_evidence else "",
        "known to nobody with a say" if query.known_to_nobody else "",
    ]
    return ", ".join(part for part in said if part)


def part(query: Query, today: date) -> str:
    """A query that names one thing, as that thing: `“known to nobody with a say”`."""
    if query.words or query.names:
        return "the words"
    return f"“{matching(query, today) or (query.kind or 'private')}”"


def noun(query: Query) -> str:
    """What is listed, as one of them."""
    kind = {Kind.DRAFT: "draft", Kind.KEPT: "kept win", Kind.DELETED: "deleted win", None: "win"}[query.kind]
    return f"private {kind}" if query.private else kind


def _some(parts: list[str]) -> str:
    more = len(parts) - _SHOWN
    return text.join_words([*parts[:_SHOWN], *([f"{more:,} more"] if more > 0 else [])])


def _span(query: Query, today: date) -> str:
    since, until = query.since, query.until
    if since is not None and since == until:
        return f"on {text.day(since, today)}"
    if since is not None and until is not None:
        return f"from {text.day(since, today)} to {text.day(until, today)}"
    if since is not None:
        return f"since {text.day(since, today)}"
    return f"until {text.day(until, today)}" if until is not None else ""


def modal(form: Form) -> kit.Block:
    """Every field may stay empty."""
    kinds = [kit.option(words, kind.value) for kind, words in KINDS.items()]
    categories = [kit.option(name, category.value) for category, name in wins.CATEGORIES.items()]
    flags = [kit.option(_FLAG_WORDS[flag], flag) for flag in FLAGS]
    return kit.modal(
        ids.MODAL_FIND,
        "Find wins",
        [
            kit.input(
                "Words",
                kit.text_input("words", form.words, placeholder="retry queue"),
                "words",
                optional=True,
                hint="In titles, impact, evidence and quotes. @maria finds a person who is not in Slack.",
            ),
            tags.tags_input(form.tags, new=False),
            kit.input("Category", kit.select("Any", "category", categories, form.category), "category", optional=True),
            kit.input("From", kit.date_input("since", _day(form.since)), "since", optional=True),
            kit.input("To", kit.date_input("until", _day(form.until)), "until", optional=True),
            kit.input(
                "People",
                kit.users_input("people", form.people),
                "people",
                optional=True,
                hint="Who was there, knows it, praised it, or wrote the message.",
            ),
            kit.input("State", kit.select("Drafts and kept wins", "kind", kinds, form.kind), "kind", optional=True),
            kit.input("Only those", kit.checkbox_input("flags", flags, form.flags), "flags", optional=True),
        ],
        submit="Find",
    )


def fault(field: str, code: str) -> kit.Block:
    return errors.in_field(field, code, {})


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None
