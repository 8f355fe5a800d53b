"""How Slack can fail to do what was asked; the messages are codes, never private text."""


class SlackProblem(Exception):
    """Slack did not do what was asked; the message is a code, never private text."""


class SlackRefused(SlackProblem):
    """Slack answered with an error: nothing was done. `messages` are its details, which name fields, not contents."""

    def __init__(self, code: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class RateLimited(SlackProblem):
    """Nothing was done; ask again after so many seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class SlackUnreachable(SlackProblem):
    """No answer: a time-out, a broken connection, a 5xx. What was asked may have been done."""


class SlackNotReached(SlackUnreachable):
    """There was no connection at all, so nothing was asked."""
