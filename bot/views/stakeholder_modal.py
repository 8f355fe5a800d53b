"""The stakeholder modal: all that the member keeps about a person, with its words."""

from collections.abc import Mapping, Sequence

from bot import ids
from bot.domain.stakeholder_form import AGAIN, ARCHIVED, DECIDER, OWN, PRESETS, USUALLY, Form, from_metadata
from bot.domain.stakeholders import LEVELS, USUAL, Relationship, Stakeholder, Stance
from bot.views import kit, text
from bot.views.conversations import CONFIDENCE
from bot.views.stakeholders import RELATIONSHIPS, every, level_words, sentence

STANCES: dict[Stance, str] = {
    Stance.UNKNOWN: "not known",
    Stance.ADVOCATE: "advocate: argues for you",
    Stance.SUPPORTER: "supporter: agrees when asked",
    Stance.NEUTRAL: "neutral",
    Stance.SCEPTIC: "sceptic: has doubts",
}
DAYS = {7: "A week", 14: "Two weeks", 30: "A month", 91: "A quarter", 182: "Half a year", 365: "A year"}
INFLUENCE = {"1": "1 · some", "2": "2 · considerable", "3": "3 · great"}
_CHECKS = {DECIDER: "Is in the room where it is decided", ARCHIVED: "Stop following: no lists, no reminders"}
_FIRST = ("who", "person", "name", "relationship")  # block ids, one of which is where the fields begin


def stakeholder_modal(
    form: Form, known: Stakeholder | None = None, metadata: str = "", above: Sequence[kit.Block] = ()
) -> kit.Block:
    """`known` is None for somebody new; `metadata` comes back with the submission, `above` stands before the fields."""
    checked = [name for name, ticked in ((DECIDER, form.decider), (ARCHIVED, form.archived)) if ticked]
    checks = [kit.option(words, name) for name, words in _CHECKS.items() if known or name != ARCHIVED]
    # Slack keeps what stands in a field of the same id: what adapts to the relationship gets an id for each.
    adapts = f":{form.relationship}" if not known and form.relationship in _relationships() else ""
    relationship = _select("relationship", _relationships(), form.relationship)
    blocks = [
        *above,
        *_who(form, known),
        kit.input("Relationship", relationship, "relationship", told=True),
        *_usual(form),
        kit.input("More", kit.checkbox_input("more", checks, checked), f"more{adapts}", optional=True),
        kit.input("Influence", _select("influence", INFLUENCE, form.influence), f"influence{adapts}"),
        kit.input("Where they stand", _select("levels", _levels_up(), form.levels), "levels"),
        kit.input("Stance", _select("stance", _stances(), form.stance), "stance"),
        kit.input("Would they speak up for you?", _levels(form.confidence), "confidence", optional=True),
        _line("Function", "function", form.function, 100, "Finance, platform, design…"),
        _line("Interests", "interests", form.interests, 3000, "What they care about"),
        kit.input("Notes", kit.text_input("notes", form.notes, multiline=True), "notes", optional=True),
        *_threshold("Good to talk every", "ideal", form.ideal, form.ideal_days),
        *_threshold("Overdue after", "worst", form.worst, form.worst_days),
    ]
    if from_metadata(metadata).again:
        blocks = [_again(block) for block in blocks]
    title = "Add a person" if known is None else "Edit person"
    return kit.modal(ids.MODAL_STAKEHOLDER, title, blocks, private_metadata=metadata)


def _again(block: kit.Block) -> kit.Block:
    """Under an id of its own: of a field that stood there before Slack would keep what was in it."""
    return block | {"block_id": block["block_id"] + AGAIN} if block["type"] == "input" else block


def above_fields(view: Mapping[str, object]) -> list[kit.Block]:
    """What stands before the fields of a modal that is shown."""
    blocks = view.get("blocks")
    shown = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    first = next(
        (place for place, block in enumerate(shown) if str(block.get("block_id")).removesuffix(AGAIN) in _FIRST), 0
    )
    return shown[:first]


def _who(form: Form, known: Stakeholder | None) -> list[kit.Block]:
    name = kit.text_input("name", form.name, max_length=200, placeholder="Maria Lopez")
    if known is None:
        users = kit.users_input("person", [form.person] if form.person else [], multiple=False)
        return [
            kit.input("Person in Slack", users, "person", optional=True),
            kit.input("Or a name, for somebody outside Slack", name, "name", optional=True),
        ]
    if known.user_id:
        return [kit.section(f"*{text.person(known)}*", block_id="who")]
    return [kit.input("Name", name, "name")]


def _relationships() -> dict[str, str]:
    return {each.value: words for each, words in RELATIONSHIPS.items()}


def _stances() -> dict[str, str]:
    return {each.value: words for each, words in STANCES.items()}


def _select(name: str, words: dict[str, str], chosen: str) -> kit.Block:
    return kit.select("Choose", name, [kit.option(said, value) for value, said in words.items()], chosen)


def _levels(chosen: str) -> kit.Block:
    return kit.select("Not said", "confidence", [kit.option(said, str(at)) for at, said in CONFIDENCE.items()], chosen)


def _line(label: str, name: str, initial: str, limit: int, placeholder: str) -> kit.Block:
    field = kit.text_input(name, initial, max_length=limit, placeholder=placeholder)
    return kit.input(label, field, name, optional=True)


def _usual(form: Form) -> list[kit.Block]:
    """What the choice "usual" means in the fields below."""
    relationship = next((each for each in Relationship if each == form.relationship), None)
    if relationship is None:
        return []
    usual = USUAL[relationship]
    level = f"; {level_words(usual.levels_up)}" if usual.levels_up is not None else ""
    ideal, worst = every(usual.rhythm.ideal), text.plural(usual.rhythm.worst, "day")
    said = f"Usual for this relationship: {ideal}, overdue after {worst}{level}."
    return [kit.context(said)]


def _levels_up() -> dict[str, str]:
    levels = {str(level): sentence(level_words(level)) for level in reversed(LEVELS)}
    return {USUALLY: "As usual for the relationship"} | levels


def _threshold(label: str, field: str, chosen: str, own: str) -> list[kit.Block]:
    """A choice of days, and the number of one's own where that is chosen."""
    presets = {str(days): DAYS[days] for days in PRESETS}
    choices = {USUALLY: "As usual for the relationship"} | presets | {OWN: "Another number of days…"}
    blocks = [kit.input(label, _select(field, choices, chosen), field, told=True)]
    if chosen == OWN:
        days = f"{field}_days"
        typed = kit.text_input(days, own, max_length=4, placeholder="45")
        blocks.append(kit.input(f"{label} … days", typed, days, optional=True))
    return blocks


def changed_meanwhile(now: Stakeholder) -> tuple[kit.Block, ...]:
    """Stands above the fields of a modal whose person was changed while it was open."""
    return (
        kit.section("*Not saved yet*: this was changed somewhere else in the meantime. It reads now:"),
        _as_it_is(now),
        kit.section("Below is what you typed. *Save* puts it in place of that."),
        kit.divider(),
    )


def known_already(now: Stakeholder) -> tuple[kit.Block, ...]:
    """Stands above the fields when somebody was added who is there already."""
    return (
        kit.section(f"*Not saved yet*: {text.person(now)} is among your people already. Noted so far:"),
        _as_it_is(now),
        kit.section("Below is what you typed, and what was noted where you left a field empty. *Save* keeps that."),
        kit.divider(),
    )


def followed_already(now: Stakeholder) -> tuple[kit.Block, ...]:
    """Stands above the fields when they were opened to add somebody who is there already."""
    if now.archived_at is None:
        said = f"{text.person(now)} is among your people already. This is what is noted."
    else:
        said = f"You have stopped following {text.person(now)}. Untick that under *More* to follow again."
    return (kit.section(said), kit.divider())


def _as_it_is(now: Stakeholder) -> kit.Block:
    facts = [
        RELATIONSHIPS[now.relationship],
        *([level_words(now.level)] if now.level is not None else []),
        f"influence {now.influence}",
        STANCES[now.stance],
        f"every {now.rhythm.ideal} to {now.rhythm.worst} days",
    ]
    notes = "".join(
        f"\n{label}: {text.esc_cut(words, 800)}"
        for label, words in (("Function", now.function), ("Interests", now.interests), ("Notes", now.notes))
        if words
    )
    said = f"*{text.person(now)}* · {' · '.join(facts)}{notes}"
    return kit.section("\n".join(f">{line}" for line in said.split("\n")))


def saved(person: Stakeholder) -> kit.Block:
    """The modal once it is stored."""
    if person.archived_at is not None:
        said = f"*{text.person(person)}* is no longer followed. What you recorded stays; `/vouch add` brings them back."
    else:
        said = f"*{text.person(person)}* is saved as {RELATIONSHIPS[person.relationship]}."
    edit = kit.button("Edit", ids.STAKEHOLDER_EDIT, str(person.id))
    return kit.modal("", "Saved", [kit.section(said), kit.actions(edit)], submit=None, close="Close")
