"""A new workspace, and the eight weeks of Ada's work that are replayed into it; it may only do what people can do.

The story goes to the app as everything else does: as commands, messages and reactions, under a clock set back and
walked forward day by day while it says *quiet*. All that is told stands in `BEATS`.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sandbox.acting import commands, seen, talk
from sandbox.clock import real_now
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.box import Box

WEEKS = 8
WHO = "U0ADA"
_ZONE = ZoneInfo("Europe/Berlin")
_AT_WORK = time(11, 20)
_STUCK = "The app did not report its tick in time, so the story stopped on the way."


@dataclass(frozen=True)
class Beat:
    """What happens so many days before now: a line that Ada types, or a message, perhaps with reactions (who, name)."""

    days: int
    line: str = ""
    says: str = ""
    by: str = WHO
    channel: str = "C0PLATFORM"
    reactions: tuple[tuple[str, str], ...] = ()


TROPHY = ((WHO, "trophy"),)

BEATS = (
    Beat(56, "/win Took over the payment queue rewrite from the old team #project"),
    Beat(56, "/vouch add @Maya manager"),
    Beat(55, "/vouch add @Sam skip-level"),
    Beat(55, "/vouch add @Rui sponsor"),
    Beat(54, "/met @Maya 1:1 about goals for the half; she wants to see cross-team work"),
    Beat(51, "/win Cut checkout p95 latency, p95 800ms -> 480ms #performance #reliability @Priya"),
    Beat(
        51,
        says="The new checkout path is live for everybody. Thank you for the patience.",
        reactions=(("U0PRIYA", "tada"),),
    ),
    Beat(47, "/met @Priya pairing on the retry design; next: send her the failure numbers by friday"),
    Beat(46, "/win Wrote the design for idempotent retries, adopted by two teams #leadership #payments @Priya @Leo"),
    Beat(
        44,
        says="Ada's runbook got us through last night's incident in 12 minutes instead of an hour.",
        by="U0MAYA",
        reactions=(*TROPHY, ("U0PRIYA", "raised_hands")),
    ),
    Beat(40, "/met @Maya 1:1, asked what is missing for staff; she said evidence beyond our own team"),
    Beat(39, "/win Mentored Leo's two interns through their first launch #leadership #mentoring"),
    Beat(36, "/win On-call pages down after the alert cleanup, 34 -> 9 pages a week #reliability #performance @Maya"),
    Beat(
        33,
        "/met @Sam coffee about the reliability programme, he asked for the numbers; next: send him one page by monday",
    ),
    Beat(30, "/win Gave the incident review talk at the engineering all-hands #industry #speaking"),
    Beat(
        29, says="That all-hands talk was the clearest explanation of our retries so far.", by="U0SAM", reactions=TROPHY
    ),
    Beat(26, "/met @Maya 1:1 about the reliability programme and the review calendar"),
    Beat(24, "/win Saved $120k a year by moving the batch jobs to spot machines #impact #cost @Sam"),
    Beat(20, "/win Learned to read the scheduler's flame graphs and fixed the hottest loop #skill #profiling"),
    Beat(17, "/met @Priya lunch, compared notes on the platform roadmap"),
    Beat(15, "/win Onboarding of new engineers shortened, 10 days -> 6 days #leadership #onboarding @Maya @Leo"),
    Beat(12, "/met @Maya 1:1, she will bring the reliability results to the staff meeting"),
    Beat(
        11,
        says="The retry queue handled the flash sale without one lost order. Great work, @ada!",
        by="U0LEO",
        channel="C0GENERAL",
        reactions=(*TROPHY, ("U0MAYA", "heart")),
    ),
    Beat(
        9,
        "/win Retry queue survived the flash sale, +4 NPS from merchants #impact #payments @Leo https://status.example.com/flash-sale",
    ),
    Beat(5, "/win Reviewed the storage team's migration plan and found the missing rollback #project #review @Priya"),
    Beat(4, "/met @Maya 1:1 about the promotion packet; next: draft two paragraphs by thursday"),
    Beat(3, "/win Error budget back above target, errors 2.1% -> 0.4% #performance #reliability @Maya @Priya"),
    Beat(2, says="Migration went through overnight, no tickets this morning.", by="U0PRIYA", reactions=TROPHY),
    Beat(1, "/win Published the retry library for all teams, 3 teams use it already #industry #payments @Priya"),
)


async def reset(box: "Box", *, seed: bool) -> Json:
    """Begin anew: the app is asked to forget everything, then the story is told if wanted."""
    async with box.resetting:
        box.wipe()
        forgot = await box.clock.ask_for_reset() if box.clock.followed.is_set() else True
        box.state.touch(box.state.people)
        if not forgot:
            return {"ok": False, "error": "The workspace is new, but the app did not say that it forgot the old one."}
        if not seed:
            return {"ok": True, "seeded": False}
        try:
            return await _tell(box)
        finally:
            await _arrive(box)


async def _tell(box: "Box") -> Json:
    box.clock.quiet = True
    today = real_now().astimezone(_ZONE)
    failed: list[str] = []
    beats = {days: list(group) for days, group in groupby(BEATS, key=lambda beat: beat.days)}
    for days in range(WEEKS * 7, 0, -1):
        version = await box.clock.move_to(_moment(today, days))
        if not await box.clock.wait_ticked(version):
            return {"ok": False, "error": _STUCK}
        for beat in beats.get(days, []):
            failed += await _play(box, beat)
    return {"ok": True, "seeded": True, "failed": failed}


async def _play(box: "Box", beat: Beat) -> list[str]:
    """Do what the beat says; the lines that went wrong are the answer."""
    if beat.line:
        result = await commands.run(box, beat.by, box.state.im(beat.by).id, beat.line)
        return [] if result["ok"] else [f"{beat.line}: {result['error']}"]
    said = await talk.write(box, beat.by, beat.channel, beat.says)
    for user, name in beat.reactions:
        await talk.react(box, user, beat.channel, said["ts"], name)
    return []


async def _arrive(box: "Box") -> None:
    """Back in the present, with clean screens: confirmations of weeks ago would only be in the way."""
    box.clock.quiet = False
    await box.clock.move_to(real_now())
    for user in box.state.people:
        seen.reload(box, user)
    box.state.touch(box.state.people)


def _moment(today: datetime, days: int) -> datetime:
    """A time of Ada's working day, so many days ago."""
    day = (today - timedelta(days=days)).date()
    return datetime.combine(day, _AT_WORK, _ZONE)
