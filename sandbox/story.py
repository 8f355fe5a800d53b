"""A new workspace, and the eight weeks of Ada's work that are replayed into it; it may only do what people can do.

The story goes to the app as everything else does: as commands, messages and reactions, under a clock set back and
walked forward day by day while it says *quiet*. All that is told stands in `BEATS`.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from time import monotonic as time_now
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox import history, inputs
from sandbox.acting import commands, forms, presses, seen, talk
from sandbox.clock import real_now
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.box import Box

WEEKS = 8
WHO = "U0ADA"
_ZONE = ZoneInfo("Europe/Berlin")
_AT_WORK = time(11, 20)
_FRIDAY = 4
_CONFIDENCE = "conversation.confidence"
_PATIENCE = 3.0  # seconds until a button or a form shows
_STUCK = "The app did not report its tick in time, so the story stopped on the way."


@dataclass(frozen=True)
class Press:
    """A button of the answer to a line, or a list whose first choice is taken; `fields` go into the form that opens."""

    action: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Beat:
    """What happens so many days before now: a line that Ada types, or a message, perhaps with reactions (who, name).

    Of the answer to a line buttons are pressed, one after the other. A message with a `name` can be edited (`edits`)
    or deleted (`deletes`) by its author in a later beat.
    """

    days: int
    line: str = ""
    presses: tuple[Press, ...] = ()
    says: str = ""
    by: str = WHO
    channel: str = "C0PLATFORM"
    reactions: tuple[tuple[str, str], ...] = ()
    name: str = ""
    edits: str = ""
    deletes: str = ""


def about(**fields: Any) -> tuple[Press, ...]:
    """Saying more of the person just added."""
    return (Press("stakeholder.edit", fields),)


Said = tuple[str, str, str]  # author, channel, ts
TROPHY = ((WHO, "trophy"),)

# In order. None is one or two days old, so that a weekend can be made the Monday after it; those of today come after
# the latest digest, whatever day it is, and the 1:1 of seven days ago is overdue in the second nudge, not in the first.
BEATS = (
    Beat(56, "/win Took over the payment queue rewrite from the old team #project"),
    Beat(
        56,
        "/vouch add @Maya manager",
        about(function="Platform", stance="supporter", interests="work across teams, calm on-call weeks"),
    ),
    Beat(56, "/vouch add @Sam skip-level", about(function="Engineering", interests="reliability, cost")),
    Beat(
        54,
        "/vouch add @Rui sponsor",
        about(function="Infrastructure", levels="2", more=["decider"], stance="advocate", confidence="4"),
    ),
    Beat(54, "/met @Maya 1:1 about goals for the half; she wants to see cross-team work", (Press(f"{_CONFIDENCE}.2"),)),
    Beat(
        52, says="Lunch talk on Thursday: how we test migrations. Bring questions.", by="U0PRIYA", channel="C0GENERAL"
    ),
    Beat(51, "/win Cut checkout p95 latency, p95 800ms -> 480ms #performance #reliability @Priya"),
    Beat(
        51,
        says="The new checkout path is live. Thank you for the patience.",
        reactions=(("U0PRIYA", "tada"), ("U0LEO", "shipit")),
    ),
    Beat(47, "/met @Priya pairing on the retry design; next: send her the failure numbers by friday"),
    Beat(46, "/win Wrote the design for idempotent retries, adopted by two teams #leadership #payments @Priya @Leo"),
    Beat(45, "/met @Rui coffee about the next half; ask: an opportunity to lead the regional failover"),
    Beat(
        44,
        says="Ada's runbook got us through last night's incident in 12 minutes instead of an hour.",
        by="U0MAYA",
        reactions=(*TROPHY, ("U0PRIYA", "raised_hands")),
    ),
    Beat(40, "/met @Maya 1:1, asked what is missing for staff; she said evidence beyond our own team"),
    Beat(39, "/win Mentored two interns through their first launch #leadership #mentoring @Leo"),
    Beat(
        37,
        says="The merchant demo went well because Ada's test shop just worked.",
        by="U0LEO",
        reactions=TROPHY,
        name="demo",
    ),
    Beat(36, "/win On-call pages down after the alert cleanup, 34 -> 9 pages a week #reliability #performance @Maya"),
    Beat(33, "/met @Sam coffee about the reliability programme; next: send him one page by monday"),
    Beat(
        32,
        says="Ada found the double charge before a single customer saw it.",
        by="U0PRIYA",
        reactions=TROPHY,
        name="charge",
    ),
    Beat(30, "/win Gave the incident review talk at the engineering all-hands #industry #speaking"),
    Beat(29, says="That all-hands talk was the clearest account of our retries so far.", by="U0SAM", reactions=TROPHY),
    Beat(28, says="Ada found the double charge before any customer did, and fixed it that day.", edits="charge"),
    Beat(27, deletes="demo"),
    Beat(26, "/met @Maya 1:1 about the reliability programme and the review calendar", (Press(f"{_CONFIDENCE}.4"),)),
    Beat(25, "/vouch promises @Rui", (Press("followup.outcome"), Press("project.make"))),
    Beat(24, "/win Saved $120k a year by moving the batch jobs to spot machines #impact #cost @Sam"),
    Beat(
        22,
        says="I wrote down how the retry queue drains after an outage, so that nobody has to guess at night.",
        reactions=(("U0MAYA", "trophy"), ("U0SAM", "raised_hands")),
    ),
    Beat(20, "/win Learned to read the scheduler's flame graphs and fixed the hottest loop #skill #profiling"),
    Beat(18, says="Found: one umbrella, blue, in the kitchen.", by="U0LEO", channel="C0RANDOM"),
    Beat(17, "/met @Priya lunch, compared notes on the platform roadmap"),
    Beat(16, "/vouch prep @Rui", (Press("prep.told"),)),
    Beat(15, "/win Onboarding of new engineers shortened, 10 days -> 6 days #leadership #onboarding @Maya @Leo"),
    Beat(
        11,
        says="The retry queue handled the flash sale without one lost order. Great work, @ada!",
        by="U0LEO",
        channel="C0GENERAL",
        reactions=(*TROPHY, ("U0MAYA", "heart")),
    ),
    Beat(10, "/win Retry queue survived the flash sale, +4 NPS https://status.example.com/sale #impact #payments @Leo"),
    Beat(7, "/met @Maya 1:1 about the promotion packet; next: draft two paragraphs by thursday"),
    Beat(4, "/win Reviewed the storage team's migration plan and found the missing rollback #project #review @Priya"),
    Beat(0, "/win Error budget back above target, errors 2.1% -> 0.4% #performance #reliability @Maya @Priya"),
    Beat(0, "/win Published the retry library for all teams, 3 teams use it already #industry #payments @Priya"),
    Beat(0, says="The migration went through, no tickets. The rollback plan saved us.", by="U0PRIYA", reactions=TROPHY),
    Beat(0, "/met @Leo planning of the merchant dashboard; next: share the draft by friday"),
    Beat(0, says="Two other teams asked me today who wrote the retry library. Ada, take a bow.", by="U0MAYA"),
)


async def reset(box: "Box", *, seed: bool, years: float = 0) -> Json:
    """Begin anew: the app is asked to forget everything, then the story is told if wanted, after years before it."""
    async with box.resetting:
        box.wipe()
        forgot = await box.clock.ask_for_reset() if box.clock.followed.is_set() else True
        box.state.touch(box.state.people)
        if not forgot:
            return {"ok": False, "error": "The workspace is new, but the app did not say that it forgot the old one."}
        if not seed:
            return {"ok": True, "seeded": False}
        try:
            return await _tell(box, years)
        finally:
            await _arrive(box)


async def _tell(box: "Box", years: float) -> Json:
    box.clock.quiet = True
    today = real_now().astimezone(_ZONE)
    failed: list[str] = []
    said: dict[str, Said] = {}
    for moment, beats in [*_before(years, today), *days(today)]:
        version = await box.clock.move_to(moment)
        if not await box.clock.wait_ticked(version):
            return {"ok": False, "error": _STUCK}
        for beat in beats:
            failed += await _play(box, beat, said)
    return {"ok": True, "seeded": True, "failed": failed}


def _before(years: float, today: datetime) -> Iterator[tuple[datetime, list[Beat]]]:
    """The years before the story, in steps of a week: nothing is sent in them, so nothing is due on the way."""
    for week in history.weeks(years, today - timedelta(weeks=WEEKS)) if years else ():
        heard = [Beat(0, says=text, by=user, reactions=TROPHY) for user, text in week.praise]
        yield week.moment, [*(Beat(0, line) for line in week.lines), *heard]


def days(now: datetime) -> Iterator[tuple[datetime, list[Beat]]]:
    """Each day from eight weeks ago until now, at a time of Ada's working day, with what happens on it."""
    told: dict[date, list[Beat]] = {}
    for beat in BEATS:
        told.setdefault(_workday(now.date() - timedelta(days=beat.days), now.date()), []).append(beat)
    moment = datetime.combine(now.date() - timedelta(days=WEEKS * 7), _AT_WORK, _ZONE)
    while moment < now:
        yield moment, told.get(moment.date(), []) if moment.date() < now.date() else []
        moment += timedelta(days=1)
    yield now, told.get(now.date(), [])


def _workday(day: date, today: date) -> date:
    """The day itself, or the Monday after a weekend; today is today."""
    return day if day == today else day + timedelta(days=7 - day.weekday() if day.weekday() > _FRIDAY else 0)


async def _play(box: "Box", beat: Beat, said: dict[str, Said]) -> list[str]:
    """Do what the beat says; the lines that went wrong are the answer. `said` remembers messages with a name."""
    if beat.line:
        result = await commands.run(box, beat.by, box.state.im(beat.by).id, beat.line)
        if not result["ok"]:
            return [f"{beat.line}: {result['error']}"]
        return await _press_all(box, beat, result["ephemerals"][0]["ts"]) if result["ephemerals"] else []
    if beat.deletes:
        await talk.delete(box, *said[beat.deletes])
    elif beat.edits:
        await talk.edit(box, *said[beat.edits], beat.says)
    else:
        ts = (await talk.write(box, beat.by, beat.channel, beat.says))["ts"]
        said[beat.name] = (beat.by, beat.channel, ts)
        for user, name in beat.reactions:
            await talk.react(box, user, beat.channel, ts, name)
    return []


async def _press_all(box: "Box", beat: Beat, ts: str) -> list[str]:
    """Presses what the answer offers; an app may offer nothing."""
    at = (box.state.im(beat.by).id, ts)
    for press in beat.presses:
        if not await _until(partial(_offers, box, beat.by, at, press.action)):
            return []
        blocks = seen.found_message(box, beat.by, *at).blocks or []
        choices = inputs.find(blocks, press.action, None).element.get("options")
        wanted = {"action_id": press.action} | ({"value": choices[0]["value"]} if choices else {})
        result = await presses.press_in_message(box, beat.by, at, wanted)
        if not result["ok"]:
            return [f"{beat.line}, {press.action}: {result['error']}"]
        if press.fields and (wrong := await _fill(box, beat.by, press)):
            return [f"{beat.line}, {press.action}: {wrong}"]
    return []


def _offers(box: "Box", user: str, at: tuple[str, str], action: str) -> bool:
    return f'"{action}"' in json.dumps(seen.found_message(box, user, *at).blocks)


async def _fill(box: "Box", user: str, press: Press) -> str:
    """Sends the form that opened, and closes what it turned into; what went wrong is the answer."""
    if not await _until(lambda: any(_form(box, view) for view in presses.modal_ids(box, user)[-1:])):
        return "no form opened"
    view = presses.modal_ids(box, user)[-1]
    result = await forms.submit(box, user, view, {"*": dict(press.fields)})
    while presses.modal_ids(box, user):
        await forms.close(box, user, presses.modal_ids(box, user)[-1])
    return "" if result["ok"] else str(result)


def _form(box: "Box", view_id: str) -> bool:
    return box.state.views[view_id].content.get("submit") is not None


async def _until(holds: Callable[[], bool]) -> bool:
    """Whether it holds before long: the app answers a press when it can."""
    ends = time_now() + _PATIENCE
    while not holds():
        if time_now() > ends:
            return False
        await asyncio.sleep(0.01)
    return True


async def _arrive(box: "Box") -> None:
    """Back in the present, with clean screens: confirmations of weeks ago would only be in the way."""
    box.clock.quiet = False
    await box.clock.move_to(real_now())
    for user in box.state.people:
        seen.reload(box, user)
    box.state.touch(box.state.people)
