"""Conversations: interactions with stakeholders; and the grammar of a `/met` line."""

from bot.domain.conversations.line import parse_conversation_line, quote_known
from bot.domain.conversations.values import KINDS, MAX_NAME, Conversation, NewConversation, Person, Promise

__all__ = [
    "KINDS",
    "MAX_NAME",
    "Conversation",
    "NewConversation",
    "Person",
    "Promise",
    "parse_conversation_line",
    "quote_known",
]
