"""The twelve weeks looked back on, as a chart with its numbers in words; it decides nothing about what counts."""

from collections.abc import Sequence
from datetime import date

from bot.domain.weeks import Week
from bot.views import figures, text


def happened(week: Week) -> str:
    return f"{text.plural(week.wins, 'win')}, {text.plural(week.talks, 'conversation')}"


def chart(weeks: Sequence[Week], today: date) -> figures.Figure:
    won, talked = sum(week.wins for week in weeks), sum(week.talks for week in weeks)
    total = f"{text.plural(won, 'win')} and {text.plural(talked, 'conversation')}"
    return figures.chart(
        "Wins and conversations a week",
        [f"{week.first.day} {text.MONTHS[week.first.month - 1]}" for week in weeks],
        (("Wins", [week.wins for week in weeks]), ("Conversations", [week.talks for week in weeks])),
        f"{total} since {text.day(weeks[0].first, today)}, by the first day of each week:",
    )
