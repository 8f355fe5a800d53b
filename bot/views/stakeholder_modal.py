"""The stakeholder modal: all that the member keeps about a person, with its words."""

from bot import ids
from bot.domain.stakeholder_form import ARCHIVED, DECIDER, Form
from bot.domain.stakeholders import RHYTHMS, Relationship, Stakeholder, Stance
from bot.views import kit, text
from bot.views.conversations import CONFIDENCE
from bot.views.stakeholders import RELATIONSHIPS

STANCES: dict[Stance, str] = {
    Stance.UNKNOWN: "not known",
    Stance.ADVOCATE: "advocate: argues for you",
    Stance.SUPPORTER: "supporter: agrees when asked",
    Stance.NEUTRAL: "neutral",
    Stance.SCEPTIC: "sceptic: has doubts",
}
INFLUENCE = {"1": "1 · some", "2": "2 · considerable", "3": "3 · great"}
_CHECKS = {DECIDER: "Is in the room where it is decided", ARCHIVED: "Stop following: no lists, no reminders"}


def stakeholder_modal(
    form: Form, known: Stakeholder | None = None, metadata: str = "", above: tuple[kit.Block, ...] = ()
) -> kit.Block:
    """`known` is None for somebody new; `metadata` comes back with the submission, `above` stands before the fields."""
    checked = [name for name, ticked in ((DECIDER, form.decider), (ARCHIVED, form.archived)) if ticked]
    checks = [kit.option(words, name) for name, words in _CHECKS.items() if known or name != ARCHIVED]
    blocks = [
        *above,
        *_who(form, known),
        kit.input("Relationship", _select("relationship", _relationships(), form.relationship), "relationship"),
        kit.input("More", kit.checkbox_input("more", checks, checked), "more", optional=True),
        kit.input("Influence", _select("influence", INFLUENCE, form.influence), "influence"),
        kit.input("Stance", _select("stance", _stances(), form.stance), "stance"),
        kit.input("Would they speak up for you?", _levels(form.confidence), "confidence", optional=True),
        _line("Function", "function", form.function, 100, "Finance, platform, design…"),
        _line("Interests", "interests", form.interests, 3000, "What they care about"),
        kit.input("Notes", kit.text_input("notes", form.notes, multiline=True), "notes", optional=True),
        *_rhythm(form),
    ]
    title = "Add a person" if known is None else "Edit person"
    return kit.modal(ids.MODAL_STAKEHOLDER, title, blocks, private_metadata=metadata)


def _who(form: Form, known: Stakeholder | None) -> list[kit.Block]:
    name = kit.text_input("name", form.name, max_length=200, placeholder="Maria Lopez")
    if known is None:
        users = kit.users_input("person", [form.person] if form.person else [], multiple=False)
        return [
            kit.input("Person in Slack", users, "person", optional=True),
            kit.input("Or a name, for somebody outside Slack", name, "name", optional=True),
        ]
    if known.user_id:
        return [kit.section(f"*{text.person(known)}*")]
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


def _rhythm(form: Form) -> list[kit.Block]:
    default = RHYTHMS[Relationship(form.relationship)] if form.relationship in _relationships() else None
    usual = f" Empty: {default.ideal} and {default.worst}, the usual for this relationship." if default else ""
    return [
        kit.input(
            "Talk every … days",
            kit.text_input("ideal_days", form.ideal_days, max_length=4),
            "ideal_days",
            optional=True,
            hint=f"Then they are due.{usual}",
        ),
        kit.input(
            "Overdue after … days",
            kit.text_input("worst_days", form.worst_days, max_length=4),
            "worst_days",
            optional=True,
        ),
    ]


def changed_meanwhile(now: Stakeholder) -> tuple[kit.Block, ...]:
    """Stands above the fields of a modal whose person was changed while it was open."""
    facts = [
        RELATIONSHIPS[now.relationship],
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
    return (
        kit.section("*Not saved yet*: this was changed somewhere else in the meantime. It reads now:"),
        kit.section("\n".join(f">{line}" for line in said.split("\n"))),
        kit.section("Below is what you typed. *Save* puts it in place of that."),
        kit.divider(),
    )


def saved(person: Stakeholder) -> kit.Block:
    """The modal once it is stored."""
    if person.archived_at is not None:
        said = f"*{text.person(person)}* is no longer followed. What you recorded stays; `/vouch add` brings them back."
    else:
        said = f"*{text.person(person)}* is saved as {RELATIONSHIPS[person.relationship]}."
    edit = kit.button("Edit", ids.STAKEHOLDER_EDIT, str(person.id))
    return kit.modal("", "Saved", [kit.section(said), kit.actions(edit)], submit=None, close="Close")
