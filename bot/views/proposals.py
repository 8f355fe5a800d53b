"""Next-best conversations in words and rows; a row's blocks carry `proposal:<win>:<person>`, to change in place."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot import ids
from bot.domain.proposals import WEEKLY, Held, Proposal, Reason, Why
from bot.domain.stakeholders import Stakeholder, Standing, State
from bot.views import kit, stakeholders, text, wins

TITLE = "Worth telling"
_ROW = "proposal:"
_TITLE = 200
_INTEREST = 60  # characters of what somebody cares about
_PROMISE = 80  # of what they were promised
_MOST = 3  # of influence


def reason(why: Reason) -> str:
    """`In the room, and has not heard of it; you last talked 40 days ago; it has a number.`"""
    return _sentence([*_of_person(why), *_of_win(why), *_of_interest(why), *_of_promise(why)])


def _sentence(parts: Sequence[str]) -> str:
    return stakeholders.sentence("; ".join(parts)) + "."


def _of_person(why: Reason) -> list[str]:
    whom = "in the room, and " if why.decider else "has much say, and " if why.influence == _MOST else ""
    meant = ["you meant to tell them"] if why.wished else []
    return [f"{whom}has not heard of it", *meant, _talked(why.standing)]


def _of_win(why: Reason) -> list[str]:
    """The same for whomever it is told."""
    return [
        *(["it has a number"] if why.measured else []),
        *(["there is evidence of it"] if why.proven else []),
        *([f"{text.plural(why.witnesses, 'colleague')} can tell of it too"] if why.witnesses else []),
    ]


def _of_interest(why: Reason) -> list[str]:
    return [f"it fits what they care about: {text.esc_cut(why.interest, _INTEREST)}"] if why.interest else []


def _of_promise(why: Reason) -> list[str]:
    """Last, because it comes on top of what there is to tell."""
    if not why.promises:
        return []
    said = text.esc_cut(why.promise, _PROMISE) or "something you promised"
    more = f", and {why.promises - 1:,} more" if why.promises > 1 else ""
    return [f"you still owe them: {said}{more}"]


def _talked(stands: Standing) -> str:
    """Never how many days somebody is behind: that is the overdue list's to say."""
    if stands.never_talked:
        return "you have not talked yet"
    ago = ("today", "yesterday")[stands.days_since] if stands.days_since < 2 else f"{stands.days_since:,} days ago"
    said = f"you last talked {ago}"
    return f"{said}, so it is time" if stands.state in (State.DUE, State.OVERDUE) else said


def row_id(win_id: int, person_id: int, part: str = "") -> str:
    return f"{_ROW}{win_id}:{person_id}" + (f":{part}" if part else "")


def proposal_row(proposal: Proposal) -> list[kit.Block]:
    """Two blocks: whom, what and why; then *Told them*, *Prep* and *Not this one*."""
    return _row(proposal, f"{_pair(proposal.person, proposal.title)}\n{reason(proposal.reason)}")


def _row(proposal: Proposal, said: str) -> list[kit.Block]:
    person, win_id = proposal.person, proposal.win_id
    value = f"{win_id}:{person.id}"
    about = f"{stakeholders.plain_name(person)}: {wins.plain_title(proposal.title)}"
    return [
        kit.section(said, block_id=row_id(win_id, person.id)),
        kit.actions(
            kit.button("Told them", ids.PROPOSALS_TOLD, value, accessibility_label=f"Told {about}"),
            stakeholders.prep_button(person),
            kit.button("Not this one", ids.PROPOSALS_ASIDE, value, accessibility_label=f"Not this one, {about}"),
            block_id=row_id(win_id, person.id, "answer"),
        ),
    ]


def _rows(shown: Sequence[Proposal]) -> list[kit.Block]:
    """In their order, but a win that is worth telling to several stands once, with all of them below it."""
    by_win: dict[int, list[Proposal]] = {}
    for proposal in shown:
        by_win.setdefault(proposal.win_id, []).append(proposal)
    return [block for group in by_win.values() for block in _of_one_win(group)]


def _of_one_win(group: Sequence[Proposal]) -> list[kit.Block]:
    first = group[0]
    if len(group) == 1:
        return proposal_row(first)
    facts = _sentence([f"for {len(group)} of your people", *_of_win(first.reason)])
    rows = [block for each in group for block in _row(each, _person_alone(each))]
    return [kit.section(f"{text.bold(wins.title(first.title, _TITLE))}\n{facts}"), *rows]


def _person_alone(proposal: Proposal) -> str:
    why = proposal.reason
    return f"*{text.person(proposal.person)}*\n{_sentence([*_of_person(why), *_of_interest(why), *_of_promise(why)])}"


def _pair(person: Stakeholder, title: str) -> str:
    return f"*{text.person(person)}* · {wins.title(title, _TITLE)}"


def digest_blocks(shown: Sequence[Proposal], people: int = WEEKLY) -> list[kit.Block]:
    """The part of a digest: a heading and the rows of at most `people`; nothing where there is none."""
    rows = _rows(shown[:people])
    return [kit.section(f"*{TITLE}*"), *rows] if rows else []


def home_blocks(shown: Sequence[Proposal]) -> list[kit.Block]:
    """The best one on Home, and the way to the others."""
    if not shown:
        return []
    more = "See all next conversations" if len(shown) > 1 else "See why and what waits"
    return [
        kit.header(TITLE),
        *proposal_row(shown[0]),
        kit.actions(kit.button(more, ids.PROPOSALS_OPEN)),
    ]


def proposals_list(
    shown: Sequence[Proposal],
    held: Sequence[Held],
    left: int,
    *,
    people: int,
    wins: int,
    above: Sequence[kit.Block] = (),
) -> kit.Block:
    """All next conversations of the week, or why there is none; what has just changed stands `above`."""
    said, buttons = _nothing(left, people, wins, waits=bool(held))
    to_promises = kit.button("Promises and asks", ids.FOLLOWUPS_OPEN)
    if shown:
        said, buttons = f"{TITLE}: {text.plural(len(shown), 'conversation')} to have next.", []
    blocks = [
        *({name: value for name, value in block.items() if name != "block_id"} for block in above),
        kit.section(f"*{said}*"),
        *_rows(shown),
        *_held(held),
        *([kit.actions(to_promises)] if held or any(each.reason.promises for each in shown) else []),
        *([kit.actions(*buttons)] if buttons else []),
        kit.context("At most three a week, one for each person. You tell them; Vouch writes to nobody."),
    ]
    return kit.message(str(above[0]["text"]["text"]) if above else said, blocks)


def _nothing(left: int, people: int, wins: int, *, waits: bool) -> tuple[str, list[kit.Block]]:
    if not people:
        return (
            "Nobody is among your people yet. Add those who have a say in your career.",
            [kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER, style="primary")],
        )
    if not wins:
        return (
            "There is no win to tell yet. Private ones and drafts are never proposed.",
            [kit.button("Log a win", ids.HOME_LOG_WIN, style="primary")],
        )
    if not left:
        return "That is enough for this week. The next ones come on Monday.", []
    if waits:
        return "There is something to tell, but first comes what is open with those whom you could tell.", []
    return "Nothing needs telling now: your people know what is worth telling, or it can wait.", []


def _held(held: Sequence[Held]) -> list[kit.Block]:
    """Who is left out for something open."""
    if not held:
        return []
    why = {Why.OWED: "First keep what you promised to", Why.ASKED: "Still to hear about what you asked of"}
    lines = [
        f"{said} {text.join_words([text.person(one.person) for one in held if one.why is each])}."
        for each, said in why.items()
        if any(one.why is each for one in held)
    ]
    return [kit.context(*lines)]


# What was answered


def told_row(person: Stakeholder, win_id: int, title: str, conversation_id: int, *, before: bool) -> list[kit.Block]:
    if before:
        return _answered(person, win_id, f"{_pair(person, title)}\nThey knew of it already. Nothing was added.")
    said = f"{_pair(person, title)}\n*Told:* a conversation is logged for today."
    return _answered(person, win_id, said, f"{win_id}:{person.id}:{conversation_id}")


def aside_row(person: Stakeholder, win_id: int, title: str, *, before: bool) -> list[kit.Block]:
    said = "*Set aside already*, for 30 days." if before else "*Set aside* for 30 days."
    return _answered(person, win_id, f"{_pair(person, title)}\n{said}", f"{win_id}:{person.id}:0")


def undone_row(person: Stakeholder, win_id: int, title: str, *, before: bool) -> list[kit.Block]:
    said = "That was undone already. Nothing has changed." if before else "*Undone.* It may be proposed again."
    return _answered(person, win_id, f"{_pair(person, title)}\n{said}")


def _answered(person: Stakeholder, win_id: int, said: str, undo: str = "") -> list[kit.Block]:
    label = f"Undo, {stakeholders.plain_name(person)}"
    button = kit.button("Undo", ids.PROPOSALS_UNDO, undo, accessibility_label=label) if undo else None
    return [kit.section(said, button, block_id=row_id(win_id, person.id))]


def replaced(message: Mapping[str, Any], win_id: int, person_id: int, row: Sequence[kit.Block]) -> kit.Block | None:
    """`message` with `row` instead of the pair's; None where it is not in it."""
    blocks = message.get("blocks")
    known: list[Any] = blocks if isinstance(blocks, list) else []
    own = [place for place, block in enumerate(known) if _belongs(block, win_id, person_id)]
    if not own:
        return None
    kept = [block for place, block in enumerate(known) if place not in own]
    changed = [*kept[: own[0]], *row, *kept[own[0] :]]
    return kit.message(str(message.get("text") or row[0]["text"]["text"]), changed)


def _belongs(block: Any, win_id: int, person_id: int) -> bool:
    block_id = str(block.get("block_id", "")) if isinstance(block, dict) else ""
    return block_id == row_id(win_id, person_id) or block_id.startswith(row_id(win_id, person_id) + ":")
