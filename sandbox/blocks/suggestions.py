"""Slack's rules for an app's answer to an external select; they may not know where the select stands."""

from typing import Any

from sandbox.blocks import parts
from sandbox.blocks.checks import Report, array, both, rule, shape
from sandbox.wire import Json

MOST = 100
_GROUP = shape({"label": parts.plain(75), "options": array(parts.SELECT_OPTION, least=0, most=MOST)})
_ANSWER = both(
    shape(
        {},
        {
            "options": array(parts.SELECT_OPTION, least=0, most=MOST),
            "option_groups": array(_GROUP, least=0, most=MOST),
        },
    ),
    rule(
        lambda answer: sum(answer.get(name) is not None for name in ("options", "option_groups")) == 1,
        "must provide either options or option_groups",
    ),
    rule(
        lambda answer: len({option["value"] for option in options(answer)}) == len(options(answer)),
        "the values of options must be unique",
    ),
)


def problems(answer: object) -> list[str]:
    """What is wrong with the answer, in Slack's form; nothing if it is right."""
    report = Report()
    _ANSWER({} if answer is None else answer, "", report)
    return report.messages


def options(answer: Any) -> list[Json]:
    """Every option of a right answer, out of its groups."""
    grouped = [option for group in answer.get("option_groups") or [] for option in group["options"]]
    return [*(answer.get("options") or []), *grouped]
