"""Wins: logging, editing, undoing and finding them; each use case is one transaction of one member."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain import evidence as evidence_rules
from bot.domain import lines, win_form
from bot.domain import wins as rules
from bot.domain.evidence import Captured, Evidence, EvidenceKind, Reading
from bot.domain.members import Actor, Member
from bot.domain.outcomes import Refused
from bot.domain.tags import Meant
from bot.domain.wins import NewWin, Win, WinState
from bot.services import edits, members, tags
from bot.store import awareness, evidence, merges, people_merges, wins, workspaces
from bot.store import edits as edit_store
from bot.store.database import Session

RESTORABLE = timedelta(days=30)
# How long the task that follows a capture has for itself before the timetable reads the message instead.
READ_ALONE = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Logged:
    """A win just stored; `news_to` counts the stakeholders who know it as witnesses, `first` starts the digests.
    `edit_id` is the edit that can be undone, 0 for a new win.
    """

    win: Win
    member: Member
    news_to: int
    first: bool
    edit_id: int = 0
    meant: Meant | None = None  # a tag that may be mistyped


@dataclass(frozen=True, slots=True)
class Changed:
    """`before` says that it stood like this already: nothing was done."""

    win: Win
    today: date
    before: bool


def log_line(session: Session, actor: Actor, text: str, key: str, now: datetime) -> Logged:
    """Raises Refused with the parser's code; then nobody is started either."""
    member = members.enrol(session, actor, now)
    parsed = rules.parse_win_line(text, member.today(now))
    if not isinstance(parsed, NewWin):
        raise Refused(parsed.code, length=parsed.length, limit=lines.MAX_LINE)
    return _log(session, member, parsed, "command", key, now)


def log_new(session: Session, actor: Actor, new: NewWin, message: Captured | None, key: str, now: datetime) -> Logged:
    """From the modal: with nothing, or with the message that it was opened for."""
    member = members.enrol(session, actor, now)
    if message is None or not message.exists:
        return _log(session, member, new, "modal", key, now)
    if any(not trace.deleted for trace in wins.trace_message(session, member.id, message.channel, message.ts)):
        raise Refused("message_saved_before")
    return _log(session, member, new, "shortcut", key, now, message)


def log_said(
    session: Session, actor: Actor, new: NewWin, message: Captured, key: str, now: datetime, *, proof: bool
) -> Logged:
    """From what the member wrote to Vouch itself: one message is one win. Their own words are evidence only as `proof`
    of more than the win could hold.
    """
    member = members.enrol(session, actor, now)
    if any(not trace.deleted for trace in wins.trace_message(session, member.id, message.channel, message.ts)):
        raise Refused("message_saved_before")
    return _log(session, member, new, "dm", key, now, message, proof=proof)


def _log(
    session: Session,
    member: Member,
    new: NewWin,
    source: str,
    key: str,
    now: datetime,
    message: Captured | None = None,
    *,
    proof: bool = True,
) -> Logged:
    workspaces.claim_key(session, member.workspace_id, key, now)
    new = win_form.in_locale(new, member.locale)
    channel, ts = (message.channel, message.ts) if message else ("", "")
    win_id = wins.add(session, member.id, new, source, now, channel=channel, ts=ts)
    captured = [of_message(member, message)] if message and proof else []
    pieces = (*captured, *evidence_rules.of_links(new.links, member.workspace_url, captured))
    evidence.add(session, member.id, win_id, pieces, now, next_try_at=now + READ_ALONE)
    news_to = awareness.note_witnesses(session, member.id, win_id, new.witnesses, new.happened_on, now)
    win = Win(
        id=win_id,
        state=WinState.KEPT,
        title=new.title,
        happened_on=new.happened_on,
        source=source,
        version=1,
        created_at=now,
        kept_at=now,
        impact=new.impact,
        category=new.category,
        source_channel=channel,
        source_ts=ts,
        tags=new.tags,
        witnesses=new.witnesses,
        measures=new.measures,
        evidence=pieces,
        private=new.private,
    )
    noted = members.note_record(session, member, now)
    meant = tags.find_meant(session, member.id, win_id, new.tags)
    return Logged(win, noted, news_to, first=noted is not member, meant=meant)


def of_message(member: Member, message: Captured) -> Evidence:
    """A captured message as evidence: read already where the payload carried all of its text."""
    return Evidence(
        EvidenceKind.MESSAGE,
        url=evidence_rules.permalink(member.workspace_url, message.channel, message.ts, message.thread_ts),
        author_id=message.author[:32],
        channel_id=message.channel,
        ts=message.ts,
        thread_ts=message.thread_ts[:32],
        said_at=evidence_rules.said_at(message.ts),
        snapshot=message.snapshot,
        reading=Reading.READ if message.whole and message.snapshot else Reading.PENDING,
    )


def save(
    session: Session,
    actor: Actor,
    win_id: int,
    version: int,
    new: NewWin,
    key: str,
    now: datetime,
    *,
    restoring: bool = False,
) -> Logged:
    """Stores an edit, and keeps a draft; with `restoring` it brings back what was deleted first.

    Raises Refused: "stale" if the win is not in `version` any more, "merged_meanwhile" if it went into another, which
    `into` names, "deleted_meanwhile" if it can be brought back, else "not_found".
    """
    member = members.require(session, actor)
    before = _found(session, member, win_id)
    if before.deleted_at is not None:
        _refuse_gone(session, member, before, now, restoring=restoring)
        bring_back(session, member, before, now)
    workspaces.claim_key(session, member.workspace_id, key, now)
    new = win_form.keep_measures(before, win_form.in_locale(new, member.locale))
    with people_merges.apart(session, member.id, [win_id]):
        watched = edits.watch(session, member, before)
        if not wins.change(session, member.id, win_id, version, new, now):
            raise Refused("stale")
        removed = _save_links(session, member, before, new, now)
        news_to = _keep_witnesses(session, member, before, new, now)
        was = edits.compare(session, member, watched, removed)
    edit_id = edit_store.add(session, member.id, win_id, was, version + 1, now)
    meant = tags.find_meant(session, member.id, win_id, [tag for tag in new.tags if tag not in before.tags])
    return Logged(_found(session, member, win_id), member, news_to, first=False, edit_id=edit_id, meant=meant)


def _keep_witnesses(session: Session, member: Member, before: Win, new: NewWin, now: datetime) -> int:
    """What follows for those who were there; of whom it was taken back by hand, it is not said again. Returns for how
    many the win is news.
    """
    gone = [who for who in before.witnesses if who not in new.witnesses]
    came = [who for who in new.witnesses if who not in before.witnesses]
    awareness.forget_witnesses(session, member.id, before.id, gone)
    if gone:
        awareness.note_praised(session, member, before.id, now)
    if new.happened_on != before.happened_on:
        awareness.move_witnessed(session, member.id, before.id, before.happened_on, new.happened_on)
    return awareness.note_witnesses(session, member.id, before.id, came, new.happened_on, now)


def _refuse_gone(session: Session, member: Member, win: Win, now: datetime, *, restoring: bool) -> None:
    if into := merges.find_ends(session, member.id, [win.id]):
        raise Refused("merged_meanwhile", into=into[win.id])
    try:
        check_restorable(session, member, win, now)
    except Refused as problem:
        raise Refused("not_found") from problem
    if not restoring:
        raise Refused("deleted_meanwhile")


def _save_links(session: Session, member: Member, before: Win, new: NewWin, now: datetime) -> list[int]:
    """Returns the ids of those taken off; they can be put back."""
    given = {piece.line: piece.id for piece in before.evidence if piece.given}
    gone = [piece_id for link, piece_id in given.items() if link not in new.links]
    if gone:
        merges.set_removed(session, member.id, before.id, gone, now)
    added = [link for link in new.links if link not in given]
    left = [piece for piece in before.evidence if piece.id not in gone]
    evidence.add(session, member.id, before.id, evidence_rules.of_links(added, member.workspace_url, left), now)
    return gone


def _found(session: Session, member: Member, win_id: int) -> Win:
    win = wins.get(session, member.id, win_id)
    if win is None:
        raise Refused("not_found")
    return win


def see(session: Session, actor: Actor, win_id: int) -> Win:
    """A live win with all its parts."""
    win = look_up(session, actor, win_id)
    if win.deleted_at is not None:
        raise Refused("not_found")
    return win


def look_up(session: Session, actor: Actor, win_id: int) -> Win:
    """A win with all its parts, one that can still be restored too."""
    member = members.find(session, actor)
    win = None if member is None else wins.get(session, member.id, win_id)
    if win is None:
        raise Refused("not_found")
    return win


def see_today(session: Session, actor: Actor, now: datetime) -> date:
    """The actor's local date; in UTC for somebody not known yet."""
    member = members.find(session, actor)
    return now.date() if member is None else member.today(now)


def undo(session: Session, actor: Actor, win_id: int, key: str, now: datetime) -> Changed:
    member = members.require(session, actor)
    win = _found(session, member, win_id)
    if win.deleted_at is not None:
        return Changed(win, member.today(now), before=True)
    workspaces.claim_key(session, member.workspace_id, key, now)
    wins.set_deleted(session, member.id, win_id, now)
    return Changed(replace(win, deleted_at=now), member.today(now), before=False)


def restore(session: Session, actor: Actor, win_id: int, key: str, now: datetime) -> Changed:
    """Raises Refused("restore_too_old") after 30 days, and where the same message was captured anew meanwhile."""
    member = members.require(session, actor)
    win = _found(session, member, win_id)
    if win.deleted_at is None:
        return Changed(win, member.today(now), before=True)
    check_restorable(session, member, win, now)
    workspaces.claim_key(session, member.workspace_id, key, now)
    bring_back(session, member, win, now)
    return Changed(replace(win, deleted_at=None), member.today(now), before=False)


def check_restorable(session: Session, member: Member, win: Win, now: datetime, *, merged: bool = False) -> None:
    """Raises Refused: restore_too_old, and message_saved_before where its message is in a live win. If it was `merged`
    that win may be the one that it went into.
    """
    if win.deleted_at is not None and win.deleted_at < now - RESTORABLE:
        raise Refused("restore_too_old")
    if win.source_ts:
        traces = wins.trace_message(session, member.id, win.source_channel, win.source_ts)
        if any(not trace.deleted and (trace.own or not merged) for trace in traces):
            raise Refused("message_saved_before")


def bring_back(session: Session, member: Member, win: Win, now: datetime) -> None:
    """Makes a deleted win live again, whatever took it away."""
    wins.set_deleted(session, member.id, win.id, None)
    if win.source == rules.WITHDRAWN:
        wins.set_source(session, member.id, win.id, rules.RESTORED)
    if win.kept_at is not None and win.deleted_at is not None:
        _count_again(session, member, win.id, win.kept_at, win.deleted_at, now)


def _count_again(
    session: Session, member: Member, win_id: int, kept_at: datetime, deleted_at: datetime, now: datetime
) -> None:
    """A digest that passed by while the win was deleted left it out: kept anew, it is in the next one."""
    counted_until = wins.digest_end(session, member.id, kept_at)
    if counted_until is not None and deleted_at < counted_until:
        wins.set_kept_at(session, member.id, win_id, now)
