"""The self-advocacy paragraph in words: each kind of sentence in several wordings, taken in turn week by week."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.summaries import (
    Audience,
    Closing,
    Coverage,
    Figures,
    Form,
    Linked,
    Others,
    Phrase,
    Result,
    Span,
    SpanKind,
    Summary,
    Witnessed,
)
from bot.views import text
from bot.views import wins as win_views

_COUNTS = ("one", "two", "three", "four")  # of at most five wins told, some
LONGEST = 2_900  # characters; Slack's fields and sections end at 3,000
_TITLE = 300  # characters of a title in a sentence
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})>")

_LEAD = {
    Audience.MANAGER: (
        "{In} {said}.",
        "My main result {in_}: {said}.",
        "A short update {in_}: {said}.",
        "What I would name first {in_}: {said}.",
        "Top of my list {in_}: {said}.",
    ),
    Audience.SKIP_LEVEL: (
        "{In} {said}.",
        "The highlight {in_}: {said}.",
        "If I had to pick one thing {in_}: {said}.",
        "In short, {in_} {said}.",
        "From my side {in_}: {said}.",
    ),
    Audience.SPONSOR: (
        "{In} {said}.",
        "If you are asked what I did {in_}: {said}.",
        "The result {in_} that I would name first: {said}.",
        "Something to point to {in_}: {said}.",
        "One result {in_} that I would like you to have: {said}.",
    ),
    Audience.PEER: (
        "{In} {said}.",
        "In case it is of use to you, {in_} {said}.",
        "One thing {in_} that I would like to share: {said}.",
        "For your interest, {in_} {said}.",
        "A note {in_}: {said}.",
    ),
}
_LEAD_QUOTED = (
    "From my notes {in_}: {said}.",
    "One result {in_}: {said}.",
    "To begin with, {in_}: {said}.",
)
_FOLLOWING = (
    "{also}.",
    "On top of that, {said}.",
    "Beyond that, {said}.",
    "In addition, {said}.",
)
_FOLLOWING_QUOTED = (
    "Another result: {said}.",
    "Also worth a mention: {said}.",
    "I would add {said}.",
)
_OTHERS = (
    "I noted {count} {in_} too.",
    "Besides these, my notes have {count} {in_}.",
    "That leaves {count} {in_}.",
)
_FIGURES = (
    "In numbers: {figures}.",
    "The numbers: {figures}.",
    "As measured: {figures}.",
)
_LINKED = (
    "I have {links} to {which}.",
    "I can send {links} for {which}.",
    "If you would like to look, there {are} {links} to {which}.",
)
_COVERAGE = (
    "I have filed this under {families}.",
    "In my records this comes under {families}.",
    "I am keeping this as evidence for {families}.",
    "I count this towards {families}.",
)
_WITNESSED = (
    "{people} {were} there.",
    "Also there: {people}.",
    "There with me: {people}.",
)
_WITNESSED_PARTLY = (
    "{people} {were} there for part of it.",
    "Also there, for part of it: {people}.",
    "There with me for part of it: {people}.",
)
_DATED = (
    "That was on {day}.",
    "It happened on {day}.",
    "This was on {day}.",
)
_CLOSING = {
    Audience.MANAGER: (
        "I can go into detail on any of this.",
        "Ask me for the details of any of it.",
        "More is in my notes, if you want it.",
    ),
    Audience.SKIP_LEVEL: (
        "I can say more when we next talk.",
        "More detail whenever it helps you.",
        "I am glad to say more in a few minutes of your time.",
    ),
    Audience.SPONSOR: (
        "Please use it where it helps.",
        "Feel free to mention it.",
        "Use it as you see fit.",
    ),
    Audience.PEER: (
        "If any of it helps you, tell me.",
        "If you can use any of this, just ask.",
        "I am happy to go through it with you.",
    ),
}


def paragraph(summary: Summary, today: date, longest: int = LONGEST) -> str:
    """mrkdwn, in the first person, ready to be copied; what would be too long ends with a whole sentence."""
    said: list[str] = []
    room = longest
    for place in range(len(summary.sentences)):
        sentence = _sentence(summary, place, today)
        room -= len(sentence) + 1
        if room < 0 and said:
            break
        said.append(sentence)
    return " ".join(said)


def plain(summary: Summary, today: date, names: Mapping[str, str]) -> str:
    """The same as it is typed: people by name, where it is known, as no typed mention becomes one when it is pasted."""
    named = _MENTION.sub(lambda found: names.get(found[1], "a colleague"), paragraph(summary, today))
    return named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def people(summary: Summary, today: date) -> tuple[str, ...]:
    """Slack's ids of everybody whom it names."""
    return tuple(dict.fromkeys(_MENTION.findall(paragraph(summary, today))))


def span_words(span: Span, today: date) -> str:
    """The time as it stands inside a sentence; that of a digest which is weeks old does not end today."""
    over = span.last < today
    match span.kind:
        case SpanKind.WEEK:
            return f"in the week to {text.day(span.last, today)}" if over else "this week"
        case SpanKind.MONTH if not over:
            return "over the last month"
        case SpanKind.QUARTER if not over:
            return "over the last three months"
        case SpanKind.SINCE if not over:
            return f"since {text.day(span.first, today)}"
        case _ if span.first == span.last:
            return f"on {text.day(span.first, today)}"
        case _:
            return f"between {text.day(span.first, today)} and {text.day(span.last, today)}"


def _sentence(summary: Summary, place: int, today: date) -> str:
    variant, in_ = summary.variant, span_words(summary.span, today)
    match sentence := summary.sentences[place]:
        case Result():
            wording = _turn(_wordings(sentence, summary.audience, place), variant + place)
            said = _result(sentence)
            return wording.format(said=said, also=_capital(_result(sentence, also=True)), in_=in_, In=_capital(in_))
        case Others():
            return _turn(_OTHERS, variant).format(count=_more_results(len(sentence.win_ids)), in_=in_)
        case Figures():
            return _turn(_FIGURES, variant).format(figures=text.join_words(_figures(sentence)))
        case Linked():
            return _linked(sentence, variant)
        case Coverage():
            return _turn(_COVERAGE, variant).format(families=_families(sentence))
        case Witnessed():
            wording = _turn(_WITNESSED if sentence.of_all else _WITNESSED_PARTLY, variant)
            return wording.format(people=_people(sentence), were="was" if len(sentence.user_ids) == 1 else "were")
        case Closing():
            return _turn(_CLOSING[summary.audience], variant)
        case _:
            return _turn(_DATED, variant).format(day=text.day(sentence.happened_on, today))


def _wordings(result: Result, audience: Audience, place: int) -> Sequence[str]:
    if result.phrase.form is not Form.QUOTED:
        return _FOLLOWING if place else _LEAD[audience]
    if place:
        return _FOLLOWING_QUOTED
    return *(one for one in _LEAD[audience] if one.endswith(": {said}.")), *_LEAD_QUOTED


def _turn(wordings: Sequence[str], turn: int) -> str:
    return wordings[turn % len(wordings)]


def _result(result: Result, *, also: bool = False) -> str:
    said = phrase(result.phrase, " also" if also else "")
    if result.measure is None:
        return said
    return f"{said} ({win_views.measure(result.measure)})"


def phrase(said: Phrase, also: str = "") -> str:
    words = win_views.people_shown(text.esc_cut(said.words, _TITLE))
    match said.form:
        case Form.ACTIVE:
            return f"I{also} {words}"
        case Form.PASSIVE:
            return f"I was{also} {words}"
        case Form.QUOTED:
            return f"“{words}”"
        case _:
            return f"also, {words}" if also else words


def _figures(figures: Figures) -> list[str]:
    return [win_views.measure(measure) for measure in figures.measures]


def _more_results(count: int) -> str:
    return "one more result" if count == 1 else text.plural(count, "more result")


def _linked(linked: Linked, variant: int) -> str:
    """How many links each win has is not said: of one win there is at least one."""
    count = len(linked.win_ids)
    everything = "all of this" if count > 1 else "this"
    which = everything if count == linked.told else f"{_COUNTS[count - 1]} of these"
    links, are = ("links", "are") if count > 1 else ("a link", "is")
    return _turn(_LINKED, variant).format(links=links, are=are, which=which)


def _families(coverage: Coverage) -> str:
    """In quotes where there are several: some names hold an "and" themselves."""
    names = [win_views.CATEGORIES[family].lower() for family, _ in coverage.families]
    return text.join_words([f"“{name}”" for name in names]) if len(names) > 1 else names[0]


def _people(witnessed: Witnessed) -> str:
    people = [text.mention(user_id) for user_id in witnessed.user_ids]
    if witnessed.more:
        people.append(text.plural(witnessed.more, "other"))
    return text.join_words(people)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
