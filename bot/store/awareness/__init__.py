"""Awareness: which stakeholder knows which win; written in sets, always by owner."""

from bot.store.awareness.ledger import (
    are_drafts,
    count_knowing,
    count_of_person,
    get_noted,
    get_win,
    known_to_nobody,
    list_kept,
    list_knowing,
    list_known,
    list_known_wins,
    list_unaware,
    list_untold,
)
from bot.store.awareness.pairs import forget, forget_moment, forget_undone, note
from bot.store.awareness.witnesses import (
    forget_reacted,
    forget_witnesses,
    move_witnessed,
    note_found,
    note_praised,
    note_reacted,
    note_witnesses,
)

__all__ = [
    "are_drafts",
    "count_knowing",
    "count_of_person",
    "forget",
    "forget_moment",
    "forget_reacted",
    "forget_undone",
    "forget_witnesses",
    "get_noted",
    "get_win",
    "known_to_nobody",
    "list_kept",
    "list_knowing",
    "list_known",
    "list_known_wins",
    "list_unaware",
    "list_untold",
    "move_witnessed",
    "note",
    "note_found",
    "note_praised",
    "note_reacted",
    "note_witnesses",
]
