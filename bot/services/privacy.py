"""Privacy: deleting everything of a member at once, and for good what was undone long ago."""

from datetime import datetime

from bot.domain.members import Actor
from bot.domain.outcomes import Refused
from bot.services import wins
from bot.store import edits, members, merges, people_merges, privacy, summaries
from bot.store.database import Session

WORD = "delete"
"""What a person types to confirm."""


def delete_data(session: Session, actor: Actor, typed: str) -> None:
    """Deletes the member and every row they own, in this one transaction.

    Raises Refused: "confirmation_missing" where the word was not typed, "nothing_stored" where nothing is stored: that
    is also the answer to a second press, so that no mark of the first one has to be kept.
    """
    if typed.strip().strip("\"'“”").casefold() != WORD:
        raise Refused("confirmation_missing", word=WORD)
    member = members.find_locked(session, actor)
    if member is None:
        raise Refused("nothing_stored")
    privacy.delete_member(session, member.id)


def forget_undone(session: Session, now: datetime) -> int:
    """What can no longer be restored does not stay behind out of sight."""
    merges.settle(session, now - wins.RESTORABLE)
    edits.delete_old(session, now - wins.RESTORABLE)
    summaries.delete_old_typed(session, now - wins.RESTORABLE)
    people_merges.delete_old(session, now - wins.RESTORABLE)
    return privacy.delete_undone(session, now - wins.RESTORABLE)
