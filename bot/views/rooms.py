"""The room in words: who could speak for the member today, what that leaves out, whom to look for, and the map.

It holds what the member thinks of people: shown in windows and private answers only, never sent by itself.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot import ids
from bot.domain import rooms as rules
from bot.domain.rooms import Band, Cell, Lacking, RoomSeen, Voice
from bot.domain.stakeholders import Stakeholder, Stance
from bot.domain.wins import Category
from bot.views import confidence, figures, kit, stakeholder_lists, stakeholders, text, wins

BLOCK = "room:"  # begins the ids of blocks with buttons, so that a press tells where it was
TITLE = "The room"
_RULE = (
    "Who could speak for you: somebody who is in the room where it is decided, is on your side, and knows at least one "
    "win of yours that is not private."
)
_ON_SIDE = {Stance.ADVOCATE: "argues for you", Stance.SUPPORTER: "agrees when asked"}
_NOT_ON_SIDE = {Stance.NEUTRAL: "neutral so far", Stance.SCEPTIC: "has doubts"}
_INFLUENCE = {3: "Great", 2: "Considerable", 1: "Some"}
_BANDS = {
    Band.LIKELY: "Likely",
    Band.IF_ASKED: "If asked",
    Band.DOUBTFUL: "Unlikely",
    Band.NOT_SAID: "Not said yet",
}
_FUNCTIONS = 6  # named


def message(seen: RoomSeen) -> kit.Block:
    """A private answer."""
    if not seen.room.people:
        return stakeholder_lists.nobody()
    return kit.message(f"{TITLE}. {_plain(headline(seen))}", [kit.header(TITLE), *_blocks(seen)])


def window(seen: RoomSeen) -> kit.Block:
    blocks = _blocks(seen) if seen.room.people else stakeholder_lists.nobody()["blocks"]
    return kit.modal("", TITLE, blocks, submit=None, close="Close")


def map_message(seen: RoomSeen, refused: Collection[str] = ()) -> kit.Block:
    """What is posted to the member who asked for it. `refused` are kinds of blocks that were refused just now.

    Its text names nobody: it is what a notification shows.
    """
    if not seen.room.people:
        return stakeholder_lists.nobody()
    shown = _map(seen).blocks({*seen.refused, *refused})
    remove = kit.button("Remove this map", ids.ROOM_MAP_REMOVE)
    return kit.message("The map that you asked for.", [*shown, kit.actions(remove)])


def map_posted() -> kit.Block:
    return kit.message("The map is in your messages with Vouch. Only you see it there, and *Remove* takes it away.")


def map_removed() -> kit.Block:
    return kit.message("The map is removed.")


def _plain(markup: str) -> str:
    return markup.replace("*", "")


def _blocks(seen: RoomSeen) -> list[kit.Block]:
    """The map is text here: windows take no table, and of an answer nobody would see that Slack refused it."""
    add = kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER)
    table = kit.button("Map as a table", ids.ROOM_MAP)
    return [
        kit.section(headline(seen)),
        *_to_mark(seen),
        *_warnings(seen),
        *_voices(seen),
        *_sponsors(seen),
        *_map(seen).twin,
        kit.actions(add, table, block_id=f"{BLOCK}more"),
        kit.context(_RULE, "Only you see what is here, and nothing of it is sent by itself."),
    ]


def headline(seen: RoomSeen) -> str:
    """`If they met today, 2 of 6 could speak for you; nobody could on skill.`"""
    room = seen.room
    deciders, speaking = len(room.voices), room.speaking
    if not deciders:
        return "*Nobody is marked as being in the room where it is decided.*"
    if not speaking:
        nobody = "the one person in it could not" if deciders == 1 else f"none of the {deciders:,} in it could"
        return f"*If they met today, {nobody} speak for you yet.*"
    said = f"*If they met today, {speaking:,} of {deciders:,} could speak for you"
    if room.silent:
        return f"{said}; nobody could on {_families(room.silent)}.*"
    return f"{said}.*"


def _families(families: Iterable[Category], last: str = "or") -> str:
    named = [wins.CATEGORIES[family] for family in families]
    return text.join_words([name[:1].lower() + name[1:] for name in named], last)


def _to_mark(seen: RoomSeen) -> list[kit.Block]:
    if seen.room.voices:
        return []
    how = "Open somebody with *Edit* and tick _Is in the room where it is decided_."
    return [kit.section(how), *_rows(seen, "mark", seen.room.markable)]


def _rows(seen: RoomSeen, part: str, people: Iterable[int]) -> list[kit.Block]:
    """Who it is, each with the way to say more of them."""
    shown = [seen.people[who] for who in people]
    return [kit.section(_who(each), _edit(each), block_id=f"{BLOCK}{part}:{each.id}") for each in shown]


def _warnings(seen: RoomSeen) -> list[kit.Block]:
    room = seen.room
    said = [*_held(seen)]
    if room.functions and room.voices:
        said.append(f"Nobody could speak for you in {_some(room.functions)}.")
    if room.wins and room.empty and room.speaking:
        said.append(f"There is no win yet on {_families(room.empty)}.")
    return [kit.section("\n".join(f"• {line}" for line in said))] if said else []


def _held(seen: RoomSeen) -> list[str]:
    """What depends on one person's memory, or on nobody's."""
    held, total = seen.room.held, seen.room.wins
    if not held.known:
        one = "your win" if total == 1 else f"any of your {total:,} wins"
        return [f"Nobody among your people knows {one} yet."] if total else []
    if not held.by_one:
        return []
    manager = text.join_words([text.person(seen.people[who]) for who in seen.room.managers[: rules.OFFERED]], "or")
    said = f"known to nobody but {manager}: when they are not in the room, nobody can tell of"
    if held.known == 1:
        return [f"The one win that any of your people knows is {said} it."]
    if held.alone == held.known:
        return [f"All {held.known:,} wins that any of your people knows are {said} them."]
    return [
        f"Of {held.known:,} wins that any of your people knows, {text.plural(held.alone, 'is', 'are')} {said} them."
    ]


def _some(functions: Sequence[str]) -> str:
    shown = [text.esc_cut(each, 60) for each in functions[:_FUNCTIONS]]
    rest = len(functions) - len(shown)
    return text.join_words([*shown, f"{rest:,} more"] if rest else shown, "or")


def _voices(seen: RoomSeen) -> list[kit.Block]:
    voices = seen.room.voices
    rest = len(voices) - rules.VOICES
    more = [kit.context(f"and {rest:,} more who are in the room")] if rest > 0 else []
    return [*(_voice(seen, voice) for voice in voices[: rules.VOICES]), *more]


def _voice(seen: RoomSeen, voice: Voice) -> kit.Block:
    person = seen.people[voice.stakeholder_id]
    facts = [_stands(voice, person), _knows(voice, seen.room.wins)]
    change = seen.changes.get(person.id)
    if change is not None:
        facts.append(f"would speak up, of 5: {confidence.words(change, seen.today)}")
    elif person.confidence is not None:
        facts.append(f"would speak up: {person.confidence} of 5")
    said = f"{_who(person)}\n{' · '.join(facts)}"
    return kit.section(said, stakeholders.open_button(person), block_id=f"{BLOCK}voice:{person.id}")


def _who(person: Stakeholder) -> str:
    function = f" · {text.esc(person.function)}" if person.function else ""
    return f"*{text.person(person)}* · {stakeholders.RELATIONSHIPS[person.relationship]}{function}"


def _stands(voice: Voice, person: Stakeholder) -> str:
    match voice.lacking:
        case None:
            return f"*Could speak for you*: {_ON_SIDE[person.stance]}"
        case Lacking.STANCE:
            return "*Not yet*: you have not said where they stand"
        case Lacking.SUPPORT:
            return f"*Not yet*: {_NOT_ON_SIDE[person.stance]}"
        case _:
            return f"*Not yet*: {_ON_SIDE[person.stance]}, and has no win of yours to tell"


def _knows(voice: Voice, total: int) -> str:
    families = f" ({_families(voice.families, 'and')})" if voice.families else ""
    return f"knows {voice.wins:,} of {text.plural(total, 'win')}{families}"


def _edit(person: Stakeholder) -> kit.Block:
    label = f"Edit {stakeholders.plain_name(person)}"
    return kit.button("Edit", ids.STAKEHOLDER_EDIT, str(person.id), accessibility_label=label)


def _sponsors(seen: RoomSeen) -> list[kit.Block]:
    sponsors = seen.room.sponsors
    where = f"outside {text.esc_cut(sponsors.function, 100)}" if sponsors.function else "outside your own team"
    said = [f"*Sponsors to look for*: two or three levels above you, {where}."]
    if sponsors.known:
        said.append(f"Your sponsors now: {text.join_words([text.person(seen.people[who]) for who in sponsors.known])}.")
    if not sponsors.function:
        return [
            kit.section("\n".join([*said, _team_unknown(seen)])),
            *_rows(seen, "team", seen.room.managers[: rules.OFFERED]),
        ]
    if not sponsors.candidates:
        said.append("Nobody among your people fits yet. Whom could your manager or your skip-level introduce to you?")
    found = [
        kit.section(_fits(who), stakeholders.open_button(who), block_id=f"{BLOCK}sponsor:{who.id}")
        for who in map(seen.people.__getitem__, sponsors.candidates)
    ]
    might = [kit.section("Might fit too, if their function and level were known:")] if sponsors.unclear else []
    return [kit.section("\n".join(said)), *found, *might, *_rows(seen, "unclear", sponsors.unclear)]


def _team_unknown(seen: RoomSeen) -> str:
    if seen.room.managers:
        return "Vouch does not know which team is yours: say what your manager's function is."
    return "Vouch does not know which team is yours: add your manager, with their function."


def _fits(person: Stakeholder) -> str:
    facts = [stakeholders.level_words(person.level or 0), f"{_INFLUENCE[person.influence].lower()} influence"]
    return f"{_who(person)}\nFits: {', '.join(facts)}"


def _map(seen: RoomSeen) -> figures.Figure:
    """A row for each influence, a column for how likely they are to speak up; the twin says who stands where."""
    header = ("Influence", *_BANDS.values())
    by_influence: dict[int, list[Cell]] = {}
    for cell in seen.room.cells:
        by_influence.setdefault(cell.influence, []).append(cell)
    rows: list[list[figures.Cell]] = [
        [_INFLUENCE[influence], *(_shown(seen, cell) for cell in cells)] for influence, cells in by_influence.items()
    ]
    drawn = figures.table("Influence, and whether they would speak up for you", header, rows)
    lines = [text.bold("Influence, and whether they would speak up for you")]
    lines += [_line(seen, influence, cells) for influence, cells in by_influence.items()]
    counted = "\n".join(_counted(influence, cells) for influence, cells in by_influence.items())
    return replace(drawn, native=(*drawn.native, kit.context(counted)), write=lambda: (kit.section("\n".join(lines)),))


def _shown(seen: RoomSeen, cell: Cell) -> figures.People:
    named = tuple(seen.people[who] for who in cell.people[: rules.NAMED])
    return figures.People(named, len(cell.people) - len(named))


def _line(seen: RoomSeen, influence: int, cells: Sequence[Cell]) -> str:
    some = [f"{_BANDS[cell.band].lower()}: {figures.said(_shown(seen, cell))}" for cell in cells if cell.people]
    return f"• {_INFLUENCE[influence]} influence · {' · '.join(some)}"


def _counted(influence: int, cells: Sequence[Cell]) -> str:
    some = [f"{len(cell.people):,} {_BANDS[cell.band].lower()}" for cell in cells if cell.people]
    return f"{_INFLUENCE[influence]} influence: {', '.join(some)}"
