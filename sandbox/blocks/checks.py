"""Small checks from which the rules for blocks are put together; they may not know any block."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.wire import Json


@dataclass
class Report:
    """What is wrong, in Slack's form: a sentence with a JSON pointer."""

    messages: list[str] = field(default_factory=list)

    def add(self, sentence: str, where: str) -> None:
        self.messages.append(f"[ERROR] {sentence} [json-pointer:{where}]")


Check = Callable[[Any, str, Report], None]


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add("must provide a string", where)
        elif len(value) < least:
            report.add(f"must be more than {least - 1} characters", where)
        elif len(value) > most:
            report.add(f"must be less than {most + 1} characters", where)

    return check


def boolean(value: Any, where: str, report: Report) -> None:
    if not isinstance(value, bool):
        report.add("must provide a boolean", where)


def number(least: float | None = None, most: float | None = None, *, whole: bool = True) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            report.add("must provide an integer" if whole else "must provide a number", where)
        elif least is not None and value < least:
            report.add(f"must be greater than or equal to {least}", where)
        elif most is not None and value > most:
            report.add(f"must be less than or equal to {most}", where)

    return check


def one_of(*values: str) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if value not in values:
            report.add("must be a valid enum value", where)

    return check


def array(item: Check, least: int = 1, most: int = 10_000) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add("must provide an array", where)
            return
        if len(value) < least:
            report.add(f"no less than {least} items allowed", where)
        if len(value) > most:
            report.add(f"no more than {most} items allowed", where)
        for index, each in enumerate(value):
            item(each, f"{where}/{index}", report)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with exactly these fields."""
    known = {**required, **(optional or {})}

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("must provide an object", where)
            return
        for name in required:
            if value.get(name) is None:
                report.add(f"missing required field: {name}", where)
        for name, each in value.items():
            if name not in known:
                report.add(f"invalid additional property: {name}", where)
            elif each is not None:
                known[name](each, f"{where}/{name}", report)

    return check


def typed(kinds: Mapping[str, Check], *, field_name: str = "type") -> Check:
    """An object whose type decides what it is checked by."""

    def check(value: Any, where: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("must provide an object", where)
            return
        kind = value.get(field_name)
        known = kinds.get(kind) if isinstance(kind, str) else None
        if known is None:
            report.add(f"unsupported type: {kind}", f"{where}/{field_name}")
        else:
            known(value, where, report)

    return check


def both(*checks: Check) -> Check:
    def check(value: Any, where: str, report: Report) -> None:
        for each in checks:
            each(value, where, report)

    return check


def rule(holds: Callable[[Json], bool], sentence: str) -> Check:
    """A rule between an object's fields; one so wrong that the rule cannot be asked is left to the other checks."""

    def check(value: Any, where: str, report: Report) -> None:
        try:
            broken = not holds(value)
        except (AttributeError, KeyError, TypeError, ValueError):
            return
        if broken:
            report.add(sentence, where)

    return check


def exactly(kind: str) -> Check:
    return one_of(kind)
