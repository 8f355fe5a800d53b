"""What stands in the way of automatic messages, in numbers and Slack's own words; nobody is named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deliveries import Kind, State

PERIOD = timedelta(days=14)  # deliveries older than that are history
LATE = timedelta(hours=1)  # sends are spread over so long at the most when all goes well


@dataclass(frozen=True, slots=True)
class Troubles:
    """`deliveries` of the last `PERIOD` by kind, state and error; `asking` are in doubt and not decided yet, by error.

    `oldest` is when the longest waiting one was due, of workspaces that take messages; `workspaces` and `members` are
    counted by what Slack said last.
    """

    deliveries: Mapping[tuple[Kind, State, str], int]
    asking: Mapping[str, int]
    oldest: datetime | None
    workspaces: Mapping[str, int]
    members: Mapping[str, int]

    def late(self, now: datetime) -> timedelta | None:
        """How late the longest waiting one is, where that is more than spreading explains."""
        if self.oldest is None or now - self.oldest < LATE:
            return None
        return now - self.oldest

    def unsettled(self) -> Mapping[str, int]:
        """Messages of which it could not be found out whether they were sent, by the reason."""
        counts = self._by_error(State.IN_DOUBT)
        left = {error: count - self.asking.get(error, 0) for error, count in counts.items()}
        return {error: count for error, count in left.items() if count > 0}

    def tried_again(self) -> Mapping[str, int]:
        """Messages that wait for another try, by what Slack said."""
        return {error: count for error, count in self._by_error(State.DUE).items() if error}

    def failed(self) -> Mapping[str, int]:
        return self._by_error(State.FAILED)

    def _by_error(self, wanted: State) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for (_, state, error), count in self.deliveries.items():
            if state is wanted:
                counts[error] = counts.get(error, 0) + count
        return counts
