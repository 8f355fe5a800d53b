"""What happens to a workspace as a whole: Vouch is uninstalled, or its token revoked."""

from bot.services import workspaces
from bot.slack.call import Call, Reply
from bot.slack.router import Routes


def register(routes: Routes) -> None:
    routes.event("app_uninstalled", on_event_uninstalled)
    routes.event("tokens_revoked", on_event_tokens_revoked)


async def on_event_uninstalled(call: Call) -> Reply:
    await call.parts.db.write(workspaces.remove, call.actor, call.now)
    call.known.forget_all()
    return None


async def on_event_tokens_revoked(call: Call) -> Reply:
    """Only a bot's token is ours; Vouch asks nobody for a token of their own."""
    tokens = (call.body.get("event") or {}).get("tokens")
    if isinstance(tokens, dict) and tokens.get("bot"):
        return await on_event_uninstalled(call)
    return None
