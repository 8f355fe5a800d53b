"""Against a simple model: no sequence of captures, edits, undoing and merging loses a win or doubles it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import insert, select, update

from bot.domain import win_form
from bot.domain.edits import Outcome
from bot.domain.evidence import Captured
from bot.domain.outcomes import Refused, Repeated
from bot.domain.wins import WITHDRAWN, NewWin, Win, WinState
from bot.services import digests, edits, evidence, finding, members, merges, praise, privacy, wins
from bot.store.database import Database
from bot.store.tables import deliveries
from bot.store.tables import evidence as evidence_table
from bot.store.tables import members as members_table
from bot.store.tables import wins as wins_table
from tests.conftest import ADA, NOW

pytestmark = pytest.mark.no_cover

MESSAGES = [Captured("C0GENERAL", f"17636000{number}0.000100", author="U0MAYA") for number in range(3)]
NUMBERS = st.integers(0, 30)
EXAMPLES = 15
A_MONTH = timedelta(days=31)
Content = tuple[Any, ...]


@dataclass
class Seen:
    """What the model knows of one win. `stamp` changes with each edit, and goes back when a merge is taken back."""

    content: Content
    state: str = "live"  # live, deleted, withdrawn, merged
    into: int = 0
    stamp: int = 0
    after: int = 0  # the kept win's stamp after the merge …
    before: tuple[Content, int] = ((), 0)  # … and what it was before
    edit: tuple[int, int, Content, int] | None = None  # id, stamp after, and what it was before: content, stamp
    edit_undone: bool = False
    touched: bool = False
    told: int = 0  # in how many digests
    messages: set[int] = field(default_factory=set)  # ids of captured evidence that is its own


class Model(RuleBasedStateMachine):
    db: Database  # the same for all: its statements are compiled once

    def __init__(self) -> None:
        super().__init__()
        self.session = self.db.engine.connect()
        self.session.begin()
        self.now = NOW
        self.seen: dict[int, Seen] = {}
        self.stamps = 0
        self.events = 1763700000

    def teardown(self) -> None:
        self.tell()
        self.tell()
        live = [each for each in self.seen.values() if each.state == "live" and each.content[-1] is WinState.KEPT]
        assert [each.told for each in live] == [1] * len(live)
        self.session.rollback()
        self.session.close()

    # What people do

    @initialize()
    def start(self) -> None:
        self.log()

    @rule()
    def log(self) -> None:
        self.later()
        title, key = f"did {len(self.seen)}", f"k{self.stamp()}"
        win = wins.log_line(self.session, ADA, f"{title} #t https://a.io", key, self.now).win
        with pytest.raises(Repeated):
            wins.log_line(self.session, ADA, f"{title} #t https://a.io", key, self.now)
        self.met(win.id)
        assert self.seen[win.id].content[0] == title

    @rule(which=NUMBERS)
    def save_message(self, which: int) -> None:
        self.later()
        message = replace(MESSAGES[which % 3], snapshot="said")
        held = self.is_held(message)
        if held:
            with pytest.raises(Refused, match="message_saved_before"):
                wins.log_new(self.session, ADA, NewWin("kept", self.now.date()), message, "", self.now)
        else:
            self.met(wins.log_new(self.session, ADA, NewWin("kept", self.now.date()), message, "", self.now).win.id)

    @rule(which=NUMBERS)
    def react(self, which: int) -> None:
        message = MESSAGES[which % 3]
        held = self.is_held(message)
        done = evidence.draft_by_reaction(self.session, ADA, message, self.event(), "", self.now)
        assert done.win is not None
        assert (done.win.id in self.seen) == held
        self.met(done.win.id)

    @rule(which=NUMBERS)
    def unreact(self, which: int) -> None:
        done = evidence.withdraw_reaction(self.session, ADA, MESSAGES[which % 3], self.event(), "", self.now)
        if done.outcome is evidence.Outcome.REMOVED:
            assert done.win is not None
            self.withdrawn(done.win.id)

    @rule(which=NUMBERS, who=st.sampled_from(["U0MAYA", "U0SAM"]))
    def praised(self, which: int, who: str) -> None:
        message = MESSAGES[which % 3]
        held = self.is_held(message)
        done = praise.note(self.session, ADA, who, message, self.event(), self.now)
        if done.outcome is praise.Outcome.DRAFTED:
            assert not held
            self.met(done.win_id)

    @rule(which=NUMBERS, who=st.sampled_from(["U0MAYA", "U0SAM"]))
    def unpraised(self, which: int, who: str) -> None:
        done = praise.take_back(self.session, ADA, who, MESSAGES[which % 3], self.event(), self.now)
        if done.outcome is praise.Outcome.REMOVED:
            self.withdrawn(done.win_id)

    @rule(which=NUMBERS)
    def edit(self, which: int) -> None:
        self.later()
        win = self.any(which)
        seen = self.seen[win.id]
        new = NewWin(f"edited {self.stamp()}", self.now.date(), links=("https://b.io",), private=True)
        if win.version > 1:
            with pytest.raises(Refused):
                wins.save(self.session, ADA, win.id, win.version - 1, new, "", self.now)
        if seen.state != "live":
            with pytest.raises(Refused):
                wins.save(self.session, ADA, win.id, win.version, new, "", self.now)
            return
        edit_id = wins.save(self.session, ADA, win.id, win.version, new, "", self.now).edit_id
        before = seen.content, seen.stamp
        seen.content = (new.title, "", new.happened_on, (), ("https://b.io",), True, WinState.KEPT)
        seen.touched, seen.stamp = True, self.stamp()
        seen.edit, seen.edit_undone = (edit_id, seen.stamp, *before), False

    @rule(which=NUMBERS)
    def undo_edit(self, which: int) -> None:
        self.later()
        win = self.any(which)
        seen = self.seen[win.id]
        edit_id, after, content, stamp = seen.edit or (0, 0, (), 0)
        done = edits.undo(self.session, ADA, win.id, edit_id, "", self.now)
        if seen.state != "live":
            assert done.outcome is Outcome.GONE
        elif seen.edit_undone:
            assert done.outcome is Outcome.BEFORE
        elif not edit_id or seen.stamp != after:
            assert done.outcome is Outcome.CHANGED
        else:
            assert done.outcome is Outcome.UNDONE
            counted = seen.told > 0 or done.win.state is WinState.KEPT
            seen.content = (*content[:-1], WinState.KEPT) if counted else content
            seen.stamp, seen.edit_undone = stamp, True

    @rule(which=NUMBERS)
    def undo(self, which: int) -> None:
        self.later()
        win = self.any(which)
        seen = self.seen[win.id]
        assert wins.undo(self.session, ADA, win.id, "", self.now).before == (seen.state != "live")
        if seen.state == "live":
            seen.state = "deleted"

    @rule(which=NUMBERS)
    def restore(self, which: int) -> None:
        self.later()
        win = self.any(which)
        seen = self.seen[win.id]
        if seen.state != "live" and self.is_captured_anew(win, merged=seen.state == "merged"):
            with pytest.raises(Refused, match="message_saved_before"):
                merges.restore(self.session, ADA, win.id, "", self.now)
            return
        done = merges.restore(self.session, ADA, win.id, "", self.now)
        assert isinstance(done, merges.Unmerged) == (seen.state == "merged")
        if isinstance(done, merges.Unmerged):
            self.unmerged(seen, done)
        seen.touched = seen.touched or seen.state == "withdrawn"
        seen.state, seen.into = "live", 0

    @rule(one=NUMBERS, other=NUMBERS)
    def merge(self, one: int, other: int) -> None:
        self.later()
        first, second = self.any(one), self.any(other)
        try:
            pair = merges.prepare(self.session, ADA, first.id, second.id, self.now)
        except Refused:
            assert first.id == second.id or {self.seen[win.id].state for win in (first, second)} != {"live"}
            return
        new = win_form.read(replace(win_form.of_win(pair.both), title=f"both {self.stamp()}"), pair.today)
        assert isinstance(new, NewWin)
        versions = pair.kept.version, pair.gone.version
        done = merges.merge(self.session, ADA, pair.kept.id, pair.gone.id, versions, new, "", self.now)
        kept, gone = self.seen[pair.kept.id], self.seen[pair.gone.id]
        assert kept.content[-1] is WinState.KEPT or gone.content[-1] is WinState.DRAFT
        gone.state, gone.into = "merged", pair.kept.id
        gone.before = kept.content, kept.stamp
        kept.content = (new.title, new.impact, new.happened_on, new.tags, new.links, new.private, WinState.KEPT)
        kept.touched, kept.stamp = True, self.stamp()
        gone.after = kept.stamp
        assert content_of(done.kept) == kept.content

    @rule()
    def tell(self) -> None:
        """A digest goes out."""
        self.later()
        member = members.require(self.session, ADA)
        digest = digests.gather(self.session, [member.id], self.now)[member.id]
        for win in (*digest.wins, *digest.late_wins):
            assert self.seen[win.id].state == "live"
            self.seen[win.id].told += 1
        sent = {
            "member_id": member.id,
            "kind": "digest",
            "period": str(self.stamp()),
            "state": "sent",
            "due_at": self.now,
            "covers_from": digest.window.start,
            "covers_until": digest.window.end,
            "key": str(self.stamp()),
            "created_at": self.now,
        }
        self.session.execute(insert(deliveries).values(sent))
        covered = update(members_table).where(members_table.c.id == member.id).values(covered_until=digest.window.end)
        self.session.execute(covered)

    @rule()
    def a_month_passes(self) -> None:
        self.now += A_MONTH
        privacy.forget_undone(self.session, self.now)
        gone = {win_id: seen for win_id, seen in self.seen.items() if seen.state != "live"}
        for seen in gone.values():
            into = seen.into
            while into in gone and gone[into].state == "merged":
                into = gone[into].into
            if into and into not in gone:
                self.seen[into].messages |= seen.messages
        self.seen = {win_id: seen for win_id, seen in self.seen.items() if win_id not in gone}
        for seen in self.seen.values():
            seen.edit, seen.edit_undone = None, False
        if not self.seen:
            self.log()

    # What must hold

    @invariant()
    def every_win_is_where_it_belongs(self) -> None:
        rows = self.session.execute(select(wins_table.c.id, wins_table.c.deleted_at, wins_table.c.source)).all()
        assert {row.id for row in rows} == set(self.seen)
        assert {row.id for row in rows if row.deleted_at is None} == self.ids("live")
        assert {row.id for row in rows if row.deleted_at and row.source == WITHDRAWN} <= self.ids("withdrawn", "merged")
        listed = {win.id for page in range(0, 90, 10) for win in self.deleted(page)}
        assert listed == self.ids("deleted", "merged")
        for win in self.live():
            assert content_of(win) == self.seen[win.id].content

    @invariant()
    def every_message_is_with_exactly_one_win(self) -> None:
        captured = evidence_table.c.reading != "none"
        rows = self.session.execute(select(evidence_table.c.id, evidence_table.c.win_id).where(captured)).all()
        expected = {piece: self.holder(win_id) for win_id, seen in self.seen.items() for piece in seen.messages}
        assert {row.id: row.win_id for row in rows} == expected

    @invariant()
    def no_digest_tells_twice(self) -> None:
        assert all(seen.told <= 1 for seen in self.seen.values())

    # What the model is asked

    def later(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def stamp(self) -> int:
        self.stamps += 1
        return self.stamps

    def event(self) -> str:
        self.later()
        self.events += 60
        return f"{self.events}.000100"

    def met(self, win_id: int) -> None:
        """A win that a capture has made, unless it was there."""
        if win_id not in self.seen:
            win = wins.see(self.session, ADA, win_id)
            messages = {piece.id for piece in win.evidence if not piece.given}
            self.seen[win_id] = Seen(content_of(win), messages=messages)

    def withdrawn(self, win_id: int) -> None:
        seen = self.seen[win_id]
        assert (seen.state, seen.touched, seen.content[-1]) == ("live", False, WinState.DRAFT)
        seen.state = "withdrawn"

    def unmerged(self, gone: Seen, done: merges.Unmerged) -> None:
        kept = self.seen[gone.into]
        assert done.exact == (kept.stamp == gone.after)
        if done.exact:
            counted = kept.told > 0 or done.kept.state is WinState.KEPT
            kept.content, kept.stamp = gone.before
            if counted:
                kept.content = (*kept.content[:-1], WinState.KEPT)
        assert content_of(done.gone) == gone.content

    def any(self, which: int) -> Win:
        ids = sorted(self.seen)
        return wins.look_up(self.session, ADA, ids[which % len(ids)])

    def live(self) -> Iterator[Win]:
        return (wins.see(self.session, ADA, win_id) for win_id in self.ids("live"))

    def ids(self, *states: str) -> set[int]:
        return {win_id for win_id, seen in self.seen.items() if seen.state in states}

    def deleted(self, offset: int) -> tuple[Win, ...]:
        return finding.find_text(self.session, ADA, "deleted", offset, self.now).wins

    def holder(self, win_id: int) -> int:
        while self.seen[win_id].state == "merged":
            win_id = self.seen[win_id].into
        return win_id

    def is_held(self, message: Captured) -> bool:
        return any(piece.ts == message.ts for win in self.live() for piece in win.evidence)

    def is_captured_anew(self, win: Win, *, merged: bool) -> bool:
        """Whether another live win came from its message, or holds it, as the one that it went into may."""
        if not win.source_ts:
            return False
        came = any(other.source_ts == win.source_ts for other in self.live())
        return came or (not merged and self.is_held(replace(MESSAGES[0], ts=win.source_ts)))


def content_of(win: Win) -> Content:
    links = tuple(piece.url for piece in win.evidence if piece.given)
    return (win.title, win.impact, win.happened_on, win.tags, links, win.private, win.state)


def test_nothing_is_lost_and_nothing_doubled(db: Database) -> None:
    class OnDatabase(Model):
        pass

    OnDatabase.db = db
    checked = settings(
        max_examples=EXAMPLES, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(OnDatabase, settings=checked)
