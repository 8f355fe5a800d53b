"""Logging: one line a record to standard error; private text never gets into it."""

import logging
import sys
import traceback
from types import TracebackType

QUIET = ("slack_bolt", "slack_sdk", "apscheduler", "aiohttp.access", "alembic", "asyncio")


class _NoArguments(logging.Filter):
    """Bolt logs whole payloads when a signature fails or nothing handles a request; only its first words are kept."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(("slack_bolt", "slack_sdk")):
            text = record.getMessage().partition("\n")[0]
            record.msg, record.args = text.partition("{")[0][:160], None
        return True


class _NoMessages(logging.Formatter):
    """A traceback names files, lines and kinds of errors: messages of databases and parsers quote private text."""

    def formatException(  # noqa: N802 - logging's word
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        problem, told = ei[1], list[str]()
        while problem is not None and len(told) < 5:
            frames = traceback.extract_tb(problem.__traceback__)
            places = "".join(f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
            told.append(f"{type(problem).__name__}{places}")
            problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
        return "\nafter ".join(told)


def set_up(level: str) -> None:
    """Sends our records to standard error; libraries speak up from WARNING only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_NoMessages("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_NoArguments())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)  # its warnings are hints for people who write listeners
