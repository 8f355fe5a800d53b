"""Odd input, drawn from a seeded source: lines, values and payloads as broken or hostile clients might send them."""

import copy
from random import Random
from typing import Any

from tests.domain.generated import TOKENS

Json = dict[str, Any]

CALLED = "U0CALLED"  # typed as text, never by Slack's own token: it must not become a mention
INJECTIONS = (
    *("<!channel>", "<!here>", "<!everyone>", "<!subteam^S0CALLED>", "<https://evil.example|click>"),
    *("&lt;!channel&gt;", "&amp;lt;!here&amp;gt;", "*_~`>", "```", f"<@{CALLED}>"),
)
_LETTERS = "aZ09 é😀田\u0301\u200d\ufeff\t\n\"'\\<>&|@#*_~`-:/%$\u202e\x00\x1b\ud800"
_LONG = (76, 151, 256, 2001, 2990, 3001, 12_001)
VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        2**63,
        1e308,
        1.5,
        "",
        " ",
        "0",
        "-1",
        "1",
        "1:",
        ":1",
        "1:manager",
        "1:1:1",
        "99999999999999999999",
    ),
    *(
        "２",
        "null",
        "{}",
        "[]",
        "2026-02-31",
        "0000-00-00",
        "2026-11-20",
        "9999-12-31",
        "U0MAYA",
        "W0",
        "C0GENERAL",
        "\x00",
    ),
    *([], {}, [None], [[]], [{}], {"a": None}, ["x"] * 300, {"value": {}}, {"selected_option": []}, {"id": None}),
)


def line(source: Random) -> str:
    """What might be typed behind a command, as Slack sends it: tokens, injections typed as text, noise, length."""
    typed = [as_slack_sends(text) for text in INJECTIONS]
    words = [
        source.choice((source.choice(TOKENS), source.choice(typed), as_slack_sends(text(source))))
        for _ in range(source.randrange(9))
    ]
    said = source.choice((" ", " ", "")).join(words)
    return said * source.choice((1, 1, 1, 1, 40)) if len(said) < 400 else said


def as_slack_sends(typed: str) -> str:
    return typed.replace("<", "&lt;").replace(">", "&gt;")


def text(source: Random) -> str:
    """Any text at all, now and then just beyond one of Slack's limits."""
    kind = source.randrange(10)
    if kind == 0:
        return source.choice(("x", "<", "&", "é", "👩‍👩‍👧 ", "a ", "<!channel>")) * source.choice(_LONG)
    if kind < 5:
        return source.choice(INJECTIONS) + source.choice(("", " x", "\n", "😀"))
    return "".join(source.choices(_LETTERS, k=source.randrange(1, 40)))


def value(source: Random) -> Any:
    return text(source) if source.random() < 0.5 else copy.deepcopy(source.choice(VALUES))


def bent(payload: Json, source: Random) -> Json:
    """The payload with a few of its parts, anywhere in it, gone or replaced."""
    made = copy.deepcopy(payload)
    for _ in range(source.choice((1, 1, 2, 4))):
        places = list(_places(made))
        if not places:
            break
        holder, name = source.choice(places)
        if source.random() < 0.4:
            del holder[name]
        else:
            holder[name] = value(source)
    return made


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Each part of a payload as (what holds it, its name); shallow parts come as often as all the deep ones."""
    here = [(node, name) for name in (node if isinstance(node, dict) else range(len(node)))]
    below = [place for holder, name in here if isinstance(holder[name], dict | list) for place in _places(holder[name])]
    return here * max(1, len(below) // max(1, len(here))) + below if len(here) > 1 else here + below
