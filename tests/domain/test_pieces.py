import pytest

from bot.domain import evidence, pieces
from bot.domain.evidence import Evidence, EvidenceKind
from bot.domain.pieces import Form, Opened
from bot.domain.win_form import Fault

PERMALINK = "https://acme.slack.com/archives/C0GENERAL/p1700000000000100"


def test_every_field_gives_its_kind() -> None:
    form = Form(f"Design doc https://a.example\n{PERMALINK}", " She saved it ", "U0SAM", "", " Q3  review.pdf ")
    assert pieces.read(form, ()) == (
        *evidence.of_links(["Design doc https://a.example", PERMALINK]),
        Evidence(EvidenceKind.QUOTE, snapshot="She saved it", speaker="<@U0SAM>"),
        Evidence(EvidenceKind.FILE, label="Q3 review.pdf"),
    )


@pytest.mark.parametrize(
    ("typed", "speaker"),
    [
        (Form(quote="x", name="  A   customer "), "A customer"),
        (Form(quote="x", name="<@U0SAM>"), "@U0SAM"),
        (Form(quote="x", speaker="nobody"), ""),
    ],
)
def test_only_a_person_chosen_in_slack_is_kept_as_one(typed: Form, speaker: str) -> None:
    assert pieces.read(typed, ()) == (Evidence(EvidenceKind.QUOTE, snapshot="x", speaker=speaker),)


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        (Form(), {"links": Fault("evidence_missing")}),
        (Form(links=" \n"), {"links": Fault("evidence_missing")}),
        (Form(links="https://known.example"), {"links": Fault("evidence_known")}),
        (Form(links="javascript:alert(1) https://a.b"), {"links": Fault("link_wrong", "javascript:alert(1)")}),
        (Form(links="ftp://x https://a.b"), {"links": Fault("link_wrong", "ftp://x")}),
        (Form(links="only words"), {"links": Fault("link_wrong", "only words")}),
        (Form(quote="…"), {"quote": Fault("quote_missing")}),
        (Form(name="Sam"), {"quote": Fault("quote_missing")}),
        (Form(quote="x", speaker="U0SAM", name="Sam"), {"name": Fault("speaker_twice")}),
    ],
)
def test_what_cannot_be_kept_is_said_by_field(form: Form, faults: dict[str, Fault]) -> None:
    known = evidence.of_links(["https://known.example"])
    assert pieces.read(form, known) == faults


def test_the_same_message_is_no_second_piece() -> None:
    known, here = evidence.of_links([PERMALINK]), PERMALINK.replace("https://acme.slack.com", "http://localhost:1")
    assert pieces.read(Form(links=here), known, "http://localhost:1") == {"links": Fault("evidence_known")}


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("https://a.b", ["https://a.b"]),
        ("Design doc https://a.b", ["Design doc https://a.b"]),
        ("https://a.b the design", ["the design https://a.b"]),
        ("one https://a.b two https://c.d", ["one https://a.b", "two https://c.d"]),
        ("https://a.b\nhttps://a.b", ["https://a.b"]),
        ("https://a.b\none https://a.b\ntwo https://a.b", ["one https://a.b"]),
        (f"{'x' * 300} https://a.b", [f"{'x' * 200} https://a.b"]),
        ("", []),
    ],
)
def test_a_link_has_the_words_that_stand_with_it_as_its_text(typed: str, links: list[str]) -> None:
    assert evidence.read_links(typed) == (links, "")
    again = "\n".join(piece.line for piece in evidence.of_links(links))
    assert evidence.read_links(again) == (links, "")


def test_a_text_that_pretends_to_be_an_address_is_none() -> None:
    assert evidence.labelled("https://bank.example", "https://evil.example") == "https://evil.example"


def test_what_the_modal_is_about_travels_in_it() -> None:
    assert pieces.from_metadata(pieces.to_metadata(Opened(7, 3, 20))) == Opened(7, 3, 20)


@pytest.mark.parametrize("written", ["", "7", "7:3", "7:3:0:1", "{}"])
def test_other_metadata_opens_nothing(written: str) -> None:
    assert pieces.from_metadata(written) == Opened()
