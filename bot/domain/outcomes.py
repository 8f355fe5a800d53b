"""How a use case can end other than well: expected refusals, and what is known when the database fails."""

from collections.abc import Mapping


class Refused(Exception):
    """An expected refusal: `code` names its sentence in views/errors.py, `parts` are its values, never private text."""

    def __init__(self, code: str, **parts: object) -> None:
        super().__init__(code)
        self.code = code
        self.parts = parts


class FieldsRefused(Refused):
    """Why fields of a form cannot be kept, by field; in itself it is the first of them."""

    def __init__(self, faults: Mapping[str, Refused]) -> None:
        first = next(iter(faults.values()))
        super().__init__(first.code, **first.parts)
        self.faults = faults


class Repeated(Exception):
    """The payload was handled before; its effect is stored already."""


class NotSaved(Exception):
    """Nothing of this write is stored, and it never will be."""


class OutcomeUnknown(Exception):
    """The connection died while committing: the write may or may not be stored."""


class NotRead(Exception):
    """The database did not answer a question in time."""
