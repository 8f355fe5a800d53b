"""Wins in words: titles, facts, confirmations and the modal, each held against Slack's rules for blocks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import ids
from bot.domain import win_form
from bot.domain.edits import Outcome
from bot.domain.evidence import Captured, Evidence, EvidenceKind, Reading
from bot.domain.measures import Measure
from bot.domain.win_form import Fault, Form, Opened
from bot.domain.wins import WITHDRAWN, Category, Overlooked, Win, WinState
from bot.views import evidence, win_modal, wins
from sandbox import blocks as slack
from tests import cast

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PLAIN = Win(7, WinState.KEPT, "Shipped it", TODAY, "command", 1, NOW, NOW)
READ = Evidence(
    EvidenceKind.MESSAGE,
    id=3,
    url="https://acme.slack.com/archives/C1/p1",
    author_id="U0MAYA",
    said_at=NOW,
    snapshot="Well <@U0ADA> & co\nthanks",
    reading=Reading.READ,
)
UNREAD = replace(READ, snapshot="", reading=Reading.UNREACHABLE, why="not_in_channel", author_id="", said_at=None)
DRAFT = replace(PLAIN, state=WinState.DRAFT, kept_at=None, source="reaction", evidence=(READ,))
FULL = replace(
    PLAIN,
    impact="Tickets <halved>",
    category=Category.PROJECT_IMPACT,
    tags=("reliability",),
    witnesses=("U0PRIYA", "U0SAM"),
    measures=(Measure("800ms -> 480ms", "p95", "ms", Decimal(800), Decimal(480), None, "down"),),
    evidence=(Evidence(EvidenceKind.LINK, url="https://acme.io/a?b=1&c=2"), READ),
)
MEMBER = cast.ada(next_digest_at=datetime(2026, 11, 27, 14, tzinfo=UTC), next_nudge_at=None)


def said(block: dict[str, Any]) -> list[str]:
    """The mrkdwn of a message or view, in order; Slack would take it, or this fails."""
    if block.get("type") == "modal":
        slack.view(block)
    else:
        slack.message(block["blocks"])
    return [text["text"] for text in _texts(block["blocks"]) if text["type"] == "mrkdwn"]


def _texts(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [text for each in node for text in _texts(each)]
    if not isinstance(node, dict):
        return []
    if node.get("type") in {"mrkdwn", "plain_text"} and isinstance(node.get("text"), str):
        return [node]
    return [text for each in node.values() for text in _texts(each)]


def labels(block: dict[str, Any]) -> list[tuple[str, str]]:
    """Every button: its label and what it does."""
    found = []
    for each in block["blocks"]:
        for element in [*each.get("elements", []), each.get("accessory", {})]:
            if element.get("type") == "button":
                found += [(element["text"]["text"], element["action_id"])]
    return found


def test_a_title_is_escaped_and_its_people_are_mentions() -> None:
    assert wins.title("<!channel> & <@U0PRIYA> > *x*") == "&lt;!channel&gt; &amp; <@U0PRIYA> &gt; *x*"


def test_a_long_title_is_cut_and_an_empty_one_is_named() -> None:
    assert wins.title("word " * 100) == ("word " * 59).rstrip() + " word…"
    assert wins.title("") == "_A message you reacted to_"
    assert wins.plain_title("") == "a message you reacted to"


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure("", "p95", "ms", Decimal(800), Decimal(480), None, "down"), "p95 from 800 ms to 480 ms"),
        (Measure("", "", "$", Decimal(1200), Decimal("0.5"), None, "down"), "from $1,200 to $0.50"),
        (
            Measure("12 hours -> 40 minutes", "restore", "minutes", Decimal(720), Decimal(40), None, "down"),
            "restore from 12 hours to 40 minutes",
        ),
        (Measure("12 hours -> 40 minutes", "", "minutes", Decimal(70), Decimal(40)), "from 70 minutes to 40 minutes"),
        (Measure("", "", "%", None, None, Decimal(30), ""), "30%"),
        (Measure("", "costs", "%", None, None, Decimal(30), "down"), "costs −30%"),
        (Measure("", "NPS", "", None, None, Decimal(4), "up"), "NPS +4"),
        (Measure("", "", "$", None, None, Decimal(-120000), "down"), "−$120,000"),
        (Measure("$1,200.5", "", "$", None, None, Decimal("1200.5"), ""), "$1,200.50"),
        (Measure("$0.125", "", "$", None, None, Decimal("0.125"), ""), "$0.125"),
        (Measure("₹5", "", "₹", None, None, Decimal(5), ""), "₹5"),
        (Measure("+3x", "", "x", None, None, Decimal(3), "up"), "up 3x"),
        (Measure("3x", "sales", "x", None, None, Decimal(3), ""), "sales 3x"),
        (Measure("3x fewer", "pages", "x", None, None, Decimal(3), "down"), "pages 3x fewer"),
        (Measure("made it 3x faster", "", "x", None, None, Decimal(3), ""), "3x faster"),
        (Measure("30% faster", "builds", "%", None, None, Decimal(30), ""), "builds 30% faster"),
        (Measure("30% fewer", "bugs", "%", None, None, Decimal(30), "down"), "bugs −30%"),
        (Measure("doubled", "sales", "x", None, None, Decimal(2), "up"), "sales 2x"),
        (Measure("twice <as> fast"), "twice &lt;as&gt; fast"),
        (Measure("3 to ?", before=Decimal(3)), "3 to ?"),
    ],
)
def test_a_measure_is_said_as_it_was_understood(measure: Measure, words: str) -> None:
    assert wins.measure(measure) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "Fri 20 Nov (today)"),
        (date(2026, 11, 19), "Thu 19 Nov (yesterday)"),
        (date(2026, 11, 16), "Mon 16 Nov"),
        (date(2025, 12, 31), "Wed 31 Dec 2025"),
    ],
)
def test_the_day_is_said_in_words(day: date, words: str) -> None:
    assert wins.facts(replace(PLAIN, happened_on=day), TODAY) == words


def test_a_confirmation_shows_everything_that_was_understood() -> None:
    assert said(wins.logged(FULL, TODAY, news_to=2)) == [
        "*Saved:* Shipped it",
        ">Tickets &lt;halved&gt;",
        (
            "Fri 20 Nov (today) · Project impact · #reliability\n"
            "Measure: p95 from 800 ms to 480 ms\n"
            "With <@U0PRIYA> and <@U0SAM>\n"
            "Evidence: <https://acme.io/a?b=1&amp;c=2|acme.io/a?b=1&amp;c=2>, "
            "<https://acme.slack.com/archives/C1/p1|Slack message>\n"
            "2 people from your list know of it: they were there."
        ),
    ]
    assert "1 person from your list knows of it" in said(wins.logged(FULL, TODAY, news_to=1))[2]


@pytest.mark.parametrize(
    ("win", "asked"),
    [
        (PLAIN, [("Add a number?", ids.WIN_COMPLETE)]),
        (replace(FULL, evidence=()), [("Add evidence?", ids.WIN_EVIDENCE)]),
        (replace(FULL, category=None), [("Add a category?", ids.WIN_COMPLETE)]),
        (FULL, []),
    ],
)
def test_at_most_one_missing_thing_is_asked_for(win: Win, asked: list[tuple[str, str]]) -> None:
    knows = ("Who knows it", ids.AWARENESS_WIN)
    assert labels(wins.logged(win, TODAY)) == [("Edit", ids.WIN_EDIT), ("Undo", ids.WIN_UNDO), *asked, knows]


def test_the_first_record_announces_the_digest_with_its_hour_and_stop() -> None:
    message = wins.logged(PLAIN, TODAY, member=MEMBER)
    assert "|Friday 27 Nov at 15:00 (Europe/Berlin)>" in said(message)[-2]
    assert labels(message)[-1] == ("Stop the digest", ids.DIGEST_STOP)


def test_nothing_is_announced_where_no_digest_will_come() -> None:
    assert wins.first_digest(replace(MEMBER, next_digest_at=None)) == []


def test_many_links_and_long_ones_do_not_break_the_message() -> None:
    links = tuple(Evidence(EvidenceKind.LINK, url=f"https://acme.io/{'x' * 600}{number}") for number in range(13))
    (_, facts) = said(wins.logged(replace(PLAIN, evidence=links), TODAY))
    assert facts.endswith(" and 3 more")
    assert "<https" not in facts


def test_what_is_stored_and_not_shown_is_counted() -> None:
    tags = tuple(f"t{number}" for number in range(30))
    people = tuple(f"U{number}" for number in range(22))
    many = replace(PLAIN, tags=tags, witnesses=people, measures=(Measure("30%"),) * 6)
    (_, facts) = said(wins.logged(many, TODAY))
    first, measured, seen = facts.splitlines()
    assert first.endswith(" · #t9 and 20 more")
    assert measured == "Measure: 30%; 30%; 30%; 30%; 30% and 1 more"
    assert seen.endswith(", <@U19> and 2 more")


def test_an_address_cannot_break_out_of_its_markup() -> None:
    sly = Evidence(EvidenceKind.LINK, url="https://a.io/x|<!channel>")
    (_, facts) = said(wins.logged(replace(PLAIN, evidence=(sly,)), TODAY))
    assert facts.endswith("Evidence: <https://a.io/x%7C&lt;!channel&gt;|a.io/x/&lt;!channel&gt;>")


def test_undo_and_restore_say_whether_it_was_done_before() -> None:
    assert said(wins.undone(PLAIN, before=False)) == ["Shipped it is deleted. You can restore it for 30 days."]
    assert said(wins.undone(PLAIN, before=True))[0].startswith("Shipped it was deleted already.")
    assert labels(wins.undone(PLAIN, before=True)) == [("Restore", ids.WIN_RESTORE)]
    assert said(wins.restored(PLAIN, TODAY, before=False))[0] == "*Restored:* Shipped it"
    assert said(wins.restored(PLAIN, TODAY, before=True))[0] == "*It is there already:* Shipped it"
    assert labels(wins.restored(PLAIN, TODAY, before=True)) == [("Edit", ids.WIN_EDIT), ("Delete", ids.WIN_UNDO)]


def test_a_draft_that_went_with_its_reaction_is_said_to_have_gone_so() -> None:
    gone = replace(DRAFT, source=WITHDRAWN)
    words = "This draft went when the reaction was taken away: Shipped it. React again, or restore it within 30 days."
    assert said(wins.undone(gone, before=True)) == [words]
    assert said(wins.undone(gone, before=False)) == ["Shipped it is dismissed. You can restore it for 30 days."]


def test_who_asks_how_a_win_is_written_reads_it() -> None:
    texts = said(wins.help_asked("/brag"))
    assert texts[0] == "A win is something that you achieved. Nothing is stored yet."
    assert "`/brag shipped the retry queue" in texts[1]
    assert len(texts) == 2


def test_usage_gives_back_what_was_typed() -> None:
    texts = said(wins.usage("A win needs a <title>.", "#only <!here>", "/brag"))
    assert texts[0] == "A win needs a &lt;title&gt;."
    assert "`/brag shipped the retry queue" in texts[1]
    assert texts[-1] == ">#only &lt;!here&gt;"


def test_usage_gives_back_all_of_a_long_line() -> None:
    typed = " ".join(f"word{number:04}" for number in range(1100))
    message = wins.usage("That is too long.", typed, "/win")
    back = " ".join(line.removeprefix(">") for line in said(message) if line.startswith(">"))
    assert len(typed) > 9_800
    assert back.split() == typed.split()
    assert len(said(wins.usage("Empty.", " ", "/win"))) == 2


# Drafts


def test_a_draft_is_confirmed_with_its_place() -> None:
    message = evidence.drafted(DRAFT)
    assert said(message) == [
        "*Draft saved:* Shipped it",
        "It waits on Vouch's Home until you finish it. Only you see this.",
    ]
    assert labels(message) == [("Finish", ids.WIN_EDIT), ("Dismiss", ids.WIN_UNDO)]


@pytest.mark.parametrize(
    ("piece", "words"),
    [
        (UNREAD, "could not be read (Vouch is not in that conversation); <https://acme.slack.com/archives/C1/p1|its"),
        (replace(UNREAD, why="fatal_error"), "could not be read (Slack did not give it)"),
        (replace(UNREAD, reading=Reading.PENDING, url=""), "is still being read; where it is is kept."),
    ],
)
def test_a_draft_without_text_says_why(piece: Evidence, words: str) -> None:
    win = replace(DRAFT, title="", evidence=(piece,))
    assert words in said(evidence.drafted(win))[1]
    assert words in "\n".join(said(win_modal.modal(Form(), Opened(7, 1), win)))


def test_a_draft_of_nothing_is_confirmed_all_the_same() -> None:
    assert said(evidence.drafted(replace(DRAFT, evidence=())))[1].startswith("It waits")


def test_a_win_that_stays_and_one_that_is_known_say_so() -> None:
    assert said(evidence.stays(PLAIN)) == [
        "You took the reaction away. Shipped it stays, because you have worked on it."
    ]
    assert said(evidence.known(PLAIN)) == ["This message is one of your wins already: Shipped it"]
    assert said(evidence.known(DRAFT)) == ["This message is a draft already: Shipped it"]


# The modal


@pytest.mark.parametrize(("win", "name"), [(None, "Log a win"), (PLAIN, "Edit win"), (DRAFT, "Finish win")])
def test_the_modal_is_named_by_what_it_does(win: Win | None, name: str) -> None:
    view = win_modal.modal(Form(), Opened(), win)
    slack.view(view)
    assert (view["title"]["text"], view["callback_id"]) == (name, ids.MODAL_WIN)


def test_the_modal_holds_the_stored_win() -> None:
    view = slack.view(win_modal.modal(win_form.of_win(FULL), Opened(7, 4), FULL))
    held = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert held["title"]["initial_value"] == "Shipped it"
    assert held["impact"]["initial_value"] == "Tickets <halved>"
    assert held["happened_on"]["initial_date"] == "2026-11-20"
    assert held["category"]["initial_option"]["value"] == "project_impact"
    assert [option["value"] for option in held["tags"]["initial_options"]] == ["reliability"]
    assert held["measure"]["initial_value"] == "p95 800ms -> 480ms"
    assert held["links"]["initial_value"] == "https://acme.io/a?b=1&c=2"
    assert held["witnesses"]["initial_users"] == ["U0PRIYA", "U0SAM"]
    assert win_form.from_metadata(view["private_metadata"]) == Opened(7, 4)
    assert all(
        block["element"]["action_id"] == name
        for name, block in ((block["block_id"], block) for block in view["blocks"] if block["type"] == "input")
    )


@pytest.mark.parametrize(
    ("win", "undo"),
    [(None, []), (PLAIN, [("Delete", ids.WIN_UNDO)]), (DRAFT, [("Dismiss", ids.WIN_UNDO)])],
)
def test_a_stored_win_is_undone_from_its_modal(win: Win | None, undo: list[tuple[str, str]]) -> None:
    assert labels(win_modal.modal(Form(), Opened(), win)) == undo


def test_captured_evidence_is_shown_in_the_modal() -> None:
    (shown, *_) = said(win_modal.modal(Form(), Opened(7, 1), DRAFT))
    assert shown.startswith("<https://acme.slack.com/archives/C1/p1|Slack message> by <@U0MAYA>")
    assert shown.endswith("\n>Well <@U0ADA> &amp; co\n>thanks")


def test_evidence_without_an_address_is_shown_too() -> None:
    bare = replace(READ, url="", author_id="", channel_id="", said_at=None)
    (shown, *_) = said(win_modal.modal(Form(), Opened(7, 1), replace(DRAFT, evidence=(bare,))))
    assert shown == "Slack message\n>Well <@U0ADA> &amp; co\n>thanks"


def test_the_message_of_a_shortcut_is_shown_and_carried() -> None:
    message = Captured("C1", "1700000000.000100", snapshot="Well done <!here>")
    view = win_modal.modal(Form(title="Well done"), Opened(message=message))
    assert said(view)[:2] == ["Evidence: the message", ">Well done &lt;!here&gt;"]
    assert win_form.from_metadata(view["private_metadata"]).message == message
    silent = win_modal.modal(Form(), Opened(message=replace(message, snapshot="")))
    assert said(silent) == []


def test_a_stale_modal_keeps_what_was_typed_and_shows_what_is_stored() -> None:
    view = win_modal.stale_modal(Form(title="Mine", happened_on="gibberish"), FULL, TODAY)
    texts = said(view)
    assert "your version is not saved" in texts[0]
    assert texts[1] == "*Stored now:* Shipped it"
    held = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert held["title"]["initial_value"] == "Mine"
    assert "initial_date" not in held["happened_on"]
    assert win_form.from_metadata(view["private_metadata"]) == Opened(7, 1)


def test_the_saved_view_announces_the_first_digest() -> None:
    view = win_modal.saved_modal(PLAIN, TODAY, 0, MEMBER)
    assert "Friday 27 Nov at 15:00" in "\n".join(said(view))
    assert "submit" not in view
    again = win_modal.saved_modal(PLAIN, TODAY)
    assert len(said(again)) == 3
    assert labels(again)[:2] == [("Edit", ids.WIN_EDIT), ("Undo", ids.WIN_UNDO)]


def test_faults_are_sentences_at_their_fields() -> None:
    assert win_modal.faults({"links": Fault("link_wrong", "here"), "title": Fault("title_missing")}) == {
        "errors": {
            "links": "“here” is no web address. Links begin with https://",
            "title": "A win needs a title: a few words that say what you achieved.",
        }
    }


NASTY = st.text(max_size=400) | st.sampled_from(["<!channel>", "&" * 3000, "👩‍👩‍👧" * 900, "<@U0ADA>" * 300])


@settings(max_examples=60, deadline=None)
@given(title=NASTY, impact=NASTY, tag=NASTY, url=NASTY, snapshot=NASTY)
def test_whatever_is_stored_slack_takes_it(title: str, impact: str, tag: str, url: str, snapshot: str) -> None:
    pieces = (
        Evidence(EvidenceKind.LINK, url=f"https://{url}"),
        replace(READ, snapshot=snapshot, url=f"https://{url}"),
    )
    win = replace(
        FULL,
        title=title,
        impact=impact,
        tags=(tag,) * 30,
        evidence=pieces * 8,
        witnesses=("U0ADA",) * 100,
        measures=(Measure(tag, tag, tag, Decimal("1E+40"), Decimal(2)),) * 9,
    )
    views = [
        wins.logged(win, TODAY, 3, MEMBER),
        wins.undone(win, before=False),
        wins.restored(win, TODAY, before=False),
        wins.usage(title, impact, "/win"),
        evidence.drafted(win),
        evidence.stays(win),
        evidence.known(win),
        win_modal.modal(win_form.of_win(win), Opened(7, 1), win),
        win_modal.modal(Form(), Opened(message=Captured("C1", "1.2", snapshot=snapshot * 9))),
        win_modal.stale_modal(win_form.of_win(win), win, TODAY),
        win_modal.saved_modal(win, TODAY, 3, MEMBER),
    ]
    for view in views:
        for words in said(view):
            assert "<!channel>" not in words


def test_private_is_said_in_words_and_stands_in_the_modal() -> None:
    private = replace(FULL, private=True)
    assert wins.facts(private, TODAY) == f"Private · {wins.facts(FULL, TODAY)}"
    box = next(
        b for b in win_modal.modal(win_form.of_win(private), Opened(7, 1))["blocks"] if b["block_id"] == "private"
    )
    assert box["element"]["initial_options"] == box["element"]["options"]
    assert box["element"]["options"][0]["text"]["text"] == "Private: never in drafts or exports to others"
    box = next(b for b in win_modal.modal(win_form.of_win(FULL), Opened(7, 1))["blocks"] if b["block_id"] == "private")
    assert "initial_options" not in box["element"]


# Edits taken back


def test_after_an_edit_undo_takes_back_the_edit_alone() -> None:
    view = win_modal.saved_modal(PLAIN, TODAY, edit_id=3)
    assert labels(view)[:2] == [("Edit", ids.WIN_EDIT), ("Undo edit", ids.WIN_UNEDIT)]
    assert "Undo edit is in Edit, for 30 days." in said(view)[-1]
    edit = win_modal.modal(win_form.of_win(PLAIN), win_form.Opened(7, 2), PLAIN, edit_id=3)
    assert labels(edit) == [("Undo last edit", ids.WIN_UNEDIT), ("Delete", ids.WIN_UNDO)]
    assert said(edit)[-1] == "A deleted win can be restored for 30 days."


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.UNDONE, "*The edit is undone.* The win is as it was before."),
        (Outcome.BEFORE, "That edit was undone already. Nothing has changed."),
        (
            Outcome.CHANGED,
            (
                "That edit cannot be undone any more: the win was changed after it, or it is older than 30 days. "
                "Nothing has changed."
            ),
        ),
    ],
)
def test_what_became_of_the_edit_is_said_with_the_win_as_it_is(outcome: Outcome, words: str) -> None:
    message = wins.edit_undone(PLAIN, TODAY, outcome)
    assert said(message)[:2] == [words, "*It says now:* Shipped it"]
    assert labels(message) == [("Edit", ids.WIN_EDIT)]


def test_what_goes_away_is_named_by_what_it_is_and_what_goes_with_it() -> None:
    edited = replace(PLAIN, version=2)
    changed = "Shipped it is deleted, with what was changed in it since. You can restore it for 30 days."
    assert said(wins.undone(edited, before=False)) == [changed]
    assert said(wins.undone(edited, before=True)) == ["Shipped it was deleted already. You can restore it for 30 days."]
    draft = ["Shipped it was dismissed already. You can restore it for 30 days."]
    assert said(wins.undone(replace(DRAFT, title="Shipped it"), before=True)) == draft
    assert [wins.gone_title(win) for win in (PLAIN, DRAFT)] == ["Deleted", "Dismissed"]


def test_what_was_overlooked_in_a_line_is_said_without_refusing() -> None:
    found = Overlooked(date(2031, 11, 3), ("@nobody", "@x"))
    (block,) = wins.overlooked(found, TODAY)
    assert block["elements"][0]["text"] == (
        "Mon 3 Nov 2031 is still to come, so the win is dated today. "
        "Slack knows nobody here as @nobody and @x: that stays a word in the title."
    )
    assert wins.overlooked(Overlooked(), TODAY) == []
