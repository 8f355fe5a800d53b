"""Two of a member's people who are the same person: who stays, and what the one takes over from the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import lines
from bot.domain.stakeholders import USUAL, Relationship, Stakeholder, Stance, fold_name

MOST_OFFERED = 100  # as many as Slack shows
NOTES_LIMIT = 2_900  # Slack's field takes 3,000
# What can be taken over; the rest says who somebody is, or is counted anew.
FIELDS = (
    "relationship", "function", "levels_up", "influence", "decider", "stance", "confidence", "interests", "notes",
    "ideal_days", "worst_days", "snoozed_until", "last_nudged_at", "added_on", "archived_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """What hangs on somebody: in how many conversations they took part, how many wins they know, and what was promised
    and asked between them.
    """

    talks: int = 0
    wins: int = 0
    promises: int = 0


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who went into the person who is looked at."""

    person: Stakeholder
    merged_at: datetime


def order(opened: Stakeholder, other: Stakeholder) -> tuple[Stakeholder, Stakeholder]:
    """Who stays, and who goes into them: the one in Slack stays, else the one who was opened."""
    return (other, opened) if other.user_id and not opened.user_id else (opened, other)


def combine(kept: Stakeholder, gone: Stakeholder) -> Stakeholder:
    """The kept one with what was only known of the other. The longer of two rhythms is no better than the shorter, so
    they come as a pair; nobody who is followed stops being so.
    """
    both = kept.related_as(gone.relationship) if kept.relationship is Relationship.PEER else kept  # as added by default
    usual, others = USUAL[both.relationship], USUAL[gone.relationship]
    own_rhythm = kept.ideal_days is not None or kept.worst_days is not None
    rhythm = kept if own_rhythm else gone
    said = gone.influence != others.influence and both.influence == usual.influence
    return replace(
        both,
        function=kept.function or gone.function,
        levels_up=gone.levels_up if kept.levels_up is None else kept.levels_up,
        influence=gone.influence if said else both.influence,
        decider=both.decider or gone.decider,
        stance=gone.stance if kept.stance is Stance.UNKNOWN else kept.stance,
        confidence=gone.confidence if kept.confidence is None else kept.confidence,
        interests=kept.interests or gone.interests,
        notes=_notes(kept.notes, gone.notes),
        ideal_days=rhythm.ideal_days,
        worst_days=rhythm.worst_days,
        snoozed_until=kept.snoozed_until or gone.snoozed_until,
        last_nudged_at=max(filter(None, (kept.last_nudged_at, gone.last_nudged_at)), default=None),
        added_on=min(kept.added_on, gone.added_on),
        archived_at=kept.archived_at if gone.archived_at else None,
    )


def _notes(kept: str, gone: str) -> str:
    """Both, where they fit: notes are what nobody could write again."""
    if gone in kept or len(kept) + len(gone) > NOTES_LIMIT:
        return kept or gone
    return f"{kept}\n{gone}" if kept else gone


def changed(kept: Stakeholder, both: Stakeholder) -> tuple[str, ...]:
    """The fields in which they differ."""
    return tuple(name for name in FIELDS if getattr(kept, name) != getattr(both, name))


def can_merge(one: Stakeholder, other: Stakeholder) -> bool:
    """Two users of Slack are two people, and what is made up stays among itself."""
    return one.id != other.id and one.sample == other.sample and not (one.user_id and other.user_id)


def alike(person: Stakeholder, others: Iterable[Stakeholder]) -> Stakeholder | None:
    """Who is probably the same: a typed name that is the name of somebody in Slack, or the other way round."""
    name = fold_name(person.known_as or person.name)
    fitting = (other for other in others if can_merge(person, other) and bool(person.user_id) != bool(other.user_id))
    return next((other for other in fitting if name and fold_name(other.known_as or other.name) == name), None)


def offers(person: Stakeholder, others: Sequence[Stakeholder], query: str) -> tuple[Stakeholder, ...]:
    """Who may be the same and has all words of the query in the name; those with a word in common come first."""
    wanted = lines.fold(query).split()
    found = [other for other in others if can_merge(person, other) and _says(other, wanted)]
    own = set(_words(person))
    found.sort(key=lambda other: (-len(own.intersection(_words(other))), other.archived_at is not None))
    return tuple(found[:MOST_OFFERED])


def _says(person: Stakeholder, wanted: Sequence[str]) -> bool:
    name = lines.fold(f"{person.name} {person.known_as} {person.relationship.value}")
    return all(word in name for word in wanted)


def _words(person: Stakeholder) -> list[str]:
    return lines.fold(person.known_as or person.name).split()
