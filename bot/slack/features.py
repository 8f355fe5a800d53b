"""The list of all features that answer Slack: nothing is registered by itself."""

from bot.slack import (
    conversations,
    digests,
    evidence,
    exports,
    followups,
    home,
    members,
    privacy,
    reactions,
    stakeholders,
    vouch,
    wins,
    workspaces,
)
from bot.slack.router import Routes

FEATURES = (
    wins,
    evidence,
    reactions,
    conversations,
    stakeholders,
    followups,
    digests,
    home,
    members,
    privacy,
    exports,
    workspaces,
    vouch,
)


def routes() -> Routes:
    """Everything that is answered."""
    table = Routes()
    for feature in FEATURES:
        feature.register(table)
    return table
