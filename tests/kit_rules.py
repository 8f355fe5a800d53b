"""What must hold for everything that the bot shows: Slack's limits, a text that says something, no injected markup."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox import blocks
from sandbox.blocks import suggestions
from sandbox.wire import SlackError
from tests.odd import CALLED

Json = dict[str, Any]

MOST_TEXT = 4000
_BROADCAST = re.compile(r"<!(?!date\^)")
_FOREIGN_LINK = re.compile(r"<https?://evil\.example\|click>")
_UNESCAPED = re.compile(r"<(?![@#!]|https?://|mailto:|slack://app\?)|&(?!amp;|lt;|gt;)")


def faults_of_message(message: Json, *, people: bool = False) -> list[str]:
    """Why this message must not be shown. `people`: titles of wins keep the people typed into them as mentions."""
    found = list(_faults_of_text(message.get("text"), people=people))
    if message.get("response_type", "ephemeral") != "ephemeral":
        found.append("everybody in the conversation would see it")
    if message.get("blocks") is not None:
        found += _refusal(blocks.message, message["blocks"])
        found += _faults_of_markup(message["blocks"], people=people)
    return found


def faults_of_view(view: Json, *, people: bool = False) -> list[str]:
    return [*_refusal(blocks.view, view), *_faults_of_markup(view.get("blocks"), people=people)]


def faults_of_answer(body: Any, *, people: bool = False) -> list[str]:
    """What the bot answered to a delivery: nothing, a message, options, or a response_action."""
    if body in (None, "", {}):
        return []
    if not isinstance(body, dict):
        return [f"not an answer: {body!r}"]
    if "options" in body or "option_groups" in body:
        return suggestions.problems(body)
    match body.get("response_action"):
        case None:
            return faults_of_message(body, people=people)
        case "update" | "push":
            return faults_of_view(body["view"], people=people)
        case "errors":
            return [
                f"no sentence for {name}"
                for name, said in body["errors"].items()
                if not isinstance(said, str) or not said
            ]
        case other:
            return [f"unknown response_action {other!r}"]


def _refusal(check: Any, value: Any) -> list[str]:
    try:
        check(value)
    except SlackError as problem:
        return [f"{problem.code}: {problem.extra.get('errors')}"]
    return []


def _faults_of_text(said: Any, *, people: bool) -> Iterator[str]:
    if not isinstance(said, str) or not said.strip():
        yield f"the message's text says nothing: {said!r}"
    elif len(said) > MOST_TEXT:
        yield f"the message's text has {len(said)} characters"
    else:
        yield from _injected(said, people=people)


def _faults_of_markup(node: Any, *, people: bool) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _faults_of_markup(one, people=people)
    elif isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield from _injected(str(node.get("text")), people=people)
        for one in node.values():
            yield from _faults_of_markup(one, people=people)


def _injected(markup: str, *, people: bool) -> Iterator[str]:
    if _BROADCAST.search(markup):
        yield f"calls a whole channel: {markup!r}"
    if _FOREIGN_LINK.search(markup):
        yield f"hides an address behind a word: {markup!r}"
    if f"<@{CALLED}" in markup and not people:
        yield f"mentions somebody who was only typed: {markup!r}"
    if _UNESCAPED.search(markup):
        yield f"is not escaped: {markup!r}"
