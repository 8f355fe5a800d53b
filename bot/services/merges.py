"""Merging two wins into one, and taking a merge back; each use case is one transaction of one member."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import evidence as evidence_rules
from bot.domain import merges as rules
from bot.domain import win_form
from bot.domain.evidence import Evidence
from bot.domain.members import Actor, Member
from bot.domain.merges import Brief, Gone
from bot.domain.outcomes import Refused
from bot.domain.wins import NewWin, Win
from bot.services import edits, members
from bot.services import wins as win_services
from bot.services.wins import Changed
from bot.store import awareness, evidence, merges, people_merges, wins, workspaces
from bot.store import edits as edit_store
from bot.store.database import Session


@dataclass(frozen=True, slots=True)
class Pair:
    """Two live wins, in the order in which they are merged; `both` is what is proposed to hold of the one win."""

    kept: Win
    gone: Win
    both: Win
    today: date


@dataclass(frozen=True, slots=True)
class Merged:
    kept: Win
    gone: Win
    today: date


@dataclass(frozen=True, slots=True)
class Unmerged:
    """Both wins as they are now; not `exact` if the kept one was edited since, and so stays as it is."""

    kept: Win
    gone: Win
    today: date
    exact: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A win as its window shows it: `gone` are those that went into it, `like` may be the same thing, and `into` is the
    win that it went into itself; `edit_id` is the edit that can be undone.
    """

    win: Win
    today: date
    gone: tuple[Gone, ...] = ()
    like: Brief | None = None
    into: Win | None = None
    edit_id: int = 0


@dataclass(frozen=True, slots=True)
class Offers:
    wins: tuple[Brief, ...]
    today: date


def look_up(session: Session, actor: Actor, win_id: int, now: datetime) -> Opened:
    """A win, live or not, with all that merging has to do with it."""
    member, win = _seen(session, actor, win_id)
    today = member.today(now)
    if win.deleted_at is not None:
        return Opened(win, today, into=_held_by(session, member, win_id))
    week = win.created_at - rules.ALIKE_WITHIN, win.created_at + rules.ALIKE_WITHIN
    near = merges.list_briefs(session, member.id, between=week)
    itself = next(brief for brief in near if brief.id == win_id)
    return Opened(
        win,
        today,
        merges.list_gone(session, member.id, win_id),
        rules.alike(itself, near),
        edit_id=edit_store.find_latest(session, member.id, win_id),
    )


def offer(session: Session, actor: Actor, win_id: int, query: str, now: datetime) -> Offers:
    """What this win can be merged with."""
    member = members.find(session, actor)
    briefs = [] if member is None else merges.list_briefs(session, member.id)
    itself = next((brief for brief in briefs if brief.id == win_id), None)
    if member is None or itself is None:
        raise Refused("not_found")
    return Offers(rules.offers(itself, briefs, query), member.today(now))


def prepare(session: Session, actor: Actor, first_id: int, second_id: int, now: datetime) -> Pair:
    """Raises Refused: merge_itself, merge_sample; merge_gone if one of them is not there any more."""
    member, first = _seen(session, actor, first_id)
    _, second = _seen(session, actor, second_id)
    if first.id == second.id:
        raise Refused("merge_itself")
    if first.deleted_at is not None or second.deleted_at is not None:
        raise Refused("merge_gone")
    if first.sample != second.sample:
        raise Refused("merge_sample")
    kept, gone = rules.order(first, second)
    return Pair(kept, gone, rules.combine(kept, gone), member.today(now))


def merge(
    session: Session,
    actor: Actor,
    kept_id: int,
    gone_id: int,
    versions: tuple[int, int],
    new: NewWin,
    key: str,
    now: datetime,
) -> Merged:
    """The kept win becomes what was typed, and takes over what the other one proves and who knows it.

    Raises Refused as `prepare` does, and "stale" if they are not in these versions, or are to be merged the other way
    round, since one of them was finished meanwhile.
    """
    member = members.require(session, actor)
    workspaces.claim_key(session, member.workspace_id, key, now)
    pair = prepare(session, actor, kept_id, gone_id, now)
    kept, gone = pair.kept, pair.gone
    if (kept.id, kept.version, gone.version) != (kept_id, *versions):
        raise Refused("stale")
    with people_merges.apart(session, member.id, [kept_id, gone_id]):
        _become_one(session, member, pair, new, now)
    return Merged(_whole(session, member, kept_id), replace(gone, deleted_at=now), pair.today)


def _become_one(session: Session, member: Member, pair: Pair, new: NewWin, now: datetime) -> None:
    kept, gone, kept_id, gone_id = pair.kept, pair.gone, pair.kept.id, pair.gone.id
    watched = edits.watch(session, member, kept)
    others = merges.list_linked(session, member.id, gone_id)
    new = win_form.keep_measures(pair.both, new)
    wins.change(session, member.id, kept_id, kept.version, new, now)
    merges.move_captured(session, member.id, gone_id, kept_id)
    removed = _merge_links(session, member, kept, gone, new, now)
    merges.copy_linked(session, member.id, kept_id, watched.knew, others)
    there = (*kept.witnesses, *gone.witnesses)
    awareness.forget_witnesses(session, member.id, kept_id, [who for who in there if who not in new.witnesses])
    awareness.note_praised(session, member, kept_id, now)
    came = [who for who in new.witnesses if who not in there]
    awareness.note_witnesses(session, member.id, kept_id, came, new.happened_on, now)
    wins.set_deleted(session, member.id, gone_id, now)
    was = edits.compare(session, member, watched, removed)
    was = replace(was, praise=merges.written_praise(others))
    merges.add(session, member.id, kept_id, gone_id, was, kept.version + 1, now)


def _merge_links(session: Session, member: Member, kept: Win, gone: Win, new: NewWin, now: datetime) -> tuple[int, ...]:
    """The addresses as they stand in the form; returns the ids of those taken off the kept win."""
    ours, theirs = _given(kept), _given(gone)
    removed = tuple(piece.id for line, piece in ours.items() if line not in new.links)
    if removed:
        merges.set_removed(session, member.id, kept.id, removed, now)
    missing = [line for line in new.links if line not in ours]
    merges.copy_given(session, member.id, gone.id, kept.id, [theirs[line].id for line in missing if line in theirs])
    left = [piece for piece in (*kept.evidence, *gone.evidence) if piece.line not in (*ours, *theirs)]
    left += [piece for line, piece in (ours | theirs).items() if line in new.links]
    missing = [line for line in missing if line not in theirs]
    typed = evidence_rules.of_links(missing, member.workspace_url, left)
    evidence.add(session, member.id, kept.id, typed, now)
    return removed


def _given(win: Win) -> dict[str, Evidence]:
    return {piece.line: piece for piece in win.evidence if piece.given}


def restore(session: Session, actor: Actor, win_id: int, key: str, now: datetime) -> Changed | Unmerged:
    """Brings a win back: from a merge, or deleted by hand. Raises Refused as `wins.restore` does."""
    member = members.require(session, actor)
    done = merges.find(session, member.id, win_id)
    if done is None:
        return win_services.restore(session, actor, win_id, key, now)
    gone = _whole(session, member, win_id)
    win_services.check_restorable(session, member, gone, now, merged=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    kept = _whole(session, member, done.kept_id)
    exact = kept.version == done.version_after
    if exact:
        edits.put_back(session, member, kept, done.before, done.merged_at, now)
    merges.return_captured(session, member.id, win_id)
    merges.give_praise_back(session, member.id, win_id, done.before.praise)
    merges.remove(session, member.id, win_id)
    win_services.bring_back(session, member, gone, now)
    gone = _whole(session, member, win_id)
    if not gone.title:
        _name(session, member, gone)
    return Unmerged(_whole(session, member, kept.id), _whole(session, member, win_id), member.today(now), exact)


def _name(session: Session, member: Member, draft: Win) -> None:
    """Its message was read while it lay in the other win."""
    titles = (evidence_rules.title_of(piece.snapshot) for piece in draft.evidence)
    wins.title_draft(session, member.id, draft.id, next(filter(None, titles), ""))


def _held_by(session: Session, member: Member, win_id: int) -> Win | None:
    end = merges.find_ends(session, member.id, [win_id]).get(win_id)
    return None if end is None else wins.get(session, member.id, end)


def _seen(session: Session, actor: Actor, win_id: int) -> tuple[Member, Win]:
    member = members.find(session, actor)
    if member is None:
        raise Refused("not_found")
    return member, _whole(session, member, win_id)


def _whole(session: Session, member: Member, win_id: int) -> Win:
    win = wins.get(session, member.id, win_id)
    if win is None:
        raise Refused("not_found")
    return win
