"""The form of a promise or an ask, and what is said once it is stored."""

from collections.abc import Sequence
from datetime import date

from bot import ids
from bot.domain.conversation_form import read_day
from bot.domain.followup_form import MAX_TEXT, Form, to_metadata
from bot.domain.followups import FollowUp
from bot.domain.members import Member
from bot.domain.stakeholders import Stakeholder
from bot.views import followups, kit, text, wins


def followup_modal(
    form: Form, known: FollowUp | None = None, people: Sequence[Stakeholder] = (), above: Sequence[kit.Block] = ()
) -> kit.Block:
    """`known` is None for a new one, and `people` are whom it concerns; `above` stands before the fields."""
    name = kit.text_input("name", form.name, max_length=200, placeholder="Maria Lopez")
    promise = kit.text_input("promise", form.promise, max_length=MAX_TEXT, placeholder="send the deck")
    users = kit.users_input("person", [form.person] if form.person else [], multiple=False)
    blocks = [
        *above,
        *_together(people),
        kit.input("Which of these it is", followups.kind_select(form.whose), "whose"),
        kit.input("What", promise, "promise"),
        kit.input("By when", kit.date_input("due_on", read_day(form.due_on)), "due_on", optional=True),
        kit.input("With whom, in Slack", users, "person", optional=True),
        kit.input("Or a name, for somebody outside Slack", name, "name", optional=True),
    ]
    if known is not None:
        blocks.append(kit.actions(delete_button(known)))
    title = "A promise or an ask" if known is None else "Edit"
    metadata = to_metadata(known) if known else ""
    return kit.modal(ids.MODAL_FOLLOWUP, title, blocks, private_metadata=metadata)


def _together(people: Sequence[Stakeholder]) -> list[kit.Block]:
    if len(people) < 2:
        return []
    named = text.join_words([text.person(person) for person in people[:8]])
    return [kit.context(f"It concerns all who took part: {named}. Choose somebody below, and it concerns only them.")]


def delete_button(known: FollowUp) -> kit.Block:
    sure = kit.confirm("Delete it?", "It goes for good, as if it had never been written.", "Delete")
    return kit.button("Delete", ids.FOLLOWUP_DELETE, str(known.id), confirm=sure, style="danger")


def saved(one: FollowUp, people: Sequence[Stakeholder], today: date, first: Member | None = None) -> kit.Block:
    """The form once it is stored. `first` is the member when this was their first record."""
    edit = kit.button("Edit", ids.FOLLOWUP_EDIT, str(one.id))
    blocks = [kit.section(followups.in_full(one, people, today, 2_500)), kit.actions(edit, delete_button(one))]
    if first is not None:
        blocks += wins.first_digest(first, wins.NEXT_WIN)
    return kit.modal("", "Saved", blocks, submit=None, close="Close")


def deleted(one: FollowUp, people: Sequence[Stakeholder], today: date) -> kit.Block:
    """What went, in full."""
    said = f"*Deleted*\n{followups.in_full(one, people, today, 2_500)}"
    return kit.message("Deleted.", [kit.section(said)])


def changed_meanwhile(one: FollowUp, people: Sequence[Stakeholder], today: date) -> list[kit.Block]:
    """Stands above the fields of a form whose follow-up was changed while it was open."""
    return [
        kit.section("*Not saved yet*: this was changed somewhere else in the meantime. It reads now:"),
        kit.section(f">{followups.in_full(one, people, today, 2_500)}"),
        kit.section("Below is what you typed. *Save* puts it in place of that."),
        kit.divider(),
    ]
