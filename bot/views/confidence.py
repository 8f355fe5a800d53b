"""Confidence over time in words and as a chart."""

from collections.abc import Sequence
from datetime import date

from bot.domain.confidence import Change, Rating
from bot.views import figures, text

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def words(change: Change, today: date) -> str:
    """`2 in March, 4 now`, `4 since March`; of 5."""
    year = f" {change.since.year}" if change.since.year != today.year else ""
    month = f"{MONTHS[change.since.month - 1]}{year}"
    if change.steady:
        return f"{change.now} since {month}"
    return f"{change.before} in {month}, {change.now} now"


def chart(by_month: Sequence[Rating]) -> figures.Figure | None:
    """A bar for each month with a rating; None where there are not two to compare."""
    if len(by_month) < 2:
        return None
    labels = [f"{text.MONTHS[rating.on.month - 1]} {rating.on.year}" for rating in by_month]
    levels = [rating.level for rating in by_month]
    said = ("From 1, would not, to 5, surely. The last of each month, in order:", "From 1, would not, to 5, surely.")
    return figures.chart("Would speak up for you", labels, (("Level", levels),), said)
