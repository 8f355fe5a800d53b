"""Lists of stakeholders, and what adding one says; values in, Block Kit out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot import ids
from bot.domain import lines
from bot.domain import stakeholder_overdue as overdue_rules
from bot.domain.members import Member
from bot.domain.stakeholder_coming import Coming
from bot.domain.stakeholder_overdue import Overdue
from bot.domain.stakeholder_search import MAX_TYPED, Query
from bot.domain.stakeholders import Late, Stakeholder, State
from bot.views import kit, stakeholders, text, wins

ADD_USAGE = "/vouch add @rui sponsor"
_TITLE = "Your people"
PAGE = 20  # people on a page of the list
FOUND_IN = "In names, functions, interests, notes; or a relationship, a stance, “decider”, “archived”."
LIST = "list"  # in a row's id: it stands in the list of people
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of people answers: `text` as it was asked, and where its page begins; `followed` and `gone` count
    all of the member's people.
    """

    today: date
    followed: int
    gone: int = 0
    text: str = ""
    query: Query = field(default_factory=Query)
    offset: int = 0

    @property
    def where(self) -> str:
        return f"{self.offset}:{self.text}"


def people_list(
    people: Sequence[Late], asked: Asked, above: Sequence[kit.Block] = (), below: Sequence[kit.Block] = ()
) -> kit.Block:
    """All whom the member follows, or those found, with how they stand, a page at a time; `below` is suggested."""
    if asked.query.empty and not people and not asked.gone:
        return nobody(above, below)
    blocks = [*_rows(people, asked, above, _headline(people, asked)), kit.actions(*_ways(asked)), *below]
    return kit.message(f"{_headline(people, asked)}.", blocks)


def people_window(people: Sequence[Late], asked: Asked, above: Sequence[kit.Block] = ()) -> kit.Block:
    """The same with a field in which words find people; whose they are, its title says."""
    words = kit.text_input("words", lines.unescape(asked.text), max_length=MAX_TYPED, placeholder="platform sponsor")
    found = _rows(people, asked, above, _headline(people, asked).removeprefix(f"{_TITLE}: "))
    blocks = [*found[: len(above)], kit.input("Find", words, "words", optional=True, hint=FOUND_IN)]
    blocks += found[len(above) :]
    return kit.modal(ids.MODAL_PEOPLE, _TITLE, blocks, submit="Find", close="Close")


def _rows(people: Sequence[Late], asked: Asked, above: Sequence[kit.Block], headline: str) -> list[kit.Block]:
    offset = asked.offset if asked.offset < len(people) else 0
    shown = replace(asked, offset=offset)
    rows = [_row(late, shown) for late in people[offset : offset + PAGE]]
    pager = _pager("people", len(people), offset, PAGE, asked.text)
    heading = [kit.header(headline), *_instead(people, asked)]
    return [*_without_ids_of(rows, above), *heading, *rows, *pager]


def _row(late: Late, asked: Asked) -> kit.Block:
    person = late.stakeholder
    if person.archived_at is not None and asked.query.gone:
        button = stakeholders.follow_button(person, asked.where)
    else:
        button = stakeholders.open_button(person, asked.where)
    return kit.section(_who_and_how(late, asked.today), button, block_id=stakeholders.row_id(person.id, LIST))


def _headline(people: Sequence[Late], asked: Asked) -> str:
    total = text.plural(len(people), "person", "people")
    if asked.query.gone:
        return f"No longer followed: {total}"
    return f"{_TITLE}: {total}" if asked.query.empty else f"Found: {total}"


def _instead(people: Sequence[Late], asked: Asked) -> list[kit.Block]:
    """What was asked, and what to do where that found nobody."""
    query = asked.query
    if query.empty:
        return [] if people else [kit.section("You follow nobody just now.")]
    named = [f"“{text.esc_cut(word, 100)}”" for word in query.words] + [text.mention(user) for user in query.users]
    said = f"With {text.join_words(named)}." if named else ""
    if people:
        return [kit.context(said)] if said else []
    if query.gone and not named:
        return [kit.section("You have stopped following nobody.")]
    total = text.plural(asked.followed + asked.gone, "person", "people")
    who = "Nobody" if query.gone else f"Nobody among your {total}"
    add = kit.button("Add them", ids.HOME_ADD_STAKEHOLDER, query.users[0] if query.users else "")
    return [kit.section(f"{who} was found with {text.join_words(named)}."), kit.context(FOUND_IN), kit.actions(add)]


def _ways(asked: Asked) -> list[kit.Block]:
    """To the field that finds, to all, to those no longer followed."""
    ways = [kit.button("Find", ids.STAKEHOLDERS_FIND, asked.where, accessibility_label="Find people")]
    if not asked.query.empty:
        ways.append(kit.button(f"All {asked.followed:,}", ids.STAKEHOLDERS_SHOW, "0:"))
    if asked.gone and not asked.query.gone:
        ways.append(kit.button(f"No longer followed: {asked.gone:,}", ids.STAKEHOLDER_PAGE, "people:0:archived"))
    return ways


def _who_and_how(late: Late, today: date) -> str:
    person, stands = late.stakeholder, late.standing
    who = f"*{text.person(person)}* · {stakeholders.RELATIONSHIPS[person.relationship]}"
    if person.function:
        who += f" · {text.esc_cut(person.function, 100)}"
    if person.archived_at is not None:
        return f"{who}\nNo longer followed since {text.day(person.archived_at.date(), today)}"
    if person.decider:
        who += " · has a say in the decision"
    until = (
        f" until {text.day(person.snoozed_until, today)}"
        if stands.state is State.SNOOZED and person.snoozed_until
        else ""
    )
    return f"{who}\n{stakeholders.sentence(stakeholders.standing_words(stands))}{until}"


def overdue_list(found: Overdue, above: Sequence[kit.Block] = ()) -> kit.Block:
    """One page of it; `above` says what has just changed."""
    if not found.total:
        return nobody()
    overdue = sum(each.standing.state is State.OVERDUE for each in found.late)
    due = len(found.late) - overdue
    said = f"{text.plural(overdue, 'person is', 'people are')} overdue" if overdue else "Nobody is overdue"
    if due:
        said += f", {text.plural(due, 'is', 'are')} due"
    rows: list[kit.Block] = []
    for each in found.late[found.offset : found.offset + overdue_rules.PAGE]:
        rows += stakeholders.person_row(each.stakeholder, each.standing, LATE)
    blocks = [*_without_ids_of(rows, above), kit.section(f"*{said}.*"), *rows]
    blocks += _pager("overdue", len(found.late), found.offset, overdue_rules.PAGE)
    return kit.message(f"{said}.", [*blocks, *_coming(found.coming, found.today)])


def _coming(coming: Sequence[Coming], today: date) -> list[kit.Block]:
    if not coming:
        return []
    days = [
        f"• {text.day(each.on, today)}: {_who(each.stakeholder)}, {each.state.value}"
        for each in coming[: overdue_rules.NEXT]
    ]
    more = len(coming) - overdue_rules.NEXT
    rest = [f"and {more:,} more"] if more > 0 else []
    return [kit.section("\n".join(["*Within the next seven days*", *days, *rest]))]


def _who(person: Stakeholder) -> str:
    return f"{text.person(person)} · {stakeholders.RELATIONSHIPS[person.relationship]}"


def _without_ids_of(rows: Sequence[kit.Block], above: Sequence[kit.Block]) -> list[kit.Block]:
    """Slack refuses an id used twice: somebody of whom something is said above may stand in the list again."""
    taken = {row["block_id"] for row in rows}
    return [
        {name: value for name, value in block.items() if name != "block_id" or value not in taken} for block in above
    ]


def _pager(which: str, total: int, offset: int, size: int, words: str = "") -> list[kit.Block]:
    """Where the page stands in the list, and the way to the others; nothing where there is only one."""
    if total <= size:
        return []
    buttons = []
    rest = f":{words}" if words else ""
    if offset:
        back = f"{which}:{max(offset - size, 0)}{rest}"
        buttons.append(kit.button("Back", ids.STAKEHOLDER_PAGE_BACK, back))
    if offset + size < total:
        buttons.append(kit.button("More", ids.STAKEHOLDER_PAGE, f"{which}:{offset + size}{rest}"))
    where = f"{offset + 1} to {min(offset + size, total)} of {total:,}"
    return [kit.context(where), kit.actions(*buttons)]


def nobody(above: Sequence[kit.Block] = (), below: Sequence[kit.Block] = ()) -> kit.Block:
    said = "Nobody is among your people yet. Add those who have a say in your career: a manager, a sponsor, a peer."
    add = kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER, style="primary")
    typed = kit.context(f"Or type `{ADD_USAGE}`.")
    return kit.message(said, [*above, kit.section(said), typed, kit.actions(add), *below])


def add_usage(command: str) -> kit.Block:
    said = "Say who it is, by @mention or by name, and the relationship."
    example = ADD_USAGE.replace("/vouch", command, 1)
    listed = text.join_words(list(stakeholders.RELATIONSHIPS.values()), "or")
    how = f"For example `{text.esc(example)}`. A relationship is one of: {listed}."
    add = kit.button("Open the form", ids.HOME_ADD_STAKEHOLDER)
    return kit.message(said, [kit.section(said), kit.section(how), kit.actions(add)])
