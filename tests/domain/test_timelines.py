"""A page of conversations that became shorter meanwhile is the last one."""

import pytest

from bot.domain import timelines


@pytest.mark.parametrize(
    ("offset", "total", "shown"),
    [(0, 0, 0), (0, 8, 0), (8, 9, 8), (8, 8, 0), (99, 17, 16), (-3, 9, 0), (5, 20, 0), (9, 20, 8)],
)
def test_the_page_shown_is_there_and_begins_where_a_page_does(offset: int, total: int, shown: int) -> None:
    assert timelines.fitting(offset, total) == shown
