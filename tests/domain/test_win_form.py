import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import measures, win_form
from bot.domain.evidence import Captured, Evidence, EvidenceKind
from bot.domain.measures import Measure
from bot.domain.win_form import Fault, Form, Opened
from bot.domain.wins import Category, NewWin, Win, WinState

TODAY = date(2026, 11, 20)
FULL = Form(
    title="Shipped  the\nretry queue",
    impact=" Support tickets halved ",
    happened_on="2026-11-18",
    category="project_impact",
    tags=("#Reliability", "backend", "backend", " , "),
    measure="p95 800ms -> 480ms\n\n30%",
    links="https://a.b/c\nhttps://d.e https://a.b/c",
    witnesses=("U0PRIYA", "U0PRIYA", "not a user"),
    private=True,
)
NOTHING_PRESSED = Opened()


def read(form: Form) -> NewWin:
    found = win_form.read(form, TODAY)
    assert isinstance(found, NewWin)
    return found


def test_every_field_is_read() -> None:
    new = read(FULL)
    assert new.title == "Shipped the retry queue"
    assert new.impact == "Support tickets halved"
    assert new.happened_on == date(2026, 11, 18)
    assert new.category is Category.PROJECT_IMPACT
    assert new.tags == ("reliability", "backend")
    assert new.links == ("https://a.b/c", "https://d.e")
    assert new.witnesses == ("U0PRIYA",)
    assert new.private
    assert [measure.as_typed for measure in new.measures] == ["p95 800ms -> 480ms", "30%"]
    assert (new.measures[0].metric, new.measures[0].before, new.measures[0].after) == (
        "p95",
        Decimal(800),
        Decimal(480),
    )


def test_a_title_is_enough() -> None:
    assert read(Form(title="Shipped it")) == NewWin("Shipped it", TODAY)


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        (Form(), {"title": Fault("title_missing")}),
        (Form(title=" … "), {"title": Fault("title_missing")}),
        (Form(title="x", happened_on="2026-02-31"), {"happened_on": Fault("date_wrong")}),
        (Form(title="x", happened_on="1492-10-12"), {"happened_on": Fault("date_early")}),
        (Form(title="x", happened_on="2026-11-22"), {"happened_on": Fault("date_ahead")}),
        (Form(title="x", measure="9" * 26 + "%"), {"measure": Fault("measure_large", "9" * 26 + "%")}),
        (Form(title="x", measure="30%\nmuch better"), {"measure": Fault("measure_wrong", "much better")}),
        (
            Form(title="x", links="https://ok.io javascript:alert(1)"),
            {"links": Fault("link_wrong", "javascript:alert(1)")},
        ),
        (Form(title="x", links="https://a.b|c"), {"links": Fault("link_wrong", "https://a.b|c")}),
        (
            Form(measure="fast", links="here"),
            {
                "title": Fault("title_missing"),
                "measure": Fault("measure_wrong", "fast"),
                "links": Fault("link_wrong", "here"),
            },
        ),
    ],
)
def test_each_field_that_cannot_be_read_is_named(form: Form, faults: dict[str, Fault]) -> None:
    assert win_form.read(form, TODAY) == faults


def test_tomorrow_is_taken_because_the_picker_knows_the_zone_better() -> None:
    assert read(Form(title="x", happened_on="2026-11-21")).happened_on == date(2026, 11, 21)


def test_an_unknown_category_is_none() -> None:
    assert read(Form(title="x", category="gossip")).category is None


def a_win(**changes: Any) -> Win:
    base = Win(
        id=7,
        state=WinState.KEPT,
        title="Shipped the retry queue",
        happened_on=date(2026, 11, 18),
        source="command",
        version=3,
        created_at=datetime(2026, 11, 18, tzinfo=UTC),
        impact="Tickets halved",
        category=Category.SKILL,
        tags=("reliability", "backend"),
        witnesses=("U0PRIYA",),
        measures=(
            Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down"),
            Measure("tickets 30%", "tickets", "%", None, None, Decimal(30), "down"),
        ),
        evidence=(
            Evidence(EvidenceKind.LINK, url="https://a.b"),
            Evidence(EvidenceKind.QUOTE, snapshot="well done"),
        ),
    )
    return replace(base, **changes)


def test_a_stored_win_fills_the_form_and_reads_back_the_same() -> None:
    win = a_win()
    form = win_form.of_win(win)
    assert form.measure == "p95 800ms -> 480ms\ntickets 30%"
    new = win_form.keep_measures(win, read(form))
    assert new == NewWin(
        title=win.title,
        happened_on=win.happened_on,
        impact=win.impact,
        category=win.category,
        tags=win.tags,
        witnesses=win.witnesses,
        links=("https://a.b",),
        measures=win.measures,
    )


def test_a_changed_measure_is_read_anew() -> None:
    win = a_win()
    new = win_form.keep_measures(win, read(replace(win_form.of_win(win), measure="p95 800ms -> 400ms")))
    assert [(measure.as_typed, measure.after) for measure in new.measures] == [("p95 800ms -> 400ms", Decimal(400))]


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("cut the on-call pages from 40 to 12 a week", "on-call pages from 40 to 12"),
        ("cut costs by 30%", "costs -30%"),
        ("sales are up 12%", "sales +12%"),
        ("cut spend by $120k", "spend -$120k"),
        ("doubled sign-ups", "doubled sign-ups"),
        ("halved the bill", "halved bill"),
        ("saved $120k", "$120k"),
        ("+4 NPS", "+4 NPS"),
    ],
)
def test_a_measure_out_of_a_sentence_stands_in_its_field_so_that_it_is_found_again(sentence: str, line: str) -> None:
    kept = measures.find_measures(sentence)
    win = a_win(measures=kept)
    form = win_form.of_win(win)
    assert form.measure == line
    assert win_form.keep_measures(win, read(form)).measures == kept
    anew = read(Form(title="x", measure=line)).measures
    assert [replace(one, as_typed="") for one in anew] == [replace(one, as_typed="") for one in kept]


def test_a_message_fills_title_day_and_numbers() -> None:
    said = "\nCut the on-call pages from 40 to 12 a week\nand costs by 30%, costs by 30%"
    form = win_form.of_message(replace(MESSAGE, snapshot=said), TODAY)
    assert form == Form(
        title="Cut the on-call pages from 40 to 12 a week",
        happened_on="2026-11-20",
        measure="on-call pages from 40 to 12\ncosts 30%",
    )
    many = replace(MESSAGE, snapshot="\n".join(f"{number}%" for number in range(1, 9)))
    assert win_form.of_message(many, TODAY).measure == "1%\n2%\n3%\n4%\n5%"


@given(st.text(alphabet="0123456789 abc.,%$€+-\n<>→xk") | st.text())
def test_whatever_number_a_message_fills_in_can_be_saved(said: str) -> None:
    form = win_form.of_message(replace(MESSAGE, snapshot=said), TODAY)
    assert isinstance(win_form.read(replace(form, title="x"), TODAY), NewWin)


MESSAGE = Captured("C0GENERAL", "1700000000.000100", "1700000000.000100", "U0MAYA", 'Well\n"done" 🏆')


@pytest.mark.parametrize("opened", [NOTHING_PRESSED, Opened(7, 3), Opened(message=MESSAGE)])
def test_what_the_modal_was_opened_for_survives_slack(opened: Opened) -> None:
    assert win_form.from_metadata(win_form.to_metadata(opened)) == opened


@pytest.mark.parametrize("text", ["a" * 20_000, "🏆" * 20_000, '"\n' * 10_000, "\\" * 10_000])
def test_a_long_message_is_cut_to_what_metadata_holds_and_says_so(text: str) -> None:
    written = win_form.to_metadata(Opened(message=replace(MESSAGE, snapshot=text)))
    assert len(written.encode("utf-16-le")) // 2 <= win_form.MAX_METADATA
    message = win_form.from_metadata(written).message
    assert message is not None
    assert not message.whole
    assert text.startswith(message.snapshot)
    assert len(message.snapshot) > 600


@pytest.mark.parametrize(
    "written", ["", "null", "[]", "7", "{}", '{"win_id":1}', '{"win_id":1,"version":1,"message":7}', "[" * 100_000]
)
def test_foreign_metadata_opens_nothing(written: str) -> None:
    assert win_form.from_metadata(written) == NOTHING_PRESSED


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_no_metadata_is_a_failure(written: str) -> None:
    assert isinstance(win_form.from_metadata(written), Opened)


@pytest.mark.parametrize(("written", "number"), [("12", 12), ("", 0), ("-1", 0), ("x", 0), ("9" * 30, 0), ("٣", 0)])
def test_an_id_is_digits_that_a_database_can_hold(written: str, number: int) -> None:
    assert win_form.int_of(written) == number
