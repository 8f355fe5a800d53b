import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain import fixes
from bot.domain.evidence import Evidence, EvidenceKind, Reading, Standing
from bot.domain.measures import Measure
from bot.domain.pieces import Form
from bot.domain.tags import Meant
from bot.domain.wins import Win, WinState
from bot.views import fixes as fix_views
from bot.views import piece_modal, pieces
from sandbox.blocks import view as slack_view
from tests import odd

CHECKED = datetime(2026, 11, 28, 9, tzinfo=UTC)
MESSAGE = Evidence(
    EvidenceKind.MESSAGE,
    id=1,
    url="https://acme.slack.com/archives/C1/p1",
    author_id="U0MAYA",
    channel_id="C1",
    ts="1795167000.000100",
    said_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    snapshot="Well <@U0ADA> & co",
    reading=Reading.READ,
)
QUOTE = Evidence(EvidenceKind.QUOTE, id=2, snapshot="She saved\nthe launch", speaker="<@U0SAM>")
LINK = Evidence(EvidenceKind.LINK, id=3, url="https://docs.example/d", label="Design doc")
FILE = Evidence(EvidenceKind.FILE, id=4, label="Q3 <review>.pdf")
WIN = Win(7, WinState.KEPT, "Shipped it", date(2026, 11, 20), "command", 3, CHECKED)


def test_a_message_says_who_wrote_it_where_and_when_and_what_it_says() -> None:
    headline, quoted = pieces.line(MESSAGE).split("\n")
    assert headline.startswith("<https://acme.slack.com/archives/C1/p1|Slack message> by <@U0MAYA> in <#C1>, <!date^")
    assert quoted == ">Well <@U0ADA> &amp; co"
    direct = replace(MESSAGE, channel_id="D1", said_at=None, author_id="")
    assert pieces.line(direct).startswith("<https://acme.slack.com/archives/C1/p1|Slack message>\n")


def test_a_message_given_by_its_link_says_that_it_is_not_read() -> None:
    given = replace(MESSAGE, reading=Reading.NONE, snapshot="")
    assert pieces.line(given).split("\n")[1] == f"_{pieces.BY_LINK}_"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"standing": Standing.THERE}, ">Well <@U0ADA> &amp; co"),
        (
            {"standing": Standing.DELETED, "checked_at": CHECKED},
            ">Well <@U0ADA> &amp; co\nDeleted in Slack since (checked Sat 28 Nov 2026); your snapshot stays.",
        ),
        (
            {"standing": Standing.UNREACHABLE, "why": "is_archived"},
            ">Well <@U0ADA> &amp; co\nVouch cannot look at it: that conversation is archived. Your snapshot stays.",
        ),
        (
            {"standing": Standing.UNREACHABLE, "why": "message_not_found", "checked_at": CHECKED},
            ">Well <@U0ADA> &amp; co\nVouch cannot look at it (checked Sat 28 Nov 2026). Your snapshot stays.",
        ),
        (
            {"standing": Standing.EDITED, "later_snapshot": "Never <!here>\nmind"},
            "When you saved it:\n>Well <@U0ADA> &amp; co\nNow:\n>Never &lt;!here&gt;\n>mind",
        ),
        (
            {"standing": Standing.EDITED},
            "When you saved it:\n>Well <@U0ADA> &amp; co\nNow:\n>_Nothing that can be read._",
        ),
        ({"snapshot": ""}, "The message has no words of its own."),
        (
            {"snapshot": "", "standing": Standing.DELETED},
            "The message has no words of its own.\nDeleted in Slack since; your snapshot stays.",
        ),
        (
            {"snapshot": "", "reading": Reading.UNREACHABLE, "why": "not_in_channel"},
            (
                "The message's text could not be read (Vouch is not in that conversation); "
                "<https://acme.slack.com/archives/C1/p1|its address> is kept."
            ),
        ),
        (
            {"snapshot": "", "url": "", "reading": Reading.PENDING},
            "The message's text is still being read; where it is is kept.",
        ),
    ],
)
def test_what_became_of_a_message_is_said_in_words(changes: dict[str, Any], said: str) -> None:
    assert pieces.line(replace(MESSAGE, **changes)).partition("\n")[2] == said


@pytest.mark.parametrize(
    ("piece", "short", "line"),
    [
        (QUOTE, "“She saved the launch” (<@U0SAM>)", "*Quote* from <@U0SAM>\n>She saved\n>the launch"),
        (replace(QUOTE, speaker="A <b>"), "“She saved the launch” (A &lt;b&gt;)", None),
        (replace(QUOTE, speaker=""), "“She saved the launch”", "*Quote*\n>She saved\n>the launch"),
        (FILE, "file Q3 &lt;review&gt;.pdf", "*File* Q3 &lt;review&gt;.pdf"),
        (
            LINK,
            "<https://docs.example/d|Design doc> (docs.example)",
            "*Link* <https://docs.example/d|Design doc> (docs.example)",
        ),
        (replace(LINK, label=""), "<https://docs.example/d|docs.example/d>", None),
        (replace(LINK, label="docs.example/d"), "<https://docs.example/d|docs.example/d>", None),
        (replace(LINK, url="https://evil.example/x", label="bank.example"), None, None),
        (MESSAGE, "<https://acme.slack.com/archives/C1/p1|Slack message>", None),
        (replace(MESSAGE, label="praise"), "<https://acme.slack.com/archives/C1/p1|praise> (Slack message)", None),
        (replace(MESSAGE, url=""), "Slack message", None),
        (
            replace(MESSAGE, standing=Standing.DELETED),
            "<https://acme.slack.com/archives/C1/p1|Slack message> (deleted in Slack since)",
            None,
        ),
        (
            replace(MESSAGE, standing=Standing.EDITED),
            "<https://acme.slack.com/archives/C1/p1|Slack message> (edited since)",
            None,
        ),
    ],
)
def test_each_kind_is_named_in_few_words_and_shown_in_full(
    piece: Evidence, short: str | None, line: str | None
) -> None:
    assert short in {pieces.short(piece), None}
    assert line in {pieces.line(piece), None}


def test_a_link_that_pretends_to_lead_elsewhere_shows_where_it_leads() -> None:
    piece = replace(LINK, url="https://evil.example/login", label="bank.example")
    assert pieces.link(piece) == "<https://evil.example/login|bank.example> (evil.example)"


def test_a_very_long_address_is_only_named() -> None:
    assert pieces.link(replace(LINK, url="https://docs.example/" + "x" * 500)) == "Design doc (docs.example)"


def test_all_pieces_of_a_win_in_their_order() -> None:
    win = replace(WIN, evidence=(QUOTE, FILE))
    assert pieces.lines(win) == [pieces.line(QUOTE), pieces.line(FILE)]


NASTY = st.one_of(st.text(max_size=400), st.sampled_from(odd.INJECTIONS), st.just("<@U0MAYA>"), st.just("a|b>c" * 60))
LIVE = re.compile(r"<(?!@[UW][A-Z0-9]+>|#[CG][A-Z0-9]+>|https?://|!date\^)")


@settings(max_examples=80, deadline=None)
@given(words=NASTY, speaker=NASTY, label=NASTY, address=NASTY, later=NASTY)
def test_nothing_that_was_typed_becomes_markup(words: str, speaker: str, label: str, address: str, later: str) -> None:
    url = f"https://{address}"
    found = (
        replace(QUOTE, snapshot=words, speaker=speaker),
        replace(LINK, label=label, url=url),
        replace(FILE, label=label),
        replace(MESSAGE, snapshot=words, later_snapshot=later, standing=Standing.EDITED, label=label, url=url),
    )
    for piece in found:
        for said in (pieces.line(piece), pieces.short(piece)):
            assert not LIVE.search(said), said
            links = re.findall(r"<https?://[^<>]*>", said)
            assert all(link.count("|") == 1 for link in links), said
    slack_view(piece_modal.modal(replace(WIN, evidence=found * 3), found[:3]))


def elements(view: dict[str, Any]) -> list[tuple[str, str]]:
    found = [
        element
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if element.get("type") == "button"
    ]
    return [(element["text"]["text"], element["value"]) for element in found]


def test_the_modal_lists_ten_pieces_at_a_time() -> None:
    many = tuple(replace(QUOTE, id=number) for number in range(25))
    win = replace(WIN, evidence=many)
    pages = [slack_view(piece_modal.modal(win, offset=offset)) for offset in (0, 10, 99)]
    turns = [[one for one in elements(page) if one[0] in {"Back", "More"}] for page in pages]
    assert turns == [[("More", "10")], [("Back", "0"), ("More", "20")], [("Back", "10")]]
    assert [len([one for one in elements(page) if one[0] == "Remove"]) for page in pages] == [10, 10, 5]


def test_what_was_typed_stays_in_the_modal_and_its_fields_are_new_with_each_version() -> None:
    form = Form("Doc https://a.b", "well done", "U0SAM", "", "x.pdf")
    view = slack_view(piece_modal.modal(WIN, (FILE,), form, above=piece_modal.stale()))
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert list(fields) == ["links.3", "quote.3", "speaker.3", "name.3", "file.3"]
    assert fields["speaker.3"]["initial_user"] == "U0SAM"
    assert fields["quote.3"]["initial_value"] == "well done"
    assert ("Put back", "4") in elements(view)


def test_a_label_for_a_button_names_its_piece_in_plain_words() -> None:
    bare = replace(MESSAGE, snapshot="", url="")
    view = piece_modal.modal(replace(WIN, evidence=(bare,)))
    (button,) = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    assert button["accessibility_label"] == "Remove a Slack message"


def test_what_was_done_is_said_above() -> None:
    said = [
        block["text"]["text"]
        for before in (False, True)
        for block in (*piece_modal.taken_off(FILE, before=before), *piece_modal.put_back(FILE, before=before))
    ]
    assert said == [
        "*Removed:* file Q3 &lt;review&gt;.pdf. You can put it back for 30 days, below.",
        "*Put back:* file Q3 &lt;review&gt;.pdf.",
        "That was removed already: file Q3 &lt;review&gt;.pdf. You can put it back for 30 days, below.",
        "That is there already: file Q3 &lt;review&gt;.pdf.",
    ]


def test_at_most_two_buttons_read_a_number_in_another_way() -> None:
    share = Measure("30%", "churn", "%", None, None, Decimal(30), "")
    win = replace(WIN, title="churn 30%", measures=(share,))
    assert fix_views.buttons(win, ()) == []
    (block,) = fix_views.buttons(win, fixes.offered(win.title, win.measures, ""))
    assert [(one["text"]["text"], one["action_id"], one["value"]) for one in block["elements"]] == [
        ("Read it as churn +30%", ids.MEASURE_FIX[0], "7:3:0:up"),
        ("Read it as churn −30%", ids.MEASURE_FIX[1], "7:3:0:down"),
    ]
    (none,) = fix_views.buttons(win, [fixes.Fix(fixes.Reading.NONE, 0, None)])
    assert none["elements"][0]["text"]["text"] == "No number here"
    points = Measure("+4 <NPS>", "", "NPS", change=Decimal(4))
    both = replace(WIN, title="churn 30%, +4 <NPS>", measures=(share, points))
    (row,) = fix_views.buttons(both, [fixes.Fix(fixes.Reading.NONE, place, None) for place in (0, 1)])
    labels = [one["text"]["text"] for one in row["elements"]]
    assert labels == ["No number in “30%”", "No number in “+4 <NPS>”"]


def test_a_tag_that_may_be_mistyped_is_asked_about_and_leads_back() -> None:
    [asked] = fix_views.tag_offer(7, Meant("hirng", "hiring"))
    assert asked["text"]["text"] == "No win had #hirng before. Did you mean #hiring?"
    assert (asked["accessory"]["text"]["text"], asked["accessory"]["value"]) == ("Use #hiring", "7:hirng:hiring")
    assert fix_views.tag_offer(7, None) == fix_views.tag_fixed(WIN, "", None) == []
    [back] = fix_views.tag_fixed(WIN, "", Meant("hiring", "hirng"))
    assert back["elements"][0]["text"]["text"] == "Back to #hirng"
