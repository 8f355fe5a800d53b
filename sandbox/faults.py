"""Failures and rate limits of the Web API on demand; it may not decide when they are due."""

import math
import time
from collections import deque
from dataclasses import dataclass, field


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


@dataclass
class Limit:
    """So many calls within so many seconds of real time; more are answered 429 with the seconds to wait."""

    calls: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)

    def wait(self) -> int:
        """Count a call if there is room; how long it has to wait if not."""
        now = time.monotonic()
        while self.taken and self.taken[0] <= now - self.seconds:
            self.taken.popleft()
        if len(self.taken) >= self.calls:
            return max(1, math.ceil(self.taken[0] + self.seconds - now))
        self.taken.append(now)
        return 0


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._limits: dict[str, Limit] = {}

    @property
    def waiting(self) -> int:
        """How many no call has met yet, or not as often as they should be."""
        return len(self._waiting)

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def limit(self, method: str, calls: int, seconds: float) -> None:
        self._limits[method] = Limit(calls, seconds)

    def clear(self) -> None:
        self._waiting.clear()
        self._limits.clear()

    def take(self, method: str, team: str) -> Fault | None:
        """The fault that this call meets, if any; each is used up after its number of times."""
        for fault in self._waiting:
            if fault.method in {method, "*"} and fault.team in {None, team}:
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        wait = self._limits[method].wait() if method in self._limits else 0
        return Fault(method, retry_after=wait) if wait else None
