"""What is decided about several drafts: read from their fields, each by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain import inbox
from bot.domain.inbox import Batch, Choice, Decision, Entry, Item, Opened, Typed
from bot.domain.stakeholders import Relationship, Stakeholder
from bot.domain.win_form import Fault
from bot.domain.wins import Category, Win, WinState

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def item(win_id: int = 7, title: str = "Shipped it", **changes: Any) -> Item:
    win = Win(win_id, WinState.DRAFT, title, date(2026, 11, 19), "reaction", 1, NOW, tags=("retries",))
    return Item(replace(win, **changes))


def decide(said: dict[str, Any], *items: Item, again: bool = False) -> Any:
    shown = items or (item(),)
    opened = Opened(tuple(Entry(one.win.id, one.win.version, again) for one in shown))
    state = {f"{name}:7": value for name, value in said.items()}
    return inbox.decide(opened, state, Batch(shown, len(shown), 0, (), TODAY))


def test_what_is_kept_is_stored_with_all_that_the_modal_does_not_show() -> None:
    (decided,) = decide(
        {
            "choice": "keep",
            "title": " Shipped  it all ",
            "measure": "3x",
            "impact": "Faster\n",
            "category": "skill",
            "tell": ["3", "x", "4"],
        }
    )
    new = decided.new
    assert (new.title, new.impact, new.category, new.tags, new.happened_on, new.measures[0].as_typed) == (
        "Shipped it all",
        "Faster",
        Category.SKILL,
        ("retries",),
        date(2026, 11, 19),
        "3x",
    )
    assert (decided.choice, decided.tell, decided.entry) == (Choice.KEEP, (3, 4), Entry(7, 1))


def test_faults_are_named_by_draft_and_field() -> None:
    found = decide({"choice": "keep", "title": "", "measure": "none"}, item(), item(8))
    assert found == {"title:7": Fault("title_missing"), "measure:7": Fault("measure_wrong", "none")}
    broken = item(happened_on=date(1960, 1, 1))
    assert decide({"choice": "keep", "title": "It"}, broken) == {"title:7": Fault("date_early")}


@pytest.mark.parametrize("said", [{"choice": "dismiss", "measure": "none"}, {"title": "Shipped it"}, {"choice": "x"}])
def test_what_is_dismissed_or_left_as_it_stood_changes_nothing(said: dict[str, Any]) -> None:
    (decided,) = decide({"title": "Shipped it"} | said)
    assert (decided.new, decided.tell) == (None, None)


def test_what_is_left_for_later_keeps_what_was_typed_with_or_without_a_title() -> None:
    (named,) = decide({"choice": "later", "title": "Shipped it", "impact": "Faster"})
    assert (named.choice, named.new.title, named.new.impact) == (Choice.LATER, "Shipped it", "Faster")
    (unnamed,) = decide({"choice": "later", "impact": "Faster"}, item(title=""))
    assert (unnamed.new.title, unnamed.new.impact) == ("", "Faster")
    (told,) = decide({"choice": "later", "title": "Shipped it", "tell": ["3"]})
    assert told.tell == (3,)
    assert decide({"choice": "later", "measure": "none"}) == {"measure:7": Fault("measure_wrong", "none")}


def test_what_is_looked_at_again_is_left_as_it_is_stored() -> None:
    assert decide({"choice": "later", "title": "Mine"}, again=True) == (
        Decision(Entry(7, 1, again=True), Choice.LATER, None),
    )
    assert decide({"choice": "keep", "title": "Mine"}, again=True)[0].new.title == "Mine"


def test_what_is_gone_is_not_read() -> None:
    (decided,) = decide({"choice": "keep", "title": "", "measure": "none"}, item(deleted_at=NOW))
    assert decided == Decision(Entry(7, 1), Choice.KEEP, None)
    opened = Opened((Entry(9, 1),))
    assert inbox.decide(opened, {}, Batch((), 0, 0, (), TODAY)) == (Decision(Entry(9, 1), Choice.LATER, None),)


def test_each_draft_is_proposed_for_later_until_it_is_chosen() -> None:
    assert inbox.of_item(item(title="")) == Typed(Choice.LATER)
    assert inbox.of_item(replace(item(), tell=(4,))) == Typed(Choice.LATER, "Shipped it", tell=(4,))


def test_fields_of_another_kind_count_as_empty() -> None:
    state: dict[str, Any] = {"title:7": ["x"], "measure:7": None, "tell:7": "3", "choice:7": ["keep"]}
    assert inbox.typed(state, 7) == Typed(Choice.LATER)


def person(number: int, **changes: Any) -> Stakeholder:
    return replace(Stakeholder(number, Relationship.PEER, TODAY, 1, user_id=f"U{number}"), **changes)


def test_of_many_people_those_with_the_most_say_are_offered_and_those_chosen() -> None:
    people = [person(number) for number in range(1, 20)]
    people[17] = person(18, influence=3)
    people[18] = person(19, decider=True)
    offered = inbox.offered(people, replace(item(known_by=(1, 2)), tell=(2, 17)))
    assert [one.id for one in offered] == [19, 18, 2, 3, 4, 5, 6, 7, 8, 17]


def test_metadata_survives_and_anything_else_is_about_no_draft() -> None:
    opened = Opened(tuple(Entry(number, 2, again=number == 3) for number in range(1, 6)), 5)
    assert inbox.from_metadata(inbox.to_metadata(opened)) == opened
    most = Opened(tuple(Entry(10**18 - 1, 10**9 - 1, again=True) for _ in range(5)), 10**18 - 1)
    assert len(inbox.to_metadata(most)) < 3000
    for written in ("", "x", "[]", "{}", '{"entries":[1],"behind":1}', '{"entries":[[1,2]],"behind":1}', "[" * 10**5):
        assert inbox.from_metadata(written) == Opened()
    many = inbox.to_metadata(Opened(tuple(Entry(number, 1) for number in range(50))))
    assert len(inbox.from_metadata(many).entries) == 5
