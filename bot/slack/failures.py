"""How whatever a handler raises becomes the words that the person reads, with what they typed in them."""

import logging
import secrets

from bot.domain.outcomes import NotRead, NotSaved, OutcomeUnknown, Refused, Repeated
from bot.messenger import SlackProblem, SlackRefused
from bot.views import errors, kit

log = logging.getLogger(__name__)


def said(kind: str, typed: str, problem: Exception) -> kit.Block:
    """`kind` is the payload's, for the log; `typed` comes back wherever it is not stored."""
    match problem:
        case Refused():
            log.info("%s refused: %s", kind, problem.code)
            return errors.refused(problem.code, problem.parts, typed)
        case Repeated():
            return errors.saved_already() if kind == "submission" else errors.repeated()
        case NotSaved():
            return errors.not_saved(typed) if typed.strip() or kind != "action" else errors.nothing_changed()
        case OutcomeUnknown():
            return errors.outcome_unknown(typed)
        case NotRead():
            return errors.not_read(typed)
        case SlackRefused():
            log.warning("Slack refused: %s %s", problem.code, problem.details)
            return errors.slack_refused(problem.code, typed)
        case SlackProblem():
            log.warning("Slack failed: %s", problem)
            return errors.slack_unreachable(typed)
    reference = secrets.token_hex(4)
    log_unexpected(reference, kind, problem)
    return errors.unexpected(reference, typed)


def log_unexpected(reference: str, kind: str, problem: BaseException) -> None:
    """The traceback without the exception's message: messages of databases and parsers quote private text."""
    frames = []
    trace = problem.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    log.error("%s failed, reference %s: %s\n  %s", kind, reference, type(problem).__name__, "\n  ".join(frames))
