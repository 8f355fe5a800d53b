from datetime import UTC, datetime

import pytest

from bot.domain import evidence
from bot.domain.evidence import Captured, Evidence, EvidenceKind, Reading

ACME = "https://acme.slack.com/"


def test_a_permalink_is_built_from_the_workspace_address() -> None:
    assert (
        evidence.permalink(ACME, "C0GENERAL", "1700000000.000100")
        == "https://acme.slack.com/archives/C0GENERAL/p1700000000000100"
    )


def test_a_permalink_into_a_thread_names_the_thread() -> None:
    assert evidence.permalink(ACME, "C1", "1700000009.000200", "1700000000.000100") == (
        "https://acme.slack.com/archives/C1/p1700000009000200?thread_ts=1700000000.000100&cid=C1"
    )


def test_an_address_of_slack_that_leaves_the_thread_out_gets_it() -> None:
    reply = ("C1", "1700000009.000200", "1700000000.000100")
    thread = "thread_ts=1700000000.000100&cid=C1"
    assert evidence.in_thread("https://a/p1", *reply) == f"https://a/p1?{thread}"
    assert evidence.in_thread("https://a/p1?x=1", *reply) == f"https://a/p1?x=1&{thread}"
    assert evidence.in_thread(f"https://a/p1?{thread}", *reply) == f"https://a/p1?{thread}"
    assert evidence.in_thread("", *reply) == ""


def test_the_parent_of_a_thread_is_linked_like_any_message() -> None:
    assert "thread_ts" not in evidence.permalink(ACME, "C1", "1700000000.000100", "1700000000.000100")


@pytest.mark.parametrize(("url", "channel", "ts"), [("", "C1", "1.2"), (ACME, "", "1.2"), (ACME, "C1", "")])
def test_without_workspace_channel_or_time_there_is_no_permalink(url: str, channel: str, ts: str) -> None:
    assert evidence.permalink(url, channel, ts) == ""


def test_a_ts_is_the_moment_of_the_message() -> None:
    assert evidence.said_at("1700000000.000100") == datetime(2023, 11, 14, 22, 13, 20, 100, tzinfo=UTC)


@pytest.mark.parametrize("ts", ["", "x", "1700000000", "-1.5", "1e9.0", "99999999999999.0", "1700000000.x", "٣.٤"])
def test_what_is_no_ts_is_no_moment(ts: str) -> None:
    assert evidence.said_at(ts) is None


@pytest.mark.parametrize(
    ("channel", "ts", "exists"),
    [
        ("C0GENERAL", "1700000000.000100", True),
        ("D0ADA", "1700000000.000100", True),
        ("", "1700000000.000100", False),
        ("C0GENERAL", "", False),
        ("c0general'; --", "1700000000.000100", False),
        ("C0GENERAL", "1700000000." + "1" * 40, False),
    ],
)
def test_a_message_exists_only_with_a_channel_and_a_ts_of_the_right_form(channel: str, ts: str, exists: bool) -> None:
    assert Captured(channel, ts).exists is exists


@pytest.mark.parametrize(
    ("snapshot", "title"),
    [
        ("Great work\non the queue", "Great work"),
        ("\n  \n:::\n  the   second   line ", "the second line"),
        ("", ""),
        ("…\n!!", ""),
        ("a" * 150, "a" * 150),
        ("word " * 40, ("word " * 29).strip() + " word…"),
    ],
)
def test_the_first_line_that_says_something_names_the_draft(snapshot: str, title: str) -> None:
    assert evidence.title_of(snapshot) == title


def test_a_long_line_without_blanks_is_not_cut_inside_a_character() -> None:
    family = "👩‍👩‍👧"
    title = evidence.title_of(family * 60)
    assert len(title) <= evidence.MAX_TITLE
    assert title.removesuffix("…") == family * (len(title) // len(family))


def test_a_typed_permalink_names_its_message_and_is_not_read() -> None:
    url = "https://acme.slack.com/archives/C123/p1700000000000100"
    assert evidence.of_links([url]) == (
        Evidence(
            EvidenceKind.MESSAGE,
            url=url,
            channel_id="C123",
            ts="1700000000.000100",
            said_at=datetime(2023, 11, 14, 22, 13, 20, 100, tzinfo=UTC),
            reading=Reading.NONE,
        ),
    )


def test_one_message_is_one_piece_under_whatever_address() -> None:
    there, here = (
        f"{host}/archives/C123/p1700000000000100" for host in ("https://acme.slack.com", "http://localhost:1")
    )
    assert [piece.url for piece in evidence.of_links([there, here, here + "?cid=C123"], "http://localhost:1/")] == [
        there
    ]
    assert evidence.of_links([f"praise {here}"], "http://localhost:1/", evidence.of_links([there])) == ()
    assert [piece.kind for piece in evidence.of_links([there, here])] == [EvidenceKind.MESSAGE, EvidenceKind.LINK]


def test_any_other_address_is_a_link() -> None:
    assert evidence.of_links(["https://x.y"]) == (Evidence(EvidenceKind.LINK, url="https://x.y"),)


@pytest.mark.parametrize(
    ("piece", "given"),
    [
        (Evidence(EvidenceKind.LINK, url="https://x.y"), True),
        (Evidence(EvidenceKind.MESSAGE, url="https://x.y"), True),
        (Evidence(EvidenceKind.MESSAGE, url="https://x.y", reading=Reading.READ), False),
        (Evidence(EvidenceKind.QUOTE, snapshot="well done"), False),
        (Evidence(EvidenceKind.FILE, url="https://x.y"), False),
    ],
)
def test_typed_addresses_are_edited_with_the_win_and_captured_messages_are_not(piece: Evidence, given: bool) -> None:
    assert piece.given is given
