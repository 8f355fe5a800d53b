"""Home: the newcomer's three steps, or the member's week, drafts, people and next messages; a row opens its modal."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot import ids
from bot.domain.home import HomeData, MemberHome, Steps, TalkRow, WinRow
from bot.domain.members import Settings, settings_of
from bot.domain.wins import WinState
from bot.views import conversations, kit, members, stakeholders, text, wins
from bot.views import help as help_view


def home_view(data: HomeData, commands: Mapping[str, str]) -> kit.Block:
    """At most Slack's 100 blocks: lists are cut where they were read, and say how many more there are."""
    if data.started is None:
        return kit.home(_newcomer(commands))
    home = data.started
    return kit.home(
        [
            *_steps(home, commands),
            *_week(home, commands),
            *_drafts(home, commands),
            *_late(home, commands),
            *_next(home),
            *_foot(home, commands),
        ]
    )


def _newcomer(commands: Mapping[str, str]) -> list[kit.Block]:
    what = (
        "Vouch keeps a private record of what you achieve and of the people who have a say in your career. "
        "Once a week it tells you what you achieved, who does not know it yet, and whom you have not talked to."
    )
    return [
        kit.header("Vouch"),
        kit.section(what),
        kit.section("*Three steps, a minute each*"),
        *_step_rows(Steps(won=False, people=0, reacted=False), Settings(), commands),
        kit.divider(),
        kit.actions(*_own_buttons()),
        kit.context("Looking at this page has stored nothing about you. It starts with your first record."),
    ]


def _steps(home: MemberHome, commands: Mapping[str, str]) -> list[kit.Block]:
    """The first steps stay until all are done."""
    steps = home.counts.steps
    if steps.done:
        return []
    done = sum((steps.won, steps.people >= Steps.PEOPLE_WANTED, steps.reacted))
    rows = _step_rows(steps, settings_of(home.member), commands)
    return [kit.header("First steps"), kit.context(f"{done} of 3 done"), *rows, kit.divider()]


def _step_rows(steps: Steps, settings: Settings, commands: Mapping[str, str]) -> list[kit.Block]:
    win = f"Log a win: `{commands['win']} shipped the retry queue`, or the button."
    missing = Steps.PEOPLE_WANTED - steps.people
    people = f"Add three people with a say in your career: `{commands['vouch']} add @maria sponsor`, or the button."
    if 0 < steps.people < Steps.PEOPLE_WANTED:
        people = f"{people} {text.plural(steps.people, 'person', 'people')} added, {missing} to go."
    react = (
        f"React with :{settings.win_emoji}: to a message about your work: it becomes a draft win. "
        f"{help_view.where_reactions_work()}"
    )
    add = kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER, "step")
    return [
        _done("1", "your first win") if steps.won else kit.section(f"*1.* {win}", _log_a_win("step")),
        _done("2", "three people") if missing <= 0 else kit.section(f"*2.* {people}", add),
        _done("3", "your first reaction") if steps.reacted else kit.section(f"*3.* {react}"),
    ]


def _done(number: str, what: str) -> kit.Block:
    return kit.section(f"*{number}.* Done: {what}.")


def _log_a_win(value: str = "", *, primary: bool = True) -> kit.Block:
    return kit.button("Log a win", ids.HOME_LOG_WIN, value, style="primary" if primary else None)


def _week(home: MemberHome, commands: Mapping[str, str]) -> list[kit.Block]:
    counts, today = home.counts, home.today
    span = f"{text.day(home.monday, today)} to {text.day(home.monday + timedelta(days=6), today)}"
    so_far = f"{text.plural(counts.week_wins, 'win')}, {text.plural(counts.week_conversations, 'conversation')}"
    return [
        kit.header("This week"),
        kit.context(f"{span}: {so_far}"),
        *(_win_row(win, today, "Edit") for win in home.wins),
        *_more(counts.week_wins - len(home.wins), f"{commands['vouch']} wins"),
        *(_talk_row(talk, today) for talk in home.talks),
        *_more_talks(counts.week_conversations - len(home.talks)),
        *_way_back(home),
        kit.actions(
            _log_a_win(primary=counts.steps.won),  # else the first step's is the one that stands out
            kit.button("Log a conversation", ids.HOME_LOG_CONVERSATION),
            kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER),
        ),
    ]


def _drafts(home: MemberHome, commands: Mapping[str, str]) -> list[kit.Block]:
    if not home.drafts:
        return []
    return [
        kit.header(f"Drafts to finish: {home.counts.drafts:,}"),
        *(_win_row(win, home.today, "Finish") for win in home.drafts),
        *_more(home.counts.drafts - len(home.drafts), f"{commands['vouch']} wins"),
    ]


def _win_row(win: WinRow, today: date, label: str) -> kit.Block:
    facts = [text.day(win.happened_on, today)]
    if win.category is not None:
        facts.append(wins.CATEGORIES[win.category])
    if win.state is WinState.DRAFT:
        facts.append("draft")
    named = f"{label} {wins.plain_title(win.title)}"
    button = kit.button(label, ids.WIN_EDIT, str(win.id), accessibility_label=named)
    said = f"{text.bold(wins.title(win.title))}\n{' · '.join(facts)}"
    return kit.section(said, button, block_id=f"win:{win.id}")


def _talk_row(talk: TalkRow, today: date) -> kit.Block:
    facts = [text.day(talk.happened_on, today)]
    if talk.kind:
        facts.append(text.esc_cut(talk.kind, 40))
    if talk.topic:
        facts.append(wins.people_shown(text.esc_cut(talk.topic, 300)))
    named = f"Edit the conversation of {text.day(talk.happened_on, today)}"
    button = kit.button("Edit", ids.CONVERSATION_EDIT, str(talk.id), accessibility_label=named)
    said = f"Conversation with {conversations.names(talk.people)}\n{' · '.join(facts)}"
    return kit.section(said, button, block_id=f"talk:{talk.id}")


def _way_back(home: MemberHome) -> list[kit.Block]:
    """A row has room for one button."""
    return [kit.context("*Edit* also lets you undo.")] if home.wins or home.talks else []


def _more_talks(count: int) -> list[kit.Block]:
    return [kit.context(f"and {text.plural(count, 'more conversation')}")] if count > 0 else []


def _late(home: MemberHome, commands: Mapping[str, str]) -> list[kit.Block]:
    if not home.late:
        return []
    rows = [block for one in home.late for block in stakeholders.person_row(one.stakeholder, one.standing)]
    more = _more(home.late_count - len(home.late), f"{commands['vouch']} overdue")
    return [kit.header("Good to talk to"), *rows, *more]


def _next(home: MemberHome) -> list[kit.Block]:
    return [kit.header("Next messages"), kit.section("\n".join(members.next_messages(home.member)))]


def _foot(home: MemberHome, commands: Mapping[str, str]) -> list[kit.Block]:
    blocks = [kit.divider(), kit.actions(*_own_buttons())]
    if home.counts.deleted:
        deleted = f"{text.plural(home.counts.deleted, 'deleted win')} can be restored"
        blocks.append(kit.context(f"{deleted} for 30 days after deletion: `{commands['vouch']} wins deleted`"))
    return [*blocks, kit.context(f"Only you see what is here. `{commands['vouch']} help` lists everything.")]


def _own_buttons() -> tuple[kit.Block, ...]:
    return kit.button("Settings", ids.SETTINGS_OPEN), kit.button("Privacy", ids.PRIVACY_OPEN)


def _more(count: int, command: str) -> list[kit.Block]:
    return [kit.context(f"and {count:,} more: `{command}`")] if count > 0 else []
