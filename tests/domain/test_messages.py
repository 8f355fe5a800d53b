"""What a message says, whatever it is made of."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.messages import mentioned, named, plain, text_of


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("just words", "just words"),
        ("fish &amp; chips &lt;3 &gt; 2", "fish & chips <3 > 2"),
        ("&amp;lt; stays typed", "&lt; stays typed"),
        ("see <https://acme.io/a?b=1&amp;c=2>", "see https://acme.io/a?b=1&c=2"),
        ("see <https://acme.io|the docs>", "see the docs"),
        ("mail <mailto:a@b.io|a@b.io> or <mailto:c@d.io>", "mail a@b.io or c@d.io"),
        ("thanks <@U123> and <@U456|ada>", "thanks <@U123> and @ada"),
        ("in <#C123|general>, <#C456>, <#C789|>", "in #general, #C456, #C789"),
        ("<!here> <!channel|channel> <!subteam^S1|@team> <!subteam^S2>", "@here @channel @team @group"),
        ("on <!date^1392734382^{date}|Feb 18>", "on Feb 18"),
        ("on <!date^1392734382^{date}>", "on !date^1392734382^{date}"),
        ("a < b", "a < b"),
    ],
)
def test_markup_is_read_as_a_person_reads_it(markup: str, read: str) -> None:
    assert plain(markup) == read


def rich(*elements: Any, kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def said(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


RICH = rich(
    said("Hi "),
    {"type": "user", "user_id": "U1"},
    said(" in "),
    {"type": "channel", "channel_id": "C1"},
    {"type": "emoji", "name": "tada"},
    {"type": "link", "url": "https://a.io", "text": " docs "},
    {"type": "link", "url": "https://b.io"},
    {"type": "broadcast", "range": "here"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "date", "timestamp": 1, "fallback": " today"},
    {"type": "color", "value": "#fff"},
    "odd",
)
LIST = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_list",
            "elements": [
                {"type": "rich_text_section", "elements": [said("one")]},
                {"type": "rich_text_section", "elements": [said("two")]},
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"text": " words "}, "words"),
        ({"text": "words", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "other"}}]}, "words"),
        ({}, ""),
        ({"text": None, "blocks": None, "attachments": None, "files": None}, ""),
        ({"blocks": "x", "attachments": "x", "files": 7}, ""),
        ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "a &amp; b"}}]}, "a & b"),
        (
            {
                "blocks": [
                    {"type": "header", "text": {"type": "plain_text", "text": "Title"}},
                    {"type": "divider"},
                    {
                        "type": "section",
                        "fields": [{"text": "one"}, {"text": "two"}],
                    },
                    {"type": "context", "elements": [{"type": "mrkdwn", "text": "small"}]},
                    {"type": "image", "title": {"type": "plain_text", "text": "chart"}},
                ]
            },
            "Title\none\ntwo\nsmall\nchart",
        ),
        ({"blocks": [RICH]}, "Hi <@U1> in #C1:tada: docs https://b.io@here@group today"),
        ({"blocks": [LIST]}, "one\ntwo"),
        ({"blocks": [{"type": "rich_text_section", "elements": 7}]}, ""),
        ({"attachments": [{"text": "from a tool"}, {"fallback": "short"}, 7]}, "from a tool\nshort"),
        ({"attachments": [{"fallback": "[no preview available]"}]}, ""),
        (
            {
                "attachments": [
                    {
                        "fallback": "[no preview available]",
                        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Deploy* done"}}, LIST],
                    }
                ]
            },
            "*Deploy* done\none\ntwo",
        ),
        (
            {
                "attachments": [
                    {
                        "pretext": "New release",
                        "title": "Retry queue",
                        "text": "no tickets",
                        "fallback": "Retry queue: no tickets",
                        "fields": [{"title": "p95", "value": "480 ms"}, {"value": "alone"}, 7],
                    }
                ]
            },
            "New release\nRetry queue\nno tickets\np95: 480 ms\nalone",
        ),
        (
            {
                "blocks": [
                    {"type": "section", "text": {"text": "Merged"}, "accessory": {"type": "button"}},
                    {"type": "actions", "elements": [{"type": "button", "text": {"text": "Approve"}}]},
                    {"type": "context_actions", "elements": [{"type": "feedback_buttons", "text": {"text": "Good"}}]},
                ]
            },
            "Merged",
        ),
        ({"blocks": [{"type": "image", "alt_text": "Errors by week"}, {"type": "divider"}, 7]}, "Errors by week"),
        ({"attachments": [{"blocks": [{"type": "image", "alt_text": "A graph"}]}, 7]}, "A graph"),
        ({"files": [{"title": "Plan"}, {"name": "plan.pdf"}, {}, 7]}, "Plan\nplan.pdf"),
    ],
)
def test_what_a_message_says(message: dict[str, Any], text: str) -> None:
    assert text_of(message) == text


NODES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "fields", "title", "blocks", "name", "fallback", "alt_text"]),
            inner,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["text", "blocks", "attachments", "files"]), NODES))
def test_no_message_is_too_strange(message: dict[str, Any]) -> None:
    assert isinstance(text_of(message), str)


def test_people_stand_by_name_where_a_field_shows_no_mentions() -> None:
    text = "<@U0MAYA> and <@U0LEO> and <@U0MAYA>, not <#C1> or <@u0low>"
    assert mentioned(text) == ("U0MAYA", "U0LEO")
    assert named(text, {"U0MAYA": "Maya Chen", "U0LEO": ""}) == (
        "@Maya Chen and <@U0LEO> and @Maya Chen, not <#C1> or <@u0low>"
    )
