from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import tags, wins
from bot.domain.tags import Change, Meant, Opened, Used
from bot.domain.wins import NewWin

ids = st.lists(st.integers(1, 2**40), unique=True, max_size=60).map(lambda each: tuple(sorted(each)))
names = st.text(max_size=120).map(tags.normal).filter(bool)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Infra", "infra"),
        ("#infra", "infra"),
        ("  Tech   Debt, ", "tech-debt"),
        ("CAFE\u0301", "café"),
        ("c++", "c++"),
        ("x" * 120, "x" * 100),
        ("", ""),
        ("#,; -", ""),
        ("\u202e\x00", ""),
    ],
)
def test_a_name_has_one_form(typed: str, name: str) -> None:
    assert tags.normal(typed) == name


@given(st.text(max_size=120))
def test_the_form_of_a_name_is_its_own(typed: str) -> None:
    assert tags.normal(tags.normal(typed)) == tags.normal(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("infra", ""),
        ("Tech Debt", ""),
        ("größe_2", ""),
        ("日本語", ""),
        ("#", "tag_missing"),
        ("performance", "tag_category"),
        ("#Leadership & Teamwork", "tag_wrong"),
        ("Career Advancement", "tag_category"),
        ("<!channel>", "tag_wrong"),
        ("*bold*", "tag_wrong"),
        ("`x`", "tag_wrong"),
        ("c++", "tag_wrong"),
        ("2024", "tag_wrong"),
        ("\U0001f680", "tag_wrong"),
    ],
)
def test_a_new_tag_can_be_typed_in_a_line(typed: str, code: str) -> None:
    assert tags.refuse(tags.normal(typed)) == code
    assert tags.offers(typed, [])[1] == (() if code else (tags.normal(typed),))


@given(st.text(max_size=20).map(tags.normal).filter(lambda name: not tags.refuse(name)))
def test_what_is_not_refused_is_that_tag_in_a_line(name: str) -> None:
    read = wins.parse_win_line(f"shipped it #{name.replace('&', '&amp;')}", date(2026, 11, 20))
    assert isinstance(read, NewWin)
    assert read.tags == (name,)


def test_a_list_is_found_again_by_its_place() -> None:
    assert tags.to_place(20, "") == "20"
    assert tags.from_place(tags.to_place(20, "a/b")) == (20, "a/b")
    assert tags.from_place("x") == (0, "")


def test_several_are_typed_between_commas_or_as_hashtags() -> None:
    assert tags.typed_names("Backend, tech debt; #infra#infra") == ("backend", "tech-debt", "infra")
    assert tags.read(["A", "a", " ", "b"]) == ("a", "b")


def test_what_is_typed_already_is_offered_beside_what_the_last_name_finds() -> None:
    known = [Used("backend", 9), Used("xinfra", 5), Used("infra-cost", 3), Used("infra", 1)]
    found, new = tags.offers("backend, infra", known)
    assert [used.name for used in found] == ["backend", "infra", "infra-cost", "xinfra"]
    assert new == ()
    assert tags.offers("", known) == (tuple(known[:1] + known[1:]), ())


def test_at_most_a_hundred_are_offered() -> None:
    known = [Used(f"t{number}", 1) for number in range(500)]
    found, new = tags.offers("t,new", known)
    assert len(found) + len(new) <= tags.OFFERED
    found, new = tags.offers(",".join(f"n{number}" for number in range(300)), known)
    assert (len(found), len(new)) == (0, tags.OFFERED)


@settings(max_examples=60, deadline=None)
@given(name=names, new=names | st.just(""), wins=ids, both=ids)
def test_a_change_comes_back_out_of_its_button(
    name: str, new: str, wins: tuple[int, ...], both: tuple[int, ...]
) -> None:
    change = Change(name, new, wins, both)
    expected = None if name == new else (change, "20")
    assert tags.from_button(tags.to_button(change, "20")) == expected
    opened = Opened(name, new, "https://hooks.slack.com/x", "20")
    assert tags.from_metadata(tags.to_metadata(opened)) == opened


def test_what_no_button_holds_is_not_written() -> None:
    assert len(tags.to_button(Change("a" * 100, "b" * 100, tuple(range(1, 600))))) <= tags.MAX_WRITTEN
    assert tags.to_button(Change("a", "", tuple(range(1, 10**9, 10**6)))) == ""


@pytest.mark.parametrize(
    "written",
    [
        *("", "x", "[]", "{}", "1", "[1,2]", "[" * 5000),
        *('["a","","x y","",""]', '["a","a","1","",""]', '["","","1","",""]', '["a","","-5","",""]'),
        *('["a","","' + "z" * 60 + '","",""]', '["a",1,"1","",""]'),
    ],
)
def test_a_forged_button_says_nothing(written: str) -> None:
    assert tags.from_button(written) is None
    assert tags.from_metadata(written) == Opened()


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("reliabilty", ["reliability", "cost"], "reliability"),
        ("relaibility", ["reliability"], "reliability"),
        ("relaibilty", ["reliability"], "reliability"),
        ("hirng", ["hiring"], "hiring"),
        ("hirring", ["hiring"], "hiring"),
        ("mentorimg", ["mentoring"], "mentoring"),
        ("metrics", ["metric", "metrics-2"], "metric"),
        ("firing", ["hiring"], None),
        ("q3-2026", ["q3-2025"], None),
        ("launch2", ["launch3", "launch"], None),
        ("cost", ["cast"], None),
        ("reliably", ["reliability"], None),
        ("mettrics", ["metrics", "mettics"], None),
        ("hiring", ["hiring"], None),
        ("hiring", [], None),
    ],
)
def test_a_slip_is_near_to_one_known_tag_and_to_no_other(typed: str, known: list[str], meant: str | None) -> None:
    assert tags.find_meant([typed], known) == (meant and Meant(typed, meant))


def test_the_first_slip_of_several_tags_is_asked_about() -> None:
    assert tags.find_meant(["brandnew", "hirng", "relibility"], ["hiring", "reliability"]) == Meant("hirng", "hiring")


@given(names, names)
def test_whether_two_names_are_near_does_not_depend_on_their_order(one: str, other: str) -> None:
    assert (tags.find_meant([one], [other]) is None) == (tags.find_meant([other], [one]) is None)


@given(st.integers(1, 2**40), names.filter(lambda name: not tags.refuse(name)))
def test_a_fix_comes_back_out_of_its_button(win_id: int, name: str) -> None:
    found = Meant(name, "other" if name != "other" else "another")
    assert tags.from_fix(tags.fix_value(win_id, found)) == (win_id, found)


@pytest.mark.parametrize(
    "written", ["", "1", "1:a", "1:a:a", "x:a:b", "1:A:b", "1:a:b c", "1::b", "1:a:skill", "²:a:b", f"{'9' * 19}:a:b"]
)
def test_what_is_no_fix_is_none(written: str) -> None:
    assert tags.from_fix(written) is None


@given(st.text())
def test_any_button_is_read_as_a_fix_without_an_error(written: str) -> None:
    assert tags.from_fix(written) is None or ":" in written
