"""Charts and tables: what Slack draws, and the same in text."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.stakeholders import Relationship, Stakeholder
from bot.views import figures, kit
from tests import kit_rules

WEEKS = figures.chart("A week", ["31 Aug", "7 Sep"], (("Wins", (2, 1_000)), ("Talks", (0, 3))), ("So:", "Since then:"))
PEOPLE = figures.table("People & co", ("Who", "Times"), (("Rui <b>", 2), ("Maya", 1_204)))


def test_a_chart_states_its_numbers_in_words_below() -> None:
    drawn, words = WEEKS.native
    assert drawn == {
        "type": "data_visualization",
        "title": "A week",
        "chart": {
            "type": "bar",
            "series": [
                {"name": "Wins", "data": [{"label": "31 Aug", "value": 2}, {"label": "7 Sep", "value": 1_000}]},
                {"name": "Talks", "data": [{"label": "31 Aug", "value": 0}, {"label": "7 Sep", "value": 3}]},
            ],
            "axis_config": {"categories": ["31 Aug", "7 Sep"]},
        },
    }
    assert words["elements"][0]["text"] == "So:\nWins · 2; 1,000\nTalks · 0, 3"


def test_a_charts_twin_has_a_line_for_each_label() -> None:
    (twin,) = WEEKS.twin
    assert twin["text"]["text"] == ("*A week*\nSince then:\n• 31 Aug: wins 2, talks 0\n• 7 Sep: wins 1,000, talks 3")
    assert (
        figures.chart("A week", ["31 Aug"], (("Wins", (2,)),)).twin[0]["text"]["text"] == "*A week*\n• 31 Aug: wins 2"
    )


def test_where_there_was_nothing_is_said_in_short() -> None:
    chart = figures.chart("A week", ["31 Aug", "7 Sep", "14 Sep"], (("Wins", (0, 0, 0)), ("Talks", (0, 3, 1))), start=1)
    assert chart.native[1]["elements"][0]["text"] == "Wins · none\nTalks · 3, 1"
    assert chart.twin[0]["text"]["text"] == "*A week*\n• 7 Sep: wins 0, talks 3\n• 14 Sep: wins 0, talks 1"


def test_a_table_is_drawn_with_numbers_as_numbers() -> None:
    (drawn,) = PEOPLE.native
    assert drawn == {
        "type": "data_table",
        "caption": "People & co",
        "page_size": 10,
        "row_header_column_index": 0,
        "rows": [
            [{"type": "raw_text", "text": "Who"}, {"type": "raw_text", "text": "Times"}],
            [{"type": "raw_text", "text": "Rui <b>"}, {"type": "raw_number", "value": 2, "text": "2"}],
            [{"type": "raw_text", "text": "Maya"}, {"type": "raw_number", "value": 1_204, "text": "1,204"}],
        ],
    }


def test_a_tables_twin_has_a_line_for_each_row() -> None:
    (twin,) = PEOPLE.twin
    assert twin["text"]["text"] == "*People &amp; co*\n• Rui &lt;b&gt;: times 2\n• Maya: times 1,204"


def test_a_cell_of_people_mentions_them_in_both_forms() -> None:
    rui = Stakeholder(1, Relationship.SPONSOR, date(2026, 11, 20), 1, user_id="U0RUI")
    maria = Stakeholder(2, Relationship.MENTOR, date(2026, 11, 20), 1, name="Maria <b>")
    heard = figures.table(
        "Heard", ("What", "By"), (("it", figures.People((rui, maria), 2)), ("that", figures.People()))
    )
    (_, first, second) = heard.native[0]["rows"]
    assert first[1]["elements"][0]["elements"] == [
        {"type": "user", "user_id": "U0RUI"},
        {"type": "text", "text": ", "},
        {"type": "text", "text": "Maria <b>"},
        {"type": "text", "text": ", "},
        {"type": "text", "text": "2 more"},
    ]
    assert second[1] == {"type": "raw_text", "text": "nobody"}
    assert heard.twin[0]["text"]["text"] == ("*Heard*\n• it: by <@U0RUI>, Maria &lt;b&gt;, 2 more\n• that: by nobody")


def test_where_one_kind_is_refused_its_twin_is_shown() -> None:
    assert WEEKS.blocks(()) == WEEKS.native
    assert WEEKS.blocks({"data_table"}) == WEEKS.native
    assert WEEKS.blocks({"data_visualization"}) == WEEKS.twin
    assert PEOPLE.blocks({"data_table"}) == PEOPLE.twin


WORDS = st.text(max_size=300)


@settings(max_examples=60, deadline=None)
@given(WORDS, st.lists(WORDS, min_size=1, max_size=12), st.lists(st.lists(WORDS, max_size=7), max_size=120))
def test_slack_takes_figures_of_any_words(title: str, names: list[str], cells: list[list[str]]) -> None:
    labels = [str(number) for number in range(30)]
    chart = figures.chart(title or "x", labels, ((title or "x", range(30)),))
    rows = [(*row, *("" for _ in range(7 - len(row))))[:3] for row in cells]
    table = figures.table(title or "x", [*names, "", ""][:3], rows or [("", 0, 0)])
    for refused in ((), (figures.CHART, figures.TABLE)):
        blocks = [*chart.blocks(refused), *table.blocks(refused)]
        assert kit_rules.faults_of_view(kit.home(blocks)) == []
