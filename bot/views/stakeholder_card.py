"""A person's card: everything that is known of them, in words, and what can be done; a window or a private answer."""

from collections.abc import Sequence

from bot import ids
from bot.domain.followups import FollowUp
from bot.domain.stakeholder_card import Card, Talk
from bot.domain.stakeholders import Stakeholder, Stance, State
from bot.views import awareness, confidence, kit, stakeholders, text, timelines, wins
from bot.views.conversations import CONFIDENCE
from bot.views.stakeholder_modal import INFLUENCE, STANCES

SNOOZE, MERGE, ARCHIVE = "snooze", "merge", "archive"  # in the menu
CARD = "card"  # in a row's id: it stands on the card


def message(card: Card, above: Sequence[kit.Block] = ()) -> kit.Block:
    """As an answer in a conversation, which only the person asked sees."""
    return kit.message(text.person(card.stakeholder), _blocks(card, above))


def window(card: Card, above: Sequence[kit.Block] = (), where: str = "") -> kit.Block:
    """`above` says what has just changed; `where` is the place in the list that *Back* returns to."""
    back = kit.button("Back to the list", ids.STAKEHOLDERS_SHOW, where)
    blocks = [*_blocks(card, above), *([kit.actions(back)] if where else [])]
    return kit.modal("", "Person", blocks, submit=None, close="Close", private_metadata=where)


def _blocks(card: Card, above: Sequence[kit.Block]) -> list[kit.Block]:
    person = card.stakeholder
    return [
        *_above(above),
        kit.section(f"*{text.person(person)}* · {_who(person)}\n{_standing(card)}"),
        kit.section("\n".join(_judged(card))),
        *_noted(person),
        *_talks(card),
        *_counts(card),
        kit.actions(*_buttons(card), block_id=stakeholders.row_id(person.id, CARD)),
        kit.actions(*_ways(card), block_id=stakeholders.row_id(person.id, f"{CARD}-more")),
    ]


def _above(above: Sequence[kit.Block]) -> list[kit.Block]:
    """What was said in the place of a row, under ids that are not the card's own."""
    shown = [{name: value for name, value in block.items() if name != "block_id"} for block in above]
    for block, was in zip(shown, above, strict=True):
        if block["type"] == "actions" and "block_id" in was:
            block["block_id"] = str(was["block_id"]).rstrip("+") + "+"
    return [*shown, kit.divider()] if shown else []


def _who(person: Stakeholder) -> str:
    facts = [stakeholders.RELATIONSHIPS[person.relationship]]
    if person.level is not None:
        facts.append(stakeholders.level_words(person.level))
    if person.function:
        facts.append(text.esc_cut(person.function, 200))
    return " · ".join(facts)


def _standing(card: Card) -> str:
    person, stands = card.stakeholder, card.standing
    if person.archived_at is not None:
        return "No longer followed: in no list, and no reminder counts them."
    said = stakeholders.sentence(stakeholders.standing_words(stands))
    if stands.state is State.SNOOZED and person.snoozed_until is not None:
        said += f" until {text.day(person.snoozed_until, card.today)}"
    ideal, worst = stakeholders.every(person.rhythm.ideal), text.plural(person.rhythm.worst, "day")
    return f"{said}.\nGood to talk {ideal}; overdue after {worst}."


def _judged(card: Card) -> list[str]:
    """What the member thinks of where the person stands."""
    person = card.stakeholder
    level = "not said" if person.confidence is None else CONFIDENCE[person.confidence]
    room = "yes" if person.decider else "not as far as you know"
    return [
        f"*In the room where it is decided:* {room}",
        f"*Influence:* {INFLUENCE[str(person.influence)]}",
        f"*Stance:* {STANCES[person.stance]}",
        f"*Would speak up for you:* {level}{_went(card)}",
    ]


def _went(card: Card) -> str:
    """How confidence went, where it was said in more than one month."""
    return (
        f" (after your conversations: {confidence.course(card.ratings, card.today)})" if len(card.ratings) > 1 else ""
    )


def _noted(person: Stakeholder) -> list[kit.Block]:
    noted = [(label, words) for label, words in (("Interests", person.interests), ("Notes", person.notes)) if words]
    if not noted and not person.function and person.stance is Stance.UNKNOWN:
        return [kit.context("*Edit* adds what they do, what they care about, and what you want to remember.")]
    return [kit.section(f"*{label}*\n{text.quote(words, 2800)}") for label, words in noted]


def _talks(card: Card) -> list[kit.Block]:
    if not card.talks:
        return []
    listed = "\n".join(f"• {_talk(talk, card)}" for talk in card.talks)
    more = card.talked - len(card.talks)
    rest = f"\nand {more:,} before" if more else ""
    return [kit.section(f"*Last conversations*\n{listed}{rest}")]


def _talk(talk: Talk, card: Card) -> str:
    facts = [text.day(talk.happened_on, card.today)]
    if talk.kind:
        facts.append(text.esc_cut(talk.kind, 40))
    if talk.topic:
        facts.append(wins.people_shown(text.esc_cut(talk.topic, 200)))
    return " · ".join(facts)


def _counts(card: Card) -> list[kit.Block]:
    said = []
    known, unknown = card.wins.known, card.wins.unknown
    if known or unknown:
        rest = f", and {unknown:,} they do not" if unknown else ", and there is none that they do not"
        said.append(f"Of your wins they know {f'{known:,}' if known else 'none'}{rest}.")
    if card.waiting:
        said.append(f"Open between you: {_waiting(card.waiting)}.")
    return [kit.context("\n".join(said))] if said else []


def _waiting(waiting: Sequence[FollowUp]) -> str:
    asks = sum(each.is_ask for each in waiting)
    promises = len(waiting) - asks
    counted = [text.plural(count, noun) for count, noun in ((promises, "promise"), (asks, "ask")) if count]
    return text.join_words(counted)


def _buttons(card: Card) -> list[kit.Block]:
    person, value, name = card.stakeholder, str(card.stakeholder.id), stakeholders.plain_name(card.stakeholder)
    edit = kit.button("Edit", ids.STAKEHOLDER_EDIT, value, accessibility_label=f"Edit {name}")
    if person.archived_at is not None:
        return [stakeholders.follow_button(person), edit, _seldom(person)]
    snoozed = card.standing.state is State.SNOOZED
    return [
        kit.button("We talked", ids.STAKEHOLDER_TALKED, value, accessibility_label=f"We talked: {name}"),
        stakeholders.prep_button(person),
        edit,
        *([stakeholders.wake_button(person)] if snoozed else []),
        _seldom(person, snoozed=snoozed),
    ]


def _ways(card: Card) -> list[kit.Block]:
    """To what others tell of the person."""
    person, name = card.stakeholder, stakeholders.plain_name(card.stakeholder)
    label = f"Promises and asks: {name}"
    promises = kit.button("Promises", ids.FOLLOWUPS_OPEN, str(person.id), accessibility_label=label)
    return [
        *([timelines.open_button(person)] if card.talked else []),
        awareness.person_button(person),
        promises,
    ]


def _seldom(person: Stakeholder, *, snoozed: bool = False) -> kit.Block:
    """In a menu, since on a phone so many buttons hide the card. What is in it says itself what it does."""
    followed = person.archived_at is None
    options = stakeholders.snooze_options(f"{SNOOZE}:{person.id}") if followed and not snoozed else []
    options.append(kit.option("Same person as somebody else…", f"{MERGE}:{person.id}"))
    if followed:
        options.append(kit.option("Stop following", f"{ARCHIVE}:{person.id}"))
    return kit.overflow(ids.STAKEHOLDER_MORE, options)
