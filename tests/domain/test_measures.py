from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import measures, metrics
from bot.domain.measures import Measure
from tests.domain import generated

D = Decimal


def pair(typed: str, before: str, after: str, unit: str = "", metric: str = "", direction: str = "down") -> Measure:
    return Measure(typed, metric, unit, before=D(before), after=D(after), direction=direction)


def single(typed: str, change: str, unit: str, metric: str = "", direction: str = "") -> Measure:
    return Measure(typed, metric, unit, change=D(change), direction=direction)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("p95 800ms -> 480ms", pair("800ms -> 480ms", "800", "480", "ms", "p95")),
        ("p95: 800ms=>480ms", pair("800ms=>480ms", "800", "480", "ms", "p95")),
        ("the queue, p95 800ms → 480ms", pair("800ms → 480ms", "800", "480", "ms", "p95")),
        ("shipped it - p95 800 -> 480", pair("800 -> 480", "800", "480", metric="p95")),
        ("p95 800 -> 480ms", pair("800 -> 480ms", "800", "480", "ms", "p95")),
        ("800 ms --> 480 ms", pair("800 ms --> 480 ms", "800", "480", "ms")),
        ("reduced p95 latency from 800 ms to 480 ms", pair("from 800 ms to 480 ms", "800", "480", "ms", "p95 latency")),
        ("MTTR 4h -> 40m", pair("4h -> 40m", "240", "40", "min", "MTTR")),
        ("MTTR down from 40m to 30s", pair("from 40m to 30s", "2400", "30", "s", "MTTR")),
        ("cable 4m -> 3m", pair("4m -> 3m", "4", "3", "m", "cable")),
        ("error rate went down from 2.5% to 0.3%", pair("from 2.5% to 0.3%", "2.5", "0.3", "%", "error rate")),
        ("From 3 to 9 people", pair("From 3 to 9 people", "3", "9", "people", direction="up")),
        ("from 9 down to only 5", pair("from 9 down to only 5", "9", "5")),
        ("grew 3 boards -> 9 boards", pair("3 boards -> 9 boards", "3", "9", "boards", direction="up")),
        ("NPS 31 -> 42 in Q3", pair("31 -> 42", "31", "42", metric="NPS", direction="up")),
        ("1,200 -> 1 500 users", pair("1,200 -> 1 500 users", "1200", "1500", "users", direction="up")),
        ("sign-ups from 1.2k to 3.4k", pair("from 1.2k to 3.4k", "1200", "3400", metric="sign-ups", direction="up")),
        ("1.2M -> 3 million users", pair("1.2M -> 3 million", "1200000", "3000000", direction="up")),
        ("€1.2m -> 1.5m", pair("€1.2m -> 1.5m", "1200000", "1500000", "€", direction="up")),
        ("$5k -> $3k", pair("$5k -> $3k", "5000", "3000", "$")),
        ("2h to 15min", pair("2h to 15min", "120", "15", "min")),
        ("onboarding 2 hours to 15 minutes", pair("2 hours to 15 minutes", "120", "15", "minutes", "onboarding")),
        ("build 90s -> 2 min", pair("90s -> 2 min", "90", "120", "s", "build", "up")),
        ("1 year -> 6 months", pair("1 year -> 6 months", "12", "6", "months")),
        ("image 1.5 GB -> 300MB", pair("1.5 GB -> 300MB", "1500", "300", "MB", "image")),
        ("0,125 -> 0,5 s", pair("0,125 -> 0,5 s", "0.125", "0.5", "s", direction="up")),
        ("-5 -> 3", pair("-5 -> 3", "-5", "3", direction="up")),
        ("5 -> 5", pair("5 -> 5", "5", "5", direction="")),
        ("2 -> 3 -> 4", pair("2 -> 3", "2", "3", direction="up")),
        ("30%", single("30%", "30", "%")),
        ("cut build time 30%", single("30%", "30", "%", "build time", "down")),
        ("cut costs by 30 percent", single("30 percent", "30", "%", "costs", "down")),
        ("raised retention by 4%", single("4%", "4", "%", "retention", "up")),
        ("30% fewer tickets", single("30% fewer", "30", "%", "tickets", "down")),
        ("30% more sales", single("30% more", "30", "%", "sales", "up")),
        ("+12% revenue", single("+12%", "12", "%", "revenue", "up")),
        ("Won +12% revenue in May", single("+12%", "12", "%", "revenue", "up")),
        ("-20% p95 latency, at last", single("-20%", "20", "%", "p95 latency", "down")),
        ("+12% revenue overall", single("+12%", "12", "%", "revenue", "up")),
        ("+12% revenue mostly", single("+12%", "12", "%", "revenue", "up")),
        ("+12% of all revenue", single("+12%", "12", "%", direction="up")),
        ("+12% revenue growth everywhere else", single("+12%", "12", "%", direction="up")),
        ("+12% (revenue)", single("+12%", "12", "%", direction="up")),
        ("+12%, revenue too", single("+12%", "12", "%", direction="up")),
        ("+12% in May", single("+12%", "12", "%", direction="up")),
        ("a month, 3x fewer pages", single("3x fewer", "3", "x", "pages", "down")),
        ("30 percent lower cloud spend.", single("30 percent lower", "30", "%", "cloud spend", "down")),
        ("3x more than last year", single("3x more", "3", "x", direction="up")),
        ("won $120k revenue", single("$120k", "120000", "$", "revenue")),
        ("a 30% cost reduction", single("30%", "30", "%")),
        ("a $5k deal", single("$5k", "5000", "$")),
        ("costs -5 %", single("-5 %", "5", "%", "costs", "down")),
        ("costs −5%", single("−5%", "5", "%", "costs", "down")),
        ("made it 3x faster", single("3x faster", "3", "x")),
        ("3× faster", single("3× faster", "3", "x")),
        ("saved $120k", single("$120k", "120000", "$")),
        ("saved 120k€", single("120k€", "120000", "€")),
        ("won a €1.2m deal", single("€1.2m", "1200000", "€")),
        ("$1.2 million", single("$1.2 million", "1200000", "$")),
        ("£2bn", single("£2bn", "2000000000", "£")),
        ("120 EUR a month", single("120 EUR", "120", "€")),
        ("120 € a month", single("120 €", "120", "€")),
        ("$-5k", single("$-5k", "5000", "$", direction="down")),
        ("-$5k", single("-$5k", "5000", "$", direction="down")),
        ("+4 NPS", single("+4 NPS", "4", "NPS", direction="up")),
        ("NPS +4", single("NPS +4", "4", "NPS", direction="up")),
        ("nps: -2 in May", single("nps: -2", "2", "NPS", direction="down")),
        ("raised conversion by 2.5pp", single("2.5pp", "2.5", "pp", "conversion", "up")),
        ("+200 sign-ups", None),
        ("+200 signups", single("+200 signups", "200", "signups", direction="up")),
        ("-3 days", single("-3 days", "3", "days", direction="down")),
        ("1.200,50 € saved", single("1.200,50 €", "1200.50", "€")),
        ("$1,200.50 saved", single("$1,200.50", "1200.50", "$")),
        ("$1.200.000 saved", single("$1.200.000", "1200000", "$")),
        ("$1,200,000 saved", single("$1,200,000", "1200000", "$")),
        ("$1’200 saved", single("$1’200", "1200", "$")),
        ("won deal +4 NPS", single("+4 NPS", "4", "NPS", direction="up")),
        ("newsletter +200 signups", single("+200 signups", "200", "signups", direction="up")),
        ("doubled MRR to €1,5m", single("€1,5m", "1500000", "€", "MRR")),
        ("MRR doubled to €1,5m", single("€1,5m", "1500000", "€", "MRR")),
        ("refactored forecast accuracy 80% -> 95%", pair("80% -> 95%", "80", "95", "%", "forecast accuracy", "up")),
        ("(churn 30%)", single("30%", "30", "%", "churn")),
        ("saved €1.200", single("€1.200", "1200", "€")),
        ("saved $1,200", single("$1,200", "1200", "$")),
        ("€1.234m deal", single("€1.234m", "1234000", "€")),
        ("improved p95 latency by 30%", single("30%", "30", "%", "p95 latency", "down")),
        ("improved retention by 4%", single("4%", "4", "%", "retention", "up")),
        ("improved the onboarding by 4%", single("4%", "4", "%", "onboarding")),
        ("doubled sign-ups", single("doubled", "2", "x", "sign-ups", "up")),
        ("Tripled our weekly deploys in May", single("Tripled", "3", "x", "weekly deploys", "up")),
        ("quadrupled MRR, at last", single("quadrupled", "4", "x", "MRR", "up")),
        ("we halved the build time", single("halved", "50", "%", "build time", "down")),
        ("halved the bill to $5k", single("$5k", "5000", "$", "bill")),
    ],
)
def test_a_measure_is_read_from_text(text: str, measure: Measure | None) -> None:
    found = measures.find_measure(text)
    assert (found and found[0]) == measure
    if found:
        assert text[found[1] : found[2]] == found[0].as_typed


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "shipped it",
            "coverage 60 to 85%",
            "saved 10 to 20% of the costs",
            "in 2026",
            "from 2024 to 2026",
            "the 2025 -> 2026 plan",
            "v2",
            "v2 -> v3",
            "#12",
            "PR #12",
            "Q3",
        ),
        *(
            "3 people",
            "hired 3 people",
            "5 days",
            "10:30 to 11:00",
            "10am -> 11am",
            "1st to 3rd",
            "3/11",
        ),
        *(
            "24/7",
            "10-20%",
            "1.2.3",
            "1920x1080",
            "2026-11-03",
            "+1 from Sam",
            "+1",
            "3 to 5 people",
            "30%-ish",
            "a@1%b",
        ),
        *("doubled down on docs", "doubled as lead", "doubled, then tripled", "redoubled efforts", "halved in May"),
        *("resolved the outage", "enabled the flag", "coupled it", "doubled  x", "doubled 5"),
        *("9" * 30 + "%", "x" * 50 + "1%", "$", "->", "1 -> ", "-> 1", "²% ½%", "0x1F", "10 x 4"),
    ],
)
def test_other_numbers_are_no_measures(text: str) -> None:
    assert measures.find_measure(text) is None


NAMED = [
    ("won 1.2 million dollars", single("1.2 million dollars", "1200000", "$")),
    ("cut cloud spend by 1.2 million dollars", single("1.2 million dollars", "1200000", "$", "cloud spend", "down")),
    ("grew revenue to 20k euros", single("20k euros", "20000", "€", "revenue")),
    ("20 thousand Euro revenue", single("20 thousand Euro", "20000", "€", "revenue")),
    ("+1.2 million dollars", single("+1.2 million dollars", "1200000", "$", direction="up")),
    ("saved CHF 20k", single("CHF 20k", "20000", "CHF")),
    ("CHF 20'000 a year", single("CHF 20'000", "20000", "CHF")),
    ("won CHF 1.200", single("CHF 1.200", "1200", "CHF")),
    ("costs -CHF 20k", single("-CHF 20k", "20000", "CHF", "costs", "down")),
    ("saved 20k CHF", single("20k CHF", "20000", "CHF")),
    ("won EUR 1,5M", single("EUR 1,5M", "1500000", "€")),
    ("spend CHF 20k -> CHF 12k", pair("CHF 20k -> CHF 12k", "20000", "12000", "CHF", "spend")),
    ("cut tickets; won CHF 20k, up there", single("CHF 20k", "20000", "CHF")),
    ("from 2m users to 3m users", pair("from 2m users to 3m users", "2000000", "3000000", "users", "", "up")),
    ("reached 3m users", single("3m users", "3000000", "users")),
    ("1.2 million users", single("1.2 million users", "1200000", "users")),
    ("grew to 10k customers", single("10k customers", "10000", "customers")),
    ("+1.2 million users", single("+1.2 million users", "1200000", "users", direction="up")),
    ("saved 200h", single("saved 200h", "200", "h")),
    ("Saved 200 hours a week", single("Saved 200 hours a week", "200", "hours a week")),
    (
        "automated it, saving us about 3 days per release",
        single("saving us about 3 days per release", "3", "days per release"),
    ),
    ("freed up 40h/week", single("freed up 40h/week", "40", "h/week")),
]


@pytest.mark.parametrize(("text", "measure"), NAMED)
def test_what_an_amount_is_the_words_around_it_tell(text: str, measure: Measure) -> None:
    assert measures.find_measures(text) == (measure,)
    again = measures.find_measure(measure.as_typed)
    assert again is not None
    assert replace(again[0], metric=measure.metric, direction=measure.direction) == measure


@pytest.mark.parametrize(
    "text",
    [
        *("spent 200 hours on it", "200 hours a week", "worked 3 days", "saved it 2 hours ago", "saved it in 3 days"),
        *(
            "saved the release 2 hours before launch",
            "saved 5 minutes ago",
            "saved 3 days early",
            "saved 30m",
            "saved 3 PRs",
        ),
        *("CHF 20k to 30k", "20 to 30k dollars", "20k or 30k dollars", "saved 2 to 3 hours"),
        *("between 2m users and 3m users", "CHF 2026", "in 2026 dollars", "a 5 dollar-cost", "10 pounds", "ABC 20k"),
        *(
            "3m long",
            "swam 3m",
            "3m-users",
            "500 users",
            "3b users",
            "CHF 20ms",
            "CHF 3-4k",
            "CHF 20 k-means",
        ),
    ],
)
def test_what_no_word_tells_is_not_guessed(text: str) -> None:
    assert measures.find_measures(text) == ()


def test_what_was_read_before_words_told_anything_is_read_as_it_was() -> None:
    corpus = (Path(__file__).parent / "measures_read.txt").read_text("utf-8").splitlines()
    assert len(corpus) > 100
    for line in corpus:
        text, *known = line.split("\t")
        found = measures.find_measures(text)
        left = iter([" | ".join(_fields(one)) for one in found])
        assert all(any(one == each for one in left) for each in known), text
        first = measures.find_measure(text)
        assert not known or (first is not None and " | ".join(_fields(first[0])) == known[0])


def _fields(one: Measure) -> list[str]:
    numbers = ["" if number is None else str(number) for number in (one.before, one.after, one.change)]
    return [one.as_typed, one.metric, one.unit, *numbers, one.direction]


@generated.MANY
@given(st.lists(st.sampled_from([text for text, _ in NAMED] + ["p95 800ms -> 480ms", "30%"]), min_size=1, max_size=7))
def test_measures_told_by_words_stand_in_their_order_and_never_in_each_other(texts: list[str]) -> None:
    text, at = "; ".join(texts), 0
    found = measures.find_measures(text)
    assert len(found) == min(len(texts), measures.MAX_MEASURES)
    for one in found:
        assert text.find(one.as_typed, at) >= at
        at = text.find(one.as_typed, at) + len(one.as_typed)


def test_an_amount_knows_the_word_that_compares_it() -> None:
    said = [measures.compared(measures.find_measures(text)[0]) for text in ("3x Fewer", "30 percent less", "30%", "$3")]
    assert said == ["fewer", "less", "", ""]


def test_without_a_common_unit_the_measure_is_only_as_typed() -> None:
    assert measures.find_measure("3 days -> 5 GB") == (Measure("3 days -> 5 GB"), 0, 14)


def test_a_metric_of_endless_words_is_left_out() -> None:
    found = measures.find_measure(f"{'x' * 101} 30%")
    assert found is not None
    assert found[0].metric == ""


def test_numbers_are_plain_and_never_in_powers_of_ten() -> None:
    found = measures.find_measure("$120k")
    assert found is not None
    assert str(found[0].change) == "120000"


def test_the_first_measures_are_read_and_the_rest_left() -> None:
    assert [one.as_typed for one in measures.find_measures("1% 2% 3% 4% 5% 6%")] == ["1%", "2%", "3%", "4%", "5%"]
    assert measures.find_measures("nothing") == ()


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("a 800ms -> 480ms and 30% and $120k saved", ["", "", ""]),
        ("churn 5% -> 3%, tickets 40 -> 12 and latency 900ms -> 300ms", ["churn", "tickets", "latency"]),
        ("p95 -20% mobile +3%", ["p95", "mobile"]),
        ("+12% revenue, +3% margin", ["revenue", "margin"]),
        ("+12% revenue and +3%", ["revenue", ""]),
    ],
)
def test_a_metric_takes_nothing_of_the_measure_before_it(text: str, metrics: list[str]) -> None:
    assert [one.metric for one in measures.find_measures(text)] == metrics


@pytest.mark.parametrize(
    ("locale", "decimal"),
    [
        *(("de-DE", ","), ("pt-BR", ","), ("fr-FR", ","), ("es-ES", ","), ("ru", ","), ("pt_PT", ",")),
        *(("en-US", "."), ("en-GB", "."), ("ja-JP", "."), ("de-CH", "."), ("es-MX", ".")),
        *(("", ""), ("es-LA", ""), ("en-ZA", ""), ("tlh", ""), ("12-34", ""), ("-", "")),
    ],
)
def test_decimals_are_set_off_as_the_locale_does(locale: str, decimal: str) -> None:
    assert measures.decimal_of(locale) == decimal


@pytest.mark.parametrize(
    ("typed", "unknown", "point", "comma"),
    [
        ("1.200", "1.200", "1.200", "1200"),
        ("1,200", "1200", "1200", "1.200"),
        ("1.5", "1.5", "1.5", "1.5"),
        ("1,5", "1.5", "1.5", "1.5"),
        ("0.125", "0.125", "0.125", "0.125"),
        ("1.200,5", "1200.5", "1200.5", "1200.5"),
        ("1,200.5", "1200.5", "1200.5", "1200.5"),
        ("1.200.000", "1200000", "1200000", "1200000"),
        ("1,200,000", "1200000", "1200000", "1200000"),
        ("1 200", "1200", "1200", "1200"),
    ],
)
def test_a_number_that_could_be_either_is_read_by_the_locale(typed: str, unknown: str, point: str, comma: str) -> None:
    read = [measures.find_measures(f"p95 {typed} -> 1", decimal)[0].before for decimal in ("", ".", ",")]
    assert read == [D(unknown), D(point), D(comma)]


@given(st.decimals("0", "999999999", places=2), st.sampled_from(".,"))
def test_a_number_written_as_a_locale_writes_it_is_read_in_it_as_it_was(value: Decimal, decimal: str) -> None:
    written = f"{value:,f}"
    if decimal == ",":
        written = written.translate({ord(","): ".", ord("."): ","})
    for typed in (written, written.partition(decimal)[0]):
        (found,) = measures.find_measures(f"spent {typed}% of it", decimal)
        assert found.change == (value if typed == written else int(value))


@pytest.mark.parametrize("text", ["p95 1,200 -> 1,5", "sold +1.200 seats", "cut tickets by 1,200%"])
def test_a_measure_is_read_again_without_losing_its_words(text: str) -> None:
    (before,) = measures.find_measures(text)
    other = measures.read_as(before, ",")
    assert measures.read_as(measures.read_as(other, "."), ",") == other
    assert (other.as_typed, other.metric, other.unit) == (before.as_typed, before.metric, before.unit)
    assert measures.read_as(before, "") == before


def test_what_cannot_be_read_again_stays_as_it_was() -> None:
    odd = Measure("about 1,200 of them", "them", "x", change=D(3))
    assert measures.is_either(odd)
    assert measures.read_as(odd, ",") == odd


@generated.MANY
@given(generated.any_lines)
def test_any_text_is_read_without_an_error_and_each_measure_stands_in_it(texts: list[str]) -> None:
    for text in texts:
        for one in (found for decimal in ("", ".", ",") for found in measures.find_measures(text, decimal)):
            assert one.as_typed in text
            assert measures.read_as(one, ",").as_typed == one.as_typed
            assert len(one.metric) <= metrics.MAX_METRIC
            assert len(one.unit) <= 40
            assert one.direction in {"up", "down", ""}
            assert not (one.change is not None and one.before is not None)
            for number in (one.before, one.after, one.change):
                assert number is None or len(str(number)) <= 64


def test_the_work_grows_with_the_text_not_faster() -> None:
    slow = [one for one in generated.NASTY if generated.growth(measures.find_measures, one) >= generated.LINEAR]
    assert slow == []


@pytest.mark.parametrize(
    ("typed", "amounts"),
    [
        ("restore from 12 hours to 40 minutes", ("12 hours", "40 minutes")),
        ("restore 2h -> 15min", ("2h", "15min")),
        ("1 hour -> 3 hours", ("1 hour", "3 hours")),
        ("1.5GB -> 300 MB", ("1.5GB", "300 MB")),
        ("1,200 ms -> 2 s", ("1,200 ms", "2 s")),
        ("p95 800ms -> 480ms", None),
        ("3 -> 40 ms", None),
        ("12 hours -> 3 boards", None),
        ("30%", None),
        ("$120k -> $80k", None),
    ],
)
def test_amounts_of_two_units_are_had_as_typed(typed: str, amounts: tuple[str, str] | None) -> None:
    (measure, *_) = measures.find_measures(typed) or (Measure(typed),)
    assert measures.amounts_as_typed(measure) == amounts
    assert measures.amounts_as_typed(replace(measure, as_typed=f"since then {typed}")) == amounts


def test_amounts_that_are_kept_otherwise_than_they_read_are_not_had_as_typed() -> None:
    (measure,) = measures.find_measures("1.200 ms -> 2 s", ".")
    assert measures.amounts_as_typed(measures.read_as(measure, ",")) is None
