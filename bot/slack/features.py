"""The list of all features that answer Slack: nothing is registered by itself."""

from bot.slack import (
    awareness,
    away,
    conversations,
    digests,
    evidence,
    exports,
    finding,
    fixes,
    followups,
    home,
    inbox,
    members,
    merges,
    nudges,
    offers,
    people_merges,
    pieces,
    preps,
    privacy,
    proposals,
    reactions,
    rooms,
    samples,
    stakeholder_card,
    stakeholder_lists,
    stakeholders,
    suggestions,
    summaries,
    tags,
    timelines,
    vouch,
    weeks,
    wins,
    workspaces,
)
from bot.slack.router import Routes

FEATURES = (
    wins,
    merges,
    finding,
    evidence,
    pieces,
    fixes,
    reactions,
    inbox,
    conversations,
    timelines,
    stakeholders,
    stakeholder_lists,
    stakeholder_card,
    people_merges,
    suggestions,
    awareness,
    preps,
    followups,
    proposals,
    rooms,
    tags,
    digests,
    summaries,
    weeks,
    nudges,
    home,
    members,
    offers,
    samples,
    away,
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
