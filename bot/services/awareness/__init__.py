"""Awareness: the use cases of what is told and sent, of the ledger set right by hand, and of looking at it."""

from bot.services.awareness.by_hand import note_known, put_back, take_back
from bot.services.awareness.ledger import offer, see_person, see_win
from bot.services.awareness.telling import mark_sent, mark_told, undo_sent

__all__ = [
    "mark_sent",
    "mark_told",
    "note_known",
    "offer",
    "put_back",
    "see_person",
    "see_win",
    "take_back",
    "undo_sent",
]
