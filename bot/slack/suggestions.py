"""The answers to a suggestion of people, on Home and under the list of people; each changes what it stands in."""

from collections.abc import Sequence
from typing import Any

from bot import ids
from bot.domain.outcomes import Refused
from bot.domain.stakeholders import Relationship
from bot.domain.suggestions import read_subject
from bot.services import suggestions
from bot.slack import stakeholder_lists
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import suggestions as views


def register(routes: Routes) -> None:
    routes.action(ids.SUGGESTION_RELATE, on_relate)
    routes.action(ids.SUGGESTION_NO, on_no)


async def on_relate(call: Call) -> Reply:
    written, _, name = call.value.rpartition(":")
    subject, relationship = read_subject(written), next((each for each in Relationship if each == name), None)
    if subject is None or relationship is None:
        raise Refused("not_found")
    relate = suggestions.relate
    person = await call.parts.db.write(relate, call.actor, subject, relationship, call.key, call.now)
    return await _answered(call, views.related(person))


async def on_no(call: Call) -> Reply:
    subject = read_subject(call.value)
    if subject is None:
        raise Refused("not_found")
    await call.parts.db.write(suggestions.decline, call.actor, subject, call.key, call.now)
    return await _answered(call, views.declined())


async def _answered(call: Call, said: Sequence[dict[str, Any]]) -> Reply:
    """Home without the suggestion, or the list anew with what was done above it."""
    call.refresh_home()
    return None if call.view.get("type") == "home" else await stakeholder_lists.people(call, "0:", said)
