"""Troubles with automatic messages, for whoever looks after an installation; nothing of anybody's record is read."""

from datetime import datetime

from bot.domain.troubles import Troubles
from bot.store import troubles
from bot.store.database import Session


def count(session: Session, now: datetime) -> Troubles:
    return troubles.count_troubles(session, now)
