"""Merging two people who are the same person, and taking it back; each use case is one transaction of one member."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import people_merges as rules
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.people_merges import Counts, Gone
from bot.domain.stakeholders import Stakeholder, fold_name
from bot.services import members
from bot.services.wins import RESTORABLE
from bot.store import people_merges, rows, stakeholders, workspaces
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody with all that merging has to do with them; `like` is probably the same person."""

    person: Stakeholder
    today: date
    gone: tuple[Gone, ...] = ()
    like: Stakeholder | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """`both` is what the kept one becomes; `counts` is what the other one brings."""

    kept: Stakeholder
    gone: Stakeholder
    both: Stakeholder
    counts: Counts
    today: date


@dataclass(frozen=True, slots=True)
class Merged:
    kept: Stakeholder
    gone: Stakeholder


@dataclass(frozen=True, slots=True)
class Unmerged:
    """`before`: it had been undone already. `stays` are fields that were changed since, and so stay as they are."""

    kept: Stakeholder | None
    gone: Stakeholder
    before: bool = False
    stays: tuple[str, ...] = ()


def look_up(session: Session, actor: Actor, stakeholder_id: int, now: datetime) -> Opened:
    """Raises Refused("not_found"). Who went into somebody is looked at as that person."""
    member, person = _seen(session, actor, stakeholder_id)
    like = rules.alike(person, stakeholders.list_all(session, member.id))
    return Opened(person, member.today(now), people_merges.list_gone(session, member.id, person.id), like)


def offer(session: Session, actor: Actor, stakeholder_id: int, query: str) -> tuple[Stakeholder, ...]:
    """Who may be the same person; those no longer followed too."""
    member, person = _seen(session, actor, stakeholder_id)
    return rules.offers(person, stakeholders.list_all(session, member.id), query)


def prepare(session: Session, actor: Actor, opened_id: int, other_id: int, now: datetime) -> Pair:
    """Raises Refused: not_found, same_itself, same_users for two in Slack, same_sample."""
    member, opened = _seen(session, actor, opened_id)
    _, other = _seen(session, actor, other_id)
    if opened.id == other.id:
        raise Refused("same_itself")
    if opened.user_id and other.user_id:
        raise Refused("same_users")
    if opened.sample != other.sample:
        raise Refused("same_sample")
    kept, gone = rules.order(opened, other)
    counts = people_merges.count(session, member.id, gone.id)
    return Pair(kept, gone, rules.combine(kept, gone), counts, member.today(now))


def merge(
    session: Session, actor: Actor, kept_id: int, gone_id: int, versions: tuple[int, int], key: str, now: datetime
) -> Merged:
    """All that hangs on the one hangs on the other from now on, and the name of the one means the other.

    Raises Refused as `prepare` does, and "stale" if they are not in these versions.
    """
    member = members.require(session, actor)
    workspaces.claim_key(session, member.workspace_id, key, now)
    pair = prepare(session, actor, kept_id, gone_id, now)
    kept, gone = pair.kept, pair.gone
    if (kept.id, kept.version, gone.id, gone.version) != (kept_id, versions[0], gone_id, versions[1]):
        raise Refused("stale")
    fields = rules.changed(kept, pair.both)
    became = _values(pair.both, fields)
    links = people_merges.move(session, member.id, gone_id, kept_id)
    followed = people_merges.set_merged(session, member.id, gone_id, kept_id)
    links["stakeholders"] = {"moved": list(followed)}
    was, gone_was = _values(kept, fields), _values(gone, ("archived_at",))
    stakeholders.change_stakeholder(session, member.id, kept_id, **became)
    stakeholders.change_stakeholder(session, member.id, gone_id, archived_at=gone.archived_at or now)
    stakeholders.recount_talks(session, member.id, [kept_id, gone_id])
    people_merges.add(session, member.id, kept_id, gone_id, was, became, gone_was, links, now)
    return Merged(_whole(session, member, kept_id), _whole(session, member, gone_id))


def undo(session: Session, actor: Actor, gone_id: int, key: str, now: datetime) -> Unmerged:
    """Both are as they were; what was recorded since stays with the one who stayed.

    Raises Refused: not_found, restore_too_old, same_later while a later merge of theirs stands, name_taken if somebody
    else has the name by now.
    """
    member = members.require(session, actor)
    gone = _whole(session, member, gone_id)
    if gone.merged_into is None:
        return Unmerged(None, gone, before=True)
    done = people_merges.find(session, member.id, gone_id)
    if done is None or done.merged_at < now - RESTORABLE:
        raise Refused("restore_too_old")
    if people_merges.find_later(session, member.id, done):
        raise Refused("same_later")
    _check_name(session, member, gone)
    workspaces.claim_key(session, member.workspace_id, key, now)
    kept = _whole(session, member, done.kept_id)
    stays = tuple(name for name in done.was if _values(kept, (name,))[name] != done.became[name])
    people_merges.give_back(session, member.id, gone_id, kept.id, done.links)
    people_merges.set_apart(session, member.id, gone_id, done.links["stakeholders"]["moved"])
    people_merges.remove(session, member.id, gone_id)
    back = {name: value for name, value in done.was.items() if name not in stays}
    stakeholders.change_stakeholder(session, member.id, kept.id, **back)
    stakeholders.change_stakeholder(session, member.id, gone_id, **done.gone_was)
    stakeholders.recount_talks(session, member.id, [kept.id, gone_id])
    return Unmerged(_whole(session, member, kept.id), _whole(session, member, gone_id), stays=stays)


def _check_name(session: Session, member: Member, gone: Stakeholder) -> None:
    """Nobody else may have been given the name meanwhile: who is meant by it would be anybody's guess."""
    mine = fold_name(gone.name)
    for person in stakeholders.list_typed(session, member.id):
        if person.id != gone.id and person.merged_into is None and fold_name(person.name) == mine:
            raise Refused("name_taken")


def _values(person: Stakeholder, fields: tuple[str, ...]) -> rows.Row:
    """As the columns hold them."""
    return {name: stakeholders.to_column(name, getattr(person, name)) for name in fields}


def _seen(session: Session, actor: Actor, stakeholder_id: int) -> tuple[Member, Stakeholder]:
    member = members.find(session, actor)
    person = None if member is None else stakeholders.get_stakeholder(session, member.id, stakeholder_id)
    if member is None or person is None:
        raise Refused("not_found")
    return member, person


def _whole(session: Session, member: Member, stakeholder_id: int) -> Stakeholder:
    """The row itself, also of who went into somebody."""
    found = stakeholders.list_by_ids(session, member.id, [stakeholder_id])
    if not found:
        raise Refused("not_found")
    return found[0]
