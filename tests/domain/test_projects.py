"""Projects' forms, their order, and which wins are offered."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import conversation_form, projects
from bot.domain.merges import Brief
from bot.domain.projects import Form, NewProject, Project
from bot.domain.wins import WinState

DAY = date(2026, 3, 3)
LATER = date(2026, 6, 1)


def test_what_was_stored_reads_back_as_it_was() -> None:
    assert projects.read(projects.of_project(Project(1, "the move", DAY, LATER))) == NewProject("the move", DAY, LATER)
    assert projects.read(projects.of_project(Project(1, "the move", DAY))) == NewProject("the move", DAY)


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        (Form(" ", "x", "y"), {"name": "project_missing", "began_on": "date_wrong", "ended_on": "date_wrong"}),
        (Form("x", "2026-06-01", "2026-03-03"), {"ended_on": "project_order"}),
        (Form("x"), {"began_on": "date_wrong"}),
    ],
)
def test_each_fault_stands_at_its_field(form: Form, faults: dict[str, str]) -> None:
    assert projects.read(form) == faults


@given(
    st.dictionaries(
        st.sampled_from([*Form.__dataclass_fields__, "other"]),
        st.one_of(st.none(), st.text(max_size=300), st.lists(st.text(max_size=12), max_size=3)),
    )
)
def test_any_submission_reads_as_a_project_or_faults_of_known_fields(values: conversation_form.Values) -> None:
    read = projects.read(projects.of_values(values))
    if isinstance(read, NewProject):
        assert 0 < len(read.name) <= projects.MAX_NAME
    else:
        assert read
        assert set(read) <= set(Form.__dataclass_fields__)


def test_those_that_go_on_come_first_the_latest_begun_first() -> None:
    found = [Project(1, "a", DAY, LATER), Project(2, "b", DAY), Project(3, "c", LATER), Project(4, "d", DAY)]
    assert [each.id for each in projects.arrange(found)] == [3, 4, 2, 1]


def test_it_was_given_if_it_was_asked_for_or_somebody_gave_it() -> None:
    assert not Project(1, "a", DAY).given
    assert Project(1, "a", DAY, followup_id=1).given
    assert Project(1, "a", DAY, stakeholder_id=1).given


def test_kept_wins_that_hold_the_words_are_offered_the_newest_first() -> None:
    moment = datetime(2026, 3, 3, tzinfo=UTC)

    def win(number: int, title: str, state: WinState = WinState.KEPT, *, sample: bool = False) -> Brief:
        return Brief(number, state, title, DAY, moment, sample, frozenset())

    wins = [win(1, "Shipped it"), win(2, "it, shipped"), win(3, "it", WinState.DRAFT), win(4, "it", sample=True)]
    assert [each.id for each in projects.offers(wins, "")] == [2, 1]
    assert [each.id for each in projects.offers([*wins, win(5, "other")], "SHIPPED it")] == [2, 1]
    assert len(projects.offers([win(number, "x") for number in range(99)], "")) == projects.OFFERED


def test_what_a_form_was_opened_for_travels_in_its_metadata() -> None:
    assert projects.from_metadata(projects.to_metadata(Project(7, "x", DAY, version=3))) == (7, 3)
    assert [projects.from_metadata(odd) for odd in ("", "x", ":", "7:x")] == [(0, 0), (0, 0), (0, 0), (7, 0)]


def test_a_project_is_called_what_was_asked_for() -> None:
    assert [projects.name_of(said) for said in ("to  lead\nit", "To lead it", "the move", "tomorrow")] == [
        "lead it",
        "lead it",
        "the move",
        "tomorrow",
    ]
