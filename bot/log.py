"""Logging: one line a record to standard error; private text never gets into it."""

import logging
import sys

QUIET = ("slack_bolt", "slack_sdk", "apscheduler", "aiohttp.access", "alembic", "asyncio")


class _NoArguments(logging.Filter):
    """Bolt logs whole payloads when a signature fails or nothing handles a request; only its first words are kept."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(("slack_bolt", "slack_sdk")):
            text = record.getMessage().partition("\n")[0]
            record.msg, record.args = text.partition("{")[0].partition("[{")[0][:160], None
        return True


def set_up(level: str) -> None:
    """Sends our records to standard error; libraries speak up from WARNING only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_NoArguments())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)  # its warnings are hints for people who write listeners
