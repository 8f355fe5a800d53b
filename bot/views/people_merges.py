"""Two of one's people who are the same person, in words: choosing the other one, what is taken over, the way back."""

from collections.abc import Sequence

from bot import ids
from bot.domain.people_merges import Counts, Gone, changed
from bot.domain.stakeholders import Stakeholder
from bot.views import errors, kit, stakeholders, text

OTHER = "other"  # the field that names the other one
_SHOWN_GONE = 5
_QUIET = frozenset({"added_on", "last_nudged_at", "worst_days"})  # go along without a word
_FIELDS = {
    "relationship": "the relationship",
    "function": "what they do",
    "levels_up": "their level",
    "influence": "their influence",
    "decider": "that they have a say in the decision",
    "stance": "their stance",
    "confidence": "whether they would speak up for you",
    "interests": "their interests",
    "notes": "the notes",
    "ideal_days": "the rhythm",
    "snoozed_until": "the snooze",
    "archived_at": "that they are followed",
}


def choose_modal(
    person: Stakeholder, gone: Sequence[Gone] = (), like: Stakeholder | None = None, above: Sequence[kit.Block] = ()
) -> kit.Block:
    """Who else is the same person; `like` is proposed, `gone` are those who went into them before."""
    select = kit.external_select(
        ids.PEOPLE_MERGE_OTHER, None if like is None else _option(like), placeholder="Choose somebody"
    )
    hint = "One of your people: somebody in Slack and the name you typed before, or one name in two spellings."
    blocks = [
        *above,
        kit.section(f"*{text.person(person)}* · {stakeholders.RELATIONSHIPS[person.relationship]}"),
        kit.input("Is the same person as", select, OTHER, hint=hint),
        kit.context("You see what becomes of both before anything is merged."),
        *_gone(gone),
    ]
    return kit.modal(ids.MODAL_PEOPLE_CHOOSE, "Same person", blocks, submit="Next", private_metadata=str(person.id))


def _gone(gone: Sequence[Gone]) -> list[kit.Block]:
    rows = [
        kit.section(f"{text.person(each.person)} was merged into this person.", undo_button(each.person))
        for each in gone[:_SHOWN_GONE]
    ]
    more = len(gone) - _SHOWN_GONE
    return [*rows, *([kit.context(f"and {text.plural(more, 'more person', 'more people')}")] if more > 0 else [])]


def undo_button(gone: Stakeholder) -> kit.Block:
    label = f"Undo merge of {stakeholders.plain_name(gone)}"
    return kit.button("Undo merge", ids.PEOPLE_MERGE_UNDO, str(gone.id), accessibility_label=label)


def offered(found: Sequence[Stakeholder]) -> kit.Block:
    """The answer to what was typed into the field."""
    return {"options": [_option(person) for person in found]}


def _option(person: Stakeholder) -> kit.Block:
    where = "in Slack" if person.user_id else "typed by you"
    facts = [stakeholders.RELATIONSHIPS[person.relationship], where]
    if person.archived_at is not None:
        facts.append("no longer followed")
    return kit.option(stakeholders.plain_name(person), str(person.id), ", ".join(facts))


def modal(kept: Stakeholder, gone: Stakeholder, both: Stakeholder, counts: Counts, *, stale: bool = False) -> kit.Block:
    """Both, and what the one takes over; `stale` says that they have changed meanwhile."""
    said = "*Two of your people become one.*"
    if stale:
        said = (
            "*One of the two was changed somewhere else in the meantime, so nothing is merged yet.* "
            "Here they are as they are now."
        )
    blocks = [
        kit.section(said),
        kit.section(f"*Stays:* {_who(kept)}"),
        kit.section(f"*Goes into them:* {_who(gone)}{_brings(counts)}"),
        *_taken(kept, both),
        kit.context(
            f"From then on {text.person(gone)} means {text.person(kept)}, in what you type too. "
            "You can undo this for 30 days."
        ),
    ]
    versions = f"{kept.id}:{kept.version}:{gone.id}:{gone.version}"
    return kit.modal(ids.MODAL_PEOPLE_MERGE, "Same person", blocks, submit="Merge", private_metadata=versions)


def _who(person: Stakeholder) -> str:
    return f"{text.person(person)} · {stakeholders.RELATIONSHIPS[person.relationship]}"


def _brings(counts: Counts) -> str:
    brought = [
        text.plural(count, noun, many)
        for count, noun, many in (
            (counts.talks, "conversation", None),
            (counts.wins, "win that they know", "wins that they know"),
            (counts.promises, "promise or ask", "promises and asks"),
        )
        if count
    ]
    return f", with {text.join_words(brought)}" if brought else ""


def _taken(kept: Stakeholder, both: Stakeholder) -> list[kit.Block]:
    fields = field_words(changed(kept, both))
    return [kit.section(f"*Taken over:* {text.join_words(fields)}.")] if fields else []


def field_words(fields: Sequence[str]) -> list[str]:
    return [_FIELDS[name] for name in fields if name not in _QUIET]


def merged(kept: Stakeholder, gone: Stakeholder) -> kit.Block:
    """Stands where the window with both was."""
    said = f"*Merged:* {text.person(gone)} is {text.person(kept)} from now on."
    again = kit.button(
        "Merge another",
        ids.PEOPLE_MERGE,
        str(kept.id),
        accessibility_label=f"Merge another one with {stakeholders.plain_name(kept)}",
    )
    where = "*Same person…* on their card has *Undo merge* too, for 30 days."
    return kit.message(said, [kit.section(said), kit.actions(undo_button(gone), again), kit.context(where)])


def unmerged(kept: Stakeholder | None, gone: Stakeholder, stays: Sequence[str]) -> kit.Block:
    """Follows *Undo merge*; without `kept` it had been undone before."""
    if kept is None:
        return kit.message(f"{text.person(gone)} is somebody of their own already. Nothing has changed.")
    said = [f"*Not merged any more:* {text.person(gone)} and {text.person(kept)} are as they were before."]
    fields = field_words(stays)
    if fields:
        words = "was changed since, and stays so" if len(fields) == 1 else "were changed since, and stay so"
        said.append(f"Of {text.person(kept)} {text.join_words(fields)} {words}.")
    said.append(f"What was recorded since stays with {text.person(kept)}.")
    return kit.message(said[0], [kit.section(line) for line in said])


def choice_refused(code: str) -> kit.Block:
    return errors.in_field(OTHER, code, {})
