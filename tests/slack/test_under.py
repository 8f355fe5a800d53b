import asyncio

from bot.domain.outcomes import NotRead
from bot.messenger import SlackRefused
from bot.slack import under
from bot.slack.under import Under
from tests.conftest import ADA


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def shows(lists: Under, shown: list[str], name: str = "list", view_id: str = "V1") -> None:
    async def again() -> None:
        shown.append(name)
        if name == "gone":
            raise SlackRefused("not_found")
        if name == "unread":
            raise NotRead

    lists.note(ADA, again, view_id)


def times(lists: Under, shown: list[str], tries: int) -> int:
    shown.clear()
    for _ in range(tries):
        asyncio.run(lists.show(ADA))
    return len(shown)


def test_a_list_is_shown_again_as_often_as_slack_takes_it() -> None:
    shown: list[str] = []
    lists = Under()
    assert times(lists, shown, 1) == 0
    shows(lists, shown)
    assert times(lists, shown, 9) == under.TIMES


def test_a_list_is_forgotten_in_time_when_it_is_gone_and_when_pressed() -> None:
    shown: list[str] = []
    clock = Clock()
    lists = Under(clock)
    shows(lists, shown)
    clock.now = under.STAYS + 1
    assert times(lists, shown, 2) == 0
    shows(lists, shown, "gone")
    assert times(lists, shown, 2) == 1
    shows(lists, shown, "unread")
    assert times(lists, shown, 2) == 2  # the database may answer the next time
    shows(lists, shown)
    lists.pressed(ADA, "V2")
    assert times(lists, shown, 1) == 1
    lists.pressed(ADA, "V1")
    assert times(lists, shown, 1) == 0
    shows(lists, shown, view_id="")
    lists.pressed(ADA, "")
    assert times(lists, shown, 1) == 1


def test_what_lies_under_the_window_in_which_something_is_opened_is_shown_too() -> None:
    shown: list[str] = []
    lists = Under()

    def note(name: str, view_id: str, below: str = "") -> None:
        async def again() -> None:
            shown.append(name)

        lists.note(ADA, again, view_id, below)

    note("room", "V1")
    note("card", "V2", "V1")
    asyncio.run(lists.show(ADA))
    assert shown == ["room", "card"]
    lists.pressed(ADA, "V2")
    assert times(lists, shown, 1) == 1
    assert shown == ["room"]
    note("another", "V4", "V3")
    assert (times(lists, shown, 1), shown) == (1, ["another"])
    note("message", "")
    note("window over it", "V5")
    assert (times(lists, shown, 1), shown) == (2, ["message", "window over it"])
    note("newer message", "")
    assert (times(lists, shown, 1), shown) == (1, ["newer message"])


def test_the_oldest_list_is_forgotten_first() -> None:
    shown: list[str] = []
    lists = Under()
    shows(lists, shown)
    for number in range(under.AT_MOST):
        lists.note(ADA.__class__("", "T", f"U{number}"), lambda: asyncio.sleep(0), "")
    assert times(lists, shown, 1) == 0
