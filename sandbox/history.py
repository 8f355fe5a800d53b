"""Years of Ada's work before the seed story, made up anew in the same way each time; it may only hold what is told."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_A_YEAR = 365
LINES_A_WEEK = (1, 2, 3, 3, 4, 5)
_ZONE = ZoneInfo("Europe/Berlin")
_AT_WORK = time(11, 20)
_WEEK = timedelta(days=7)

_DID = (
    "Cut the start time of {thing}, {before}s -> {after}s #performance",
    "Moved {thing} to the new cluster without downtime #project",
    "Wrote the runbook for {thing} #project #oncall",
    "Led the design review of {thing} @{who} #leadership",
    "Helped {team} to adopt {thing}, saved ${before}k a year #impact",
    "Error rate of {thing} down, {before}% -> {after}% #reliability @{who}",
    "Mentored a new colleague on {thing} #leadership #mentoring",
    "Learned how {thing} schedules its work and wrote it down #skill",
    "Spoke about {thing} at the engineering meetup #industry #speaking",
    "Reviewed the plan of {team} for {thing} and found the missing rollback @{who} #review",
    "Tests of {thing} run faster, {before} min -> {after} min #performance #ci",
    "Closed the last audit finding on {thing} #project #security",
)
_THINGS = ("the ledger", "checkout", "the payout job", "search", "the event bus", "invoicing", "the fraud rules", "CI")
_TEAMS = ("the storage team", "payments", "the merchant team", "support", "data")
_PEOPLE = ("Maya", "Priya", "Sam", "Rui", "Leo", "Will")
_TALKS = (
    "/met @{who} 1:1 about {thing}",
    "/met @{who} coffee, compared notes on {thing}; next: send the numbers by friday",
    "/met @{who} review of {thing}, asked what is missing for staff",
    "/met @{who} call about the plan for {thing}",
)
_PRAISE = (
    "Thank you @ada, {thing} has never been this calm.",
    "@ada found the fault in {thing} within minutes.",
    "The work on {thing} saved our quarter. Great job, @ada!",
)


@dataclass(frozen=True)
class Week:
    """What is told at one moment: lines that Ada types, and what a colleague says of her (who, text)."""

    moment: datetime
    lines: tuple[str, ...]
    praise: tuple[tuple[str, str], ...]


def weeks(years: float, until: datetime) -> Iterator[Week]:
    """Week by week up to `until`; about three lines in each, and now and then a word of praise."""
    chance = random.Random(1)
    start = (until - timedelta(days=round(years * DAYS_A_YEAR))).astimezone(_ZONE).date()
    moment = datetime.combine(start - timedelta(days=start.weekday()), _AT_WORK, _ZONE)
    while moment + _WEEK < until:
        lines = tuple(_line(chance) for _ in range(chance.choice(LINES_A_WEEK)))
        praise = ((f"U0{chance.choice(_PEOPLE[:5]).upper()}", _filled(chance, _PRAISE)),) * (chance.random() < 0.2)
        yield Week(moment, lines, praise)
        moment += _WEEK


def _line(chance: random.Random) -> str:
    return _filled(chance, _TALKS) if chance.random() < 0.3 else "/win " + _filled(chance, _DID)


def _filled(chance: random.Random, patterns: tuple[str, ...]) -> str:
    before = chance.randint(12, 90)
    return chance.choice(patterns).format(
        thing=chance.choice(_THINGS),
        team=chance.choice(_TEAMS),
        who=chance.choice(_PEOPLE),
        before=before,
        after=round(before * chance.uniform(0.2, 0.8)),
    )
