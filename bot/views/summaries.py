"""The self-advocacy paragraph in words: each kind of sentence in several wordings, taken in turn week by week."""

from collections.abc import Sequence
from datetime import date

from bot.domain.summaries import Coverage, Form, Others, Phrase, Result, Sentence, Summary, Witnessed
from bot.views import text
from bot.views import wins as win_views

_TITLE = 300  # characters of a title in a sentence

_LEAD = (
    "This week {said}.",
    "My main result this week: {said}.",
    "What I would point to this week: {said}.",
    "If I name one result of the week, it is this: {said}.",
    "The week in one line: {said}.",
)
_LEAD_QUOTED = (
    "My main result this week: {said}.",
    "What I would point to this week is {said}.",
    "One result of this week stands out: {said}.",
    "The week in one line: {said}.",
)
_FOLLOWING = (
    "Another result: {said}.",
    "In the same week {said}.",
    "Next to that, {said}.",
    "On top of that, {said}.",
    "There is more: {said}.",
)
_FOLLOWING_QUOTED = (
    "Another result: {said}.",
    "To the same week belongs {said}.",
    "There is more: {said}.",
)
_OTHERS = (
    "Beyond these, the same days hold {count}.",
    "I can name {count} of that week.",
    "The record of the week holds {count}.",
)
_COVERAGE = (
    "It counts towards {families}.",
    "In terms of goals, this is about {families}.",
    "It adds to my record in {families}.",
    "What it shows: {families}.",
)
_WITNESSED = (
    "{people} saw it at first hand.",
    "{people} can speak to it.",
    "If you want a second view, ask {people}.",
    "I did not do it unseen: {people} followed it.",
)
_DATED = (
    "It happened on {day}, and I noted it that week.",
    "The date to it is {day}.",
    "I finished it on {day}.",
)


def paragraph(summary: Summary, today: date) -> str:
    """mrkdwn, in the first person, ready to be copied."""
    said = [_sentence(sentence, summary.variant, place, today) for place, sentence in enumerate(summary.sentences)]
    return " ".join(said)


def _sentence(sentence: Sentence, variant: int, place: int, today: date) -> str:
    match sentence:
        case Result():
            return _turn(_wordings(sentence, place), variant + place).format(said=_result(sentence))
        case Others():
            count = text.plural(len(sentence.win_ids), "further result")
            return _capital(_turn(_OTHERS, variant).format(count=count))
        case Coverage():
            return _turn(_COVERAGE, variant).format(families=_families(sentence))
        case Witnessed():
            return _capital(_turn(_WITNESSED, variant).format(people=_people(sentence)))
        case _:
            return _turn(_DATED, variant).format(day=text.day(sentence.happened_on, today))


def _wordings(result: Result, place: int) -> Sequence[str]:
    if result.phrase.form is Form.QUOTED:
        return _FOLLOWING_QUOTED if place else _LEAD_QUOTED
    return _FOLLOWING if place else _LEAD


def _turn(wordings: Sequence[str], turn: int) -> str:
    return wordings[turn % len(wordings)]


def _result(result: Result) -> str:
    said = phrase(result.phrase)
    if result.measure is None:
        return said
    return f"{said} ({win_views.measure(result.measure)})"


def phrase(said: Phrase) -> str:
    words = win_views.people_shown(text.esc_cut(said.words, _TITLE))
    match said.form:
        case Form.ACTIVE:
            return f"I {words}"
        case Form.PASSIVE:
            return f"I was {words}"
        case Form.QUOTED:
            return f"“{words}”"
        case _:
            return words


def _families(coverage: Coverage) -> str:
    return text.join_words([win_views.CATEGORIES[family].lower() for family, _ in coverage.families])


def _people(witnessed: Witnessed) -> str:
    people = [text.mention(user_id) for user_id in witnessed.user_ids]
    if witnessed.more:
        people.append(text.plural(witnessed.more, "other"))
    return text.join_words(people)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
