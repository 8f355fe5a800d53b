"""Lists of stakeholders, and what adding one says; values in, Block Kit out."""

from collections.abc import Collection, Sequence
from datetime import date

from bot import ids
from bot.domain.members import Member
from bot.domain.stakeholders import Late, Stakeholder, State
from bot.views import kit, stakeholders, text, wins

ADD_USAGE = "/vouch add @rui sponsor"
PAGE = 20  # people on a page of the list
LATE_PAGE = 10  # rows with buttons on a page of the overdue list
LATE = "late"  # in a row's id: it stands in the overdue list
AMONG = "among"  # in a row's id: it stands in the confirmation of these people
_NEW = "+"  # behind an id there: the person was added by it


def added(people: Sequence[Stakeholder], new: Collection[int], *, said: bool, first: Member | None = None) -> kit.Block:
    """`said`: a relationship was named. `first` is the member when this was their first record."""
    part = _part(people, new)
    blocks: list[kit.Block] = []
    for person in people:
        headline = f"*{text.person(person)}* {_added_words(person, is_new=person.id in new, said=said)}"
        words, block_id = f"{headline}\n{_rhythm_words(person)}", stakeholders.row_id(person.id, part)
        blocks.append(kit.section(words, stakeholders.relationship_select(person), block_id=block_id))
    blocks += _after_adding(people, new)
    if first is not None:
        blocks += wins.first_digest(first, wins.NEXT_WIN)
    return kit.message(f"{_names(people)}: saved.", blocks)


def related(people: Sequence[Stakeholder], new: Collection[int]) -> kit.Block:
    """The same people after one's relationship was chosen."""
    part = _part(people, new)
    blocks = [block for person in people for block in stakeholders.related_row(person, part)]
    return kit.message(f"{_names(people)}: saved.", [*blocks, *_after_adding(people, new)])


def removed(gone: Sequence[Stakeholder], stay: Sequence[Stakeholder]) -> kit.Block:
    """Stands where the confirmation was after *Undo*."""
    said = []
    if gone:
        said.append(f"*Undone*: {_names(gone)} {'is' if len(gone) == 1 else 'are'} not among your people any more.")
    if stay:
        stays = "stays" if len(stay) == 1 else "stay"
        said.append(f"{_names(stay)} {stays} among your people, because more is known by now.")
    return kit.message(" ".join(said) or "That was undone already. Nothing has changed.")


def not_there(gone: Sequence[Stakeholder], apps: Sequence[Stakeholder]) -> kit.Block:
    """Follows the confirmation of what was stored: what Slack says of the people in it."""
    said = []
    if gone:
        what = "is deactivated" if len(gone) == 1 else "are deactivated"
        said.append(f"{_names(gone)} {what} in Slack. What you record of them stays, and *Undo* takes it back.")
    if apps:
        what = "is an app, not a person" if len(apps) == 1 else "are apps, not people"
        said.append(f"{_names(apps)} {what}. *Undo* takes that back.")
    return kit.message(" ".join(said))


def among(part: str) -> tuple[list[str], list[str]]:
    """The ids in a row's part that begins with `AMONG`: of all the people, and of those who were new."""
    listed = part.removeprefix(AMONG).split("-")
    return [each.removesuffix(_NEW) for each in listed], [each.removesuffix(_NEW) for each in listed if _NEW in each]


def _part(people: Sequence[Stakeholder], new: Collection[int]) -> str:
    return AMONG + "-".join(f"{person.id}{_NEW if person.id in new else ''}" for person in people)


def _names(people: Sequence[Stakeholder]) -> str:
    return text.join_words([text.person(person) for person in people])


def _after_adding(people: Sequence[Stakeholder], new: Collection[int]) -> list[kit.Block]:
    """*Edit* for one person; *Undo* where somebody was new."""
    buttons = [_edit_button(people[0])] if len(people) == 1 else []
    added_now = [person for person in people if person.id in new]
    if added_now:
        label = text.cut(f"Undo adding {text.join_words([*map(stakeholders.plain_name, added_now)])}", 75)
        value = "-".join(str(person.id) for person in added_now)
        buttons.append(kit.button("Undo", ids.STAKEHOLDER_UNDO, value, accessibility_label=label))
    return [kit.actions(*buttons)] if buttons else []


def _added_words(person: Stakeholder, *, is_new: bool, said: bool) -> str:
    words = stakeholders.RELATIONSHIPS[person.relationship]
    if is_new:
        return (
            f"is added as {words}." if said else f"is added as {words}; choose another relationship if that is wrong."
        )
    return f"was among your people already, and is {words} now." if said else f"is among your people already: {words}."


def _rhythm_words(person: Stakeholder) -> str:
    ideal, worst = stakeholders.every(person.rhythm.ideal), text.plural(person.rhythm.worst, "day")
    room = " Taken to be in the room where it is decided." if person.decider else ""
    return f"Best talked to {ideal}; overdue after {worst}.{room}"


def _edit_button(person: Stakeholder) -> kit.Block:
    return kit.button(
        "Edit", ids.STAKEHOLDER_EDIT, str(person.id), accessibility_label=f"Edit {stakeholders.plain_name(person)}"
    )


def people_list(people: Sequence[Late], today: date, offset: int = 0) -> kit.Block:
    """All whom the member follows, with how they stand, a page at a time."""
    if not people:
        return nobody()
    offset = offset if offset < len(people) else 0
    shown = people[offset : offset + PAGE]
    total = text.plural(len(people), "person", "people")
    blocks = [kit.header(f"Your people: {total}")]
    blocks += [kit.section(_who_and_how(late, today), _edit_button(late.stakeholder)) for late in shown]
    blocks += _pager("people", len(people), offset, PAGE)
    return kit.message(f"Your people: {total}.", blocks)


def _who_and_how(late: Late, today: date) -> str:
    person, stands = late.stakeholder, late.standing
    who = f"*{text.person(person)}* · {stakeholders.RELATIONSHIPS[person.relationship]}"
    if person.decider:
        who += " · has a say in the decision"
    until = (
        f" until {text.day(person.snoozed_until, today)}"
        if stands.state is State.SNOOZED and person.snoozed_until
        else ""
    )
    return f"{who}\n{stakeholders.sentence(stakeholders.standing_words(stands))}{until}"


def overdue_list(late: Sequence[Late], total: int, offset: int = 0, above: Sequence[kit.Block] = ()) -> kit.Block:
    """`late` are the overdue and then the due, of `total` people in all; `above` says what has just changed."""
    if not total:
        return nobody()
    overdue = sum(each.standing.state is State.OVERDUE for each in late)
    due = len(late) - overdue
    said = f"{text.plural(overdue, 'person is', 'people are')} overdue" if overdue else "Nobody is overdue"
    if due:
        said += f", {text.plural(due, 'is', 'are')} due"
    offset = offset if offset < len(late) else 0
    rows: list[kit.Block] = []
    for each in late[offset : offset + LATE_PAGE]:
        rows += stakeholders.person_row(each.stakeholder, each.standing, LATE)
    blocks = [*_without_ids_of(rows, above), kit.section(f"*{said}.*"), *rows]
    blocks += _pager("overdue", len(late), offset, LATE_PAGE)
    return kit.message(f"{said}.", blocks)


def _without_ids_of(rows: Sequence[kit.Block], above: Sequence[kit.Block]) -> list[kit.Block]:
    """Slack refuses an id used twice: somebody of whom something is said above may stand in the list again."""
    taken = {row["block_id"] for row in rows}
    return [
        {name: value for name, value in block.items() if name != "block_id" or value not in taken} for block in above
    ]


def _pager(which: str, total: int, offset: int, size: int) -> list[kit.Block]:
    """Where the page stands in the list, and the way to the others; nothing where there is only one."""
    if total <= size:
        return []
    buttons = []
    if offset:
        back = f"{which}:{max(offset - size, 0)}"
        buttons.append(kit.button("Back", ids.STAKEHOLDER_PAGE_BACK, back))
    if offset + size < total:
        buttons.append(kit.button("More", ids.STAKEHOLDER_PAGE, f"{which}:{offset + size}"))
    where = f"{offset + 1} to {min(offset + size, total)} of {total:,}"
    return [kit.context(where), kit.actions(*buttons)]


def nobody() -> kit.Block:
    said = "Nobody is among your people yet. Add those who have a say in your career: a manager, a sponsor, a peer."
    add = kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER, style="primary")
    return kit.message(said, [kit.section(said), kit.context(f"Or type `{ADD_USAGE}`."), kit.actions(add)])


def add_usage(command: str) -> kit.Block:
    said = "Say who it is, by @mention or by name, and the relationship."
    example = ADD_USAGE.replace("/vouch", command, 1)
    listed = text.join_words(list(stakeholders.RELATIONSHIPS.values()), "or")
    how = f"For example `{text.esc(example)}`. A relationship is one of: {listed}."
    add = kit.button("Open the form", ids.HOME_ADD_STAKEHOLDER)
    return kit.message(said, [kit.section(said), kit.section(how), kit.actions(add)])
