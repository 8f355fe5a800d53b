"""Settings: what is saved, what is refused, and when the next messages are due by them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.deliveries import Kind
from bot.domain.members import Actor, Member, Settings, ZoneSource
from bot.domain.outcomes import FieldsRefused, Refused, Repeated
from bot.services import deliveries, members, workspaces
from bot.store.tables import members as table

pytestmark = pytest.mark.both_databases
USUAL = Settings()


@pytest.fixture
def started(session: Connection, ada: Actor, now: datetime) -> Member:
    """Ada, who has recorded something."""
    return members.note_record(session, members.enrol(session, ada, now), now)


def stored(session: Connection, actor: Actor) -> Member:
    found = members.find(session, actor)
    assert found is not None
    return found


def pending(session: Connection) -> tuple[datetime | None, int]:
    row = session.execute(select(table.c.zone_next_try_at, table.c.zone_attempts)).one()
    return (row[0], row[1])


def test_everything_chosen_is_stored(session: Connection, ada: Actor, now: datetime, started: Member) -> None:
    wanted = Settings(
        zone="asia/tokyo",
        digest_on=True,
        digest_weekday=0,
        digest_hour=7,
        nudge_on=False,
        nudge_weekday=3,
        nudge_hour=0,
        win_emoji=":Tada:",
        talk_emoji="wave::skin-tone-2",
        paused=False,
    )
    answered = members.change_settings(session, ada, wanted, now)
    assert answered == stored(session, ada)
    settings, member = members.see_settings(session, ada)
    assert settings == replace(wanted, zone="Asia/Tokyo", win_emoji="tada", talk_emoji="wave")
    assert member == answered
    assert answered.next_digest_at == datetime(2026, 11, 22, 22, tzinfo=UTC)  # Monday 07:00 in Tokyo
    assert answered.next_nudge_at is None


def test_saving_what_is_set_changes_nothing(session: Connection, ada: Actor, now: datetime, started: Member) -> None:
    assert members.change_settings(session, ada, USUAL, now + timedelta(hours=1)) == started


def test_of_somebody_new_the_usual_settings_are_seen(session: Connection, ada: Actor) -> None:
    assert members.see_settings(session, ada) == (USUAL, None)


def test_somebody_new_starts_by_saving_and_gets_no_message_before_a_record(
    session: Connection, ada: Actor, now: datetime
) -> None:
    member = members.change_settings(session, ada, replace(USUAL, digest_hour=9), now)
    assert (member.zone, member.digest_hour, member.next_digest_at) == ("Europe/Berlin", 9, None)
    later = members.note_record(session, member, now)
    assert later.next_digest_at == datetime(2026, 11, 27, 8, tzinfo=UTC)


def test_due_times_stay_when_only_an_emoji_changes(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    changed = members.change_settings(session, ada, replace(USUAL, win_emoji="tada"), now + timedelta(days=30))
    assert changed.next_digest_at == started.next_digest_at


def test_pausing_takes_both_due_times_away(session: Connection, ada: Actor, now: datetime, started: Member) -> None:
    paused = members.change_settings(session, ada, replace(USUAL, paused=True), now)
    assert (paused.next_digest_at, paused.next_nudge_at) == (None, None)
    again = members.change_settings(session, ada, USUAL, now)
    assert (again.next_digest_at, again.next_nudge_at) == (started.next_digest_at, started.next_nudge_at)


@pytest.mark.parametrize(
    ("wanted", "code", "parts"),
    [
        (replace(USUAL, zone="Berlin"), "zone_nearest", {"zone": "Berlin", "nearest": "Europe/Berlin"}),
        (replace(USUAL, zone="qqqq"), "zone_unknown", {"zone": "qqqq", "nearest": ""}),
        (replace(USUAL, win_emoji="no name"), "emoji_unknown", {}),
        (replace(USUAL, talk_emoji=""), "emoji_unknown", {}),
        (replace(USUAL, talk_emoji=":trophy::skin-tone-4:"), "emoji_same", {}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(
    session: Connection, ada: Actor, now: datetime, wanted: Settings, code: str, parts: dict
) -> None:
    with pytest.raises(Refused) as refusal:
        members.change_settings(session, ada, wanted, now)
    assert (refusal.value.code, refusal.value.parts) == (code, parts)
    assert members.find(session, ada) is None


def test_all_that_cannot_be_is_said_at_once(session: Connection, ada: Actor, now: datetime) -> None:
    wanted = replace(USUAL, zone="Berlin", win_emoji=":nowhere:", talk_emoji="")
    with pytest.raises(FieldsRefused) as refusal:
        members.change_settings(session, ada, wanted, now, {"shipit"})
    codes = [(field, fault.code) for field, fault in refusal.value.faults.items()]
    assert codes == [("zone", "zone_nearest"), ("win_emoji", "emoji_missing"), ("talk_emoji", "emoji_unknown")]
    same = replace(USUAL, zone="qqqq", win_emoji="tada", talk_emoji="tada")
    with pytest.raises(FieldsRefused) as refusal:
        members.change_settings(session, ada, same, now)
    assert list(refusal.value.faults) == ["zone", "talk_emoji"]


def test_an_emptied_zone_follows_slack_again(session: Connection, ada: Actor, now: datetime, started: Member) -> None:
    chosen = members.change_settings(session, ada, replace(USUAL, zone="Asia/Tokyo"), now)
    assert chosen.zone_source is ZoneSource.CHOSEN
    back = members.change_settings(session, ada, USUAL, now)
    assert (back.zone, back.zone_source) == ("Europe/Berlin", ZoneSource.SLACK)
    assert back.next_digest_at == started.next_digest_at


def test_where_slack_did_not_answer_the_zone_is_asked_again(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    silent = replace(ada, zone=None, zone_asked=False)
    assert members.change_settings(session, silent, USUAL, now).zone_source is ZoneSource.SLACK
    members.change_settings(session, silent, replace(USUAL, zone="Asia/Tokyo"), now)
    waiting = members.change_settings(session, silent, USUAL, now)
    assert (waiting.zone, waiting.zone_source) == ("Asia/Tokyo", ZoneSource.PENDING)
    assert pending(session) == (now, 0)
    members.change_settings(session, silent, replace(USUAL, zone="Asia/Tokyo"), now)
    assert pending(session) == (None, 0)


def test_where_slack_knows_no_zone_that_is_noted(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    members.change_settings(session, ada, replace(USUAL, zone="Asia/Tokyo"), now)
    unknown = members.change_settings(session, replace(ada, zone=None), USUAL, now)
    assert unknown.zone_source is ZoneSource.NONE


def test_a_kind_of_message_is_switched_off_and_on(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    off = members.switch(session, ada, "digest", False, now)
    assert (off.digest_on, off.next_digest_at, off.next_nudge_at) == (False, None, started.next_nudge_at)
    assert members.switch(session, ada, "digest", False, now) == off
    assert members.switch(session, ada, "digest", True, now) == started
    assert members.switch(session, ada, "nudge", False, now).next_nudge_at is None


def test_somebody_who_has_not_started_has_nothing_to_switch(session: Connection, maya: Actor, now: datetime) -> None:
    with pytest.raises(Refused, match="not_started"):
        members.switch(session, maya, "digest", False, now)


def test_whose_zone_becomes_known_has_not_travelled(session: Connection, now: datetime) -> None:
    """Their first digest does not come at once because its hour has passed where they have always been."""
    unknown = Actor("", "T0ACME", "U0NEW")
    members.note_record(session, members.enrol(session, unknown, now), now)
    members.note_user(session, unknown, "Asia/Tokyo", False, now)
    found = members.find(session, unknown)
    assert found is not None
    assert found.next_digest_at == datetime(2026, 11, 27, 6, tzinfo=UTC)


def test_a_week_that_has_had_its_digest_is_not_promised_another(
    session: Connection, ada: Actor, started: Member
) -> None:
    friday = datetime(2026, 11, 20, 14, tzinfo=UTC)
    deliveries.plan_due(session, Kind.DIGEST, friday, quiet=False)
    wanted = replace(USUAL, digest_weekday=5, nudge_weekday=5)
    moved = members.change_settings(session, ada, wanted, friday)
    assert (started.zone, moved.next_digest_at) == ("Europe/Berlin", datetime(2026, 11, 28, 14, tzinfo=UTC))
    assert moved.next_nudge_at == datetime(2026, 11, 21, 9, tzinfo=UTC), "of nudges there was none yet"


def test_slacks_news_of_a_person_is_followed(session: Connection, ada: Actor, now: datetime, started: Member) -> None:
    members.note_user(session, ada, "Asia/Tokyo", False, now)
    moved = stored(session, ada)
    assert (moved.zone, moved.zone_source) == ("Asia/Tokyo", ZoneSource.SLACK)
    assert moved.next_digest_at == datetime(2026, 11, 20, 6, tzinfo=UTC), "this week's, whose hour has passed there"
    members.note_user(session, ada, None, True, now)
    gone = stored(session, ada)
    assert (gone.inactive, gone.zone, gone.next_digest_at) == (True, "Asia/Tokyo", None)
    members.note_user(session, ada, "Asia/Tokyo", False, now)
    assert stored(session, ada) == replace(moved, next_digest_at=datetime(2026, 11, 27, 6, tzinfo=UTC))


def test_a_chosen_zone_and_one_that_does_not_exist_are_not_followed(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    members.note_user(session, ada, "Mars/Olympus", False, now)
    assert stored(session, ada) == started
    chosen = members.change_settings(session, ada, replace(USUAL, zone="Asia/Tokyo"), now)
    members.note_user(session, ada, "Europe/London", False, now)
    assert stored(session, ada) == chosen


def test_a_pending_zone_is_settled_by_slacks_news(session: Connection, ada: Actor, now: datetime) -> None:
    waiting = members.enrol(session, replace(ada, zone=None, zone_asked=False), now)
    assert (waiting.zone_source, pending(session)[0]) == (ZoneSource.PENDING, now)
    members.note_user(session, ada, "Asia/Tokyo", False, now)
    assert stored(session, ada).zone_source is ZoneSource.SLACK
    assert pending(session) == (None, 0)


def test_of_people_who_do_not_use_vouch_nothing_is_noted(session: Connection, maya: Actor, now: datetime) -> None:
    members.note_user(session, maya, "Asia/Tokyo", True, now)
    assert members.find(session, maya) is None


def test_somebody_of_the_same_id_elsewhere_is_left_alone(
    session: Connection, ada: Actor, now: datetime, started: Member
) -> None:
    elsewhere = replace(ada, team_id="T0OTHER")
    members.change_settings(session, elsewhere, replace(USUAL, zone="Asia/Tokyo", paused=True), now)
    members.note_user(session, elsewhere, None, True, now)
    assert stored(session, ada) == started


def test_an_event_that_only_asks_for_an_answer_is_noted_once(session: Connection, ada: Actor, now: datetime) -> None:
    workspaces.note_event(session, ada, "event:Ev1", now)
    with pytest.raises(Repeated):
        workspaces.note_event(session, ada, "event:Ev1", now)
