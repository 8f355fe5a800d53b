"""Asking Slack who the people are that were just added: their names, and who is deactivated or no person. It is done
after the answer, as far as Slack answers; whoever is missed then is asked for when the list of people is looked at.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain.members import Actor
from bot.domain.outcomes import NotSaved, OutcomeUnknown
from bot.domain.stakeholders import Stakeholder
from bot.messenger import SlackProblem, SlackUser
from bot.parts import Parts
from bot.services import stakeholder_names
from bot.slack.call import Call
from bot.views import stakeholder_lists as views

log = logging.getLogger(__name__)

ASKED = 20  # people at a time: each costs a question to Slack


async def look_at(call: Call, new: Sequence[Stakeholder]) -> None:
    """Keeps the names, and says who is deactivated or no person: Slack lets both be mentioned."""
    users = await _ask(call, new)
    await keep(call.parts, call.actor, {user_id: user.name for user_id, user in users.items()})
    told = [(person, users[person.user_id]) for person in new if person.user_id in users]
    gone = [person for person, user in told if user.deleted]
    apps = [person for person, user in told if user.is_bot and not user.deleted]
    if gone or apps:
        await call.respond(views.not_there(gone, apps))


async def learn(call: Call, people: Sequence[Stakeholder]) -> None:
    """The names of those of whom Slack has not told any yet."""
    unknown = [person for person in people if not person.known_as]
    users = await _ask(call, unknown)
    await keep(call.parts, call.actor, {user_id: user.name for user_id, user in users.items()})


async def _ask(call: Call, people: Iterable[Stakeholder]) -> dict[str, SlackUser]:
    found = {}
    for person in [person for person in people if person.user_id][:ASKED]:
        try:
            found[person.user_id] = await call.parts.messenger.user(call.actor, person.user_id)
        except SlackProblem as problem:
            log.info("Slack did not say who somebody is: %s", problem)
    return found


async def keep(parts: Parts, actor: Actor, names: Mapping[str, str]) -> None:
    """By Slack user id; where the database is busy, another time is early enough."""
    if not names:
        return
    try:
        await parts.db.write(stakeholder_names.note, actor, names)
    except (NotSaved, OutcomeUnknown):
        log.info("names of people could not be noted")


async def note_change(parts: Parts, actor: Actor, user: Mapping[str, Any]) -> None:
    """What `user_change` says of the actor: most of these events are about nobody whom a member follows."""
    profile = user.get("profile")
    real = user.get("real_name") or (profile.get("real_name") if isinstance(profile, Mapping) else None)
    name = str(real or user.get("name") or "")
    if await parts.db.read(stakeholder_names.differs, actor, name):
        await parts.db.write(stakeholder_names.rename, actor, name)
