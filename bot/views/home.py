"""Home: the newcomer's steps, or the member's week, what waits, people, lists with pages, twelve weeks and messages."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bot import ids
from bot.domain import finding as finding_rules
from bot.domain import home as rules
from bot.domain import inbox as inbox_rules
from bot.domain import rooms as room_rules
from bot.domain import weeks as week_rules
from bot.domain.finding import Query
from bot.domain.home import HomeData, MemberHome, TalkRow, WinRow
from bot.views import (
    conversations,
    figures,
    followups,
    home_steps,
    inbox,
    kit,
    members,
    proposals,
    stakeholders,
    suggestions,
    text,
    weeks,
    wins,
)


def home_view(data: HomeData, commands: Mapping[str, str], refused: Collection[str] = ()) -> kit.Block:
    """At most Slack's 100 blocks: lists come in pages. `refused` are kinds of blocks that were refused just now."""
    if data.started is None:
        return kit.home(home_steps.newcomer(commands))
    home = data.started
    return kit.home(
        [
            *home_steps.steps(home, commands),
            *home_steps.samples(home),
            *_week(home),
            *_promises(home, commands),
            *_inbox(home),
            *proposals.home_blocks(home.proposals),
            *_people(home),
            *suggestions.rows(home.suggested),
            *_room(home),
            *_wins(home),
            *_talks(home),
            *_twelve_weeks(home, {*home.refused, *refused}),
            *_messages(home),
            *_foot(home, commands),
        ],
        private_metadata=str(home.pages),
    )


def _week(home: MemberHome) -> list[kit.Block]:
    week, before = home.week, home.weeks[-2]
    span = f"{text.day(week.first, home.today)} to {text.day(week.last, home.today)}"
    said = (
        f"*{weeks.happened(week)}*" if week.wins or week.talks else "*Nothing yet.* Weeks differ, and nothing is owed."
    )
    if before.wins or before.talks:
        said = f"{said}\nThe week before: {weeks.happened(before)}."
    primary = "primary" if home.counts.steps.won else None  # else the first step's button is the one that stands out
    return [
        kit.header(f"This week, {span}"),
        kit.section(said),
        *_quiet(home),
        kit.actions(
            kit.button("Log a win", ids.HOME_LOG_WIN, style=primary),
            kit.button("Log a conversation", ids.HOME_LOG_CONVERSATION),
            kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER),
            kit.button("Promises and asks", ids.FOLLOWUPS_OPEN),
            *([kit.button("Draft a summary", ids.SUMMARY_OPEN)] if home.counts.steps.won else []),
        ),
    ]


def _promises(home: MemberHome, commands: Mapping[str, str]) -> list[kit.Block]:
    """Those whose day has come."""
    if not home.promises:
        return []

    def rest(left: int) -> str:
        return f"and {left:,} more: `{commands['vouch']} promises`"

    rows = followups.due_section(home.promises, home.promised, home.today, rules.PROMISES, rest)
    return [kit.header("Promises and asks whose day has come"), *rows]


def _quiet(home: MemberHome) -> list[kit.Block]:
    """Why nothing comes by itself, where that is so."""
    said = []
    if home.member.paused:
        said.append("*Paused:* Vouch sends you nothing by itself.")
    if home.away:
        until = text.day(home.away.last, home.today)
        said.append(f"*Away until {until}:* nothing is sent, and no day counts against a rhythm.")
    return [kit.context(*said)] if said else []


def _inbox(home: MemberHome) -> list[kit.Block]:
    """The newest of what waits to be finished, and the way to finish several at once."""
    if not home.drafts:
        return []
    waiting = home.counts.drafts
    rest = waiting - len(home.drafts)
    several = kit.button(f"Finish {min(waiting, inbox_rules.BATCH)} at once", ids.INBOX_OPEN)
    return [
        kit.header(f"Inbox: {text.plural(waiting, 'draft')} to finish"),
        *(_draft_row(win, home.praised.get(win.id, ()), home.today) for win in home.drafts),
        *([kit.context(f"and {rest:,} more")] if rest else []),
        *([kit.actions(several)] if waiting > 1 else []),
    ]


def _draft_row(win: WinRow, praised_by: Sequence[str], today: date) -> kit.Block:
    named = f"Finish {wins.plain_title(win.title)}"
    finish = kit.button("Finish", ids.WIN_EDIT, str(win.id), accessibility_label=named)
    facts = [text.day(win.happened_on, today), inbox.praised(praised_by) or "draft"]
    if not win.title and praised_by:
        return kit.section(f"_A message of yours_\n{' · '.join(facts)}", finish, block_id=f"win:{win.id}")
    return _row(win, " · ".join(facts), finish)


def _row(win: WinRow, facts: str, button: kit.Block) -> kit.Block:
    return kit.section(f"{text.bold(wins.title(win.title, 200))}\n{facts}", button, block_id=f"win:{win.id}")


def _people(home: MemberHome) -> list[kit.Block]:
    if not home.late:
        return _nobody_late(home)
    total = home.overdue + home.due
    states = ((home.overdue, "overdue"), (home.due, "due"))
    said = ", ".join(f"{count:,} {state}" for count, state in states if count)
    first = home.pages.people + 1
    where = [kit.context(f"{first:,} to {first + len(home.late) - 1:,} of {total:,}")] if len(home.late) < total else []
    return [
        kit.header(f"Good to talk to: {said}"),
        *where,
        *(block for one in home.late for block in stakeholders.person_row(one.stakeholder, one.standing)),
        *_coming(home),
        *_turning("people", "people", home.pages.people, len(home.late), total, _everybody()),
    ]


def _nobody_late(home: MemberHome) -> list[kit.Block]:
    """Whom one follows is a press away also where nobody waits."""
    if not home.counts.steps.people and not home.coming:
        return []
    coming = _coming(home) or [kit.context("Nobody waits for a talk.")]
    return [kit.header("People"), *coming, kit.actions(_everybody(), block_id="turn:people")]


def _coming(home: MemberHome) -> list[kit.Block]:
    if not home.coming:
        return []
    more = " more" if home.late else ""
    who = f"{home.coming:,}{more} {'person is' if home.coming == 1 else 'people are'}"
    return [kit.context(f"{who} due or overdue within the next seven days.")]


def _everybody() -> kit.Block:
    return kit.button("All people", ids.STAKEHOLDERS_FIND, "0:")


def _room(home: MemberHome) -> list[kit.Block]:
    if not room_rules.worth_opening(home.counts.steps.people, home.counts.deciders):
        return []
    open_ = kit.button("Open", ids.ROOM_OPEN, accessibility_label="Open the room")
    return [kit.section("*The room*: who could speak for you if it were decided today", open_)]


def _wins(home: MemberHome) -> list[kit.Block]:
    if not home.wins:
        return []
    find = kit.button("Find", ids.WINS_FIND, accessibility_label="Find wins")
    return [
        kit.header(_headline("Wins", home.pages.wins, len(home.wins), home.counts.wins)),
        *_untold(home),
        *(_win_row(win, home.today) for win in home.wins),
        *_turning("wins", "wins", home.pages.wins, len(home.wins), home.counts.wins, find),
    ]


def _untold(home: MemberHome) -> list[kit.Block]:
    """How many of them nobody with a say knows, and which; nothing where there is nothing to tell, or nobody."""
    wins_there, untold = home.counts.to_tell, home.counts.untold
    if not wins_there or not home.counts.steps.people:
        return []
    said = f"{text.plural(wins_there, 'win')}, {untold:,} known to nobody with a say."
    if not untold:
        return [kit.context(f"{text.plural(wins_there, 'win')}, each known to somebody with a say.")]
    query = finding_rules.write(Query(known_to_nobody=True))
    show = kit.button("Show them", ids.WINS_SHOW, query, accessibility_label="Show the wins known to nobody with a say")
    return [kit.section(said, show)]


def _win_row(win: WinRow, today: date) -> kit.Block:
    facts = [*(["Sample"] if win.sample else []), *(["Private"] if win.private else [])]
    facts.append(text.day(win.happened_on, today))
    if win.category is not None:
        facts.append(wins.CATEGORIES[win.category])
    open_ = kit.button("Open", ids.WIN_OPEN, str(win.id), accessibility_label=f"Open {wins.plain_title(win.title)}")
    return _row(win, " · ".join(facts), open_)


def _talks(home: MemberHome) -> list[kit.Block]:
    deleted = home.counts.deleted_talks
    if not home.talks and not deleted:
        return []
    named = f"Restore {text.plural(deleted, 'deleted conversation')}"
    restore = kit.button(f"Deleted ({deleted:,})", ids.TIMELINE_DELETED, "0:0", accessibility_label=named)
    return [
        kit.header(_headline("Conversations", home.pages.talks, len(home.talks), home.counts.talks)),
        *(_talk_row(talk, home.today) for talk in home.talks),
        *_turning(
            "talks",
            "conversations",
            home.pages.talks,
            len(home.talks),
            home.counts.talks,
            *([restore] if deleted else []),
        ),
    ]


def _talk_row(talk: TalkRow, today: date) -> kit.Block:
    facts = [*(["Sample"] if talk.sample else []), text.day(talk.happened_on, today)]
    if talk.kind:
        facts.append(text.esc_cut(talk.kind, 40))
    if talk.topic:
        facts.append(wins.people_shown(text.esc_cut(talk.topic, 200)))
    named = f"Edit the conversation of {text.day(talk.happened_on, today)}"
    button = kit.button("Edit", ids.CONVERSATION_EDIT, str(talk.id), accessibility_label=named)
    said = f"{text.bold(conversations.names(talk.people))}\n{' · '.join(facts)}"
    return kit.section(said, button, block_id=f"talk:{talk.id}")


def _headline(what: str, offset: int, shown: int, total: int) -> str:
    return what if shown == total else f"{what}: {offset + 1:,} to {offset + shown:,} of {total:,}"


def _turning(section: str, what: str, offset: int, shown: int, total: int, *more: kit.Block) -> list[kit.Block]:
    """The ways to the list's other pages, and `more` buttons beside them."""
    back, on = ids.HOME_PAGES
    buttons = []
    if offset:
        where = f"{section}:{offset - rules.PAGE[section]}"
        buttons.append(kit.button("Back", back, where, accessibility_label=f"Back in {what}"))
    if offset + shown < total:
        buttons.append(kit.button("More", on, f"{section}:{offset + shown}", accessibility_label=f"More {what}"))
    return [kit.actions(*buttons, *more, block_id=f"turn:{section}")] if buttons or more else []


def _twelve_weeks(home: MemberHome, refused: Collection[str]) -> list[kit.Block]:
    if not week_rules.worth_showing(home.weeks):
        return []
    shown = (weeks.chart(home.weeks, home.today), *([_table(home)] if home.families else []))
    return [kit.header("Twelve weeks"), *(block for figure in shown for block in figure.blocks(refused))]


def _table(home: MemberHome) -> figures.Figure:
    rows = [
        (
            wins.CATEGORIES[family.category] if family.category else "Without a category",
            family.this_week,
            family.all_weeks,
            text.day(family.latest, home.today),
        )
        for family in home.families
    ]
    return figures.table("Wins by category", ("Category", "This week", "Twelve weeks", "Latest"), rows)


def _messages(home: MemberHome) -> list[kit.Block]:
    return [
        kit.header("Messages and settings"),
        kit.section("\n".join(members.next_messages(home.member))),
        kit.context(_chosen(home)),
        kit.actions(kit.button("Settings", ids.SETTINGS_OPEN), kit.button("Privacy", ids.PRIVACY_OPEN)),
    ]


def _chosen(home: MemberHome) -> str:
    member = home.member
    facts = [
        f"Time zone {text.esc(member.zone)}",
        f"weeks begin on {text.WEEKDAYS[member.first_weekday]}",
        f":{member.win_emoji}: makes a draft win, :{member.talk_emoji}: logs a conversation",
    ]
    if member.silent:
        facts.append("captures are confirmed briefly")
    if member.discreet:
        facts.append("messages hold counts only; names and titles stand here")
    return " · ".join(facts)


def _foot(home: MemberHome, commands: Mapping[str, str]) -> list[kit.Block]:
    said = [f"Only you see what is here. `{commands['vouch']} help` lists everything."]
    if home.counts.deleted:
        deleted = f"{text.plural(home.counts.deleted, 'deleted win')} can be restored"
        said.insert(0, f"{deleted} for 30 days after deletion: `{commands['vouch']} wins deleted`")
    return [kit.divider(), kit.context(*said)]
