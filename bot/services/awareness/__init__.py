"""Awareness: the use cases of what is told and sent."""

from bot.services.awareness.telling import mark_sent, mark_told, undo_sent

__all__ = ["mark_sent", "mark_told", "undo_sent"]
