"""Over any history of captures, journeys, crashes and outages everything kept is told in exactly one digest.

The model has a DM of its own, as Slack would keep it: what was posted there is what a person read.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, StaticPool, create_engine

from bot.domain import doubts as rules
from bot.domain.deliveries import Delivery
from bot.domain.digests import Digest
from bot.domain.doubts import Doubt, Seen, Verdict
from bot.domain.members import settings_of
from bot.services import deliveries, doubts, members
from bot.store import members as member_store
from bot.store import tables
from bot.store.database import Session
from bot.store.types import Cipher
from tests.conftest import ADA, KEY
from tests.services.test_deliveries import MONDAY, US, WEEK, ada_of, claim, content, plan, rows, talk, win

ZONES = ("Pacific/Kiritimati", "Etc/GMT+12", "Pacific/Apia", "America/Los_Angeles", "Europe/Berlin", "Asia/Kathmandu")
SENDING = {
    "sent",
    "answer lost, posted",
    "answer lost, not posted",
    "died before posting",
    "died after posting",
    "rate limit",
    "refused",
}
READING = ("readable", "missing_scope", "TimeoutError", "hidden", "token_revoked")
Record = tuple[str, int]

STEPS = st.one_of(
    st.tuples(st.sampled_from(["win", "talk"]), st.integers(1, 4_000)),
    st.tuples(st.just("slow win"), st.integers(1, 4)),
    st.tuples(st.just("wait"), st.integers(1, 60 * 24 * 9).map(lambda minutes: minutes * 60)),
    st.tuples(st.sampled_from(sorted(SENDING)), st.sampled_from([1, 5, 20, 70, 3600])),
    st.tuples(st.sampled_from(["paused", "resumed", "died claiming"]), st.sampled_from([1, 20, 3600])),
    st.tuples(st.sampled_from(READING), st.just(1)),
    st.tuples(st.sampled_from(ZONES), st.integers(1, 90_000)),
)


@pytest.fixture(scope="module")
def histories() -> Iterator[Engine]:
    """One empty database: each history is rolled back."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Cipher([KEY]).bind(engine.dialect)
    tables.metadata.create_all(engine)
    yield engine
    engine.dispose()


class History:
    """One member's life with workers to whom anything can happen.

    `posted` is what stands in the DM; `made` what each message said when it was last handed over.
    """

    def __init__(self, session: Session) -> None:
        self.session, self.now, self.reading = session, MONDAY, "readable"
        self.kept: list[Record] = []
        self.posted: list[tuple[str, list[Record]]] = []
        self.made: dict[str, list[Record]] = {}
        self.record("win")

    def step(self, what: str, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        if what in {"win", "talk", "slow win"}:
            self.record(what)
        elif what in READING:
            self.reading = what
        elif what in ZONES:
            members.note_user(self.session, ADA, what, False, self.now)
        elif what != "wait":
            self.turn(what)

    def record(self, what: str) -> None:
        """A slow win was typed some seconds before it is stored: up to as long as any write may wait."""
        typed = max(MONDAY, self.now - timedelta(seconds=9)) if what == "slow win" else self.now
        add = talk if what == "talk" else win
        self.kept.append(("talk" if what == "talk" else "win", add(self.session, typed)))

    def turn(self, outcome: str) -> None:
        if outcome in {"paused", "resumed"}:
            self.pause(outcome == "paused")
            return
        doubts.begin_doubting(self.session, self.now)
        for doubt in doubts.claim(self.session, US, self.now, 10):
            self.look_up(doubt)
        plan(self.session, self.now)
        for delivery in claim(self.session, self.now):
            if outcome != "died claiming":
                self.send(delivery, outcome)

    def pause(self, paused: bool) -> None:
        wanted = replace(settings_of(ada_of(self.session)), paused=paused)
        members.change_settings(self.session, ADA, wanted, self.now)

    def look_up(self, doubt: Doubt) -> None:
        if self.reading not in {"readable", "hidden"}:
            doubts.record_unread(self.session, doubt, US, self.reading, self.now)
            return
        hidden = self.reading == "hidden"
        seen = [Seen("1.0", "" if hidden else key, bare=hidden) for key, _ in self.posted]
        verdict, ts = rules.judge(seen, doubt.delivery.key, complete=True)
        if verdict is Verdict.POSTED:
            doubts.record_posted(self.session, doubt, "D0ADA", ts, self.now)
        elif verdict is Verdict.NOT_POSTED:
            doubts.record_not_posted(self.session, doubt, US, self.now)
        else:
            doubts.record_unread(self.session, doubt, US, verdict, self.now)

    def send(self, delivery: Delivery, outcome: str) -> None:
        digest = content(self.session, delivery, self.now)
        if not deliveries.begin(self.session, delivery, US, digest.window, self.now):
            return
        self.made[delivery.key] = records = told_by(digest)
        if outcome in {"sent", "answer lost, posted", "died after posting"}:
            self.posted.append((delivery.key, records))
        if outcome == "sent":
            deliveries.record_sent(self.session, delivery, US, digest.window, "D0ADA", "1.0", self.now)
        elif outcome.startswith("answer lost"):
            deliveries.record_in_doubt(self.session, delivery, US, "TimeoutError", self.now)
        elif outcome == "rate limit":
            deliveries.record_not_reached(self.session, delivery, US, timedelta(seconds=30), self.now)
        elif outcome == "refused":
            deliveries.record_refused(self.session, delivery, US, "fatal", self.now)

    def read_as_far_as_known(self) -> list[Record]:
        """Of what may have been posted and could not be looked for nobody knows more than that it counts as read."""
        told = [record for _, records in self.posted for record in records]
        posted = {key for key, _ in self.posted}
        settled = [row.key for row in rows(self.session) if row.state == "in_doubt" and row.next_try_at is None]
        return told + [record for key in settled if key not in posted for record in self.made[key]]


def told_by(digest: Digest) -> list[Record]:
    wins = [("win", one.id) for one in (*digest.wins, *digest.late_wins)]
    return wins + [("talk", one.id) for one in (*digest.talks, *digest.late_talks)]


@settings(max_examples=80, deadline=None)
@given(steps=st.lists(STEPS, max_size=25))
@example(steps=[("wait", 453_600), ("died after posting", 1), ("win", 60), ("sent", 70), ("win", 60)])
@example(steps=[("wait", 453_600), ("died before posting", 1), ("win", 60), ("sent", 70), ("sent", 70)])
@example(steps=[("wait", 453_600), ("missing_scope", 1), ("answer lost, not posted", 1), ("sent", 70)])
@example(steps=[("wait", 453_600), ("hidden", 1), ("answer lost, posted", 1), ("win", 5), ("sent", 70)])
def test_everything_recorded_is_in_exactly_one_digest(histories: Engine, steps: list[tuple[str, int]]) -> None:
    with histories.connect() as session:
        history = History(session)
        for what, seconds in steps:
            history.step(what, seconds)
        history.step("readable", 1)
        session.execute(tables.workspaces.update().values(active=True))
        history.step("resumed", 60)
        for _ in range(3 * 7 + 2):  # three more weeks without trouble
            history.step("sent", 24 * 3600)
        assert sorted(history.read_as_far_as_known()) == sorted(history.kept)
        assert max(Counter(key for key, _ in history.posted).values()) == 1, "none is repeated"
        session.rollback()


def test_the_model_would_notice(histories: Engine) -> None:
    """A digest told twice and one that is lost are not equal to what was kept."""
    with histories.connect() as session:
        history = History(session)
        history.step("wait", 453_600)
        history.step("sent", 1)
        assert history.read_as_far_as_known() == history.kept
        member_store.change(session, ada_of(session).id, covered_until=MONDAY)
        history.step("sent", int(WEEK.total_seconds()))
        assert len(history.read_as_far_as_known()) == 2
        session.rollback()
