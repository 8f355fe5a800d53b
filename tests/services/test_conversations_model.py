"""Against a simple model: whatever happens to conversations and people, no conversation is lost, doubled or told twice,
and the stored clock is what counting anew would give. A snooze ends by a conversation and by nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import insert, select, update

from bot.domain.conversations import NewConversation, Person, Promise
from bot.domain.outcomes import Refused, Repeated
from bot.domain.stakeholders import read_add_line
from bot.services import awareness, conversations, digests, members, people_merges, stakeholders, wins
from bot.store.database import Database
from bot.store.tables import awareness as awareness_table
from bot.store.tables import conversation_people, deliveries, followups
from bot.store.tables import conversations as talks_table
from bot.store.tables import members as members_table
from bot.store.tables import stakeholders as people_table
from tests.conftest import ADA, NOW

pytestmark = pytest.mark.no_cover

TODAY = date(2026, 11, 20)
NUMBERS = st.integers(0, 30)
SOME = st.sets(st.integers(0, 30), min_size=1, max_size=3)
DAYS = st.integers(0, 3)  # few, so that days meet
LINES = ("<@U0RUI>", "<@U0SAM>", "Kim", '"Lee Ray"')
HANDLES = (Person(user_id="U0RUI"), Person(user_id="U0SAM"), Person(name="Kim"), Person(name="Lee Ray"))
STEPS, LONG, SHORT = 30, 40, 5


@dataclass
class Talk:
    """What the model knows of a conversation; `told` is the win that was told in it."""

    day: date
    people: set[int]
    promise: str = ""
    told: int = 0
    deleted: bool = False
    in_digests: int = 0


@dataclass
class Merge:
    kept: int
    gone: int
    moved: set[int]
    doubled: set[int]
    snooze: tuple[date | None, date | None] | None  # of the kept one, before and after, where it was taken over
    stands: bool = True
    earlier: list[int] = field(default_factory=list)  # who had gone into the gone one


class Model(RuleBasedStateMachine):
    db: Database  # the same for all: its statements are compiled once

    def __init__(self) -> None:
        super().__init__()
        self.session = self.db.engine.connect()
        self.session.begin()
        self.now = NOW
        self.talks: dict[int, Talk] = {}
        self.snoozed: dict[int, date | None] = {}
        self.into: dict[int, int] = {}
        self.merges: list[Merge] = []
        self.numbers = 0

    def teardown(self) -> None:
        self.tell()
        self.tell()
        assert {talk.in_digests for talk in self.talks.values() if not talk.deleted} <= {1}
        self.session.rollback()
        self.session.close()

    @initialize()
    def start(self) -> None:
        for line in LINES:
            stakeholders.add_people(self.session, ADA, read_add_line(line), "", self.now)
        self.base = [row[0] for row in self.session.execute(select(people_table.c.id).order_by(people_table.c.id))]
        self.snoozed = dict.fromkeys(self.base)

    # What people do

    @rule(who=SOME, ago=DAYS, promise=st.booleans(), new=st.booleans())
    def log(self, who: set[int], ago: int, promise: bool, new: bool) -> None:
        words = f"promise {self.number()}" if promise else ""
        named = [HANDLES[each % len(HANDLES)] for each in who] + [Person(name=f"New {self.number()}")] * new
        talk = NewConversation(tuple(named), self.day(ago), follow_up=Promise(words) if promise else None)
        key = f"k{self.number()}"
        logged = conversations.log_conversation(self.session, ADA, talk, None, key, self.later())
        with pytest.raises(Repeated):
            conversations.log_conversation(self.session, ADA, talk, None, key, self.now)
        expected = {self.meant(each % len(HANDLES)) for each in who}
        self.talked(logged.conversation.people, talk.happened_on)
        people = set(logged.conversation.people)
        assert people >= expected
        assert len(people) == len(expected) + new
        self.talks[logged.conversation.id] = Talk(talk.happened_on, people, words)
        for each in people - expected:
            self.snoozed[each] = None

    @rule(which=NUMBERS)
    def we_talked(self, which: int) -> None:
        person = self.base[which % len(self.base)]
        done = conversations.log_talked(self.session, ADA, person, "", self.later())
        person = self.end(person)
        today = [talk for talk in self.live().values() if talk.day == TODAY and person in talk.people]
        assert done.before == bool(today)
        if not done.before:
            self.talked((person,), TODAY)
            self.talks[done.conversation_id] = Talk(TODAY, {person})

    @rule(which=NUMBERS)
    def tell_a_win(self, which: int) -> None:
        win_id = wins.log_line(self.session, ADA, f"shipped {self.number()}", "", self.later()).win.id
        person = self.base[which % len(self.base)]
        told = awareness.mark_told(self.session, ADA, [win_id], person, "", self.later())
        self.talked((self.end(person),), TODAY)
        self.talks[told.conversation_id] = Talk(TODAY, {self.end(person)}, told=win_id)

    @rule(which=NUMBERS, who=SOME, ago=DAYS, same=st.booleans())
    def edit(self, which: int, who: set[int], ago: int, same: bool) -> None:
        if not self.live():
            return
        talk_id = sorted(self.live())[which % len(self.live())]
        talk, day = self.talks[talk_id], self.day(ago)
        seen = conversations.see_conversation(self.session, ADA, talk_id, self.later())
        named = [HANDLES[each % len(HANDLES)] for each in who]
        if same or talk.told:
            named = [Person(person.user_id, person.name) for person in seen.people]
        new = NewConversation(tuple(named), day, follow_up=Promise(talk.promise) if talk.promise else None)
        with pytest.raises(Refused, match="stale"):
            conversations.change_conversation(
                self.session, ADA, talk_id, seen.conversation.version - 1, new, None, "", self.now
            )
        changed = conversations.change_conversation(
            self.session, ADA, talk_id, seen.conversation.version, new, None, "", self.now
        )
        people = set(changed.conversation.people)
        self.talked([each for each in people if day > talk.day or each not in talk.people], day)
        talk.day, talk.people = day, people

    @rule(which=NUMBERS)
    def delete(self, which: int) -> None:
        if not self.talks:
            return
        talk_id = sorted(self.talks)[which % len(self.talks)]
        done = conversations.undo_conversation(self.session, ADA, talk_id, "", self.later())
        assert (done.was is None) == self.talks[talk_id].deleted
        self.talks[talk_id].deleted = True

    @rule(which=NUMBERS)
    def restore(self, which: int) -> None:
        if not self.talks:
            return
        choice = sorted(self.talks.keys() - self.live().keys()) or sorted(self.talks)
        talk_id = choice[which % len(choice)]
        done = conversations.restore_conversation(self.session, ADA, talk_id, "", self.later())
        assert done.before == (not self.talks[talk_id].deleted)
        self.talks[talk_id].deleted = False

    @rule(which=NUMBERS, weeks=st.sampled_from([1, 2, 4]))
    def snooze(self, which: int, weeks: int) -> None:
        person = self.base[which % len(self.base)]
        stakeholders.snooze(self.session, ADA, person, weeks, "", self.later())
        self.snoozed[self.end(person)] = TODAY + timedelta(weeks=weeks)

    @rule(which=NUMBERS)
    def wake(self, which: int) -> None:
        person = self.base[which % len(self.base)]
        stakeholders.wake(self.session, ADA, person, "", self.later())
        self.snoozed[self.end(person)] = None

    @rule(one=NUMBERS, other=NUMBERS)
    def merge(self, one: int, other: int) -> None:
        try:
            pair = people_merges.prepare(
                self.session, ADA, self.base[one % len(self.base)], self.base[other % len(self.base)], self.later()
            )
        except Refused as problem:
            assert problem.code in {"same_itself", "same_users"}  # noqa: PT017 - either way is right
            return
        kept, gone = pair.kept.id, pair.gone.id
        people_merges.merge(self.session, ADA, kept, gone, (pair.kept.version, pair.gone.version), "", self.now)
        theirs = {talk_id for talk_id, talk in self.talks.items() if gone in talk.people}
        doubled = {talk_id for talk_id in theirs if kept in self.talks[talk_id].people}
        for talk_id in theirs:
            self.talks[talk_id].people = (self.talks[talk_id].people - {gone}) | {kept}
        takes = self.snoozed[kept] is None and self.snoozed[gone] is not None
        snooze = (None, self.snoozed[gone]) if takes else None
        if takes:
            self.snoozed[kept] = self.snoozed[gone]
        earlier = [each for each, end in self.into.items() if end == gone]
        self.into |= dict.fromkeys([gone, *earlier], kept)
        self.merges.append(Merge(kept, gone, theirs - doubled, doubled, snooze, earlier=earlier))

    @rule(which=NUMBERS)
    def unmerge(self, which: int) -> None:
        if not self.merges:
            return
        place = which % len(self.merges)
        found = self.merges[place]
        if not found.stands:
            standing_again = any(each.stands and each.gone == found.gone for each in self.merges)
            if not standing_again:
                assert people_merges.undo(self.session, ADA, found.gone, "", self.later()).before
            return
        later = [each for each in self.merges[place + 1 :] if each.stands]
        if any(found.kept in (each.kept, each.gone) for each in later):
            with pytest.raises(Refused, match="same_later"):
                people_merges.undo(self.session, ADA, found.gone, "", self.later())
            return
        people_merges.undo(self.session, ADA, found.gone, "", self.later())
        for talk_id in found.moved | found.doubled:
            talk = self.talks.get(talk_id)
            if talk is not None and found.kept in talk.people:
                talk.people = (talk.people - ({found.kept} if talk_id in found.moved else set())) | {found.gone}
        if found.snooze and self.snoozed[found.kept] == found.snooze[1]:
            self.snoozed[found.kept] = found.snooze[0]
        del self.into[found.gone]
        self.into |= dict.fromkeys(found.earlier, found.gone)
        found.stands = False

    @rule()
    def tell(self) -> None:
        """A digest goes out."""
        self.later()
        member = members.require(self.session, ADA)
        digest = digests.gather(self.session, [member.id], self.now)[member.id]
        for talk in (*digest.talks, *digest.late_talks):
            assert not self.talks[talk.id].deleted
            self.talks[talk.id].in_digests += 1
        sent = {
            "member_id": member.id,
            "kind": "digest",
            "period": str(self.number()),
            "state": "sent",
            "due_at": self.now,
            "covers_from": digest.window.start,
            "covers_until": digest.window.end,
            "key": str(self.number()),
            "created_at": self.now,
        }
        self.session.execute(insert(deliveries).values(sent))
        covered = update(members_table).where(members_table.c.id == member.id)
        self.session.execute(covered.values(covered_until=digest.window.end))

    # What must hold

    @invariant()
    def the_clock_is_what_counting_gives(self) -> None:
        latest: dict[int, date] = {}
        for talk in self.live().values():
            for each in talk.people:
                latest[each] = max(talk.day, latest.get(each, talk.day))
        for person, last in self.session.execute(select(people_table.c.id, people_table.c.last_conversation_on)):
            assert last == latest.get(person)

    @invariant()
    def a_snooze_ends_by_a_conversation_only(self) -> None:
        columns = people_table.c.id, people_table.c.snoozed_until, people_table.c.merged_into
        for person, until, merged in self.session.execute(select(*columns)):
            if merged is None:
                assert until == self.snoozed[person], person

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        joined = select(talks_table.c.id, talks_table.c.happened_on, conversation_people.c.stakeholder_id).join(
            conversation_people, conversation_people.c.conversation_id == talks_table.c.id
        )
        rows = [tuple(row) for row in self.session.execute(joined.where(talks_table.c.deleted_at.is_(None)))]
        expected = [(talk_id, talk.day, each) for talk_id, talk in self.live().items() for each in talk.people]
        assert sorted(rows) == sorted(expected)
        promised = sorted(row[0] for row in self.session.execute(select(followups.c.text)))
        assert promised == sorted(talk.promise for talk in self.live().values() if talk.promise)
        known = {
            row[0]: row[1]
            for row in self.session.execute(select(awareness_table.c.win_id, awareness_table.c.stakeholder_id))
        }
        told = {talk.told: talk.people for talk in self.live().values() if talk.told}
        assert known.keys() == told.keys()
        assert all(known[win_id] in people for win_id, people in told.items())

    @invariant()
    def names_mean_who_was_kept(self) -> None:
        rows = self.session.execute(select(people_table.c.id, people_table.c.merged_into))
        assert {row[0]: row[1] for row in rows if row[1] is not None} == self.into

    # Looking things up

    def live(self) -> dict[int, Talk]:
        return {talk_id: talk for talk_id, talk in self.talks.items() if not talk.deleted}

    def end(self, person: int) -> int:
        return self.into.get(person, person)

    def meant(self, handle: int) -> int:
        return self.end(self.base[handle])

    def talked(self, people: Any, day: date) -> None:
        """Before the model knows of it: who had no later conversation is no longer snoozed."""
        for each in people:
            known = [talk.day for talk in self.live().values() if each in talk.people]
            if day >= max(known, default=day):
                self.snoozed[each] = None

    def day(self, ago: int) -> date:
        return TODAY - timedelta(days=ago)

    def later(self) -> datetime:
        self.now += timedelta(seconds=11)  # a digest leaves the last seconds to the next one
        return self.now

    def number(self) -> int:
        self.numbers += 1
        return self.numbers


def run(db: Database, examples: int) -> None:
    class OnDatabase(Model):
        pass

    OnDatabase.db = db
    checked = settings(
        max_examples=examples, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(OnDatabase, settings=checked)


def test_whatever_happens_the_clock_is_right_and_nothing_is_lost(db: Database) -> None:
    run(db, LONG)


@pytest.mark.on_postgres
def test_on_postgres_too(db: Database) -> None:
    run(db, SHORT)


def test_a_walk_that_chance_seldom_takes(db: Database) -> None:
    """A promise that comes back, a snooze that an edit leaves alone, and a conversation with both who were one."""

    class OnDatabase(Model):
        pass

    OnDatabase.db = db
    model: Model = OnDatabase()
    model.start()
    steps: tuple[Callable[[], Any], ...] = (
        lambda: model.log(who={0, 2}, ago=0, promise=True, new=False),
        lambda: model.snooze(which=0, weeks=2),
        lambda: model.edit(which=0, who={0}, ago=0, same=True),
        lambda: model.merge(one=0, other=2),
        lambda: model.delete(which=0),
        lambda: model.restore(which=0),
        lambda: model.unmerge(which=0),
    )
    for step in steps:
        step()
        model.the_clock_is_what_counting_gives()
        model.a_snooze_ends_by_a_conversation_only()
        model.nothing_is_lost_or_doubled()
    model.teardown()
