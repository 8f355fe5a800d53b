"""Confidence over time in words."""

from collections.abc import Sequence
from datetime import date

from bot.domain.confidence import Change, Rating
from bot.views import text

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


def course(by_month: Sequence[Rating], today: date) -> str:
    """`2 in Mar, 3 in Jun, 4 in Nov`."""
    said = []
    for rating in by_month:
        year = f" {rating.on.year}" if rating.on.year != today.year else ""
        said.append(f"{rating.level} in {text.MONTHS[rating.on.month - 1]}{year}")
    return ", ".join(said)
