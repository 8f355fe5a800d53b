"""Merging two who are the same person in Slack: choosing the other one, seeing both, and taking it back."""

from bot import ids
from bot.domain.outcomes import Refused
from bot.domain.win_form import int_of
from bot.services import people_merges
from bot.slack import stakeholder_card
from bot.slack import stakeholders as people
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import errors, kit
from bot.views import people_merges as views


def register(routes: Routes) -> None:
    routes.action(ids.PEOPLE_MERGE, on_open)
    routes.action(ids.PEOPLE_MERGE_UNDO, on_undo)
    routes.option(ids.PEOPLE_MERGE_OTHER, on_option_other)
    routes.submission(ids.MODAL_PEOPLE_CHOOSE, on_submission_choose)
    routes.submission(ids.MODAL_PEOPLE_MERGE, on_submission)


async def on_open(call: Call) -> Reply:
    return await open_for(call, call.value)


async def open_for(call: Call, pair: str) -> Reply:
    """With the other one named too (`id:id`), at once to both."""
    stakeholder_card.note_card(call)
    one, _, other = pair.partition(":")
    if other:
        prepare = people_merges.prepare
        await call.open_modal_when(call.parts.db.read(prepare, call.actor, int_of(one), int_of(other), call.now), _both)
    else:
        see = people_merges.look_up
        await call.open_modal_when(call.parts.db.read(see, call.actor, int_of(one), call.now), _choice)
    return None


def _choice(opened: people_merges.Opened) -> kit.Block:
    return views.choose_modal(opened.person, opened.gone, opened.like)


def _both(pair: people_merges.Pair) -> kit.Block:
    return views.modal(pair.kept, pair.gone, pair.both, pair.counts)


async def on_option_other(call: Call) -> Reply:
    found = await call.parts.db.read(people_merges.offer, call.actor, int_of(call.metadata), call.query)
    return views.offered(found)


async def on_submission_choose(call: Call) -> Reply:
    other = call.state.get(ids.PEOPLE_MERGE_OTHER)
    other_id = int_of(other) if isinstance(other, str) else 0
    prepare = people_merges.prepare
    try:
        return _both(await call.parts.db.read(prepare, call.actor, int_of(call.metadata), other_id, call.now))
    except Refused as problem:
        return views.choice_refused(problem.code)


async def on_submission(call: Call) -> Reply:
    """Turns into *Merged*; where either has changed meanwhile, both are shown anew."""
    numbers = [int_of(part) for part in call.metadata.split(":")]
    kept, kept_version, gone, gone_version = numbers if len(numbers) == 4 else (0, 0, 0, 0)
    versions = kept_version, gone_version
    try:
        done = await call.parts.db.write(people_merges.merge, call.actor, kept, gone, versions, call.key, call.now)
    except Refused as problem:
        if problem.code != "stale":
            raise
        pair = await call.parts.db.read(people_merges.prepare, call.actor, kept, gone, call.now)
        return views.modal(pair.kept, pair.gone, pair.both, pair.counts, stale=True)
    call.refresh_home()
    return errors.as_modal(views.merged(done.kept, done.gone), "Merged")


async def on_undo(call: Call) -> Reply:
    done = await call.parts.db.write(people_merges.undo, call.actor, int_of(call.value), call.key, call.now)
    call.refresh_home()
    return await people.shown(call, views.unmerged(done.kept, done.gone, done.stays), "Not merged")
