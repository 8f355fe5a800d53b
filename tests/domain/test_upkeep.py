"""How often a zone is asked for."""

from bot.domain import upkeep


def test_asking_slows_down_to_every_two_hours() -> None:
    waits = [upkeep.wait_for_zone(attempt).total_seconds() / 60 for attempt in range(1, 7)]
    assert waits == [1, 5, 30, 120, 120, 120]
