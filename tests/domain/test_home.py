"""Home's pages: what a view carries, and which page stands where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.home import PAGE, Pages, pages_of


@given(st.builds(Pages, *[st.integers(0, 999_999)] * 3))
def test_pages_travel_as_text(pages: Pages) -> None:
    assert pages_of(str(pages)) == pages


@pytest.mark.parametrize("written", ["", ":", "1:2", "1:2:3:4", "null", "{}", "::", "٣:x:-1", "1" * 3000])
def test_whatever_else_a_view_carries_means_the_first_pages(written: str) -> None:
    assert pages_of(written) == Pages()


def test_one_list_is_turned_and_the_others_stay() -> None:
    assert Pages(5, 4, 3).turned("talks", 8) == Pages(5, 8, 3)
    assert Pages(5, 4, 3).turned("", 8) == Pages(5, 4, 3)
    assert Pages(5, 4, 3).turned("__class__", 8) == Pages(5, 4, 3)


@given(st.integers(0, 10**6), st.integers(0, 10**4))
def test_a_page_begins_where_pages_begin_and_is_never_empty(offset: int, total: int) -> None:
    at = Pages(wins=offset).fitting(wins=total, talks=0, people=0).wins
    assert at % PAGE["wins"] == 0
    assert at <= offset
    assert at < total or at == total == 0
    assert offset >= total or offset - at < PAGE["wins"]
