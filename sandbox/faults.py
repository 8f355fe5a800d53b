"""Failures of the Web API on demand; it may not decide when they are due."""

from dataclasses import dataclass


@dataclass
class Fault:
    """`delay` is in seconds; `lose` carries the call out and then drops the connection without an answer."""

    method: str
    times: int = 1
    error: str | None = None
    status: int | None = None
    delay: float | None = None
    retry_after: int | None = None
    lose: bool = False
    team: str | None = None


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str, team: str) -> Fault | None:
        """The fault that this call meets, if any; each is used up after its number of times."""
        for fault in self._waiting:
            if fault.method in {method, "*"} and fault.team in {None, team}:
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
