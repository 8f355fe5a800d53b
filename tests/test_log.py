"""What gets into the log: kinds and places of failures, never what people wrote."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot import log as logs

NEEDLE = "the secret plan"


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.set_up("INFO")
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    for name in logs.QUIET:
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_a_record_is_one_line_with_time_level_and_name(heard: io.StringIO) -> None:
    logging.getLogger("bot.x").info("%s wins", 3)
    logging.getLogger("bot.x").debug("too quiet")
    (line,) = heard.getvalue().splitlines()
    assert line.endswith("INFO bot.x: 3 wins")


def test_libraries_speak_up_from_warning_only(heard: io.StringIO) -> None:
    logging.getLogger("slack_bolt.App").info("chatter")
    logging.getLogger("alembic.runtime").info("chatter")
    logging.getLogger("slack_sdk.web").warning("trouble")
    assert "chatter" not in heard.getvalue()
    assert "trouble" in heard.getvalue()


@pytest.mark.parametrize(
    "message", [f'Unhandled request ({{"text": "{NEEDLE}"}})', f"Invalid signature\nbody={NEEDLE}"]
)
def test_of_slack_s_libraries_only_the_first_words_are_kept(heard: io.StringIO, message: str) -> None:
    logging.getLogger("slack_bolt.App").error(message)
    logging.getLogger("slack_sdk.socket_mode").error("%s", message)
    assert heard.getvalue().count(message[:9]) == 2
    assert NEEDLE not in heard.getvalue()


def test_a_traceback_names_kinds_and_places_but_no_message(heard: io.StringIO) -> None:
    def fail() -> None:
        try:
            int(NEEDLE)
        except ValueError as problem:
            raise RuntimeError(NEEDLE) from problem

    try:
        fail()
    except RuntimeError:
        logging.getLogger("bot.x").exception("it failed")
    told = heard.getvalue()
    assert "it failed\nRuntimeError" in told
    assert "after ValueError" in told
    assert "test_log.py" in told
    assert " fail" in told
    assert NEEDLE not in told


def test_a_failure_while_handling_another_is_told_too_unless_it_was_set_aside(heard: io.StringIO) -> None:
    for set_aside in (False, True):
        try:
            try:
                int(NEEDLE)
            except ValueError:
                if set_aside:
                    raise KeyError(NEEDLE) from None
                raise RuntimeError(NEEDLE)  # noqa: B904 - the implicit context is what is tested
        except (RuntimeError, KeyError):
            logging.getLogger("bot.x").exception("it failed")
    assert heard.getvalue().count("after ValueError") == 1
    assert NEEDLE not in heard.getvalue()
