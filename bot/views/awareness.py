"""Who knows what, in words: what was told, the window of a win and that of a person; values in, Block Kit out."""

from collections.abc import Sequence
from datetime import date

from bot import ids
from bot.domain import awareness as rules
from bot.domain.awareness import How, Known, Noted, OfPerson, OfWin, Told, WinLine
from bot.domain.stakeholders import Stakeholder
from bot.domain.win_detail import Knowing
from bot.views import kit, stakeholders, text, wins

HOW: dict[str, str] = {
    How.WAS_THERE: "was there",
    How.TOLD: "was told",
    How.SENT_DRAFT: "was sent a draft",
    How.REACTED: "reacted to it",
}
PEOPLE, HOW_FIELD, SINCE, UNTOLD = "people", "how", "since", "untold"  # the fields of the windows
_NAMED = 3  # wins named one by one in a line
_OPTION = 70  # of a title among what can be ticked


def person_button(person: Stakeholder) -> kit.Block:
    """Opens which wins somebody knows, from wherever they are shown."""
    named = f"Wins that {stakeholders.plain_name(person)} knows"
    return kit.button("Wins they know", ids.AWARENESS_PERSON, str(person.id), accessibility_label=named)


def told_button(win: WinLine, person: Stakeholder, action_id: str = ids.AWARENESS_TOLD) -> kit.Block:
    label = f"Told {stakeholders.plain_name(person)} about {win.title}"
    return kit.button("Told them", action_id, f"{win.id}:{person.id}", accessibility_label=label)


def knows(person: Stakeholder, how: str, since: date, today: date) -> str:
    """`@rui, sponsor: was told, Fri 3 Nov`."""
    gone = ", not followed any more" if person.archived_at else ""
    who = f"{text.person(person)}, {stakeholders.RELATIONSHIPS[person.relationship]}{gone}"
    return f"{who}: {HOW.get(how, 'knows')}, {text.day(since, today)}"


# What was told


def told(done: Told, part: str = "do", undo: str = ids.AWARENESS_UNDO, *, deep: bool = False) -> list[kit.Block]:
    """What stands where *Told them* was pressed; *Undo* takes exactly that back. In a window so `deep` that Slack opens
    none over it, nothing is offered that needs one.
    """
    person = done.stakeholder
    if not done.news:
        it = "it" if len(done.known) == 1 else "them"
        said = f"{text.person(person)} knows {it} already, so nothing was added: {_named(done.known)}"
        return [kit.section(said, block_id=stakeholders.row_id(person.id))]
    said = f"*Told {text.person(person)}:* {_named(done.news)}\nLogged as a conversation today."
    if done.known:
        said += f"\nKnown already: {_named(done.known)}"
    name, talk = stakeholders.plain_name(person), str(done.conversation_id)
    add = kit.button("Add what was said", ids.CONVERSATION_EDIT, talk, accessibility_label=f"Add what {name} said")
    back = kit.button("Undo", undo, f"{talk}:{person.id}", accessibility_label=f"Undo telling {name}")
    return [
        kit.section(said, block_id=stakeholders.row_id(person.id)),
        kit.actions(*([] if deep else [add]), back, block_id=stakeholders.row_id(person.id, part)),
    ]


def untold(person: Stakeholder, *, before: bool) -> list[kit.Block]:
    """Stands there after *Undo*."""
    said = "That was undone already. Nothing has changed." if before else "*Undone*: it is not told, and not logged."
    return [kit.section(f"*{text.person(person)}* · {said}", block_id=stakeholders.row_id(person.id))]


def _named(lines: Sequence[WinLine]) -> str:
    titles = [wins.title(line.title, 150) for line in lines[:_NAMED]]
    more = len(lines) - _NAMED
    return "; ".join([*titles, *([f"{text.plural(more, 'more win')}"] if more > 0 else [])])


# The window of a win


def win_modal(ledger: OfWin, above: Sequence[kit.Block] = ()) -> kit.Block:
    """`above` says what has just changed."""
    blocks = [
        kit.section(f"{text.bold(wins.title(ledger.win.title))}\n{_facts(ledger.win, ledger.today)}"),
        *above,
        *_knowing(ledger),
        *_not_yet(ledger),
        *_form(ledger),
    ]
    carried = f"{ledger.win.id}:{ledger.offset}"
    submit = "Add" if ledger.unaware else None
    return kit.modal(
        ids.MODAL_AWARENESS_WIN, "Who knows it", blocks, submit=submit, close="Close", private_metadata=carried
    )


def _facts(win: WinLine, today: date) -> str:
    marks = [*(["Sample"] if win.sample else []), *(["Private"] if win.private else [])]
    family = [wins.CATEGORIES[win.category]] if win.category else []
    return " · ".join([*marks, text.day(win.happened_on, today), *family])


def _knowing(ledger: OfWin) -> list[kit.Block]:
    if not ledger.total:
        return [kit.section("*Nobody with a say in your career knows it yet.*")]
    return [
        kit.section(f"*{text.plural(ledger.total, 'person', 'people')} {_know(ledger.total)} it*"),
        *(_knowing_row(ledger, each) for each in ledger.knowing),
        *_pager(ids.AWARENESS_WIN_PAGES, ledger.offset, len(ledger.knowing), ledger.total, "people"),
    ]


def _know(count: int) -> str:
    return "knows" if count == 1 else "know"


def _knowing_row(ledger: OfWin, each: Knowing) -> kit.Block:
    person = each.stakeholder
    back = _take_back(ledger.win.id, person, f"{stakeholders.plain_name(person)} does not know it")
    return kit.section(knows(person, each.how, each.since, ledger.today), back)


def _take_back(win_id: int, person: Stakeholder, label: str) -> kit.Block:
    return kit.button("Take back", ids.AWARENESS_TAKE_BACK, f"{win_id}:{person.id}", accessibility_label=label)


def _not_yet(ledger: OfWin) -> list[kit.Block]:
    """Who could be told; of a win that is not to be told, why nobody is."""
    if ledger.win.private:
        return [kit.context("This win is private, so nobody is proposed to be told of it.")]
    if not ledger.not_yet:
        return []
    more = ledger.unaware - len(ledger.not_yet)
    return [
        kit.section(
            f"*{text.plural(ledger.unaware, 'person', 'people')} {'does' if ledger.unaware == 1 else 'do'} not*"
        ),
        *(
            kit.section(_who(person), told_button(ledger.win, person), block_id=stakeholders.row_id(person.id, "aware"))
            for person in ledger.not_yet
        ),
        *([kit.context(f"and {more:,} more, to be chosen below")] if more else []),
    ]


def _who(person: Stakeholder) -> str:
    decides = " · has a say in the decision" if person.decider else ""
    return f"{text.person(person)} · {stakeholders.RELATIONSHIPS[person.relationship]}{decides}"


def _form(ledger: OfWin) -> list[kit.Block]:
    if not ledger.unaware:
        return []
    ways = [kit.option(stakeholders.sentence(words), how) for how, words in HOW.items()]
    choose = kit.external_input(ids.AWARENESS_PEOPLE, placeholder="Choose from your people")
    return [
        kit.divider(),
        kit.input("Who else knows it", choose, PEOPLE, optional=True),
        kit.input("How", kit.select("How", HOW_FIELD, ways, How.TOLD), HOW_FIELD),
        kit.input("Since", kit.date_input(SINCE, ledger.today), SINCE),
        kit.context("*Add* notes who knows it. *Told them* also logs a conversation today."),
    ]


def offered(people: Sequence[Stakeholder]) -> kit.Block:
    """The answer to what was typed into the field."""
    return {"options": [_person_option(person) for person in people]}


def _person_option(person: Stakeholder) -> kit.Block:
    words = stakeholders.RELATIONSHIPS[person.relationship]
    return kit.option(stakeholders.plain_name(person), str(person.id), text.cut(f"{words} {person.function}", 75))


def noted(news: Sequence[Stakeholder], before: Sequence[Stakeholder], how: How, since: date, today: date) -> kit.Block:
    """Above the window after *Add*."""
    said = []
    if news:
        said.append(f"*Added:* {_people(news)} {_know(len(news))} it: {HOW[how]}, {text.day(since, today)}.")
    if before:
        said.append(f"{_people(before)} {_know(len(before))} it already and {_stay(len(before))} as noted.")
    return kit.section(" ".join(said))


def _stay(count: int) -> str:
    return "stays" if count == 1 else "stay"


def _people(people: Sequence[Stakeholder]) -> str:
    more = len(people) - 8
    return text.join_words([*map(text.person, people[:8]), *([f"{more:,} more"] if more > 0 else [])])


def taken_back(done: Noted) -> kit.Block:
    """Above the window after *Take back*."""
    about = f"{text.person(done.stakeholder)} and {wins.title(done.win.title, 200)}"
    if done.before or done.noted_at is None:
        return kit.section(f"{about}: that was taken back already. Nothing has changed.")
    value = f"{done.win.id}:{done.stakeholder.id}:{done.how}:{done.since.isoformat()}:{done.noted_at.timestamp():.6f}"
    label = f"Undo: {stakeholders.plain_name(done.stakeholder)} knows it"
    undo = kit.button("Undo", ids.AWARENESS_PUT_BACK, value, accessibility_label=label)
    return kit.section(f"*Taken back:* {about}. What was logged with them stays logged.", undo)


def put_back(done: Noted, today: date) -> kit.Block:
    """Above the window after that one's *Undo*."""
    said = "knows it already" if done.before else "is noted again"
    return kit.section(f"{knows(done.stakeholder, done.how, done.since, today)} · {said}.")


def beside(row: Sequence[kit.Block]) -> kit.Block:
    """A change told where no window of the ledger is."""
    return kit.message(str(row[0]["text"]["text"]), row)


# The window of a person


def person_modal(ledger: OfPerson, above: Sequence[kit.Block] = ()) -> kit.Block:
    person = ledger.stakeholder
    total = ledger.known_total + ledger.untold_total
    said = f"Knows {ledger.known_total:,} of {text.plural(total, 'win')}." if total else "There is no win to tell yet."
    if ledger.private:
        said += f" {text.plural(ledger.private, 'private win')} {'is' if ledger.private == 1 else 'are'} left out."
    who = f"*{text.person(person)}* · {stakeholders.RELATIONSHIPS[person.relationship]}"
    blocks = [kit.section(f"{who}\n{said}"), *above, *_untold(ledger), *_known(ledger)]
    carried = f"{person.id}:{ledger.places}"
    return kit.modal(
        ids.MODAL_AWARENESS_PERSON,
        "Wins they know",
        blocks,
        submit="Told them" if ledger.untold_total else None,
        close="Close",
        private_metadata=carried,
    )


def _untold(ledger: OfPerson) -> list[kit.Block]:
    if not ledger.untold:
        return []
    options = [_win_option(line, ledger.today) for line in ledger.untold]
    here = {line.id for line in ledger.untold}
    ticked = [str(win_id) for win_id in ledger.places.ticked if win_id in here]
    elsewhere = len(ledger.places.ticked) - len(ticked)
    label = f"Not told yet: {text.plural(ledger.untold_total, 'win')}"
    box = kit.checkbox_input(UNTOLD, options, ticked)
    return [
        kit.input(label, box, f"{UNTOLD}:{ledger.places.untold}", optional=True),
        *(
            [kit.context(f"{text.plural(elsewhere, 'more win is', 'more wins are')} ticked elsewhere.")]
            if elsewhere
            else []
        ),
        *_pager(ids.AWARENESS_UNTOLD_PAGES, ledger.places.untold, len(ledger.untold), ledger.untold_total, "wins"),
        kit.context("Tick what you told them; *Told them* logs it as one conversation today."),
    ]


def _win_option(line: WinLine, today: date) -> kit.Block:
    return kit.option(text.cut(line.title, _OPTION), str(line.id), text.cut(_facts(line, today), 75))


def _known(ledger: OfPerson) -> list[kit.Block]:
    if not ledger.known:
        return []
    return [
        kit.section(f"*Known to them: {text.plural(ledger.known_total, 'win')}*"),
        *(_known_row(ledger, each) for each in ledger.known),
        *_pager(ids.AWARENESS_KNOWN_PAGES, ledger.places.known, len(ledger.known), ledger.known_total, "known wins"),
    ]


def _known_row(ledger: OfPerson, each: Known) -> kit.Block:
    private = "Private · " if each.win.private else ""
    said = f"{wins.title(each.win.title, 200)}\n{private}{stakeholders.sentence(HOW.get(each.how, 'knows'))}"
    label = f"They do not know {wins.plain_title(each.win.title)}"
    back = _take_back(each.win.id, ledger.stakeholder, label)
    return kit.section(f"{said}, {text.day(each.since, ledger.today)}", back)


def _pager(actions: tuple[str, str], offset: int, shown: int, total: int, what: str) -> list[kit.Block]:
    if total <= shown:
        return []
    buttons = []
    if offset:
        before = str(max(offset - rules.PAGE, 0))
        buttons.append(kit.button("Back", actions[0], before, accessibility_label=f"Back among {what}"))
    if offset + shown < total:
        buttons.append(kit.button("More", actions[1], str(offset + rules.PAGE), accessibility_label=f"More {what}"))
    return [kit.context(f"{offset + 1:,} to {offset + shown:,} of {total:,}"), kit.actions(*buttons)]
