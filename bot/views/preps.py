"""The prep card in words, on one screen: whom, what to ask, what to tell, what is open, what was talked about last."""

from collections.abc import Sequence
from datetime import date

from bot import ids
from bot.domain.preps import Asked, Pick, Prep, Question
from bot.domain.stakeholders import Late, Stakeholder
from bot.domain.timelines import Talk
from bot.views import awareness, errors, followups, kit, stakeholders, text, wins
from bot.views.conversations import CONFIDENCE

# As much of each as leaves the whole card on one screen.
_TITLE, _FOLLOW_UP, _TOPIC, _NOTES, _INTERESTS, _SUBJECT = 110, 110, 90, 130, 150, 100
_WORDS = 2  # interests named as a reason
USAGE = "/vouch prep @rui"

# {} is the question's subject, or the days of silence: two wordings of each, which take turns.
QUESTIONS: dict[Asked, tuple[str, str]] = {
    Asked.THEIR_PROMISE: ("You had {} in mind: how did it go?", "What has come of {} so far?"),
    Asked.FEEDBACK: ("I asked what you think of {}: what have you seen?", "On {}: what should I do more of, or less?"),
    Asked.ASK: ("Is there anything new on {}?", "What would help you to move {} on?"),
    Asked.INTEREST: ("What would you like to see next on {}?", "Where does {} worry you most just now?"),
    Asked.FIRST_TALK: ("What do you look at first in work like mine?", "What matters most to you this quarter?"),
    Asked.SILENCE: (
        "It has been {} days: what has changed for you since?",
        "We have not talked for {} days: what is on top for you now?",
    ),
    Asked.TOPIC: ("Last time it was “{}”: how has it gone on?", "What do you think by now of “{}”?"),
    Asked.MY_PROMISE: ("I owe you {}: is it still what you need?", "When would {} help you most?"),
    Asked.GENERIC: ("What are you working on that I should know of?", "What would make this month a good one for you?"),
}


def message(prep: Prep, above: Sequence[kit.Block] = ()) -> kit.Block:
    """As a private answer; `above` says what has just changed."""
    return kit.message(f"Prep: {text.person(prep.stakeholder)}", _blocks(prep, above))


def window(prep: Prep, above: Sequence[kit.Block] = ()) -> kit.Block:
    return kit.modal("", "Prep", _blocks(prep, above), submit=None, close="Close")


def _blocks(prep: Prep, above: Sequence[kit.Block]) -> list[kit.Block]:
    return [
        *([*_unnamed(above), kit.divider()] if above else []),
        kit.section("\n".join(_who(prep))),
        kit.section(f"*To begin with:* {ask(prep.question)}"),
        *_tell(prep),
        *_open(prep),
        *_talks(prep),
        kit.actions(*_buttons(prep)),
    ]


def _unnamed(above: Sequence[kit.Block]) -> list[kit.Block]:
    """Without ids: nothing changes these rows in place, the card is made anew."""
    return [{name: value for name, value in block.items() if name != "block_id"} for block in above]


def _who(prep: Prep) -> list[str]:
    person = prep.stakeholder
    who = _named(person)
    if person.decider:
        who += " · has a say in the decision"
    lines = [who, f"{stakeholders.sentence(stakeholders.standing_words(prep.standing))}."]
    if person.confidence is not None:
        lines.append(f"Would speak up for you: {CONFIDENCE[person.confidence]}")
    if person.interests:
        lines.append(f"Cares about: {text.esc_cut(_in_line(person.interests), _INTERESTS)}")
    return lines


def ask(question: Question) -> str:
    """One question, as it could be said."""
    subject = wins.people_shown(text.esc_cut(_in_line(question.subject), _SUBJECT))
    return QUESTIONS[question.about][question.wording].format(subject or f"{question.days:,}")


def _in_line(words: str) -> str:
    return " ".join(words.split())


def _tell(prep: Prep) -> list[kit.Block]:
    if not prep.untold:
        return [kit.context("They know every win that there is to tell.")]
    total = text.plural(prep.untold, "win")
    said = (
        f"*Worth telling*, of {total} they do not know" if prep.untold > len(prep.picks) else "*They do not know yet*"
    )
    return [kit.section(said), *(_pick(prep, pick) for pick in prep.picks)]


def _pick(prep: Prep, pick: Pick) -> kit.Block:
    named = text.join_words([text.esc_cut(word, 40) for word in pick.fits[:_WORDS]])
    facts = [
        *([f"fits: {named}"] if pick.fits else []),
        *(["you meant to tell them"] if pick.wished else []),
        text.day(pick.line.happened_on, prep.today),
    ]
    said = f"{wins.title(pick.line.title, _TITLE)}\n{' · '.join(facts)}"
    return kit.section(said, awareness.told_button(pick.line, prep.stakeholder, ids.PREP_TOLD))


def _open(prep: Prep) -> list[kit.Block]:
    if not prep.opened:
        return []
    lines = [f"• {followups.in_full(one, (prep.stakeholder,), prep.today, _FOLLOW_UP)}" for one in prep.follow_ups]
    return [_list("Open between you", lines, prep.opened)]


def _talks(prep: Prep) -> list[kit.Block]:
    if not prep.talks:
        return []
    return [_list("Last conversations", [f"• {_talk(talk, prep.today)}" for talk in prep.talks], prep.talked)]


def _list(headline: str, lines: Sequence[str], total: int) -> kit.Block:
    more = total - len(lines)
    return kit.section("\n".join([f"*{headline}*", *lines, *([f"and {more:,} more"] if more > 0 else [])]))


def _talk(talk: Talk, today: date) -> str:
    one = talk.conversation
    facts = [text.day(one.happened_on, today)]
    if one.kind:
        facts.append(text.esc_cut(one.kind, 40))
    if one.topic:
        facts.append(wins.people_shown(text.esc_cut(_in_line(one.topic), _TOPIC)))
    said = " · ".join(facts)
    return f"{said}\n   {wins.people_shown(text.esc_cut(_in_line(one.notes), _NOTES))}" if one.notes else said


def _buttons(prep: Prep) -> list[kit.Block]:
    person, name = prep.stakeholder, stakeholders.plain_name(prep.stakeholder)
    value = str(person.id)
    promises = kit.button("Promises", ids.FOLLOWUPS_OPEN, value, accessibility_label=f"Promises: {name}")
    return [
        kit.button("We talked", ids.PREP_TALKED, value, style="primary", accessibility_label=f"We talked: {name}"),
        awareness.person_button(person),
        *([promises] if prep.opened else []),
    ]


def talked(done: Stakeholder, talk_id: int, *, before: bool) -> list[kit.Block]:
    """Above the card after *We talked*."""
    name, value = stakeholders.plain_name(done), str(talk_id)
    said = "A conversation is logged for today already, nothing was added." if before else "*Logged:* you talked today."
    add = kit.button("Add what about", ids.CONVERSATION_EDIT, value, accessibility_label=f"Add what about: {name}")
    label = f"Undo the conversation: {name}"
    undo = kit.button("Undo", ids.PREP_UNDO, f"{value}:{done.id}", accessibility_label=label)
    return [kit.section(said), kit.actions(add, undo)]


# Whom to prepare for


def choose(people: Sequence[Stakeholder], typed: str) -> kit.Block:
    """Where what was typed means several people."""
    said = "That may mean any of these."
    return kit.message(said, [kit.section(said), *errors.quotation(typed), *(_row(person) for person in people)])


def usage(late: Sequence[Late], command: str, typed: str = "") -> kit.Block:
    """Where nobody was named, or nobody is meant: how it is written, and whom it is time to talk to."""
    said = "Nobody among your people is meant by that." if typed else "Say whom you are about to talk to."
    example = text.esc(USAGE.replace("/vouch", command, 1))
    blocks = [
        kit.section(said),
        *errors.quotation(typed),
        kit.context(f"For example `{example}`, or by name."),
        *([kit.section("*Good to talk to:*")] if late else []),
        *(_late_row(each) for each in late),
    ]
    add = kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER)
    return kit.message(said, [*blocks, kit.actions(add)])


def _row(person: Stakeholder) -> kit.Block:
    return kit.section(_named(person), stakeholders.prep_button(person))


def _late_row(late: Late) -> kit.Block:
    stands = stakeholders.sentence(stakeholders.standing_words(late.standing))
    return kit.section(f"{_named(late.stakeholder)}\n{stands}", stakeholders.prep_button(late.stakeholder))


def _named(person: Stakeholder) -> str:
    return f"*{text.person(person)}* · {stakeholders.RELATIONSHIPS[person.relationship]}"
