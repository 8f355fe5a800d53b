"""The twelve weeks looked back on, as a chart with its numbers in words; it decides nothing about what counts."""

from collections.abc import Sequence
from datetime import date

from bot.domain.weeks import Week
from bot.views import figures, text


def happened(week: Week) -> str:
    return f"{text.plural(week.wins, 'win')}, {text.plural(week.talks, 'conversation')}"


def chart(weeks: Sequence[Week], today: date) -> figures.Figure:
    """The words leave out the empty weeks before the first record: what was not begun yet is no gap."""
    won, talked = sum(week.wins for week in weeks), sum(week.talks for week in weeks)
    start = next((at for at, week in enumerate(weeks) if week.wins or week.talks), 0)
    since = text.day(weeks[start].first, today)
    total = f"{text.plural(won, 'win')} and {text.plural(talked, 'conversation')} since {since}"
    gaps = any(not (week.wins or week.talks) for week in weeks[start:])
    left_out = ", weeks without either left out" if gaps else ""
    return figures.chart(
        "Wins and conversations a week",
        [f"{week.first.day} {text.MONTHS[week.first.month - 1]}" for week in weeks],
        (("Wins", [week.wins for week in weeks]), ("Conversations", [week.talks for week in weeks])),
        (f"{total}, week by week:", f"{total}, by the first day of each week{left_out}:"),
        start,
    )
