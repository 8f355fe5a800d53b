from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import stakeholder_search as search
from bot.domain.stakeholder_search import Query
from bot.domain.stakeholders import Relationship, Stakeholder, Stance

DAY = date(2026, 11, 20)
RUI = Stakeholder(
    1, Relationship.SKIP_LEVEL, DAY, 1, user_id="U0RUI", known_as="Rui Çosta", decider=True, stance=Stance.SCEPTIC
)
MARIA = Stakeholder(
    2, Relationship.SPONSOR, DAY, 1, name="Maria Lopez", function="Finance", interests="cost", notes="knows Rui"
)
GONE = Stakeholder(3, Relationship.MANAGER, DAY, 1, name="Maria Straße", archived_at=datetime(2026, 11, 1, tzinfo=UTC))
MERGED = replace(GONE, id=4, merged_into=2)
EVERYBODY = (RUI, MARIA, GONE, MERGED)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [1, 2, 3]),
        ("maria", [2, 3]),
        ("MARIA lopez", [2]),
        ("costa", [1]),
        ("@rui", [1, 2]),  # by the name first, then by what was noted
        ("strasse", [3]),
        ("finance cost", [2]),
        ("finance manager", []),
        ("sponsors", [2]),
        ("boss", [3]),
        ("skip", [1]),
        ("skip-level", [1]),
        ("skip level", [1]),
        ("sceptic", [1]),
        ("unknown", []),
        ("decider", [1]),
        ("archived", [3]),
        ("archived lopez", []),
        ("Archived: Maria", [3]),
        ("<@U0RUI>", [1]),
        ("<@U0RUI|rui> finance", []),
        ("<@U0NOBODY>", []),
        ("“rui”", [1, 2]),
    ],
)
def test_people_are_found_by_whatever_is_known_of_them(typed: str, found: list[int]) -> None:
    assert [person.id for person in search.find(search.parse(typed), EVERYBODY)] == found


def test_a_text_is_read_as_words_and_people() -> None:
    assert search.parse("Archived <@U0RUI> R&amp;D, platform") == Query(("r&d", "platform"), ("U0RUI",), True)
    assert search.parse(" ,\x00; ").empty
    assert not search.parse("archived").empty


@given(st.text(), st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20)), max_size=4))
def test_finding_never_fails_and_finds_nobody_who_was_not_there(typed: str, people: list[tuple[str, str, str]]) -> None:
    everybody = [
        replace(MARIA, id=number, name=name, known_as=known, notes=notes)
        for number, (name, known, notes) in enumerate(people)
    ]
    found = search.find(search.parse(typed), everybody)
    assert set(found) <= set(everybody)
    assert len(set(found)) == len(found)


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=30))
def test_everybody_is_found_by_their_own_name(name: str) -> None:
    """Whatever its case; a name that asks for those no longer followed excepted."""
    for typed in (name, name.upper(), name.casefold()):
        query = search.parse(typed)
        assert query.gone or search.find(query, [replace(MARIA, name=name)])
