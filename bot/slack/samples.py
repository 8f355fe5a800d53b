"""Sample data's buttons on Home, which shows what they did."""

from bot import ids
from bot.services import samples
from bot.slack.call import Call, Reply
from bot.slack.router import Routes
from bot.views import samples as views


def register(routes: Routes) -> None:
    routes.action(ids.SAMPLES_ADD, on_add)
    routes.action(ids.SAMPLES_WIPE, on_wipe)


async def on_add(call: Call) -> Reply:
    done = await call.parts.db.write(samples.add, await call.owner(), call.key, call.now)
    call.refresh_home()
    return views.added() if done.before else None


async def on_wipe(call: Call) -> Reply:
    done = await call.parts.db.write(samples.wipe, call.actor, call.key, call.now)
    call.refresh_home()
    return views.wiped() if done.before else None
