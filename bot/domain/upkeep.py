"""How long things are kept, and how often a zone is asked for; values only."""

from datetime import timedelta

PAYLOADS_KEPT = timedelta(days=3)  # Slack delivers nothing again after a day
SLOTS_KEPT = timedelta(days=1)  # of pacing: a hold by Slack lasts seconds
REMOVED_KEPT = timedelta(days=30)  # a removed workspace's data, as PRIVACY.md says
ZONE_ATTEMPTS = 8
_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


def wait_for_zone(attempts: int) -> timedelta:
    """How long to wait after asking for the `attempts`-th time."""
    return _WAITS[min(attempts, len(_WAITS)) - 1]
