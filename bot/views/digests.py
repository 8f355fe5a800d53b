"""The weekly digest in words: one message of at most 50 blocks, cut by rule; it decides nothing about what counts."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from bot import ids
from bot.domain import digests as rules
from bot.domain import refusals
from bot.domain import summaries as summary_rules
from bot.domain import weeks as week_rules
from bot.domain.digests import CountedTalk, Digest
from bot.domain.members import ZoneSource
from bot.domain.summaries import Asked, CountedWin, split_title
from bot.domain.wins import Category
from bot.views import deliveries, followups, kit, proposals, stakeholders, summaries, text, weeks, wins


@dataclass(frozen=True, slots=True)
class _Caps:
    """How much of each list is printed; the rest is counted."""

    wins: int  # of each category
    talks: int
    people: int
    promises: int
    proposals: int
    title: int  # characters
    details: bool = True  # of wins: measures, people, links
    named: int = 5  # of the people of a win or a conversation
    words: int = 600  # characters of a promise
    paragraph: int = summaries.LONGEST  # characters
    chart: bool = True


@dataclass(frozen=True, slots=True)
class _Same:
    """What no cap changes, built once however often the rest is cut; a person's row is printed or not, never cut."""

    top: Sequence[kit.Block]
    people: Sequence[Sequence[kit.Block]]
    drafts: Sequence[kit.Block]
    chart: Sequence[kit.Block]
    end: Sequence[kit.Block]


_CAPS = (
    _Caps(wins=12, talks=12, people=rules.MOST_OVERDUE, promises=5, proposals=3, title=200),
    _Caps(wins=6, talks=6, people=rules.SOME_OVERDUE, promises=3, proposals=3, title=150),
    _Caps(wins=3, talks=3, people=3, promises=2, proposals=2, title=100),
    _Caps(
        1, 1, people=2, promises=1, proposals=1, title=60, details=False, named=1, words=100, paragraph=800, chart=False
    ),
)
_QUIET_CAPS = (  # one screen
    _Caps(wins=1, talks=1, people=rules.FEW_OVERDUE, promises=5, proposals=1, title=100),
    _CAPS[-1],
)
_FINE = "That is fine: weeks differ, and nothing is owed."
_EMPTY_SINCE = ("Nothing recorded since then.", "What came before is in that digest.")
_MAX_LINKS = 2  # of one win
_MAX_LINK = 300  # characters; a longer address is left to Home
_MAX_MEASURES = 3
_BUTTONS = kit.actions(
    kit.button("Log a win", ids.HOME_LOG_WIN),
    kit.button("Log a conversation", ids.HOME_LOG_CONVERSATION),
    kit.button("Settings", ids.SETTINGS_OPEN),
    kit.button("Stop the digest", ids.DIGEST_STOP),
)


def digest_message(
    digest: Digest, commands: Mapping[str, str], refused: Collection[str] = refusals.NATIVE
) -> kit.Block:
    """`commands` are the names of the three commands by what they do: win, met, vouch.

    `refused` are kinds of blocks that Slack does not take: all where an answer carries it, whose refusal is not seen.
    """
    return _message(digest, commands, _title(digest), _empty(digest), weeks.answer_rows(digest), refused)


def asked_message(digest: Digest, commands: Mapping[str, str]) -> kit.Block:
    """The same for somebody who asks for it now; it says since when, lest what was sent already seem to be missing."""
    if digest.previous is None:
        message = digest_message(digest, commands)
    else:
        title = f"Since your digest of {text.day(digest.previous, digest.today)}"
        told = digest.previous >= digest.monday  # a week of which a digest told something is not without anything
        message = _message(
            digest, commands, title, _EMPTY_SINCE, [] if told else weeks.answer_rows(digest), refusals.NATIVE
        )
    comes = digest.member.digest_on and not digest.member.paused
    ending = (
        "It does not replace your weekly digest." if comes else "By itself no digest comes: *Settings* changes that."
    )
    note = kit.context(f"This is how it stands now. {ending}")
    return kit.message(message["text"], [*message["blocks"][: kit.MAX_MESSAGE_BLOCKS - 1], note])


def _message(
    digest: Digest,
    commands: Mapping[str, str],
    title: str,
    empty: tuple[str, str],
    answers: Sequence[kit.Block],
    refused: Collection[str],
) -> kit.Block:
    said = empty[0] if digest.empty else _headline(digest)
    opening = f"*{said}* {empty[1]}" if digest.empty else _opening(digest, said)
    many = digest.overdue_count > rules.MOST_OVERDUE  # so that fewer of them are named from the start
    caps = _QUIET_CAPS if digest.empty else _CAPS[1:] if many else _CAPS
    top = [kit.header(title), kit.section(opening), *answers, *_standing(digest), *_alone(digest)]
    same = _Same(
        top,
        [stakeholders.person_row(late.stakeholder, late.standing) for late in digest.overdue],
        _drafts(digest),
        _twelve_weeks(digest, refused),
        [*_small_print(digest, commands), _BUTTONS],
    )
    blocks = deliveries.fitting(partial(_blocks, digest, commands, same), caps)
    return kit.message(f"{title}: {said}", blocks)


def _title(digest: Digest) -> str:
    first = "first " if digest.longer and digest.previous is None else ""
    days = f"{text.day(digest.titled_from, digest.today)} to {text.day(digest.today, digest.today)}"
    return f"Your {first}{weeks.lasting(digest.days)}, {days}"


def _empty(digest: Digest) -> tuple[str, str]:
    said = f"Nothing in these {weeks.lasting(digest.days)}." if digest.longer else "Nothing this week."
    return said, _FINE


def _headline(digest: Digest) -> str:
    counted = ((len(digest.wins), "win"), (len(digest.talks), "conversation"))
    said = " and ".join(text.plural(count, noun) for count, noun in counted if count)
    late = len(digest.late_wins) + len(digest.late_talks)
    if not late:
        return f"{said}."
    return f"{said}, and {late:,} added late." if said else f"{late:,} added late."


def _blocks(digest: Digest, commands: Mapping[str, str], same: _Same, caps: _Caps) -> list[kit.Block]:
    return [
        *same.top,
        *proposals.digest_blocks(digest.proposals, caps.proposals),
        *_overdue(digest, commands, same.people[: caps.people]),
        *_promises(digest, commands, caps),
        *same.drafts,
        *_summary(digest, caps),
        *_wins(digest, commands, caps),
        *_late(digest, commands, caps),
        *_talks(digest, caps),
        *(same.chart if caps.chart else ()),
        *same.end,
    ]


def _standing(digest: Digest) -> list[kit.Block]:
    """What is particular about this one: the first, one after days away, a number of weeks in a row just reached."""
    member, said = digest.member, []
    if digest.milestone:
        said.append(
            f"*{digest.milestone} weeks in a row* with something kept. Days away and quiet weeks do not end that."
        )
    for period in digest.away[-1:]:
        days = f"{text.day(period.first, digest.today)} to {text.day(period.last, digest.today)}"
        said.append(f"Away {days}: those days count against nobody's rhythm, and nothing was missed.")
    if digest.previous is None and member.digest_on and not member.paused:
        when = f"every {text.WEEKDAYS[member.digest_weekday]} at {text.hour(member.digest_hour)}"
        said.append(f"Your digest comes {when}; *Settings* changes that.")
    return [kit.context("\n".join(said))] if said else []


def _alone(digest: Digest) -> list[kit.Block]:
    """Without people there is nobody to be told; said in place of them."""
    if not digest.alone or digest.empty:
        return []
    said = "*Who has a say in your next step?* Add a person, and Vouch says when it is good to talk to them."
    return [kit.section(said, kit.button("Add a person", ids.HOME_ADD_STAKEHOLDER))]


def _opening(digest: Digest, headline: str) -> str:
    said = f"*{headline}*"
    if digest.average is None:
        return said
    pace = f"That is {_weekly(*digest.pace)} a week. " if digest.pace else ""
    usual = _weekly(digest.average.wins, digest.average.talks)
    return f"{said}\n{pace}The {weeks.lasting(digest.average.weeks * 7)} before: {usual} a week on average."


def _weekly(won: float, talked: float) -> str:
    return f"{_decimal(won, 'win')} and {_decimal(talked, 'conversation')}"


def _decimal(value: float, noun: str) -> str:
    shown = f"{value:,.1f}".removesuffix(".0")
    return f"{shown} {noun if shown == '1' else noun + 's'}"


def _wins(digest: Digest, commands: Mapping[str, str], caps: _Caps) -> list[kit.Block]:
    rest = _rest(digest, f"`{commands['vouch']} wins`")
    groups = rules.by_category(digest.wins)
    return [
        kit.section(_listed(f"*{_family(family)}*", _each_win(group, digest, caps), len(group), caps.wins, rest))
        for family, group in groups
    ]


def _each_win(group: Iterable[CountedWin], digest: Digest, caps: _Caps) -> Iterator[str]:
    return (_win(win, digest, caps) for win in group)


def _family(family: Category | None) -> str:
    return wins.CATEGORIES[family] if family else "Without a category"


def _win(win: CountedWin, digest: Digest, caps: _Caps, *, dated: bool = False) -> str:
    title, measures = split_title(win)
    parts = [wins.title(title, caps.title), *(["private"] if win.private else [])]
    if dated:
        parts.append(text.day(win.happened_on, digest.today))
    if not caps.details:
        return " · ".join(parts)
    parts += [wins.measure(measure) for measure in measures[:_MAX_MEASURES]]
    if win.witnesses:
        parts.append(f"with {_some([text.mention(user_id) for user_id in win.witnesses], caps)}")
    return " · ".join([*parts, *_links(win)])


def _some(people: Sequence[str], caps: _Caps) -> str:
    rest = len(people) - caps.named
    return text.join_words([*people[: caps.named], f"{rest} more"] if rest > 0 else people)


def _links(win: CountedWin) -> list[str]:
    addresses = [text.esc(url).replace("|", "%7C") for url in win.links]
    shown = [f"<{address}|link>" for address in addresses if len(address) <= _MAX_LINK][:_MAX_LINKS]
    rest = len(addresses) - len(shown)
    return [*shown, f"{text.plural(rest, 'more link')}"] if rest else shown


def _late(digest: Digest, commands: Mapping[str, str], caps: _Caps) -> list[kit.Block]:
    """What happened before the week that is reported."""
    count = len(digest.late_wins) + len(digest.late_talks)
    if not count:
        return []
    told = (_win(win, digest, caps, dated=True) for win in digest.late_wins)
    lines = chain(told, (_talk(talk, digest, caps) for talk in digest.late_talks))
    rest = _rest(digest, f"`{commands['vouch']} wins`")
    heading = f"*Added late* · happened before {text.day(digest.first, digest.today)}"
    return [kit.section(_listed(heading, lines, count, caps.wins, rest))]


def _talks(digest: Digest, caps: _Caps) -> list[kit.Block]:
    if not digest.talks:
        return []
    lines = (_talk(talk, digest, caps) for talk in digest.talks)
    return [kit.section(_listed("*Conversations*", lines, len(digest.talks), caps.talks, _rest(digest)))]


def _talk(talk: CountedTalk, digest: Digest, caps: _Caps) -> str:
    people = [text.person(digest.people[id_]) for id_ in talk.people if id_ in digest.people]
    parts = [_some(people, caps) or "A conversation", text.day(talk.happened_on, digest.today)]
    if talk.kind:
        parts.append(text.esc_cut(talk.kind, 40))
    if talk.topic:
        parts.append(wins.people_shown(text.esc_cut(talk.topic, caps.title)))
    return " · ".join(parts)


def _summary(digest: Digest, caps: _Caps) -> list[kit.Block]:
    if digest.summary is None:
        return []
    left_out = ", without private ones" if any(win.private for win in digest.wins) else ""
    below = "win" if len(digest.wins) == 1 else "wins"
    carried = summary_rules.write(Asked(digest.summary.span))
    return [
        kit.section("*Ready to send*"),
        kit.section(summaries.paragraph(digest.summary, digest.today, caps.paragraph)),
        kit.actions(
            kit.button("Edit and copy", ids.SUMMARY_OPEN, carried, accessibility_label="Edit and copy the summary"),
            kit.button("I sent it", ids.SUMMARY_SENT, carried, accessibility_label="I sent the summary"),
        ),
        kit.context(f"Written from the {below} below{left_out}. Send it to whom you like: Vouch sends it to nobody."),
    ]


def _drafts(digest: Digest) -> list[kit.Block]:
    if not digest.drafts:
        return []
    waits = "waits" if digest.drafts == 1 else "wait"
    counted = text.plural(digest.drafts, "draft")
    return [kit.section(f"*{counted}* {waits} in your inbox.", kit.button(f"Finish {counted}", ids.INBOX_OPEN))]


def _overdue(digest: Digest, commands: Mapping[str, str], shown: Sequence[Sequence[kit.Block]]) -> list[kit.Block]:
    """`shown` are the rows of the first of them."""
    if not digest.overdue:
        return []
    rest = digest.overdue_count - len(shown)
    more = [kit.context(deliveries.rest(rest, digest.member, f"`{commands['vouch']} overdue`"))] if rest else []
    return [kit.section("*Good to talk to*"), *chain.from_iterable(shown), *more]


def _promises(digest: Digest, commands: Mapping[str, str], caps: _Caps) -> list[kit.Block]:
    if not digest.promises:
        return []
    rest = _rest(digest, f"`{commands['vouch']} promises`")
    rows = followups.due_section(digest.promises, digest.people, digest.today, caps.promises, rest, caps.words)
    return [kit.section("*Follow-ups due*"), *rows]


def _twelve_weeks(digest: Digest, refused: Collection[str]) -> Sequence[kit.Block]:
    if digest.empty or not week_rules.worth_showing(digest.weeks):
        return ()
    return weeks.chart(digest.weeks, digest.today).blocks(refused)


def _small_print(digest: Digest, commands: Mapping[str, str]) -> list[kit.Block]:
    lines = []
    left_out = [
        *([text.plural(digest.drafts, "draft")] if digest.drafts else []),
        *([text.plural(digest.deleted, "deleted win")] if digest.deleted else []),
    ]
    if left_out:
        lines.append(f"Not counted: {text.join_words(left_out)}.")
    if digest.member.zone_source in (ZoneSource.NONE, ZoneSource.PENDING):
        lines.append(
            f"Slack names no time zone for you, so days and hours are UTC. `{commands['vouch']} settings` sets yours."
        )
    return [kit.context(*lines)] if lines else []


def _rest(digest: Digest, command: str = "") -> Callable[[int], str]:
    return partial(deliveries.rest, member=digest.member, command=command)


def _listed(heading: str, lines: Iterable[str], count: int, most: int, rest: Callable[[int], str]) -> str:
    """A heading and the first of `count` lines; what does not fit is counted, never cut in the middle of a line."""
    room = 2_800 - len(heading)
    shown: list[str] = []
    for line in islice(lines, most):
        room -= len(line) + 3
        if room < 0:
            break
        shown.append(f"• {line}")
    left = count - len(shown)
    more = [rest(left)] if left else []
    return "\n".join([heading, *shown, *more])
