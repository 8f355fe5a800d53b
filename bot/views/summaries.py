"""The self-advocacy paragraph in words: each kind of sentence in several wordings, taken in turn week by week."""

from collections.abc import Sequence
from datetime import date

from bot.domain.summaries import Coverage, Form, Others, Phrase, Result, Summary, Witnessed
from bot.views import text
from bot.views import wins as win_views

_TITLE = 300  # characters of a title in a sentence

_LEAD = (
    "This week {said}.",
    "My main result this week: {said}.",
    "The highlight of my week: {said}.",
    "If I had to pick one thing from this week: {said}.",
    "One thing from this week that I would like to share: {said}.",
)
_LEAD_QUOTED = (
    "My main result this week: {said}.",
    "The highlight of my week: {said}.",
    "From this week: {said}.",
    "One result from this week: {said}.",
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
    "I noted {count} this week too.",
    "Besides these, my notes for the week have {count}.",
    "That leaves {count} from the same week.",
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


def paragraph(summary: Summary, today: date) -> str:
    """mrkdwn, in the first person, ready to be copied."""
    return " ".join(_sentence(summary, place, today) for place in range(len(summary.sentences)))


def _sentence(summary: Summary, place: int, today: date) -> str:
    variant = summary.variant
    match sentence := summary.sentences[place]:
        case Result():
            wording = _turn(_wordings(sentence, place), variant + place)
            return wording.format(said=_result(sentence), also=_capital(_result(sentence, also=True)))
        case Others():
            return _turn(_OTHERS, variant).format(count=text.plural(len(sentence.win_ids), "more result"))
        case Coverage():
            return _turn(_COVERAGE, variant).format(families=_families(sentence))
        case Witnessed():
            wording = _turn(_WITNESSED if sentence.of_all else _WITNESSED_PARTLY, variant)
            return wording.format(people=_people(sentence), were="was" if len(sentence.user_ids) == 1 else "were")
        case _:
            return _turn(_DATED, variant).format(day=text.day(sentence.happened_on, today))


def _wordings(result: Result, place: int) -> Sequence[str]:
    if result.phrase.form is Form.QUOTED:
        return _FOLLOWING_QUOTED if place else _LEAD_QUOTED
    return _FOLLOWING if place else _LEAD


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
