"""What logging a win costs in a long record."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from bot.domain.members import Actor
from bot.services import wins
from bot.store.database import Session

LINE = "shipped the retry queue, p95 800ms -> 480ms #reliability #impact https://acme.io/42 <@U0PRIYA|priya> yesterday"


def test_a_win_takes_as_much_of_the_database_in_a_long_record_as_in_a_short_one(
    session: Session, ada: Actor, now: datetime
) -> None:
    """Counted in steps of SQLite's own machine, which are the same on every computer."""
    driver: Any = session.connection.driver_connection
    steps: list[int] = []
    for number in range(300):
        counted = Counter[str]()
        driver.set_progress_handler(lambda counted=counted: counted.update(["steps"]), 1)
        wins.log_line(session, ada, f"{LINE} {number}", "", now + timedelta(minutes=number))
        driver.set_progress_handler(None, 0)
        steps.append(counted["steps"])
    assert max(steps[200:]) < 1.1 * max(steps[10:20])
