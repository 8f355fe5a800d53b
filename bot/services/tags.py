"""Tags: what is offered while one is chosen, and changing one on all wins at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import tags as rules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.tags import Change, Meant, Used
from bot.domain.wins import Win
from bot.services import members
from bot.store import edits, tags, wins, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Offers:
    """For a text typed into the field: tags there are, and those that would be new."""

    known: tuple[Used, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """The win with the tag that was meant, and the way back; `edit_id` is that of an edit that this is a part of."""

    win: Win
    member: Member
    back: Meant | None
    edit_id: int = 0


def suggest(session: Session, actor: Actor, typed: str) -> Offers:
    """Starts nobody; who is no member yet has no tags, and may still type one."""
    member = members.find(session, actor)
    known, new = rules.offers(typed, [] if member is None else tags.list_used(session, member.id))
    return Offers(known, new)


def find_meant(session: Session, member_id: int, win_id: int, typed: Sequence[str]) -> Meant | None:
    """Which of the tags just typed for a win may be a slip. Names that were used before cost one look-up."""
    found = (
        rules.find_meant([name], tags.list_alike(session, member_id, win_id, name))
        for name in tags.list_new(session, member_id, win_id, typed)
    )
    return next((meant for meant in found if meant is not None), None)


def fix(session: Session, actor: Actor, win_id: int, change: Meant, key: str, now: datetime) -> Fixed:
    """One win gets the tag that was meant instead of what was typed. Raises Refused("tag_stale") if it has not that."""
    member = members.require(session, actor)
    win = wins.get(session, member.id, win_id)
    if win is None or win.deleted_at is not None:
        raise Refused("not_found")
    workspaces.claim_key(session, member.workspace_id, key, now)
    if change.typed not in win.tags:
        raise Refused("tag_stale")
    both = change.meant in win.tags
    tags.add(session, member.id, change.meant, [win_id])
    tags.remove(session, member.id, change.typed, [win_id])
    after = wins.get(session, member.id, win_id)
    assert after is not None
    edits.follow_version(session, member.id, win_id, win.version, after.version)
    edit_id = edits.find_latest(session, member.id, win_id)
    return Fixed(after, member, None if both else Meant(change.meant, change.typed), edit_id)


def see_tags(session: Session, actor: Actor) -> tuple[Used, ...]:
    """Tags of live wins, the most used first."""
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_started")
    return tuple(tags.list_used(session, member.id))


def plan(session: Session, actor: Actor, name: str, new: str) -> Change:
    """What `rename` would do, or with an empty `new` what `delete` would. Raises Refused("not_found")."""
    member = members.find(session, actor)
    having = [] if member is None else tags.list_wins(session, member.id, name)
    if member is None or not having:
        raise Refused("not_found")
    already = set(tags.list_wins(session, member.id, new)) if new else set()
    return Change(name, new, tuple(having), tuple(each for each in having if each in already), merges=bool(already))


def rename(session: Session, actor: Actor, name: str, new: str, key: str, now: datetime) -> Change:
    """On every win of the member, the deleted too; into a name that is there already, it merges the two."""
    member = members.require(session, actor)
    if not new or new == name:
        raise Refused("not_found")
    change = plan(session, actor, name, new)
    workspaces.claim_key(session, member.workspace_id, key, now)
    tags.rename(session, member.id, name, new)
    return change


def delete(session: Session, actor: Actor, name: str, key: str, now: datetime) -> Change:
    """The tag goes, the wins stay."""
    member = members.require(session, actor)
    change = plan(session, actor, name, "")
    workspaces.claim_key(session, member.workspace_id, key, now)
    tags.remove(session, member.id, name)
    return change


def undo(session: Session, actor: Actor, change: Change, key: str, now: datetime) -> int:
    """Gives the wins of `change` their tag again, and takes from them what they did not have before.

    Returns how many live wins have it again; raises Refused("not_found") where nothing was to be done.
    """
    member = members.require(session, actor)
    workspaces.claim_key(session, member.workspace_id, key, now)
    added_to, live = tags.add(session, member.id, change.name, change.wins)
    if not added_to:
        raise Refused("not_found")
    if change.new:
        added = [each for each in change.wins if each not in change.both]
        tags.remove(session, member.id, change.new, added)
    return live
