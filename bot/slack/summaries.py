"""Drafts about oneself in Slack: written, edited, ready to be copied, and noted as sent; nothing goes to anybody."""

import asyncio
import logging
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot import ids
from bot.domain import summaries as rules
from bot.domain.outcomes import NotSaved, OutcomeUnknown, Refused
from bot.domain.summaries import Draft
from bot.domain.win_form import int_of
from bot.messenger import ZONE_PATIENCE, SlackProblem
from bot.services import awareness, summaries
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.slack.stakeholders import shown
from bot.views import errors, summary_modal
from bot.views import summaries as views

log = logging.getLogger(__name__)

LOOKED_UP = 6  # people whose names Slack is asked for


def register(routes: Routes) -> None:
    routes.word("summary", on_word_summary)
    routes.action(ids.SUMMARY_OPEN, on_open)
    for choice in ids.SUMMARY_CHOICES:
        routes.action(choice, on_choose)
    routes.action(ids.SUMMARY_TEXT, on_type)
    routes.action(ids.SUMMARY_TYPED, on_typed)
    routes.action(ids.SUMMARY_ANEW, on_anew)
    routes.action(ids.SUMMARY_EDIT, on_edit)
    routes.action(ids.SUMMARY_DM, on_dm)
    routes.action(ids.SUMMARY_SENT, on_sent)
    routes.action(ids.SUMMARY_UNDO, on_undo)
    routes.submission(ids.MODAL_SUMMARY, on_submission)
    routes.submission(ids.MODAL_SUMMARY_SENT, on_submission_sent)


async def on_word_summary(call: Call) -> Reply:
    async def asked() -> dict[str, Any]:
        return await _editor(call, await call.parts.db.read(summaries.ask, call.actor, call.text, call.now))

    await call.open_modal_when(asked(), dict)
    return None


async def on_open(call: Call) -> Reply:
    await call.open_modal_when(_of(call, call.value), dict)
    return None


async def on_choose(call: Call) -> Reply:
    """The draft anew, unless something was typed into it: that stays."""
    carried, _, mark = call.metadata.partition("#")
    typed = _typed(call)
    kept = typed if typed and _mark(typed) != mark else None
    chosen = str(call.action.get("action_id")), call.value
    see = summaries.see_changed
    draft = await call.parts.db.read(see, call.actor, carried, *chosen, call.now)
    await call.update_modal(await _editor(call, draft, kept, anew=True))
    return None


async def on_type(call: Call) -> Reply:
    """Kept while it is typed, as Slack tells nothing of a text whose window is closed; the window does not change."""
    call.after(_keep, call)
    return None


async def _keep(call: Call) -> None:
    carried, _, mark = call.metadata.partition("#")
    typed = _typed(call)
    made = "" if _mark(typed) == mark else typed
    ts = str(call.action.get("action_ts") or call.parts.clock.real().timestamp())
    try:
        await call.parts.db.write(summaries.keep_typed, call.actor, carried, made, ts, call.now)
    except (NotSaved, OutcomeUnknown):
        log.info("what was typed into a draft could not be kept; it is still in its window")


async def on_typed(call: Call) -> Reply:
    """What was typed into a draft before, in this one's window."""
    carried = call.metadata.partition("#")[0]
    draft = await call.parts.db.read(summaries.see_summary, call.actor, carried, call.now)
    await call.update_modal(await _editor(call, draft, draft.typed.text if draft.typed else None))
    return None


async def on_anew(call: Call) -> Reply:
    """What was typed is still offered below."""
    carried = call.metadata.partition("#")[0]
    draft = await call.parts.db.read(summaries.see_summary, call.actor, carried, call.now)
    await call.update_modal(await _editor(call, draft, anew=True))
    return None


async def on_edit(call: Call) -> Reply:
    await call.update_modal(await _of(call, call.value, summary_modal.text_of(call.view.get("blocks")) or None))
    return None


async def on_dm(_call: Call) -> Reply:
    """Slack has led there by itself."""
    return None


async def on_submission(call: Call) -> Reply:
    typed = _typed(call).strip()
    if not typed:
        return errors.in_field(summary_modal.text_block(call.view.get("blocks")), "summary_empty", {})
    carried = call.metadata.partition("#")[0]
    draft = await call.parts.db.read(summaries.see_summary, call.actor, carried, call.now)
    call.after(_keep, call)
    return summary_modal.ready(typed, draft, call.actor.team_id)


async def on_sent(call: Call) -> Reply:
    reading = call.parts.db.read(summaries.see_sent, call.actor, call.value, call.now)
    await call.open_modal_when(reading, lambda found: summary_modal.sent_modal(found, call.value))
    return None


async def on_submission_sent(call: Call) -> Reply:
    users, outside = _several(call, summary_modal.PEOPLE), _several(call, summary_modal.OUTSIDE)
    wins = [int_of(each) for each in _several(call, summary_modal.WINS)]
    people, strangers = await call.parts.db.read(summaries.people_of, call.actor, users)
    if strangers:
        return errors.in_field(summary_modal.PEOPLE, "sent_strangers", {})
    try:
        chosen = [*people, *map(int_of, outside)]
        sent = await call.parts.db.write(awareness.mark_sent, call.actor, wins, chosen, call.key, call.now)
    except Refused as problem:
        if problem.code != "sent_nobody":
            raise
        return errors.in_field(summary_modal.PEOPLE, problem.code, problem.parts)
    call.refresh_home()
    return errors.as_modal(summary_modal.noted(sent), "Noted")


async def on_undo(call: Call) -> Reply:
    try:
        at = datetime.fromisoformat(call.value)
    except ValueError as problem:
        raise Refused("not_found") from problem
    if at.utcoffset() is None:
        raise Refused("not_found")
    pairs = await call.parts.db.write(awareness.undo_sent, call.actor, at, call.key, call.now)
    call.refresh_home()
    return await shown(call, summary_modal.undone(pairs), "Undone")


async def _of(call: Call, carried: str, typed: str | None = None) -> dict[str, Any]:
    return await _editor(call, await call.parts.db.read(summaries.see_summary, call.actor, carried, call.now), typed)


async def _editor(call: Call, draft: Draft, typed: str | None = None, *, anew: bool = False) -> dict[str, Any]:
    """With what was `typed`; else with what was typed into this very draft another time, unless it is to be `anew`."""
    written, last = "", draft.typed
    if draft.summary is not None:
        names = await _names(call, draft, views.people(draft.summary, draft.today))
        written = views.plain(draft.summary, draft.today, names)
    if typed is None and not anew and last is not None and last.asked == rules.write(draft.asked):
        typed = last.text
    own = None if typed == written else typed
    offered = last if last is not None and last.text not in (written, typed) else None
    return summary_modal.editor(draft, written, _mark(written), own, offered)


async def _names(call: Call, draft: Draft, people: tuple[str, ...]) -> Mapping[str, str]:
    """What is known here, and of some others what Slack says; who stays unknown is worded without a name."""

    async def asked(user_id: str) -> tuple[str, str]:
        try:
            return user_id, (await call.parts.messenger.user(call.actor, user_id, limit=ZONE_PATIENCE)).name
        except SlackProblem:
            return user_id, ""

    unknown = [who for who in people if who not in draft.known][:LOOKED_UP]
    answers = await asyncio.gather(*map(asked, unknown))
    return {**draft.known, **{who: name for who, name in answers if name}}


def _typed(call: Call) -> str:
    typed = call.state.get(ids.SUMMARY_TEXT)
    return typed if isinstance(typed, str) else ""


def _several(call: Call, name: str) -> list[str]:
    chosen = call.state.get(name)
    return chosen if isinstance(chosen, list) else []


def _mark(written: str) -> str:
    """Names a text, so that it is known later whether it was changed."""
    return f"{zlib.crc32(written.encode()):08x}"
