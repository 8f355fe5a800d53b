"""Conversations: the use cases of their records, of a message, of the talk reaction, and of bringing one back."""

from bot.services.conversations.messages import Prepared, log_of_message, prepare
from bot.services.conversations.reactions import ByReaction, log_talk_by_reaction, undo_talk_by_reaction
from bot.services.conversations.records import (
    Logged,
    Talked,
    Undone,
    change_conversation,
    log_conversation,
    log_line,
    log_talked,
    rate_conversation,
    see_conversation,
    see_today,
    undo_conversation,
)
from bot.services.conversations.restores import Restored, restore_conversation

__all__ = [
    "ByReaction",
    "Logged",
    "Prepared",
    "Restored",
    "Talked",
    "Undone",
    "change_conversation",
    "log_conversation",
    "log_line",
    "log_of_message",
    "log_talk_by_reaction",
    "log_talked",
    "prepare",
    "rate_conversation",
    "restore_conversation",
    "see_conversation",
    "see_today",
    "undo_conversation",
    "undo_talk_by_reaction",
]
